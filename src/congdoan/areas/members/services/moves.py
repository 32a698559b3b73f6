"""
Keeping the movement of large branches by day (``models.moves``, ADR 0024).

Writers only mark days; a job counts marked days anew. A mark too many costs a count, a mark too few
would be a wrong sum: so whatever could have changed a day marks it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from congdoan.areas.members.models import BranchMove, KeptBranch, MoveMark
from congdoan.areas.members.selectors.moves import (
    MOVES_OF_DAYS,
    MOVES_OF_PERIOD,
    of_branch,
    of_days,
    of_period,
)
from congdoan.areas.members.services.filling import fill_together
from congdoan.kernel.organisations.api import LineageShifted, hold
from congdoan.kernel.organisations.enums import HierarchyId

#: Smaller branches are read through for each statement, in less than a tenth of a second.
KEEP_FROM = 20_000
#: So many new branches are filled together: all memberships are read once for all of them.
_TOGETHER = 3
#: More marked days than this are dearer one by one than the whole branch.
_MANY_DAYS = 200
_EVER = of_period(date(1000, 1, 1), date(9000, 1, 1))
# Any constant: names this lock among the database's advisory locks.
_SETTLING = 7_140_527

# A member more or fewer on a day changes that day, and each later one on which the unit comes under
# the branch or leaves it with its members.
_MARK_POINTS = """
INSERT INTO members_movemark (hierarchy_id, organisation_id, day, units)
SELECT k.hierarchy_id, k.organisation_id, e.day, bool_or(e.units)
FROM unnest(%(units)s::bigint[], %(days)s::date[]) AS p (unit, day)
JOIN organisations_lineage l ON l.descendant_id = p.unit
JOIN members_keptbranch k
  ON k.hierarchy_id = l.hierarchy_id AND k.organisation_id = l.ancestor_id
CROSS JOIN LATERAL (VALUES
    (p.day, false, l.valid @> p.day OR l.valid @> (p.day - 1)),
    (lower(l.valid), true, lower(l.valid) >= p.day),
    (upper(l.valid), true, upper(l.valid) >= p.day)
) AS e (day, units, wanted)
WHERE e.wanted GROUP BY 1, 2, 3
"""
_MARK_SHIFTS = """
INSERT INTO members_movemark (hierarchy_id, organisation_id, day, units)
SELECT k.hierarchy_id, k.organisation_id, e.day, bool_or(e.units)
FROM unnest(%(ancestors)s::bigint[], %(descendants)s::bigint[], %(valids)s::daterange[])
    AS s (ancestor, descendant, valid)
JOIN members_keptbranch k ON k.hierarchy_id = %(hierarchy)s AND k.organisation_id = s.ancestor
CROSS JOIN LATERAL (
    SELECT day, true FROM (VALUES (lower(s.valid)), (upper(s.valid))) AS edge (day)
    UNION ALL
    SELECT x.day, false FROM members_membership m
    CROSS JOIN LATERAL (VALUES (lower(m.valid)), (upper(m.valid))) AS x (day)
    WHERE m.organisation_id = s.descendant AND x.day >= lower(s.valid)
      AND (upper(s.valid) IS NULL OR x.day <= upper(s.valid))
) AS e (day, units)
WHERE e.day IS NOT NULL GROUP BY 1, 2, 3
"""
# Beside the command line, who gets a first unit below (or a superior) begins to take part, and its
# own members with it.
_MARK_OWN = """
INSERT INTO members_movemark (hierarchy_id, organisation_id, day, units)
SELECT DISTINCT k.hierarchy_id, k.organisation_id, x.day, false
FROM members_keptbranch k
JOIN members_membership m ON m.organisation_id = k.organisation_id
CROSS JOIN LATERAL (VALUES (lower(m.valid)), (upper(m.valid))) AS x (day)
WHERE k.hierarchy_id = %(hierarchy)s AND k.organisation_id = ANY(%(units)s::bigint[])
  AND x.day IS NOT NULL
"""
# How somebody came may be told by what they were before (``selectors.moves``).
_UNTOLD = """
SELECT DISTINCT organisation_id, lower(valid) FROM members_membership
WHERE person_id = ANY(%(people)s::bigint[]) AND begin_reason = ''
"""
_LARGE = """
INSERT INTO members_keptbranch (hierarchy_id, organisation_id, filled)
SELECT hierarchy_id, organisation_id, false FROM (
    SELECT hierarchy_id, organisation_id,
           sum(delta) OVER (PARTITION BY hierarchy_id, organisation_id ORDER BY day) AS members
    FROM members_branchchange
) AS ran GROUP BY hierarchy_id, organisation_id HAVING max(members) >= %(at_least)s
ON CONFLICT DO NOTHING
"""
_KEEP = """
INSERT INTO members_branchmove (hierarchy_id, organisation_id, day, sign, code, inside, number)
{moves}
SELECT %(hierarchy)s, %(top)s, day, sign, code, inside, count(*)
FROM moves GROUP BY day, sign, code, inside
"""


def mark_days(points: Iterable[tuple[int, date]], *, people: Collection[int] = ()) -> None:
    """Mark days on which something about a unit's members changed; ``people`` had other days."""
    touched = set(points)
    with connection.cursor() as cursor:
        if not _any_kept(cursor):
            return
        if people:
            cursor.execute(_UNTOLD, {"people": list(people)})
            touched.update(cursor.fetchall())
        units, days = [unit for unit, _day in touched], [day for _unit, day in touched]
        cursor.execute(_MARK_POINTS, {"units": units, "days": days})


