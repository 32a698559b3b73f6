"""Whose data may only be kept, and which uses of it somebody stopped: every slice asks here."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from congdoan.kernel.people.models import Limit


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
