"""Lists of members as files, made in the background; the log names purpose, columns and number."""

from collections.abc import Callable, Iterator, Sequence
import csv
from datetime import datetime, timedelta
import io
import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members import policies
from congdoan.areas.members.models import MemberExport, MemberRecord
from congdoan.areas.members.selectors.register import (
    Listed,
    current_look,
    members_listed,
    unscoped_members,
)
from congdoan.areas.members.tables import COLUMNS, MemberFilter
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value
from congdoan.support.notifications.api import notify

_AT_ONCE = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cells = Callable[[Listed, Person, MemberRecord | None], Any]

#: Private facts: not in lists, but a paper list often needs them; they are named in the log.
PRIVATE: dict[str, tuple[str | Promise, Cells]] = {
    "birth_date": (_("Ngày sinh"), lambda _row, person, _record: person.birth_date),
    "phone": (_("Điện thoại"), lambda _row, person, _record: person.phone),
    "email": (_("Thư điện tử"), lambda _row, person, _record: person.email),
    "address_current": (
        _("Nơi ở hiện nay"),
        lambda _row, _person, record: record.address_current if record else "",
    ),
}


class ExportWaits(Refusal):
    """Một tệp bạn yêu cầu cho đơn vị này đang được lập; hãy chờ tệp đó xong."""


class ExportGone(Refusal):
    """Tệp này đã hết hạn giữ và được xóa; hãy xuất lại."""

    status = 410


def columns_offered() -> list[tuple[str, str | Promise]]:
    listed = [(one.code, one.label) for one in COLUMNS if one.code not in {"name", *PRIVATE}]
    return [*listed, *((code, label) for code, (label, _cells) in PRIVATE.items())]


def _refuse(actor: Actor, unit: Organisation, *, below: bool, at: datetime) -> None:
    if not below:
        actor.require(policies.EXPORT, on=unit)
    elif not actor.may_somewhere(policies.EXPORT) or current_look(actor, unit, at=at) is None:
        raise NotAllowed


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
def make_export(*, actor: Actor, export: MemberExport, at: datetime) -> MemberExport:
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
    heads, rows = _content(actor, held, unit)
    title = f"{_('Sổ đoàn viên')} {name_of(unit, on=held.as_of)}"
    content = _csv(heads, rows) if held.kind == "csv" else plain_sheet(title, heads, rows)
    name = f"exports/{secrets.token_urlsafe(24)}.{held.kind}"
    held.path = default_storage.save(name, ContentFile(content))
    days = int(value("member.rule.export_days", on=at.date()))
    held.made_at, held.until, held.rows = at, at + timedelta(days=days), len(rows)
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


def _content(
    actor: Actor, export: MemberExport, unit: Organisation
) -> tuple[list[str], list[list[str]]]:
    asked = QueryDict(export.query)
    form = MemberFilter(asked, actor=actor)
    restricted = not export.below and actor.may(policies.RESTRICTED, on=unit)
    form.offer(below=export.below, restricted=restricted, on=export.as_of)
    state = asked.get("state") or ""
    rows = unscoped_members(unit, below=export.below, on=export.as_of, state=state)
    ordered = form.narrow(rows).order_by("person__sort_key", "pk").values_list("pk", flat=True)
    readers = _readers(export.columns)
    heads = [str(label) for label, _read in readers]
    return heads, list(_lines(list(ordered), readers, export))


def _readers(codes: Sequence[str]) -> list[tuple[str | Promise, Cells]]:
    found: list[tuple[str | Promise, Cells]] = []
    for one in COLUMNS:
        if one.code == "name" or (one.code in codes and one.code not in PRIVATE):
            read = one.reader()
            found.append((one.label, lambda row, _person, _record, read=read: read(row)))  # type: ignore[misc]
    return [*found, *(PRIVATE[code] for code in PRIVATE if code in codes)]


def _lines(
    keys: Sequence[int], readers: Sequence[tuple[str | Promise, Cells]], export: MemberExport
) -> Iterator[list[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        chunk = list(keys[start : start + _AT_ONCE])
        by_key = {row.pk: row for row in members_listed(chunk, on=export.as_of)}
        people_ids = [row.person_id for row in by_key.values()]
        people = Person.objects.in_bulk(people_ids)
        records = MemberRecord.objects.in_bulk(people_ids)
        for key in chunk:
            row = by_key[key]
            person = people[row.person_id]
            yield [_text(read(row, person, records.get(row.person_id))) for _label, read in readers]


def _text(found: Any) -> str:
    if hasattr(found, "strftime"):
        return f"{found:%d/%m/%Y}"
    return "" if found in {None, "—"} else str(found)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV with a BOM; a cell that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(
        [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def clear_exports(*, at: datetime) -> int:
    """Throw away files that were kept long enough; return how many."""
    gone = list(MemberExport.objects.filter(until__lt=at).exclude(path=""))
    for one in gone:
        default_storage.delete(one.path)
        one.path = ""
        one.save(update_fields=["path"])
    return len(gone)
