"""
Density of a branch on a day: members for a hundred employees, in the tree of that day.

Units are the grassroots unions of the branch; sections and teams count within them. Sums go only
over units whose number of employees is known; how many those are stands beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from congdoan.areas.members.api import unscoped_member_counts
from congdoan.areas.workforce.rules import Density, added_up, percent_of
from congdoan.areas.workforce.selectors.numbers import Stated, unscoped_numbers
from congdoan.kernel.organisations.api import grassroots_levels, profiles_on
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Placement

_UNITS = """
SELECT l.ancestor_id, l.descendant_id
FROM organisations_lineage l
JOIN organisations_organisationprofile p ON p.organisation_id = l.descendant_id
  AND p.valid @> %(day)s AND p.level = ANY(%(levels)s)
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = ANY(%(ids)s::bigint[])
  AND l.valid @> %(day)s
  AND NOT EXISTS (
    SELECT 1 FROM organisations_lineage a
    JOIN organisations_organisationprofile q ON q.organisation_id = a.ancestor_id
      AND q.valid @> %(day)s AND q.level = ANY(%(levels)s)
    WHERE a.hierarchy_id = %(hierarchy)s AND a.descendant_id = l.descendant_id AND a.depth > 0
      AND a.valid @> %(day)s)
"""


@dataclass(frozen=True)
class Unit:
    """One unit of a branch, as the list shows it."""

    pk: int
    code: str
    name: str
    sort_key: str
    superior: str
    members: int
    stated: Stated | None

    @property
    def employees(self) -> int | None:
        return self.stated.total if self.stated else None

    @property
    def percent(self) -> float | None:
        return percent_of(self.members, self.employees)

    @property
    def is_over(self) -> bool:
        return self.employees is not None and self.members > self.employees


def unscoped_units(ids: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """Return the grassroots unions of each branch on the day; one query."""
    wanted = list(ids)
    given: dict[str, Any] = {
        "ids": wanted,
        "day": on,
        "levels": grassroots_levels(),
        "hierarchy": int(HierarchyId.COMMAND),
    }
    found: dict[int, list[int]] = {pk: [] for pk in wanted}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, given)
        for branch, unit in cursor.fetchall():
            found[branch].append(unit)
    return found


def unscoped_densities(ids: Iterable[int], *, on: date) -> dict[int, Density]:
    """Return the density of each branch on the day; four queries, however many units."""
    branches = unscoped_units(ids, on=on)
    units = {unit for below in branches.values() for unit in below}
    members = unscoped_member_counts(units, on=on) if units else {}
    numbers = unscoped_numbers(units, on=on)
    totals = {pk: one.total for pk, one in numbers.items()}
    return {
        branch: added_up((members[unit], totals.get(unit)) for unit in below)
        for branch, below in branches.items()
    }


def unscoped_density(branch: int, *, on: date) -> Density:
    return unscoped_densities([branch], on=on)[branch]


def unscoped_listed(branch: int, *, on: date) -> list[Unit]:
    """Return the units of a branch with what is known of them, by name; seven queries."""
    ids = unscoped_units([branch], on=on)[branch]
    members = unscoped_member_counts(ids, on=on) if ids else {}
    numbers = unscoped_numbers(ids, on=on)
    above = dict(
        Placement.objects.on(on)
        .filter(hierarchy_id=HierarchyId.COMMAND, child_id__in=ids)
        .values_list("child_id", "parent_id")
    )
    called = {
        row.organisation_id: row.name
        for row in profiles_on(on).filter(organisation_id__in=set(above.values()))
    }
    rows = profiles_on(on).filter(organisation_id__in=ids).select_related("organisation")
    return [
        Unit(
            pk=row.organisation_id,
            code=row.organisation.code,
            name=row.name,
            sort_key=row.sort_key,
            superior=called.get(above.get(row.organisation_id, 0), ""),
            members=members[row.organisation_id],
            stated=numbers.get(row.organisation_id),
        )
        for row in rows.order_by("sort_key", "organisation_id")
    ]
