"""
Moves of a branch as statements of SQL: for a period, or for some days alone.

A branch is what hung under its top on each single day. Both statements end in ``moves`` (person,
unit, day, sign, code, inside); ``inside`` is who left one unit of the branch for another that day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

_BEGUN_ENDED = """begun AS (
    SELECT n.person_id, n.unit, lower(n.valid) AS day, 1 AS sign, CASE
        WHEN n.begin_reason <> '' THEN n.begin_reason
        WHEN n.begun_by_id IS NOT NULL THEN 'REORGANISED'
        WHEN p.end_reason = 'TRANSFERRED' AND upper(p.valid) = lower(n.valid) THEN 'TRANSFERRED'
        WHEN p.id IS NOT NULL THEN 'READMITTED'
        ELSE 'ADMITTED' END AS code
    FROM near n
    JOIN line l ON l.unit = n.unit AND l.valid @> lower(n.valid)
    LEFT JOIN LATERAL (
        SELECT e.id, e.end_reason, e.valid FROM members_membership e
        WHERE e.person_id = n.person_id AND n.begin_reason = '' AND e.valid << n.valid
        ORDER BY e.valid DESC LIMIT 1
    ) p ON true
    WHERE {begins}
), ended AS (
    SELECT n.person_id, n.unit, upper(n.valid) AS day, -1 AS sign, n.end_reason AS code
    FROM near n
    JOIN line l ON l.unit = n.unit AND l.valid @> (upper(n.valid) - 1)
    WHERE {ends}
)"""
_CAME_WENT = """came AS (
    SELECT n.person_id, n.unit, c.day, 1 AS sign, 'CAME' AS code
    FROM (SELECT unit, lower(valid) AS day FROM {line} l
          WHERE {comes} AND NOT EXISTS (
            SELECT 1 FROM {line} o WHERE o.unit = l.unit AND o.valid @> (lower(l.valid) - 1))) c
    JOIN {near} n ON n.unit = c.unit AND n.valid @> daterange(c.day - 1, c.day + 1)
), went AS (
    SELECT n.person_id, n.unit, c.day, -1 AS sign, 'WENT' AS code
    FROM (SELECT unit, upper(valid) AS day FROM {line} l
          WHERE {goes} AND NOT EXISTS (
            SELECT 1 FROM {line} o WHERE o.unit = l.unit AND o.valid @> upper(l.valid))) c
    JOIN {near} n ON n.unit = c.unit AND n.valid @> daterange(c.day - 1, c.day + 1)
), every AS (
    SELECT * FROM begun UNION ALL SELECT * FROM ended
    UNION ALL SELECT * FROM came UNION ALL SELECT * FROM went
), moves AS (
    SELECT person_id, unit, day, sign, code,
           count(*) OVER (PARTITION BY person_id, day) > 1 AS inside FROM every
)"""
_LINE = """SELECT descendant_id AS unit, valid FROM organisations_lineage
    WHERE hierarchy_id = %(hierarchy)s AND ancestor_id = %(top)s"""
_MEMBERSHIP = """SELECT m.id, m.person_id, m.organisation_id AS unit, m.valid, m.begin_reason,
           m.end_reason, m.begun_by_id
    FROM """


_BY_PERIOD = _BEGUN_ENDED.format(
    begins="lower(n.valid) BETWEEN %(first)s AND %(last)s",
    ends="upper(n.valid) BETWEEN %(first)s AND %(last)s",
)
_UNITS_BY_PERIOD = _CAME_WENT.format(
    line="line",
    near="near",
    comes="lower(valid) BETWEEN %(first)s AND %(last)s",
    goes="upper(valid) BETWEEN %(first)s AND %(last)s",
)
#: Moves of ``first`` to ``last``, found through the units of the branch.
MOVES_OF_PERIOD = f"""
WITH line AS MATERIALIZED (
    {_LINE} AND valid && daterange(%(before)s, %(after)s)
), near AS MATERIALIZED (
    {_MEMBERSHIP} members_membership m
    WHERE m.organisation_id IN (SELECT unit FROM line)
      AND m.valid && daterange(%(before)s, %(after)s)
), {_BY_PERIOD}, {_UNITS_BY_PERIOD}"""  # noqa: S608 - our text

_BY_DAYS = _BEGUN_ENDED.format(
    begins="lower(n.valid) = ANY(%(days)s::date[])", ends="upper(n.valid) = ANY(%(days)s::date[])"
)
_UNITS_BY_DAYS = _CAME_WENT.format(
    line="everywhere",
    near="memberships",
    comes="lower(valid) = ANY(%(unit_days)s::date[])",
    goes="upper(valid) = ANY(%(unit_days)s::date[])",
)
#: Moves of ``days``, found through the people who began or ended then wherever they are; units
#: that came or went only of ``unit_days``, which are few: for them the whole branch is read.
MOVES_OF_DAYS = f"""
WITH near AS MATERIALIZED (
    {_MEMBERSHIP} unnest(%(days)s::date[]) AS d (day)
    JOIN members_membership m ON lower(m.valid) = d.day
    UNION
    {_MEMBERSHIP} unnest(%(days)s::date[]) AS d (day)
    JOIN members_membership m ON upper(m.valid) = d.day
), line AS MATERIALIZED (
    {_LINE} AND descendant_id IN (SELECT unit FROM near)
), everywhere AS MATERIALIZED (
    {_LINE} AND cardinality(%(unit_days)s::date[]) > 0
), memberships AS (
    SELECT person_id, organisation_id AS unit, valid FROM members_membership
), {_BY_DAYS}, {_UNITS_BY_DAYS}"""  # noqa: S608 - our text


def of_branch(unit: int, hierarchy: int) -> dict[str, Any]:
    return {"top": unit, "hierarchy": int(hierarchy)}


def of_period(first: date, last: date) -> dict[str, Any]:
    """Return what ``MOVES_OF_PERIOD`` asks for beside the branch."""
    return {
        "first": first,
        "last": last,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
    }


def of_days(marks: Iterable[tuple[date, bool]]) -> dict[str, Any]:
    """Return what ``MOVES_OF_DAYS`` asks for; True stands with days on which units moved."""
    known = dict(marks)
    return {"days": list(known), "unit_days": [day for day, units in known.items() if units]}
