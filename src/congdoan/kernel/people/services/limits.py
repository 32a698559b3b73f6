"""Stopping uses of somebody's data at their request, and allowing them again."""

from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.capabilities import Capability
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Limit, Person


@transaction.atomic
def limit_use(
    *,
    actor: Actor,
    right: Capability,
    organisation: Organisation,
    person: int,
    purpose: str,
    at: datetime,
) -> None:
    """Stop one use (empty: all but keeping) of somebody's data; twice is once."""
    actor.require(right, on=organisation)
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person)
    if not Limit.objects.standing().filter(person_id=person, purpose=purpose).exists():
        Limit.objects.create(person_id=person, purpose=purpose, since=at)


@transaction.atomic
def lift_limit(
    *,
    actor: Actor,
    right: Capability,
    organisation: Organisation,
    person: int,
    purpose: str,
    at: datetime,
    stopped_by: datetime | None = None,
) -> bool:
    """
    Allow again what was stopped (by a moment, when given); people may for themselves.

    Tell whether it was stopped.
    """
    if actor.person_id == person:
        require_oneself(actor)
    else:
        actor.require(right, on=organisation)
    rows = Limit.objects.standing().filter(person_id=person, purpose=purpose)
    if stopped_by is not None:
        rows = rows.filter(since__lte=stopped_by)
    return bool(rows.update(ended_at=at))
