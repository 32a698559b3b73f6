"""Writing down who a person is, once."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.kernel.audit.api import record, seen
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Person


@dataclass(frozen=True)
class PersonData:
    """A person as typed; names are split by ``vietnamese.split_name`` and corrected by people."""

    family_middle: str
    given_name: str
    gender: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""


@transaction.atomic
def register_person(*, actor: Actor, organisation: Organisation, data: PersonData) -> Person:
    """Write a person down on behalf of ``organisation`` (which then appoints or admits them)."""
    actor.require(policies.CHANGE, on=organisation)
    person = Person(**asdict(data))
    person.settle_keys()
    person.save(force_insert=True)
    record(actor=actor, verb="people.registered", target=person, organisation_id=organisation.pk)
    return person


@transaction.atomic
def change_person(
    *, actor: Actor, organisation: Organisation, person: Person, data: PersonData
) -> Person:
    """
    Correct a person's basic facts; ``organisation`` is one where they hold or held an office.

    The audit row names the fields, not the values (personal data).
    """
    actor.require(policies.CHANGE, on=organisation)
    touched = [name for name, value in asdict(data).items() if getattr(person, name) != value]
    for name in touched:
        setattr(person, name, getattr(data, name))
    person.settle_keys()
    person.save(update_fields=[*touched, "sort_key", "folded"])
    record(
        actor=actor,
        verb="people.changed",
        target=person,
        organisation_id=organisation.pk,
        changes={"fields": touched},
    )
    return person


@transaction.atomic
def look_at_person(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    purpose: str,
    right: Capability = policies.CHANGE,
) -> None:
    """Write down who read a person's day of birth and contact data, and what for."""
    actor.require(right, on=organisation)
    if actor.person_id != person.pk and person.has_private_facts:
        seen(actor=actor, target=person, organisation_id=organisation.pk, purpose=purpose)
