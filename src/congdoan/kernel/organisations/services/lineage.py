"""
The dated closure of the placements.

On one day an organisation has at most one parent per hierarchy, so every chain upward is
unique that day. A chain's span is the intersection of its placements' spans; chains of one pair of
organisations never overlap. The touched branch alone is rewritten, under one lock per hierarchy.

The rows follow from placements and lives alone, however those came to be: every organisation has a
row of its own in COMMAND, elsewhere whoever a placement names. Rewriting everybody's changes
nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Organisation

# Any constant: names this lock among the database's advisory locks.
_LOCK_SPACE = 7_140_525
# No union tree is this deep (the law knows seven levels); a chain that gets here runs in a circle.
_DEEPEST = 40

_BRANCH = """
WITH RECURSIVE down (id) AS (
    SELECT unnest(%(ids)s::bigint[])
    UNION
    SELECT p.child_id FROM organisations_placement p JOIN down ON p.parent_id = down.id
    WHERE p.hierarchy_id = %(hierarchy)s
)
SELECT id FROM down
"""

_TAKES_PART = """(%(hierarchy)s = %(command)s
    OR EXISTS (SELECT 1 FROM organisations_placement p
               WHERE p.hierarchy_id = %(hierarchy)s AND p.child_id = o.id)
    OR EXISTS (SELECT 1 FROM organisations_placement p
               WHERE p.hierarchy_id = %(hierarchy)s AND p.parent_id = o.id))"""

# Both halves see the table as it was before: what is gone and what came are compared pair by pair.
_REWRITE = f"""
WITH RECURSIVE gone AS (
    DELETE FROM organisations_lineage
    WHERE hierarchy_id = %(hierarchy)s AND descendant_id = ANY(%(branch)s)
    RETURNING ancestor_id, descendant_id, depth, valid
), up (descendant_id, ancestor_id, depth, valid) AS (
    SELECT child_id, parent_id, 1, valid FROM organisations_placement
    WHERE hierarchy_id = %(hierarchy)s AND child_id = ANY(%(branch)s)
    UNION ALL
    SELECT up.descendant_id, p.parent_id, up.depth + 1, up.valid * p.valid
    FROM up JOIN organisations_placement p
      ON p.child_id = up.ancestor_id AND p.hierarchy_id = %(hierarchy)s AND p.valid && up.valid
    WHERE up.depth < %(deepest)s
), came AS (
    INSERT INTO organisations_lineage
        (hierarchy_id, ancestor_id, descendant_id, depth, valid, reach)
    SELECT %(hierarchy)s, ancestor_id, descendant_id, depth, up.valid, daterange(
        CASE WHEN lower(up.valid) > lower(o.valid) THEN lower(up.valid) END,
        CASE WHEN upper(up.valid) IS DISTINCT FROM upper(o.valid) THEN upper(up.valid) END)
    FROM up JOIN organisations_organisation o ON o.id = up.descendant_id
    UNION ALL
    SELECT %(hierarchy)s, id, id, 0, valid, daterange(NULL, NULL)
    FROM organisations_organisation o WHERE id = ANY(%(branch)s) AND {_TAKES_PART}
    RETURNING ancestor_id, descendant_id, depth, valid
), pair AS (
    SELECT ancestor_id, descendant_id,
           coalesce(range_agg(valid) FILTER (WHERE sign < 0), '{{}}') AS was,
           coalesce(range_agg(valid) FILTER (WHERE sign > 0), '{{}}') AS is_now
    FROM (SELECT *, -1 AS sign FROM gone UNION ALL SELECT *, 1 FROM came) AS both_sides
    WHERE depth > 0 GROUP BY ancestor_id, descendant_id
)
SELECT ancestor_id, descendant_id, unnest(was - is_now), -1 FROM pair WHERE was <> is_now
UNION ALL
SELECT ancestor_id, descendant_id, unnest(is_now - was), 1 FROM pair WHERE was <> is_now
"""  # noqa: S608 - our text

_DROP = """
DELETE FROM organisations_lineage
WHERE ancestor_id = ANY(%(ids)s) OR descendant_id = ANY(%(ids)s)
RETURNING hierarchy_id, ancestor_id, descendant_id, depth, valid
"""

# Superiors beside the branch: they take part from the first one below them to the last.
_SUPERIORS = """
SELECT ancestor_id FROM organisations_lineage
WHERE hierarchy_id = %(hierarchy)s AND descendant_id = ANY(%(branch)s) AND depth = 1
UNION
SELECT parent_id FROM organisations_placement
WHERE hierarchy_id = %(hierarchy)s AND child_id = ANY(%(branch)s)
EXCEPT SELECT unnest(%(branch)s::bigint[])
"""

_LEAVE = f"""
DELETE FROM organisations_lineage l USING organisations_organisation o
WHERE l.hierarchy_id = %(hierarchy)s AND l.descendant_id = o.id AND l.depth = 0
  AND o.id = ANY(%(superiors)s) AND NOT {_TAKES_PART}
"""  # noqa: S608 - our text

_JOIN = f"""
INSERT INTO organisations_lineage (hierarchy_id, ancestor_id, descendant_id, depth, valid, reach)
SELECT %(hierarchy)s, o.id, o.id, 0, o.valid, daterange(NULL, NULL)
FROM organisations_organisation o
WHERE o.id = ANY(%(superiors)s) AND {_TAKES_PART} AND NOT EXISTS (
    SELECT 1 FROM organisations_lineage l
    WHERE l.hierarchy_id = %(hierarchy)s AND l.descendant_id = o.id AND l.depth = 0)
