"""Noting months without dues and meetings missed: facts only; nobody is punished by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from congdoan.areas.members.api import unscoped_roll_of
from congdoan.areas.watchlist import policies
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.selectors.watching import USE
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.sealing import seal, unseal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation


class MonthsTheWrongWay(Refusal):
    """{name}: tháng cuối chưa đóng phải từ tháng đầu trở đi; hãy sửa."""


class MonthAhead(Refusal):
    """{name}: tháng này chưa đến; hãy ghi khi đã quá tháng."""


class MoreThanHeld(Refusal):
    """{name}: số buổi có mặt không thể nhiều hơn số buổi đã tổ chức; hãy sửa."""


class NotOurMember(Refusal):
    """Có người trong bảng không còn là đoàn viên của đơn vị; hãy tải lại trang."""


@dataclass(frozen=True)
class Noted:
    """One line of the grid as typed; all empty takes the note away."""

    person: int
    unpaid_from: date | None = None
    unpaid_to: date | None = None
    with_reason: bool = False
    held: int | None = None
    attended: int | None = None
    mitigating: str = ""

    @property
    def is_empty(self) -> bool:
        return self.unpaid_from is None and self.attended is None and not self.mitigating


_FIELDS = ("unpaid_from", "unpaid_to", "with_reason", "held", "attended")


@transaction.atomic
def note_year(
    *, actor: Actor, organisation: Organisation, year: int, lines: Sequence[Noted], on: date
) -> int:
    """
    Keep what was typed for a year; return how many lines changed.

    :raises NotOurMember: only members of the union that day have a line
    """
    actor.require(policies.KEEP, on=organisation)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    people = [line.person for line in lines]
    called = {one.person_id: one.name for one in unscoped_roll_of(organisation, people, on=on)}
    if set(people) - set(called):
        raise NotOurMember
    rows = WatchEntry.objects.filter(organisation=organisation, year=year, person__in=people)
    known = {one.person_id: one for one in rows}
    touched = 0
    for line in lines:
        _check(line, called[line.person], on)
        touched += _keep(actor, organisation, year, line, known.get(line.person), on)
    if touched:
        record(
            actor=actor,
            verb="watchlist.noted",
            target=organisation,
            organisation_id=organisation.pk,
            changes={"year": year, "lines": touched},
        )
    return touched


def _check(line: Noted, name: str, on: date) -> None:
    if line.unpaid_to and (line.unpaid_from is None or line.unpaid_to < line.unpaid_from):
        raise MonthsTheWrongWay(name=name)
    if any(day and day > on for day in (line.unpaid_from, line.unpaid_to)):
        raise MonthAhead(name=name)
    if line.attended is not None and line.attended > (line.held or 0):
        raise MoreThanHeld(name=name)


def _keep(
    actor: Actor,
    organisation: Organisation,
    year: int,
    line: Noted,
    known: WatchEntry | None,
    on: date,
) -> int:
    if line.is_empty:
        if known is not None:
            known.delete()
        return int(known is not None)
    values = {name: getattr(line, name) for name in _FIELDS}
    if line.attended is None:
        values["held"] = None
    if known is not None:
        same = all(getattr(known, name) == value for name, value in values.items())
        if same and unseal(known.sealed_mitigating, use=USE) == line.mitigating:
            return 0
    WatchEntry.objects.update_or_create(
        organisation=organisation,
        person_id=line.person,
        year=year,
        defaults={
            **values,
            "sealed_mitigating": seal(line.mitigating, use=USE),
            "noted_on": on,
            "noted_by": actor.name[:200],
        },
    )
    return 1


def look_over(*, actor: Actor, organisation: Organisation, rows: int, purpose: str) -> None:
    """Write down that somebody read the list, or took it along."""
    actor.require(policies.VIEW, on=organisation)
    record(
        actor=actor,
        verb="watchlist.read",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"rows": rows},
        reason=purpose,
    )
