"""Opening a round: one report for each organisation that owes it, written by set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
import json
from typing import Any

from django.db import IntegrityError, connection, transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import ReportKind, RoundState
from congdoan.areas.reporting.models import FormVersion, Round
from congdoan.areas.reporting.rules.rolling import second_line
from congdoan.areas.reporting.services.rolling import prepare_totals
from congdoan.areas.reporting.services.work import open_owed, restore_work, settle_lock
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.models import Period


class NobodyOwes(Refusal):
    """Không có đơn vị nào phải nộp theo cấp và loại hình đã chọn vào ngày {day}; hãy chọn lại."""


class DueTooEarly(Refusal):
    """Hạn nộp {due} đã qua; hãy chọn từ hôm nay trở đi."""


class DaysBackwards(Refusal):
    """Ngày cuối của số liệu phải từ ngày đầu trở đi; hãy sửa lại hai ngày này."""


class FormNotPublished(Refusal):
    """Biểu mẫu vừa được rút về soạn tiếp; hãy chọn biểu khác, hoặc chờ công bố lại."""


class RoundThereAlready(Refusal):
    """Kỳ này đã có đợt báo cáo dùng biểu mẫu đó; hãy mở đợt đang có, hoặc chọn kỳ khác."""


@dataclass(frozen=True)
class RoundData:
    """What is asked, of whom, until when."""

    version: FormVersion
    title: str
    first: date
    last: date
    due_on: date
    kind: str = ReportKind.ANNUAL
    period: Period | None = None
    hierarchy: int = HierarchyId.COMMAND
    levels: Sequence[str] = ()
    kinds: Sequence[str] = ()
    dues: Mapping[str, date] = field(default_factory=dict)
    note: str = ""


_OWE = """
INSERT INTO reporting_report
  (round_id, organisation_id, superior_id, second_id, beside_id, level, state, due_on,
   submitted_by_name, late,
   entered, prefilled, reasons, explanations, narrative, revision, edited_by_name)
SELECT %(round)s, o.id, place.parent_id, NULLIF(other.parent_id, place.parent_id),
   other.parent_id, p.level, 'DRAFT',
   COALESCE((%(dues)s::jsonb ->> p.level)::date, %(due)s), '', false,
   '{}', '{}', '{}', '{}', '{}', 0, ''
FROM organisations_lineage l
JOIN organisations_organisation o ON o.id = l.descendant_id AND o.family = 'UNION'
  AND o.valid @> %(on)s::date
JOIN organisations_organisationprofile p ON p.organisation_id = o.id AND p.valid @> %(on)s::date
JOIN organisations_placement place ON place.hierarchy_id = %(hierarchy)s AND place.child_id = o.id
  AND place.valid @> %(on)s::date
LEFT JOIN organisations_placement other ON other.hierarchy_id = %(second)s AND other.child_id = o.id
  AND other.valid @> %(on)s::date
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = %(opener)s AND l.depth > 0
  AND l.valid @> %(on)s::date
  AND (%(levels)s = '{}'::text[] OR p.level = ANY(%(levels)s::text[]))
  AND (%(kinds)s = '{}'::text[] OR p.kind = ANY(%(kinds)s::text[]))
ORDER BY o.id
ON CONFLICT (round_id, organisation_id) DO NOTHING
"""


@transaction.atomic
def open_round(
    *, actor: Actor, organisation: Organisation, data: RoundData, on: date, at: datetime
) -> Round:
    """
    Ask a form of everybody below who owes it on the period's last day.

    The tree of that day is frozen with the round: a later move changes nobody's superior in it.

    :raises DueTooEarly, DaysBackwards, NobodyOwes, RoundThereAlready, FormNotPublished: each with
        its way out
    """
    actor.require(policies.OPEN, on=organisation)
    if data.last < data.first:
        raise DaysBackwards
    if min([data.due_on, *data.dues.values()]) < on:
        raise DueTooEarly(due=f"{min([data.due_on, *data.dues.values()]):%d/%m/%Y}")
    version = FormVersion.objects.select_for_update(of=("self",)).get(pk=data.version.pk)
    if version.is_draft:
        raise FormNotPublished
    made = _make(organisation, data, actor, at)
    if not _owe(made):
        raise NobodyOwes(day=f"{made.on:%d/%m/%Y}")
    if not version.is_frozen:
        version.frozen_at = at
        version.save(update_fields=["frozen_at"])
    prepare_totals(made)
    owed = open_owed(actor=actor, found=made, on=on)
    _note(actor, made, "round_opened", {"owed": owed, "due": made.due_on.isoformat()})
    enqueue("reporting.tell_of_round", round_id=made.pk, key=f"reporting.tell.{made.pk}")
    return made


def _make(organisation: Organisation, data: RoundData, actor: Actor, at: datetime) -> Round:
    try:
        with transaction.atomic():
            return Round.objects.create(
                organisation=organisation,
                version=data.version,
                period=data.period,
                kind=data.kind,
                title=data.title[:250],
                note=data.note,
                first=data.first,
                last=data.last,
                on=data.last,
                hierarchy_id=data.hierarchy,
                levels=list(data.levels),
                kinds=list(data.kinds),
                dues={level: day.isoformat() for level, day in data.dues.items()},
                due_on=data.due_on,
                opened_at=at,
                opened_by_name=actor.name[:160],
            )
    except IntegrityError as taken:
        raise RoundThereAlready from taken


def _owe(found: Round) -> int:
    """Write the reports; return how many there are."""
    values: dict[str, Any] = {
        "round": found.pk,
        "opener": found.organisation_id,
        "hierarchy": found.hierarchy_id,
        "second": second_line(found.hierarchy_id),
        "on": found.on,
        "due": found.due_on,
        "dues": json.dumps(found.dues),
        "levels": found.levels,
        "kinds": found.kinds,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWE, values)
        return int(cursor.rowcount)


class StillOpen(Refusal):
    """Đợt báo cáo đang mở, không cần mở lại."""


@transaction.atomic
def lock_round(*, actor: Actor, found: Round, at: datetime) -> Round:
    """
    Close a round: nothing in it is written, submitted, accepted or adjusted any more.

    :raises AlreadyDone: when it is locked
    """
    actor.require(policies.OPEN, on=found.organisation)
    held = Round.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not held.is_open:
        raise AlreadyDone
    held.state, held.locked_at, held.locked_by_name = RoundState.LOCKED, at, actor.name[:160]
    held.save(update_fields=["state", "locked_at", "locked_by_name"])
    settle_lock(actor=actor, found=held, at=at)
    _note(actor, held, "round_locked", {})
    return held


@transaction.atomic
def unlock_round(*, actor: Actor, found: Round, reason: str, on: date) -> Round:
    """
    Open a locked round again, with the reason.

    :raises StillOpen: when it is open
    """
    actor.require(policies.OPEN, on=found.organisation)
    held = Round.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if held.is_open:
        raise StillOpen
    held.state, held.locked_at, held.locked_by_name = RoundState.OPEN, None, ""
    held.save(update_fields=["state", "locked_at", "locked_by_name"])
    restore_work(found=held)
    open_owed(actor=actor, found=held, on=on)
    _note(actor, held, "round_unlocked", {}, reason)
    return held


def _note(actor: Actor, found: Round, verb: str, changes: dict[str, Any], reason: str = "") -> None:
    record(
        actor=actor,
        verb=f"reporting.{verb}",
        target=found,
        organisation_id=found.organisation_id,
        changes=changes,
        reason=reason,
        label=found.title,
    )
