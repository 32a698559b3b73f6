"""Who holds which office; what an actor may see of people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.models.office import OfficeQuerySet
from congdoan.kernel.people.models.person import PersonQuerySet

__all__ = [
    "unscoped_holders",
    "unscoped_offices_of",
    "unscoped_person_of_user",
    "visible_offices",
    "visible_people",
]


def visible_offices(actor: Actor, *, on: date | None = None) -> OfficeQuerySet:
    """Return the offices ``actor`` may see that hold on ``on`` (default: the actor's day)."""
    day = on or actor.as_of
    name = OrganisationProfile.objects.on(day).filter(organisation=OuterRef("organisation"))
    return (
        Office.objects.on(day)
        .held_in(actor.reach(policies.VIEW))
        .select_related("person", "organisation")
        .annotate(organisation_name=Subquery(name.values("name")[:1]))
    )


def visible_people(actor: Actor) -> PersonQuerySet:
    """Return who ever held an office where ``actor`` may see people, and the actor."""
    offices = Office.objects.held_in(actor.reach(policies.VIEW))
    found = Person.objects.filter(pk__in=offices.values("person_id"))
    return found | Person.objects.filter(pk=actor.person_id or 0)


def unscoped_holders(*, organisation: int, positions: Iterable[str], on: date) -> OfficeQuerySet:
    """Return who holds one of ``positions`` in ``organisation`` on ``on``."""
    return (
        Office.objects.on(on)
        .filter(organisation_id=organisation, position__in=list(positions))
        .select_related("person")
    )


def unscoped_offices_of(person: int, *, on: date | None = None) -> OfficeQuerySet:
    offices = Office.objects.filter(person_id=person).select_related("organisation")
    return offices.on(on) if on else offices


def unscoped_person_of_user(user_id: int) -> Person | None:
    return Person.objects.filter(user_id=user_id).first()
