"""Correcting single facts of a member, as they asked; by the services the officer's pages use."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.enums import SealedKind
from congdoan.areas.members.models import MemberRecord
from congdoan.areas.members.rules import identity
from congdoan.areas.members.rules.refusals import NotAMemberHere
from congdoan.areas.members.selectors.belonging import require_member
from congdoan.areas.members.selectors.correcting import (
    SEALED,
    unscoped_belongs,
    unscoped_last_union,
)
from congdoan.areas.members.services.records import (
    RecordData,
    refuse_birthday,
    refuse_without_leave,
    seal_facts,
    settled,
    write_record,
)
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person

_DAYS = {"birth_date", "joined_on", "hired_on"}


def check_correction(person: int, name: str, value: str, *, on: date) -> str:
    """
    Return a person's wished value as it would be kept; refuse what the officer's pages refuse too.

    Whether a number is somebody else's is found out when it is written: asking tells nobody.
    """
    if name == SealedKind.CHILDREN and value:
        refuse_without_leave(person)
    if name in SEALED:
        return settled(name, value)
    if name == "birth_date":
        refuse_birthday(_typed(name, value), on=on)
    return value


@transaction.atomic
def correct_fields(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    values: Mapping[str, str],
    on: date,
) -> None:
    """Write single facts of a member; the same checks and log rows as by ``write_record``."""
    actor.require(policies.MANAGE, on=organisation)
    require_member(organisation, person.pk)
    plain = {name: _typed(name, text) for name, text in values.items() if name not in SEALED}
    if plain:
        MemberRecord.objects.get_or_create(person=person)
        kept = MemberRecord.objects.select_for_update().get(person=person)
        fresh = Person.objects.get(pk=person.pk)
        write_record(
            actor=actor,
            organisation=organisation,
            person=fresh,
            facts=PersonData(**_now(PersonData, fresh, plain)),
            data=RecordData(**_now(RecordData, kept, plain)),
            revision=kept.revision,
            on=on,
        )
    sealed = {name: text for name, text in values.items() if name in SEALED}
    if sealed:
        seal_facts(actor=actor, organisation=organisation, person=person, values=sealed)


def _typed(name: str, text: str) -> Any:
    if name in _DAYS:
        return date.fromisoformat(text) if text else None
    return text


def _now(kind: type, row: Any, wished: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: wished.get(one.name, getattr(row, one.name)) for one in fields(kind)}


@transaction.atomic
def set_own_contact(
    *, actor: Actor, phone: str, email: str, address_current: str, on: date
) -> list[str]:
    """
    Write how to reach oneself; nobody has to agree. Return what changed.

    :raises NotAMemberHere: who belongs to no union has no record to keep up
    """
    require_oneself(actor)
    person_id = actor.person_id or 0
    unit = unscoped_last_union(person_id, on=on)
    if unit is None or not unscoped_belongs(person_id, on=on):
        raise NotAMemberHere(day=f"{on:%d/%m/%Y}")
    MemberRecord.objects.get_or_create(person_id=person_id)
    kept = MemberRecord.objects.select_for_update().get(person_id=person_id)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    before = (person.phone, person.email, kept.address_current)
    touched = [
        name
        for name, old, new in zip(
            ("phone", "email", "address_current"),
            before,
            (phone, email, address_current),
            strict=True,
        )
        if old != new
    ]
    if not touched:
        return []
    person.phone, person.email, kept.address_current = phone, email, address_current
    kept.digits = identity.search_digits(phone, kept.member_no)
    kept.revision += 1
    person.save(update_fields=["phone", "email"])
    kept.save(update_fields=["address_current", "digits", "revision"])
    record(
        actor=actor,
        verb="members.own_contact",
        target=person,
        organisation_id=unit.pk,
        changes={"fields": touched},
    )
    return touched
