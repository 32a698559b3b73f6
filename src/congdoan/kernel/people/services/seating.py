"""Seating many people at once: the first officers of an imported tree."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.services.offices import (
    EndsAfterOrganisation,
    OfficeData,
    UnknownPosition,
)
from congdoan.kernel.people.services.persons import PersonData
from congdoan.kernel.rulebook.api import find_entry


@dataclass(frozen=True)
class NewSeat:
    """A new person and the office they take."""

    organisation: Organisation
    person: PersonData
    office: OfficeData


@transaction.atomic
def seat_many(*, actor: Actor, seats: Sequence[NewSeat]) -> list[Office]:
    """
    Write new people with one office each; all of them or none.

    Costs a constant number of statements plus one audit row per organisation (the import of a
    committee is one act). People who may be known already belong into an import with a review.

    :raises NotAllowed: when one organisation is out of the actor's reach
    :raises UnknownPosition: a position the rulebook does not know that day
    :raises EndsAfterOrganisation: an office outside its organisation's days
    """
    places = {seat.organisation.pk: seat.organisation for seat in seats}
    reached = set(actor.reach(policies.CHANGE).filter(pk__in=places).values_list("pk", flat=True))
    if reached != set(places):
        raise NotAllowed
    for seat in seats:
        _check(seat)
    people = [_person(seat.person) for seat in seats]
    Person.objects.bulk_create(people, batch_size=1000)
    offices = Office.objects.bulk_create(
        [_office(seat, person) for seat, person in zip(seats, people, strict=True)],
        batch_size=1000,
    )
    _record(actor, offices, places)
    return offices


def _check(seat: NewSeat) -> None:
    data, life = seat.office, seat.organisation.valid
    if find_entry("position", data.position, on=data.start) is None:
        raise UnknownPosition(position=data.position, day=data.start.strftime("%d/%m/%Y"))
    ends = life.upper
    if data.start < life.lower or (ends and (data.until is None or data.until > ends)):
        raise EndsAfterOrganisation(span=f"{life.lower:%d/%m/%Y} – {ends or '…'}")


def _person(data: PersonData) -> Person:
    person = Person(
        family_middle=data.family_middle,
        given_name=data.given_name,
        gender=data.gender,
        birth_date=data.birth_date,
        phone=data.phone,
        email=data.email,
    )
    person.settle_keys()
    return person


def _office(seat: NewSeat, person: Person) -> Office:
    data = seat.office
    return Office(
        person=person,
        organisation=seat.organisation,
        position=data.position,
        title=data.title,
        valid=span(data.start, data.until),
        appointment=data.appointment,
        decision_no=data.decision_no,
        decision_on=data.decision_on,
        full_time=data.full_time,
        term_id=data.term_id,
        in_charge_of_id=data.in_charge_of_id,
        represents_id=data.represents_id,
    )


def _record(actor: Actor, offices: Sequence[Office], places: dict[int, Organisation]) -> None:
    count: dict[int, int] = defaultdict(int)
    for office in offices:
        count[office.organisation_id] += 1
    called = names(places, on=min(office.valid.lower for office in offices)) if offices else {}
    for pk, organisation in sorted(places.items()):
        record(
            actor=actor,
            verb="people.seated",
            target=organisation,
            organisation_id=pk,
            changes={"offices": count[pk]},
            label=called.get(pk, ""),
        )