def mark_shifts(shifted: LineageShifted) -> None:
    """Mark the days on which units hang elsewhere than before."""
    with connection.cursor() as cursor:
        if not _any_kept(cursor):
            return
        ancestors = [shift.ancestor_id for shift in shifted.shifts]
        descendants = [shift.descendant_id for shift in shifted.shifts]
        given: dict[str, Any] = {
            "hierarchy": shifted.hierarchy_id,
            "ancestors": ancestors,
            "descendants": descendants,
            "valids": [shift.valid for shift in shifted.shifts],
            "units": list({*ancestors, *descendants}),
        }
        cursor.execute(_MARK_SHIFTS, given)
        if shifted.hierarchy_id != HierarchyId.COMMAND:
            cursor.execute(_MARK_OWN, given)


def _any_kept(cursor: Any) -> bool:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM members_keptbranch)")
    return bool(cursor.fetchone()[0])


@transaction.atomic
def keep_branches(*, at_least: int = KEEP_FROM) -> None:
    """Begin to keep branches that ever had so many members; ``settle_moves`` fills them."""
    hold(())
    with connection.cursor() as cursor:
        # Who writes now would not mark what this transaction has not told yet.
        cursor.execute("LOCK TABLE members_membership IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_LARGE, {"at_least": at_least})


def forget_moves() -> None:
    """Count every kept branch anew (after memberships were written past the writers)."""
    BranchMove.objects.all().delete()
    MoveMark.objects.all().delete()
    KeptBranch.objects.update(filled=False)


def settle_moves() -> int:
    """
    Fill new branches and count marked days anew; return how many branches.

    Several new ones are filled together, in one transaction, otherwise each branch has its own.
    Safe to run twice and beside writers: a mark left after this began stays for the next time.
    """
    new = set(
        KeptBranch.objects.filter(filled=False).values_list("hierarchy_id", "organisation_id")
    )
    together = _fill(sorted(new)) if len(new) >= _TOGETHER else 0
    filled = new if together else set()
    marked = MoveMark.objects.values_list("hierarchy_id", "organisation_id").distinct()
    unfilled = KeptBranch.objects.filter(filled=False)
    wanted = set(marked) | set(unfilled.values_list("hierarchy_id", "organisation_id"))
    return together + sum(_settle(hierarchy, unit) for hierarchy, unit in sorted(wanted - filled))


@transaction.atomic
def _fill(branches: list[tuple[int, int]]) -> int:
    """Fill new branches that no other worker is at; return how many."""
    mine = [one for one in branches if _alone_at(one[1])]
    if not mine:
        return 0
    wanted = Q()
    for hierarchy, unit in mine:
        wanted |= Q(hierarchy=hierarchy, organisation=unit)
    # The marks that are there now: what is written from here on leaves its own.
    MoveMark.objects.filter(
        pk__in=list(MoveMark.objects.filter(wanted).values_list("pk", flat=True))
    ).delete()
    fill_together(mine)
    return KeptBranch.objects.filter(wanted).update(filled=True)


def _alone_at(unit: int) -> bool:
    """Take the lock of a branch until the transaction ends; False: another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_SETTLING, unit])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _settle(hierarchy: int, unit: int) -> bool:
    branch = {"hierarchy": hierarchy, "organisation": unit}
    if not _alone_at(unit):
        return False
    kept = KeptBranch.objects.filter(**branch).first()
    marks = list(MoveMark.objects.filter(**branch).values_list("pk", "day", "units"))
    MoveMark.objects.filter(pk__in=[pk for pk, *_rest in marks]).delete()
    if kept is None:
        return False
    days: dict[date, bool] = {}
    for _pk, day, units in marks:
        days[day] = days.get(day, False) or units
    if not kept.filled or len(days) > _MANY_DAYS:
        BranchMove.objects.filter(**branch).delete()
        _count(MOVES_OF_PERIOD, of_branch(unit, hierarchy) | _EVER)
        KeptBranch.objects.filter(pk=kept.pk).update(filled=True)
        return True
    # Units that came are counted anew with their day: what is kept of a day is replaced whole.
    BranchMove.objects.filter(**branch, day__in=days).delete()
    _count(MOVES_OF_DAYS, of_branch(unit, hierarchy) | of_days((day, True) for day in days))
    return True


def _count(moves: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(moves=moves), given)
