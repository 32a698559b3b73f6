"""
Whose records count as whose: a union speaks for its sections and teams, and for nobody else.

Which levels are spoken for is a rule (``indicator.rule.spoken_for``). Read on the last day of a
period, on the tree of that day; of who ended before, on the tree of their own last day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.rulebook import api as rulebook

SPOKEN_FOR = "indicator.rule.spoken_for"

# Sections and teams under each, with nobody between who speaks for them.
_UNITS = """
SELECT l.ancestor_id, l.descendant_id
FROM (SELECT id, least(%(day)s, upper(valid) - 1) AS day FROM organisations_organisation
      WHERE id = ANY(%(ids)s::bigint[])) o
JOIN organisations_lineage l ON l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = o.id
  AND l.depth > 0 AND l.valid @> o.day
JOIN organisations_organisationprofile p ON p.organisation_id = l.descendant_id
  AND p.valid @> o.day AND p.level = ANY(%(levels)s)
WHERE NOT EXISTS (
    SELECT 1 FROM organisations_lineage b
    JOIN organisations_organisationprofile q ON q.organisation_id = b.ancestor_id
      AND q.valid @> o.day AND NOT q.level = ANY(%(levels)s)
    WHERE b.hierarchy_id = %(hierarchy)s AND b.descendant_id = l.descendant_id
      AND b.depth > 0 AND b.depth < l.depth AND b.valid @> o.day)
"""

_PLACES = """
SELECT l.descendant_id
FROM organisations_lineage l
LEFT JOIN organisations_organisationprofile p ON p.organisation_id = l.descendant_id
  AND p.valid @> %(day)s
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = %(top)s AND l.depth > 0
  AND l.valid @> %(day)s AND NOT coalesce(p.level, '') = ANY(%(levels)s)
"""

# Under the organisation on their last day, which is in the period.
_ENDED = """
SELECT l.descendant_id
FROM organisations_lineage l
JOIN organisations_organisation o ON o.id = l.descendant_id
  AND upper(o.valid) BETWEEN %(first)s AND %(day)s AND l.valid @> (upper(o.valid) - 1)
LEFT JOIN organisations_organisationprofile p ON p.organisation_id = l.descendant_id
  AND p.valid @> (upper(o.valid) - 1)
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = %(top)s AND l.depth > 0
  AND NOT coalesce(p.level, '') = ANY(%(levels)s)
"""


def unscoped_units(ids: Iterable[int], *, on: date) -> tuple[tuple[int, int], ...]:
    """Return each organisation with itself and the units it speaks for; one query."""
    wanted = sorted(set(ids))
    found = [(pk, pk) for pk in wanted]
    given = _given(on) | {"ids": wanted}
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, given)
        return (*found, *cursor.fetchall())


def unscoped_places(top: int, *, on: date) -> list[int]:
    """Return an organisation and those below it who speak for themselves; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, _given(on) | {"top": top})
        return [top, *(pk for (pk,) in cursor.fetchall())]


def unscoped_ended_places(top: int, *, first: date, last: date) -> list[int]:
    """Return who ended under an organisation in a period and spoke for themselves; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, _given(last) | {"top": top, "first": first})
        return [pk for (pk,) in cursor.fetchall()]


def _given(on: date) -> dict[str, Any]:
    return {
        "day": on,
        "levels": list(rulebook.value(SPOKEN_FOR, on=on)),
        "hierarchy": int(HierarchyId.COMMAND),
    }
