"""Lists of members as files, made in the background; the log names purpose, columns and number."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
import secrets
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.models import MemberExport
from congdoan.areas.members.selectors.register import current_look
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.workbook import stream_csv, stream_sheet
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value
from congdoan.support.notifications.api import notify

#: A longer list is no paper any more.
MOST_PRINTED = 3000

#: Makes heads, and rows as they are read, with the rights the person has now.
Content = Callable[[Actor, MemberExport], tuple[list[str], Iterator[list[str]]]]
#: Puts them on paper.
Paper = Callable[[MemberExport, list[str], list[list[str]], datetime], bytes]


class ExportWaits(Refusal):
    """Một tệp bạn yêu cầu cho đơn vị này đang được lập; hãy chờ tệp đó xong."""


class TooLongToPrint(Refusal):
    """Danh sách có {rows} người, in tối đa {most} người một lần; hãy lọc bớt, hoặc chọn Excel."""


class ExportGone(Refusal):
    """Tệp này đã hết hạn giữ và được xóa; hãy xuất lại."""

    status = 410


def _refuse(actor: Actor, unit: Organisation, *, below: bool, at: datetime) -> None:
    if not below:
        actor.require(policies.EXPORT, on=unit)
    elif not actor.may_somewhere(policies.EXPORT) or current_look(actor, unit, at=at) is None:
        raise NotAllowed


def refuse_to_print(rows: int) -> None:
    """:raises TooLongToPrint: when so many rows are for a spreadsheet"""
    if rows > MOST_PRINTED:
        raise TooLongToPrint(rows=rows, most=MOST_PRINTED)


@transaction.atomic
def ask_for_export(
    *,
    actor: Actor,
    unit: Organisation,
    query: str,
    columns: Sequence[str],
    kind: str,
    purpose: str,
    below: bool,
    at: datetime,
) -> MemberExport:
    """
    Have a list made in the background; the person is told when it is there.

    :raises ExportWaits: while an earlier one of theirs waits
    :raises NotAllowed: a branch whose purpose was not named (``look_below``)
    """
    _refuse(actor, unit, below=below, at=at)
    if actor.user_id is None:
        raise NotAllowed
    waiting = MemberExport.objects.filter(
        organisation=unit, user_id=actor.user_id, made_at__isnull=True
    )
    if waiting.exists():
        raise ExportWaits
    made = MemberExport.objects.create(
        organisation=unit,
        user_id=actor.user_id,
        query=query[:1000],
        columns=list(columns),
        kind=kind,
        purpose=purpose,
        as_of=actor.as_of,
        below=below,
        asked_at=at,
    )
    enqueue("members.export", export=made.pk, key=f"members.export.{made.pk}")
    return made


@transaction.atomic
def note_listed(
    *, actor: Actor, unit: Organisation, purpose: str, columns: Sequence[str], rows: int
) -> None:
    """Write down that a list was put into a document: like every list that leaves the register."""
    actor.require(policies.EXPORT, on=unit)
    record(
        actor=actor,
        verb="members.exported",
        target=unit,
        organisation_id=unit.pk,
        changes={"columns": list(columns), "rows": rows, "below": False},
        reason=purpose,
        label=name_of(unit, on=actor.today),
    )


@transaction.atomic
def make_export(
    *, actor: Actor, export: MemberExport, content: Content, paper: Paper, at: datetime
) -> MemberExport:
    """
    Make a list that was asked for, with the rights its person has now. Twice is once.

    :raises NotAllowed: when the person has lost the right since
    """
    held = MemberExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if held.made_at is not None:
        return held
    unit = export.organisation
    actor = actor.looking_at(held.as_of)
    _refuse(actor, unit, below=held.below, at=held.asked_at)
    heads, rows = content(actor, held)
    with TemporaryFile() as file:
        if held.kind == "pdf":
            listed = list(islice(rows, MOST_PRINTED + 1))
            refuse_to_print(len(listed))
            file.write(paper(held, heads, listed, at))
            held.rows = len(listed)
        elif held.kind == "csv":
            held.rows = stream_csv(file, heads, rows)
        else:
            title = f"{_('Sổ đoàn viên')} {name_of(unit, on=held.as_of)}"
            held.rows = stream_sheet(file, title, heads, rows)
        file.seek(0)
        name = f"exports/{secrets.token_urlsafe(24)}.{held.kind}"
        held.path = default_storage.save(name, File(file))
    days = int(value("member.rule.export_days", on=at.date()))
    held.made_at, held.until = at, at + timedelta(days=days)
    held.save(update_fields=["path", "made_at", "until", "rows"])
    record(
        actor=actor,
        verb="members.exported",
        target=unit,
        organisation_id=unit.pk,
        changes={"columns": held.columns, "rows": held.rows, "below": held.below},
        reason=held.purpose,
        label=name_of(unit, on=held.as_of),
    )
    notify(
        actor=system_actor(today=at.date()),
        kind="members.exported",
        key=f"members.export.{held.pk}",
        at=at,
        users=[held.user_id],
        context={
            "organisation": name_of(unit, on=held.as_of),
            "rows": str(held.rows),
            "until": f"{held.until:%d/%m/%Y}",
        },
        url=reverse("members:exports", args=[unit.pk]),
    )
    return held


def clear_exports(*, at: datetime) -> int:
    """Throw away files that were kept long enough; return how many."""
    gone = list(MemberExport.objects.filter(until__lt=at).exclude(path=""))
    for one in gone:
        default_storage.delete(one.path)
        one.path = ""
        one.save(update_fields=["path"])
    return len(gone)
