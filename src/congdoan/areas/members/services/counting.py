"""
Keeping the counts of every branch equal to the memberships, on every day.

The number under an organisation is linear in two things: who belonged to a unit (points: one
member more or fewer from a day on) and where the unit hung (lineage). So a change of either adds
its own share and touches nothing else: new points along the lineage as it is, a shifted piece of
lineage with the points of its unit. ADR 0016.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction

from congdoan.areas.members.models import BranchChange, MemberChange, Membership
from congdoan.areas.members.services.moves import forget_moves, mark_days, mark_shifts
from congdoan.foundation.copying import array_of
from congdoan.foundation.planner import tell_planner
from congdoan.kernel.organisations.api import LineageShifted, hold_still

Point = tuple[int, date, int]

# Any constant: names this lock among the database's advisory locks.
_FOLDING = 7_140_526

_OWN = """
INSERT INTO members_memberchange (organisation_id, day, delta)
SELECT organisation_id, day, sum(delta) FROM ({points}) p
GROUP BY organisation_id, day HAVING sum(delta) <> 0
"""

# While a unit hangs under an ancestor its points count there, the earlier ones together from the
# first day; on the day after the last it takes them all away again.
_ROLLED_UP = """
INSERT INTO members_branchchange (hierarchy_id, organisation_id, day, delta)
SELECT l.hierarchy_id, l.ancestor_id, effect.day, sum(l.sign * effect.delta)
FROM ({lineage}) l
JOIN ({points}) p ON p.organisation_id = l.descendant_id
  AND (upper(l.valid) IS NULL OR p.day < upper(l.valid))
CROSS JOIN LATERAL (VALUES
    (greatest(p.day, lower(l.valid)), p.delta), (upper(l.valid), -p.delta)
) AS effect (day, delta)
WHERE effect.day IS NOT NULL
GROUP BY l.hierarchy_id, l.ancestor_id, effect.day HAVING sum(l.sign * effect.delta) <> 0
ORDER BY l.ancestor_id, l.hierarchy_id, effect.day
"""

_GIVEN_POINTS = """
    SELECT * FROM unnest(%(units)s::bigint[], %(days)s::date[], %(deltas)s::int[])
        AS given (organisation_id, day, delta)"""
_GIVEN_SHIFTS = """
    SELECT %(hierarchy)s AS hierarchy_id, ancestor_id, descendant_id, valid, sign
    FROM unnest(%(ancestors)s::bigint[], %(descendants)s::bigint[], %(valids)s::daterange[],
        %(signs)s::int[]) AS given (ancestor_id, descendant_id, valid, sign)"""
_KNOWN_POINTS = "SELECT organisation_id, day, delta FROM members_memberchange"
_KNOWN_LINEAGE = """
    SELECT hierarchy_id, ancestor_id, descendant_id, valid, 1 AS sign
    FROM organisations_lineage WHERE depth > 0"""
_ALL_POINTS = """
    SELECT organisation_id, lower(valid) AS day, 1 AS delta FROM members_membership
    UNION ALL
    SELECT organisation_id, upper(valid), -1 FROM members_membership
    WHERE upper(valid) IS NOT NULL"""

_FOLD = """
WITH many AS (
    SELECT {keys} FROM {table} GROUP BY {keys} HAVING count(*) > 1
), gone AS (
    DELETE FROM {table} USING many WHERE ({table_keys}) = ({many_keys})
    RETURNING {table_keys}, delta
)
INSERT INTO {table} ({keys}, delta)
SELECT {keys}, sum(delta) FROM gone GROUP BY {keys} HAVING sum(delta) <> 0
"""


def note_points(points: Iterable[Point], *, people: Collection[int] = ()) -> None:
    """
    Count members that units won (+) or lost (-) from a day on, for them and all above them.

    A point of 0 says that only how somebody came or went is told otherwise than before; ``people``
    may have been members elsewhere, later. The caller keeps the structure still
    (``organisations.hold_still``) in the same transaction.
    """
    given_points = list(points)
    mark_days({(unit, day) for unit, day, _delta in given_points}, people=people)
    rows = [point for point in given_points if point[2]]
    if not rows:
        return
    units, days, deltas = (array_of(column) for column in zip(*rows, strict=True))
    given = {"units": units, "days": days, "deltas": deltas}
    with connection.cursor() as cursor:
        cursor.execute(_OWN.format(points=_GIVEN_POINTS), given)
        cursor.execute(_ROLLED_UP.format(lineage=_KNOWN_LINEAGE, points=_GIVEN_POINTS), given)


def follow_lineage(shifted: LineageShifted) -> None:
    """Count units with their members where they came, and no longer where they went."""
    shifts = shifted.shifts
    given: dict[str, Any] = {
        "hierarchy": shifted.hierarchy_id,
        "ancestors": [shift.ancestor_id for shift in shifts],
        "descendants": [shift.descendant_id for shift in shifts],
        "valids": [shift.valid for shift in shifts],
        "signs": [shift.sign for shift in shifts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROLLED_UP.format(lineage=_GIVEN_SHIFTS, points=_KNOWN_POINTS), given)
    mark_shifts(shifted)


@transaction.atomic
def rebuild_counts() -> None:
    """Count everything anew from the memberships and the lineage (after a load, or to be sure)."""
    hold_still()
    with connection.cursor() as cursor:
        # Whoever writes members waits: a point written meanwhile must not be counted twice.
        cursor.execute("LOCK TABLE members_membership IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM members_memberchange")
        cursor.execute("DELETE FROM members_branchchange")
        cursor.execute(_OWN.format(points=_ALL_POINTS))
        tell_planner(MemberChange, Membership, added=MemberChange.objects.count())
        cursor.execute(_ROLLED_UP.format(lineage=_KNOWN_LINEAGE, points=_KNOWN_POINTS))
    forget_moves()


@transaction.atomic
def fold_counts() -> None:
    """Put the changes of one day together; the sums stay what they are for whoever reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FOLDING])
        for model, keys in (
            (MemberChange, ("organisation_id", "day")),
            (BranchChange, ("organisation_id", "hierarchy_id", "day")),
        ):
            table = model._meta.db_table
            cursor.execute(
                _FOLD.format(
                    table=table,
                    keys=", ".join(keys),
                    table_keys=", ".join(f"{table}.{key}" for key in keys),
                    many_keys=", ".join(f"many.{key}" for key in keys),
                )
            )
