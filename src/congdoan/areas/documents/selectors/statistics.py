"""How long papers take from the register to the end, by type and by unit: figures only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import IncomingState
from congdoan.areas.documents.selectors.types import SUBJECT
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import catalogue


@dataclass(frozen=True)
class Line:
    """Papers of one type, or of one branch: how many, how quick, how many late."""

    key: str
    name: str
    total: int
    done: int
    late: int
    #: Days from the register to the end, of what is done.
    median: float | None
    p90: float | None

    @property
    def open(self) -> int:
        return self.total - self.done


#: Papers that came in these days, with how long they took and whether they are late: done after
#: their day, or not done and their day is past.
_CAME = """
WITH came AS (
  SELECT organisation_id, type, done_at IS NOT NULL AS done,
    due < coalesce((done_at AT TIME ZONE %(zone)s)::date, %(today)s::date) AS late,
    extract(epoch FROM done_at - registered_at) / 86400 AS days
  FROM documents_incoming
  WHERE arrived_on BETWEEN %(first)s AND %(last)s AND state <> ALL(%(out)s)
), line AS (
  SELECT ancestor_id, descendant_id FROM organisations_lineage
  WHERE hierarchy_id = %(command)s AND valid @> %(last)s::date
)
"""
_COUNTED = """
, count(*), count(*) FILTER (WHERE done), count(*) FILTER (WHERE late),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
  percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
"""
#: The two catalogues share names: a letter of a union and one of an office are both letters.
_TYPES = """
FROM came LEFT JOIN unnest(%(codes)s::text[], %(names)s::text[]) AS named(code, name)
  ON named.code = came.type
WHERE organisation_id = %(unit)s OR (%(branch)s AND organisation_id IN (
  SELECT descendant_id FROM line WHERE ancestor_id = %(unit)s))
GROUP BY 1
"""
_UNITS = """
FROM organisations_placement AS placed
JOIN line ON line.ancestor_id = placed.child_id
JOIN came ON came.organisation_id = line.descendant_id
WHERE placed.hierarchy_id = %(command)s AND placed.parent_id = %(unit)s
  AND placed.valid @> %(last)s::date
GROUP BY line.ancestor_id
"""
_BY_TYPE = _CAME + "SELECT coalesce(named.name, came.type)" + _COUNTED + _TYPES
_BY_UNIT = _CAME + "SELECT line.ancestor_id" + _COUNTED + _UNITS


def _ask(
    sql: str, unit: Organisation, *, first: date, last: date, today: date, branch: bool = False
) -> list[tuple[Any, ...]]:
    types = catalogue(SUBJECT, on=last)
    values: dict[str, Any] = {
        "codes": [one.code for one in types],
        "names": [one.label for one in types],
        "unit": unit.pk,
        "first": first,
        "last": last,
        "today": today,
        "branch": branch,
        "zone": settings.TIME_ZONE,
        "command": HierarchyId.COMMAND.value,
        "out": [IncomingState.REFUSED.value, IncomingState.WITHDRAWN.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _lines(rows: list[tuple[Any, ...]], called: Callable[[Any], str]) -> list[Line]:
    def days(found: float | None) -> float | None:
        return None if found is None else round(float(found), 1)

    found = [
        Line(str(key), called(key), total, done, late, days(median), days(p90))
        for key, total, done, late, median, p90 in rows
    ]
    return sorted(found, key=lambda one: (-one.total, one.name))


def by_type(
    unit: Organisation, *, first: date, last: date, today: date, branch: bool
) -> list[Line]:
    """Count the papers that came to a unit (or its whole branch) from a day to a day, by type."""
    rows = _ask(_BY_TYPE, unit, first=first, last=last, today=today, branch=branch)
    return _lines(rows, str)


def by_unit(unit: Organisation, *, first: date, last: date, today: date) -> list[Line]:
    """Count the same for each unit directly under it, each with its branch."""
    rows = _ask(_BY_UNIT, unit, first=first, last=last, today=today)
    known = names([row[0] for row in rows], on=last)
    return _lines(rows, lambda pk: known.get(pk, ""))


def counted_among(actor: Actor, lines: Iterable[Line]) -> set[str]:
    """Return the keys of the units whose own figures the actor may open."""
    units = Organisation.objects.filter(pk__in=[one.key for one in lines])
    found = units.filter(actor.within(policies.COUNT, "pk")).values_list("pk", flat=True)
    return {str(pk) for pk in found}
