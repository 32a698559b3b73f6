"""
How far a year has come, counted from memberships and the tree (domain-rules §2.4).

Each admission and each founding counts where the unit hung on its day; who goes on after a merger
or a transfer is nobody's admission.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from congdoan.areas.cadres.api import unscoped_party_counts
from congdoan.areas.development.enums import Indicator
from congdoan.areas.members.api import unscoped_member_counts
from congdoan.areas.workforce.api import unscoped_densities
from congdoan.kernel.organisations.api import grassroots_levels

_ADMITTED = """
SELECT l.ancestor_id, count(*)
FROM organisations_lineage l
JOIN members_membership m ON m.organisation_id = l.descendant_id
  AND lower(m.valid) BETWEEN %(start)s AND %(until)s AND m.begun_by_id IS NULL
WHERE l.hierarchy_id = 1 AND l.ancestor_id = ANY(%(ids)s::bigint[])
  AND l.valid @> lower(m.valid)
  AND NOT EXISTS (SELECT 1 FROM members_membership earlier
    WHERE earlier.person_id = m.person_id AND lower(earlier.valid) < lower(m.valid))
GROUP BY 1
"""

# Founded, not made by merging, dividing or separating what was there.
_NEW_UNIONS = """
SELECT l.ancestor_id, count(DISTINCT o.id)
FROM organisations_lineage l
JOIN organisations_organisation o ON o.id = l.descendant_id
  AND lower(o.valid) BETWEEN %(start)s AND %(until)s
JOIN organisations_organisationprofile p ON p.organisation_id = o.id
  AND p.valid @> lower(o.valid) AND p.level = ANY(%(levels)s)
WHERE l.hierarchy_id = 1 AND l.ancestor_id = ANY(%(ids)s::bigint[]) AND l.depth > 0
  AND l.valid @> lower(o.valid)
  AND EXISTS (SELECT 1 FROM organisations_organisationeventunit u
    JOIN organisations_organisationevent e ON e.id = u.event_id
    WHERE u.organisation_id = o.id AND u.role = 'RESULTING' AND e.kind = 'ESTABLISH'
      AND e.state <> 'UNDONE')
GROUP BY 1
"""


def progress(
    organisation_ids: Sequence[int], *, year: int, on: date
) -> dict[Indicator, dict[int, int | None]]:
    """
    Return what each organisation's branch has reached from 1 January to ``on``; nine queries.

    Density is of the last of these days, in whole percents; None while no number of employees is
    known there.
    """
    start, until = date(year, 1, 1), min(on, date(year, 12, 31))
    ids = list(organisation_ids)
    if until < start or not ids:
        return {one: dict.fromkeys(ids, None if one.is_share else 0) for one in Indicator}
    now = unscoped_member_counts(ids, on=until)
    before = unscoped_member_counts(ids, on=start - timedelta(days=1))
    return {
        Indicator.ADMITTED: admitted(ids, start, until),
        Indicator.NET_GROWTH: {pk: now[pk] - before[pk] for pk in ids},
        Indicator.NEW_UNIONS: _counted(_NEW_UNIONS, ids, start, until),
        Indicator.PARTY_INTRO: _introduced(ids, start, until),
        Indicator.DENSITY: {pk: one.whole for pk, one in unscoped_densities(ids, on=until).items()},
    }


def admitted(ids: list[int], start: date, until: date) -> dict[int, int | None]:
    """Return how many were admitted in each organisation's branch; one query."""
    return _counted(_ADMITTED, ids, start, until)


def _introduced(ids: list[int], start: date, until: date) -> dict[int, int | None]:
    found = unscoped_party_counts(ids, first=start, last=until)
    return {pk: found[pk].get((start.year, "INTRODUCED"), 0) for pk in ids}


def _counted(query: str, ids: list[int], start: date, until: date) -> dict[int, int | None]:
    given: dict[str, Any] = {
        "ids": ids,
        "start": start,
        "until": until,
        "levels": grassroots_levels(),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return {**dict.fromkeys(ids, 0), **dict(cursor.fetchall())}
