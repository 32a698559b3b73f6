"""
Filling what is kept of many large branches at once (``models.moves``).

Branches lie within one another: read one by one, each membership is read as often as it has kept
superiors. Here all are read once and put together by unit and day; what a branch is told is added
up from its units. Whoever left one unit for another that same day is counted with both, and moved
"inside" for each branch that held the two. (Who came or went with a unit was in it the day before
and the day after: nothing else happened to them that day.)
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

_FILL = """
WITH kept AS MATERIALIZED (
    SELECT * FROM unnest(%(hierarchies)s::bigint[], %(tops)s::bigint[]) AS k (hierarchy_id, top)
), line AS MATERIALIZED (
    SELECT k.hierarchy_id, k.top, l.descendant_id AS unit, l.valid
    FROM kept k JOIN organisations_lineage l
      ON l.hierarchy_id = k.hierarchy_id AND l.ancestor_id = k.top
), told AS MATERIALIZED (
    SELECT unit, since, until, end_reason, left_unit, left_reason, left_on, CASE
        WHEN begin_reason <> '' THEN begin_reason
        WHEN begun_by_id IS NOT NULL THEN 'REORGANISED'
        WHEN left_reason = 'TRANSFERRED' AND left_on = since THEN 'TRANSFERRED'
        WHEN left_unit IS NOT NULL THEN 'READMITTED'
        ELSE 'ADMITTED' END AS code
    FROM (
        SELECT organisation_id AS unit, lower(valid) AS since, upper(valid) AS until, begin_reason,
          begun_by_id, end_reason, lag(organisation_id) OVER own AS left_unit,
          lag(end_reason) OVER own AS left_reason, lag(upper(valid)) OVER own AS left_on
        FROM members_membership WINDOW own AS (PARTITION BY person_id ORDER BY valid)
    ) AS lives
), points AS MATERIALIZED (
    SELECT unit, since AS day, 1 AS sign, code, count(*) AS number
    FROM told GROUP BY unit, since, code
    UNION ALL
    SELECT unit, until, -1, end_reason, count(*)
    FROM told WHERE until IS NOT NULL GROUP BY unit, until, end_reason
), passed AS MATERIALIZED (
    SELECT left_unit, unit, since AS day, left_reason, code, count(*) AS number
    FROM told WHERE left_on = since GROUP BY left_unit, unit, since, left_reason, code
), shifts AS MATERIALIZED (
    SELECT hierarchy_id, top, unit, lower(valid) AS day, 1 AS sign, 'CAME' AS code FROM line l
    WHERE lower(valid) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM line o WHERE (o.hierarchy_id, o.top, o.unit) = (l.hierarchy_id, l.top, l.unit)
          AND o.valid @> (lower(l.valid) - 1))
    UNION ALL
    SELECT hierarchy_id, top, unit, upper(valid), -1, 'WENT' FROM line l
    WHERE upper(valid) IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM line o WHERE (o.hierarchy_id, o.top, o.unit) = (l.hierarchy_id, l.top, l.unit)
          AND o.valid @> upper(l.valid))
), taken_along AS MATERIALIZED (
    SELECT s.unit, s.day, count(*) AS number
    FROM (SELECT DISTINCT unit, day FROM shifts) AS s JOIN members_membership m
      ON m.organisation_id = s.unit AND m.valid @> daterange(s.day - 1, s.day + 1)
    GROUP BY s.unit, s.day
), every AS (
    SELECT l.hierarchy_id, l.top, p.day, p.sign, p.code, false AS inside, p.number
    FROM points p JOIN line l ON l.unit = p.unit AND l.valid @> (p.day - (p.sign < 0)::int)
    UNION ALL
    SELECT l.hierarchy_id, l.top, p.day, a.sign,
      CASE WHEN a.sign > 0 THEN p.code ELSE p.left_reason END, a.inside, a.times * p.number
    FROM passed p
    JOIN line o ON o.unit = p.left_unit AND o.valid @> (p.day - 1)
    JOIN line l ON l.unit = p.unit AND l.valid @> p.day
      AND l.hierarchy_id = o.hierarchy_id AND l.top = o.top
    CROSS JOIN (VALUES (1, true, 1), (1, false, -1), (-1, true, 1), (-1, false, -1))
      AS a (sign, inside, times)
    UNION ALL
    SELECT s.hierarchy_id, s.top, s.day, s.sign, s.code, false, t.number
    FROM shifts s JOIN taken_along t USING (unit, day)
)
INSERT INTO members_branchmove (hierarchy_id, organisation_id, day, sign, code, inside, number)
SELECT hierarchy_id, top, day, sign, code, inside, sum(number)
FROM every GROUP BY hierarchy_id, top, day, sign, code, inside HAVING sum(number) <> 0
"""


def fill_together(branches: Collection[tuple[int, int]]) -> None:
    """Count all moves of branches (hierarchy, top) anew, reading every membership once."""
    given: dict[str, Any] = {
        "hierarchies": [hierarchy for hierarchy, _top in branches],
        "tops": [top for _hierarchy, top in branches],
    }
    with connection.cursor() as cursor:
        # All memberships are put in the order of people: in little memory that is slow.
        cursor.execute("SET LOCAL work_mem = '96MB'")
        cursor.execute(
            "DELETE FROM members_branchmove USING"
            " unnest(%(hierarchies)s::bigint[], %(tops)s::bigint[]) AS k (hierarchy, top)"
            " WHERE hierarchy_id = k.hierarchy AND organisation_id = k.top",
            given,
        )
        cursor.execute(_FILL, given)
