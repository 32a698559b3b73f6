"""
Who is behind one number of the statement of movement, in the order of days, a page at a time.

A branch that is read through for its statement is read through for its names, too. Of a large one
the kept days (``models.moves``) tell on which days there is anybody: those of a page alone are read
from the memberships.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
import re
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from congdoan.areas.members.enums import BeginOfMembership
from congdoan.areas.members.models import KeptBranch
from congdoan.areas.members.selectors.movement import INSIDE, MANY_MARKED, code_of, label_of
from congdoan.areas.members.selectors.moves import (
    MOVES_OF_DAYS,
    MOVES_OF_PERIOD,
    of_branch,
    of_days,
    of_period,
)
from congdoan.kernel.organisations.enums import HierarchyId

_SELECTED = """
SELECT m.person_id, m.unit, m.day, m.sign, m.code, p.family_middle, p.given_name,
  EXISTS (SELECT 1 FROM people_limit l
    WHERE l.person_id = m.person_id AND l.purpose = '' AND l.ended_at IS NULL)
FROM moves m JOIN people_person p ON p.id = m.person_id
WHERE m.sign = %(sign)s AND m.code = ANY(%(codes)s) AND m.inside = %(inside)s
  AND m.day BETWEEN %(from)s AND %(last)s
  AND (m.day > %(from)s OR (p.sort_key, m.person_id) > (
    coalesce((SELECT sort_key FROM people_person WHERE id = %(person)s), ''), %(person)s))
ORDER BY m.day, p.sort_key, m.person_id LIMIT %(limit)s
"""
_OF_PERIOD = f"{MOVES_OF_PERIOD} {_SELECTED}"
_OF_DAYS = f"{MOVES_OF_DAYS} {_SELECTED}"
# Whoever is kept for a marked day may be there no longer, and others may: all of it is read.
_DAYS = """
SELECT day, sum(number), bool_or(units) FROM (
    SELECT day, number, false AS units FROM members_branchmove
    WHERE hierarchy_id = %(hierarchy)s AND organisation_id = %(top)s
      AND day BETWEEN %(from)s AND %(last)s
      AND sign = %(sign)s AND code = ANY(%(codes)s) AND inside = %(inside)s
    UNION ALL
    SELECT day, 0, units FROM members_movemark
    WHERE hierarchy_id = %(hierarchy)s AND organisation_id = %(top)s
      AND day BETWEEN %(from)s AND %(last)s
) AS told GROUP BY day ORDER BY day
"""
_MARKED = """
SELECT count(DISTINCT day) FROM members_movemark
WHERE hierarchy_id = %(hierarchy)s AND organisation_id = %(top)s
  AND day BETWEEN %(from)s AND %(last)s
"""
_PLACE = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})")


@dataclass(frozen=True)
class Moved:
    person_id: int
    unit_id: int
    day: date
    label: str
    name: str


class Place(NamedTuple):
    """The last one of a page: the next begins behind them. It names nobody."""

    day: date
    person_id: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.person_id}"

    @classmethod
    def read(cls, typed: str) -> "Place | None":
        found = _PLACE.fullmatch(typed)
        try:
            return cls(date.fromisoformat(found[1]), int(found[2])) if found else None
        except ValueError:  # no such day
            return None


def unscoped_moved(
    unit: int,
    *,
    first: date,
    last: date,
    key: str,
    limit: int,
    after: Place | None = None,
    hierarchy: int = HierarchyId.COMMAND,
) -> list[Moved]:
    """Return people behind one reason of the statement, by day and by name."""
    given: dict[str, Any] = (
        of_branch(unit, hierarchy)
        | of_period(first, last)
        | _reason(key)
        | {"from": max(first, after.day) if after else first, "limit": limit}
        | {"person": after.person_id if after and after.day >= first else 0}
    )
    kept = KeptBranch.objects.filter(hierarchy=hierarchy, organisation=unit, filled=True)
    if not kept.exists() or _rows(_MARKED, given)[0][0] > MANY_MARKED:
        found = _rows(_OF_PERIOD, given)
    else:
        found = _by_days(given, limit)
    return [
        Moved(
            person,
            where,
            day,
            label_of(sign, code),
            # Counted like everybody, named to nobody.
            _("hồ sơ hạn chế xử lý") if kept else f"{family} {given_name}".strip(),
        )
        for person, where, day, sign, code, family, given_name, kept in found
    ]


def _reason(key: str) -> dict[str, Any]:
    if key == INSIDE:
        codes = [*(c for c in BeginOfMembership.values if c != BeginOfMembership.CONTINUED), "CAME"]
        return {"sign": 1, "codes": codes, "inside": True}
    sign = 1 if key.startswith("tang-") else -1
    return {"sign": sign, "codes": [code_of(key)], "inside": False}


def _by_days(given: dict[str, Any], limit: int) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for days in _pages_of_days(_rows(_DAYS, given), given, limit):
        found += _rows(_OF_DAYS, given | of_days(days) | {"limit": limit - len(found)})
        if len(found) >= limit:
            break
    return found


def _pages_of_days(
    told: list[tuple[Any, ...]], given: dict[str, Any], limit: int
) -> Iterator[list[tuple[date, bool]]]:
    """Yield days that hold so many people, in order; of the first, some may have been shown."""
    # Who comes with a unit does nothing else that day: nobody of them moves inside.
    with_units = not given["inside"] and bool({"CAME", "WENT"} & set(given["codes"]))
    page: list[tuple[date, bool]] = []
    there = 0
    for day, number, units in told:
        page.append((day, units or with_units))
        there += number if day > given["from"] or not given["person"] else 0
        if there >= limit:
            yield page
            page, there = [], 0
    if page:
        yield page


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
