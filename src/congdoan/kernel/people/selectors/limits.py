"""Whose data may only be kept, and which uses of it somebody stopped: every slice asks here."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from congdoan.foundation.hooks import Hook
from congdoan.kernel.people.models import Limit


@dataclass(frozen=True)
class Use:
    """A purpose (a code of ``privacy.purpose``) somebody's data are used for."""

    people: frozenset[int]
    purpose: str


#: Asked before a use that needs consent: answered with those of the people who agreed to it.
agreeing: Hook[Use, set[int]] = Hook("people.agreeing")
#: Told when people withdrew their consent or objected: each slice lets go of what rests on it.
use_ended: Hook[Use, int] = Hook("people.use_ended")


def unscoped_may_use(people: Collection[int], purpose: str) -> set[int]:
    """Return who of these people agreed to a purpose, and has not stopped it since."""
    wanted = frozenset(people)
    if not wanted:
        return set()
    agreed: set[int] = set().union(*agreeing.ask(Use(wanted, purpose)))
    return agreed - unscoped_limited(agreed, purpose)


def restricted_people() -> QuerySet[Limit, Any]:
    """Return the ids of people whose data may only be kept; lists leave them out."""
    return Limit.objects.standing().filter(purpose="").values("person_id")


def unscoped_limited(people: Collection[int], purpose: str = "") -> set[int]:
    """
    Return who of these people may not be met for a purpose: restricted, or opposed to it.

    Without a purpose: who is restricted.
    """
    if not people:
        return set()
    rows = Limit.objects.standing().filter(person__in=people, purpose__in={"", purpose})
    return set(rows.values_list("person_id", flat=True))
