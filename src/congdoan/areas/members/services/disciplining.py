"""Discipline by decision. The program lists who to look at; it never punishes anybody."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.enums import EndOfMembership, Penalty
from congdoan.areas.members.models import Discipline
from congdoan.areas.members.rules.refusals import InTheFuture
from congdoan.areas.members.selectors.belonging import require_member
from congdoan.areas.members.services.leaving import (
    LeavingData,
    end_with_paper,
    locked,
    stop_what_waits,
)
from congdoan.areas.members.services.records import USE
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.sealing import seal, unseal
from congdoan.kernel.audit.api import SEEN, record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person


class LiftedAlready(Refusal):
    """Kỷ luật này đã hết hiệu lực; không cần ghi lại."""


class ExpulsionStays(Refusal):
    """Khai trừ không hết hiệu lực như khiển trách, cảnh cáo; người đó vào lại bằng đơn gia nhập mới."""  # noqa: E501


class LiftedTooEarly(Refusal):
    """Ngày hết hiệu lực phải sau ngày quyết định kỷ luật; hãy sửa ngày."""


@dataclass(frozen=True)
class DisciplineData:
    """A decision of the competent body, as on paper."""

    penalty: Penalty
    decision_no: str
    decided_on: date
    grounds: str


@transaction.atomic
def discipline_member(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    data: DisciplineData,
    on: date,
    at: datetime,
) -> Discipline:
    """
    Write a penalty down; expulsion ends the membership the day after the decision.

    :raises NotAMemberHere: when the person did not belong here on the day of the decision
    """
    actor.require(policies.DISCIPLINE, on=organisation)
    if data.decided_on > on:
        raise InTheFuture
    person = locked(person)
    membership = require_member(organisation, person.pk, on=data.decided_on)
    made = Discipline.objects.create(
        person=person,
        organisation=organisation,
        penalty=data.penalty,
        decision_no=data.decision_no,
        decided_on=data.decided_on,
        sealed_grounds=seal(data.grounds, use=USE),
    )
    if data.penalty == Penalty.EXPULSION:
        ends = date.fromordinal(data.decided_on.toordinal() + 1)
        end_with_paper(membership, LeavingData(ends, EndOfMembership.EXPELLED, data.decision_no))
        stop_what_waits(actor, person, on=ends, at=at)
    record(
        actor=actor,
        verb="members.disciplined",
        target=person,
        organisation_id=organisation.pk,
        changes={"penalty": str(data.penalty)},
        reason=data.decision_no,
    )
    return made


@transaction.atomic
def lift_discipline(*, actor: Actor, discipline: Discipline, on: date, note: str) -> None:
    """Write down that a penalty no longer stands (its time is over, or it was set aside)."""
    actor.require(policies.DISCIPLINE, on=discipline.organisation)
    discipline = Discipline.objects.select_for_update(of=("self",)).get(pk=discipline.pk)
    if discipline.penalty == Penalty.EXPULSION:
        raise ExpulsionStays
    if discipline.lifted_on is not None:
        raise LiftedAlready
    if on <= discipline.decided_on:
        raise LiftedTooEarly
    discipline.lifted_on, discipline.lifted_note = on, note
    discipline.save(update_fields=["lifted_on", "lifted_note"])
    record(
        actor=actor,
        verb="members.discipline_lifted",
        target=discipline.person,
        organisation_id=discipline.organisation_id,
        reason=note,
    )


@transaction.atomic
def read_grounds(*, actor: Actor, discipline: Discipline) -> str:
    """Return why somebody was disciplined; that it was read is in the log."""
    actor.require(policies.DISCIPLINE, on=discipline.organisation)
    record(
        actor=actor,
        verb=SEEN,
        target=discipline,
        organisation_id=discipline.organisation_id,
        changes={"fields": ["discipline"]},
        reason=discipline.decision_no,
        label=discipline.person.full_name,
    )
    return unseal(discipline.sealed_grounds, use=USE)
