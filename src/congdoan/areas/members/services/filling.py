"""
Filling what is kept of many large branches at once (``models.moves``).

Branches lie within one another: read one by one, each membership is read as often as it has kept
superiors. Here all are read once and put together by unit and day; what a branch is told is added
up from its units. Whoever left one unit for another that same day is counted with both, and moved
"inside" for each branch that held the two. (Who came or went with a unit was in it the day before
and the day after: nothing else happened to them that day.)

In steps with tables of their own: guessing how many rows the last step left, the planner would
choose ways that never end.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

from congdoan.foundation.copying import array_of

#: Where each unit hung under the branches to be filled.
_LINE = """
SELECT k.hierarchy_id, k.top, l.descendant_id AS unit, l.valid
FROM unnest(%(hierarchies)s::bigint[], %(tops)s::bigint[]) AS k (hierarchy_id, top)
JOIN organisations_lineage l ON l.hierarchy_id = k.hierarchy_id AND l.ancestor_id = k.top
"""
#: Begun memberships, how, and what was before; as many as are alike.
_LIVES = """
SELECT unit, since, until, end_reason, code, left_unit, left_reason, count(*) AS number FROM (
    SELECT unit, since, until, end_reason, CASE
        WHEN begin_reason <> '' THEN begin_reason
        WHEN begun_by_id IS NOT NULL THEN 'REORGANISED'
        WHEN left_reason = 'TRANSFERRED' AND left_on = since THEN 'TRANSFERRED'
        WHEN left_unit IS NOT NULL THEN 'READMITTED'
        ELSE 'ADMITTED' END AS code,
      CASE WHEN left_on = since THEN left_unit END AS left_unit,
      CASE WHEN left_on = since THEN left_reason END AS left_reason
    FROM (
        SELECT organisation_id AS unit, lower(valid) AS since, upper(valid) AS until, begin_reason,
          begun_by_id, end_reason, lag(organisation_id) OVER own AS left_unit,
          lag(end_reason) OVER own AS left_reason, lag(upper(valid)) OVER own AS left_on
        FROM members_membership WINDOW own AS (PARTITION BY person_id ORDER BY valid)
    ) AS lives
) AS told GROUP BY unit, since, until, end_reason, code, left_unit, left_reason
"""
_POINTS = """
SELECT unit, since AS day, 1 AS sign, code, sum(number) AS number
FROM filling_lives GROUP BY unit, since, code
UNION ALL
SELECT unit, until, -1, end_reason, sum(number)
FROM filling_lives WHERE until IS NOT NULL GROUP BY unit, until, end_reason
"""
_PASSED = """
SELECT left_unit, unit, since AS day, left_reason, code, sum(number) AS number
FROM filling_lives WHERE left_unit IS NOT NULL
GROUP BY left_unit, unit, since, left_reason, code
"""
#: Units that came under a branch, or went from it.
_SHIFTS = """
SELECT hierarchy_id, top, unit, lower(valid) AS day, 1 AS sign, 'CAME' AS code
FROM filling_line l WHERE lower(valid) IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM filling_line o WHERE (o.hierarchy_id, o.top, o.unit) =
      (l.hierarchy_id, l.top, l.unit) AND o.valid @> (lower(l.valid) - 1))
UNION ALL
SELECT hierarchy_id, top, unit, upper(valid), -1, 'WENT'
FROM filling_line l WHERE upper(valid) IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM filling_line o WHERE (o.hierarchy_id, o.top, o.unit) =
      (l.hierarchy_id, l.top, l.unit) AND o.valid @> upper(l.valid))
"""
#: With how many members, who had been there the day before and stayed.
_TAKEN = """
SELECT s.unit, s.day, sum(l.number) AS number
FROM (SELECT DISTINCT unit, day FROM filling_shifts) AS s
JOIN filling_lives l ON l.unit = s.unit AND l.since < s.day
  AND (l.until IS NULL OR l.until > s.day)
GROUP BY s.unit, s.day
"""
_STEPS = {
    "filling_line": _LINE,
    "filling_lives": _LIVES,
    "filling_points": _POINTS,
    "filling_passed": _PASSED,
    "filling_shifts": _SHIFTS,
    "filling_taken": _TAKEN,
}
_FILL = """
INSERT INTO members_branchmove (hierarchy_id, organisation_id, day, sign, code, inside, number)
SELECT hierarchy_id, top, day, sign, code, inside, sum(number) FROM (
    SELECT l.hierarchy_id, l.top, p.day, p.sign, p.code, false AS inside, p.number
    FROM filling_points p
    JOIN filling_line l ON l.unit = p.unit AND l.valid @> (p.day - (p.sign < 0)::int)
    UNION ALL
    SELECT l.hierarchy_id, l.top, p.day, a.sign,
      CASE WHEN a.sign > 0 THEN p.code ELSE p.left_reason END, a.inside, a.times * p.number
    FROM filling_passed p
    JOIN filling_line o ON o.unit = p.left_unit AND o.valid @> (p.day - 1)
    JOIN filling_line l ON l.unit = p.unit AND l.valid @> p.day
      AND l.hierarchy_id = o.hierarchy_id AND l.top = o.top
    CROSS JOIN (VALUES (1, true, 1), (1, false, -1), (-1, true, 1), (-1, false, -1))
      AS a (sign, inside, times)
    UNION ALL
    SELECT s.hierarchy_id, s.top, s.day, s.sign, s.code, false, t.number
    FROM filling_shifts s JOIN filling_taken t USING (unit, day)
) AS every GROUP BY hierarchy_id, top, day, sign, code, inside HAVING sum(number) <> 0
"""
_GONE = """
DELETE FROM members_branchmove
USING unnest(%(hierarchies)s::bigint[], %(tops)s::bigint[]) AS k (hierarchy, top)
WHERE hierarchy_id = k.hierarchy AND organisation_id = k.top
"""


def fill_together(branches: Collection[tuple[int, int]]) -> None:
    """
    Count all moves of branches (hierarchy, top) anew, reading every membership once.

    What is written between two steps left its mark, and its days are counted once more.
    """
    given: dict[str, Any] = {
        "hierarchies": array_of(hierarchy for hierarchy, _top in branches),
        "tops": array_of(top for _hierarchy, top in branches),
    }
    with connection.cursor() as cursor:
        # All memberships are put in the order of people: in little memory that is slow.
        cursor.execute("SET LOCAL work_mem = '96MB'")
        cursor.execute(_GONE, given)
        for table, statement in _STEPS.items():
            cursor.execute(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {statement}", given)
            cursor.execute(f"ANALYZE {table}")
        cursor.execute(_FILL, given)
        # Within a longer transaction it may be asked for again.
        cursor.execute(f"DROP TABLE {', '.join(_STEPS)}")
