"""How many members stood under an organisation on a day, in the tree of that day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from congdoan.areas.members.models import Application
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import VIEW
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation

_COUNTS = """
SELECT asked, (
    SELECT coalesce(sum(delta), 0) FROM members_memberchange
    WHERE organisation_id = asked AND day <= %(day)s
) + (
    SELECT coalesce(sum(delta), 0) FROM members_branchchange
    WHERE organisation_id = asked AND hierarchy_id = %(hierarchy)s AND day <= %(day)s
)
FROM unnest(%(ids)s::bigint[]) AS asked
"""

_OWN = """
SELECT organisation_id, coalesce(sum(delta), 0) FROM members_memberchange
WHERE organisation_id = ANY(%(ids)s::bigint[]) AND day <= %(day)s GROUP BY organisation_id
"""

_FOLLOWED = """
SELECT organisation_id, sum(ended), sum(begun) FROM (
    SELECT organisation_id, 1 AS ended, 0 AS begun FROM members_membership
    WHERE ended_by_id = ANY(%(events)s::bigint[])
    UNION ALL
    SELECT organisation_id, 0, 1 FROM members_membership
    WHERE begun_by_id = ANY(%(events)s::bigint[])
) AS written GROUP BY organisation_id
"""

_SERIES = """
WITH change AS (
    SELECT day, delta FROM members_memberchange WHERE organisation_id = %(id)s
    UNION ALL
    SELECT day, delta FROM members_branchchange
    WHERE organisation_id = %(id)s AND hierarchy_id = %(hierarchy)s
)
SELECT asked, (SELECT coalesce(sum(delta), 0) FROM change WHERE day <= asked)
FROM unnest(%(days)s::date[]) AS asked ORDER BY asked
"""

_ONE_BY_ONE = """
SELECT count(*) FROM organisations_lineage l
JOIN members_membership m ON m.organisation_id = l.descendant_id AND m.valid @> %(day)s
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = %(id)s AND l.valid @> %(day)s
"""


def member_count(
    *, actor: Actor, organisation: Organisation, on: date, hierarchy: int = HierarchyId.COMMAND
) -> int:
    """Return the number of members of the organisation and all below it on ``on``."""
    actor.require(VIEW, on=organisation)
    return unscoped_member_count(organisation.pk, on=on, hierarchy=hierarchy)


def unscoped_member_count(
    organisation_id: int, *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> int:
    return unscoped_member_counts([organisation_id], on=on, hierarchy=hierarchy)[organisation_id]


def unscoped_member_counts(
    organisation_ids: Iterable[int], *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> dict[int, int]:
    """Return the numbers of many organisations, each with its branch, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS, {"ids": list(organisation_ids), "day": on, "hierarchy": int(hierarchy)}
        )
        return {pk: int(count) for pk, count in cursor.fetchall()}


def unscoped_own_member_counts(organisation_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """Return the numbers of many organisations without those below them; none: left out."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"ids": list(organisation_ids), "day": on})
        return {pk: int(count) for pk, count in cursor.fetchall()}


def unscoped_written_by(events: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many memberships events ended and began at each organisation."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, {"events": list(events)})
        return {pk: (int(ended), int(begun)) for pk, ended, begun in cursor.fetchall()}


def unscoped_applications(organisation_ids: Iterable[int]) -> list[tuple[int, date]]:
    """Return the union and the day of each application that was received there."""
    rows = Application.objects.filter(organisation_id__in=list(organisation_ids))
    return list(rows.values_list("organisation_id", "received_on"))


def unscoped_member_series(
    organisation_id: int, *, days: Sequence[date], hierarchy: int = HierarchyId.COMMAND
) -> dict[date, int]:
    """Return the number on each of ``days``, every day in its own tree."""
    arguments: dict[str, Any] = {
        "id": organisation_id,
        "days": list(days),
        "hierarchy": int(hierarchy),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SERIES, arguments)
        return {day: int(count) for day, count in cursor.fetchall()}


def unscoped_counted_one_by_one(
    organisation_id: int, *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> int:
    """Count the memberships themselves: slow, and what the derived numbers must always equal."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_BY_ONE, {"id": organisation_id, "day": on, "hierarchy": int(hierarchy)})
        return int(cursor.fetchone()[0])
