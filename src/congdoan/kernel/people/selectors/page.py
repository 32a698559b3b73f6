"""What a person's page shows to an actor."""

from dataclasses import dataclass

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.selectors.words import office_notes, office_title


@dataclass(frozen=True)
class HeldOffice:
    """An office with its words and what the actor may do with it."""

    office: Office
    title: str
    organisation: str
    current: bool
    may_end: bool
    notes: list[str]


def visible_person(actor: Actor, pk: int) -> Person:
    """
    Return a person; of an alias, whom it is kept in.

    :raises NotFound: when the actor sees none of the person's offices and is not they
    """
    person = Person.objects.select_related("user", "merged_into__user").filter(pk=pk).first()
    if person is None:
        raise NotFound
    person = person.merged_into or person
    if actor.person_id == person.pk:
        return person
    reached = actor.reach(policies.VIEW)
    if not Office.objects.filter(person_id=person.pk, organisation__in=reached).exists():
        raise NotFound
    return person


def offices_of(actor: Actor, person: Person) -> list[HeldOffice]:
    """
    Return the person's offices the actor may see, newest first; a fixed number of queries.

    Somebody's own page shows all of them; others see those within their reach.
    """
    rows = Office.objects.filter(person=person).order_by("-valid")
    if actor.person_id != person.pk:
        rows = rows.filter(organisation__in=actor.reach(policies.VIEW))
    found = list(rows.select_related("organisation", "term", "in_charge_of"))
    shown = {pk for row in found for pk in (row.organisation_id, row.represents_id) if pk}
    known = names(shown, on=actor.as_of)
    changeable = set(
        actor.reach(policies.CHANGE)
        .filter(pk__in=[row.organisation_id for row in found])
        .values_list("pk", flat=True)
    )
    return [
        HeldOffice(
            row,
            office_title(row),
            known[row.organisation_id],
            row.held_on(actor.as_of),
            row.organisation_id in changeable and row.held_on(actor.today),
            office_notes(row, known),
        )
        for row in found
    ]


def get_unscoped_office(pk: int) -> Office:
    """:raises NotFound: when there is no such office."""
    office = Office.objects.select_related("organisation", "person").filter(pk=pk).first()
    if office is None:
        raise NotFound
    return office
