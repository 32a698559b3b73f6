"""Taking and leaving office."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, cut, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Grouping, Organisation
from congdoan.kernel.people import policies
from congdoan.kernel.people.enums import Appointment, OfficeEnd
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook.api import find_entry


class EndsAfterOrganisation(Refusal):
    """Chức vụ phải nằm trong thời gian tổ chức tồn tại ({span}); hãy sửa ngày."""


class OfficeTwice(Refusal):
    """Người này đang giữ chức vụ đó tại đơn vị trong thời gian này; hãy kết thúc nhiệm kỳ trước."""


class UnknownPosition(Refusal):
    """Chức vụ “{position}” không có trong quy định vào ngày {day}."""


class NotOfThisUnit(Refusal):
    """Nhiệm kỳ, cụm, khối phải là của chính đơn vị này và bên được đại diện phải là đơn vị phối hợp; hãy chọn lại."""  # noqa: E501


@dataclass(frozen=True)
class OfficeData:
    """An office as the decision gives it; ``until`` is the first day it no longer holds."""

    position: str
    start: date
    until: date | None = None
    appointment: str = Appointment.ELECTED
    title: str = ""
    decision_no: str = ""
    decision_on: date | None = None
    full_time: bool = False
    term_id: int | None = None
    in_charge_of_id: int | None = None
    represents_id: int | None = None


@dataclass(frozen=True)
class OfficeChange:
    """Payload of ``offices_changed``."""

    office_id: int
    organisation_id: int
    person_id: int


#: Told inside the transaction when an office begins or ends.
offices_changed: Hook[OfficeChange, None] = Hook("people.offices_changed")


@transaction.atomic
def appoint(
    *, actor: Actor, person: Person, organisation: Organisation, data: OfficeData
) -> Office:
    """
    Let a person hold an office.

    :raises EndsAfterOrganisation: an office lives within its organisation's days
    :raises OfficeTwice: the same person in the same post at once
    :raises UnknownPosition: a position the rulebook does not know that day
    :raises NotOfThisUnit: a term or block of another unit; somebody represented who is no partner
    """
    actor.require(policies.CHANGE, on=organisation)
    return seat(person=person, organisation=organisation, data=data, actor=actor)


def seat(*, actor: Actor, person: Person, organisation: Organisation, data: OfficeData) -> Office:
    """Write an office whose right to be written has been checked (import, congress)."""
    valid = span(data.start, data.until)
    if find_entry("position", data.position, on=data.start) is None:
        raise UnknownPosition(position=data.position, day=data.start.strftime("%d/%m/%Y"))
    refuse_outside(organisation, data)
    _refuse_foreign(organisation, data)
    if (
        Office.objects.filter(person=person, organisation=organisation, position=data.position)
        .during(valid)
        .exists()
    ):
        raise OfficeTwice
    values: dict[str, Any] = {**data.__dict__}
    values.pop("start")
    values.pop("until")
    office = Office.objects.create(person=person, organisation=organisation, valid=valid, **values)
    record(
        actor=actor,
        verb="people.appointed",
        target=office,
        organisation_id=organisation.pk,
        changes={"position": data.position, "from": data.start.isoformat()},
        reason=data.decision_no,
        label=person.full_name,
    )
    offices_changed.ask(OfficeChange(office.pk, organisation.pk, person.pk))
    return office


def _refuse_foreign(organisation: Organisation, data: OfficeData) -> None:
    """The term and the block are the organisation's own; who is represented stands beside it."""
    terms = Period.objects.terms().filter(organisation=organisation)
    if data.term_id and not terms.filter(pk=data.term_id).exists():
        raise NotOfThisUnit
    blocks = Grouping.objects.filter(superior=organisation)
    if data.in_charge_of_id and not blocks.filter(pk=data.in_charge_of_id).exists():
        raise NotOfThisUnit
    partners = Organisation.objects.filter(family=Family.PARTNER)
    if data.represents_id and not partners.filter(pk=data.represents_id).exists():
        raise NotOfThisUnit


def refuse_outside(organisation: Organisation, data: OfficeData) -> None:
    """An open-ended office ends with its organisation; a dated one must fit in it."""
    ends = organisation.valid.upper
    fits = contains(organisation.valid, data.start) and (
        ends is None or (data.until is not None and data.until <= ends)
    )
    if not fits:
        begins = organisation.valid.lower.strftime("%d/%m/%Y")
        raise EndsAfterOrganisation(span=f"{begins} – {ends.strftime('%d/%m/%Y') if ends else '…'}")


@transaction.atomic
def end_office(*, actor: Actor, office: Office, on: date, reason: OfficeEnd) -> Office:
    """
    End an office: ``on`` is the first day without it. Rights and signatures end with it.

    :raises OutsideItsSpan: when it had ended by then
    :raises EndsBeforeItBegins: when nothing of it would be left
    """
    actor.require(policies.CHANGE, on=office.organisation)
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    office.valid = cut(office.valid, on=on)
    office.end_reason = reason
    office.save(update_fields=["valid", "end_reason"])
    record(
        actor=actor,
        verb="people.office_ended",
        target=office,
        organisation_id=office.organisation_id,
        changes={"on": on.isoformat(), "end_reason": str(reason)},
        label=office.person.full_name,
    )
    offices_changed.ask(OfficeChange(office.pk, office.organisation_id, office.person_id))
    return office