"""  # noqa: S608 - our text

_PART = """
SELECT hierarchy_id FROM organisations_lineage WHERE descendant_id = ANY(%(ids)s) AND depth = 0
UNION
SELECT hierarchy_id FROM organisations_placement
WHERE child_id = ANY(%(ids)s) OR parent_id = ANY(%(ids)s)
"""

_CIRCLE = """
SELECT 1 FROM organisations_lineage
WHERE hierarchy_id = %(hierarchy)s AND descendant_id = ANY(%(branch)s)
  AND ((ancestor_id = descendant_id AND depth > 0) OR depth >= %(deepest)s) LIMIT 1
"""


@dataclass(frozen=True)
class Shift:
    """``descendant`` came under ``ancestor`` for these days (``sign`` 1), or went (-1)."""

    ancestor_id: int
    descendant_id: int
    valid: DateRange
    sign: int


@dataclass(frozen=True)
class LineageShifted:
    """What a rewriting of the lineage really changed: days on which somebody's branch differs."""

    hierarchy_id: int
    shifts: Sequence[Shift]


#: Told in the transaction, right after the lineage is rewritten: sums kept along it follow.
lineage_shifted: Hook[LineageShifted, None] = Hook("organisations.lineage_shifted")


class GoesInCircles(Refusal):
    """Không thể đặt đơn vị dưới một đơn vị đang là cấp dưới của nó; hãy chọn cấp trên khác."""


def lock_hierarchy(hierarchy: int) -> None:
    """Let one transaction at a time change a hierarchy (released at its end)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, hierarchy])


def hold_still() -> None:
    """
    Keep the structure as it is until the transaction ends; many may do so at once.

    For whoever writes sums along the lineage: a reorganisation under way is waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [_LOCK_SPACE])


def hold(organisations: Iterable[Organisation]) -> None:
    """
    Let one change of the structure run at a time, and judge organisations as they are now.

    Whoever waited here may hold rows read before the other change: their days are read again.
    """
    lock_hierarchy(0)
    by_pk: dict[int, list[Organisation]] = {}
    for organisation in organisations:
        by_pk.setdefault(organisation.pk, []).append(organisation)
    for pk, valid in Organisation.objects.filter(pk__in=by_pk).values_list("pk", "valid"):
        for organisation in by_pk[pk]:
            organisation.valid = valid


def taking_part(organisations: Iterable[int]) -> set[int]:
    """Return the hierarchies any of ``organisations`` takes part in, or did until now."""
    with connection.cursor() as cursor:
        cursor.execute(_PART, {"ids": sorted(organisations)})
        return {int(HierarchyId.COMMAND), *(row[0] for row in cursor.fetchall())}


def rebuild_everywhere(*, organisations: Iterable[int], also: Iterable[int] = ()) -> None:
    """Rewrite the lineage of ``organisations`` in every hierarchy of theirs, and in ``also``."""
    everyone = sorted(set(organisations))
    for hierarchy in sorted(taking_part(everyone) | set(also)):
        rebuild_lineage(hierarchy=hierarchy, organisations=everyone)


def rebuild_lineage(*, hierarchy: int, organisations: Iterable[int]) -> int:
    """
    Rewrite the lineage of ``organisations`` (ids) and of all that ever hung under them.

    Superiors they got or lost begin or cease to take part in the hierarchy. Must run inside the
    transaction that changed the placements. Return how many were rewritten.

    :raises GoesInCircles: when a placement closes a circle on some day
    """
    lock_hierarchy(hierarchy)
    with connection.cursor() as cursor:
        cursor.execute(_BRANCH, {"ids": list(organisations), "hierarchy": hierarchy})
        branch = [row[0] for row in cursor.fetchall()]
        arguments: dict[str, Any] = {
            "branch": branch,
            "hierarchy": hierarchy,
            "command": int(HierarchyId.COMMAND),
            "deepest": _DEEPEST,
        }
        cursor.execute(_SUPERIORS, arguments)
        arguments["superiors"] = [row[0] for row in cursor.fetchall()]
        cursor.execute(_REWRITE, arguments)
        shifts = [Shift(*row) for row in cursor.fetchall()]
        if hierarchy != HierarchyId.COMMAND:
            cursor.execute(_LEAVE, arguments)
            cursor.execute(_JOIN, arguments)
        cursor.execute(_CIRCLE, arguments)
        if cursor.fetchone():
            raise GoesInCircles
    if shifts:
        lineage_shifted.ask(LineageShifted(hierarchy, shifts))
    return len(branch)


def drop_lineage(*, organisations: Iterable[int]) -> None:
    """Take organisations out of every lineage before they are deleted (an undone founding)."""
    lost: dict[int, list[Shift]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DROP, {"ids": sorted(organisations)})
        for hierarchy, ancestor, descendant, depth, valid in cursor.fetchall():
            if depth:
                lost.setdefault(hierarchy, []).append(Shift(ancestor, descendant, valid, -1))
    for hierarchy, shifts in sorted(lost.items()):
        lineage_shifted.ask(LineageShifted(hierarchy, shifts))
