"""A branch on two days: what began, ended, moved, was renamed. Set-based: eight statements."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import Difference, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.organisations.selectors import names
from congdoan.kernel.organisations.selectors.lineage_graph import (
    Origin,
    Succession,
    unscoped_heirs,
    unscoped_origins,
)


@dataclass(frozen=True, slots=True)
class Side:
    """An organisation as it was on one of the two days."""

    name: str
    level: str
    superior: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation of the branch, of one day or of both."""

    pk: int
    code: str
    sort_key: str
    was: Side | None
    now: Side | None
    was_inside: bool
    is_inside: bool
    differences: frozenset[Difference]

    @property
    def name(self) -> str:
        """Return the name of the later day, else of the earlier one."""
        side = self.now or self.was
        return side.name if side else self.code


@dataclass
class Comparison:
    """What became of a branch between two days."""

    branch: int
    before: date
    after: date
    rows: list[Row]
    heirs: Mapping[int, Succession] = field(default_factory=dict)
    origins: Mapping[int, Origin] = field(default_factory=dict)
    superiors_before: Mapping[int, str] = field(default_factory=dict)
    superiors_after: Mapping[int, str] = field(default_factory=dict)
    called: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def changed(self) -> list[Row]:
        """Return the rows something happened to, by name."""
        found = [row for row in self.rows if row.differences]
        return sorted(found, key=lambda row: (row.sort_key, row.pk))

    @cached_property
    def counts(self) -> Counter[Difference]:
        return Counter(one for row in self.rows for one in row.differences)

    @cached_property
    def size_before(self) -> int:
        return sum(row.was_inside for row in self.rows)

    @cached_property
    def size_after(self) -> int:
        return sum(row.is_inside for row in self.rows)

    def of(self, difference: str) -> list[Row]:
        return [row for row in self.changed if difference in row.differences]


_SIDES = """
SELECT o.id, o.code, o.valid @> %(before)s, o.valid @> %(after)s,
  a.name, a.level, a.sort_key, pa.parent_id, b.name, b.level, b.sort_key, pb.parent_id
FROM organisations_organisation o
LEFT JOIN organisations_organisationprofile a ON a.organisation_id = o.id AND a.valid @> %(before)s
LEFT JOIN organisations_organisationprofile b ON b.organisation_id = o.id AND b.valid @> %(after)s
LEFT JOIN organisations_placement pa
  ON pa.child_id = o.id AND pa.hierarchy_id = %(hierarchy)s AND pa.valid @> %(before)s
LEFT JOIN organisations_placement pb
  ON pb.child_id = o.id AND pb.hierarchy_id = %(hierarchy)s AND pb.valid @> %(after)s
WHERE o.id = ANY(%(ids)s::bigint[])
"""


def compare_branch(
    actor: Actor, branch: Organisation, *, before: date, after: date, hierarchy: int = 1
) -> Comparison:
    """
    Compare what ``actor`` may see of ``branch`` (itself included) on two days.

    Each day is judged as ``?as_of=`` that day would: what stood elsewhere then came or went. Names
    of superiors and of those that took over are no secret.
    """
    inside_before = members(actor, branch.pk, on=before, hierarchy=hierarchy)
    inside_after = members(actor, branch.pk, on=after, hierarchy=hierarchy)
    ids = sorted(inside_before | inside_after)
    values: dict[str, Any] = {"ids": ids, "before": before, "after": after, "hierarchy": hierarchy}
    with connection.cursor() as cursor:
        cursor.execute(_SIDES, values)
        found = cursor.fetchall()
    gone = [row[0] for row in found if row[0] in inside_before and not row[3]]
    begun = [row[0] for row in found if row[0] in inside_after and not row[2]]
    heirs = unscoped_heirs(gone, on=after)
    rows = [_row(line, inside_before, inside_after, heirs) for line in found]
    origins = unscoped_origins(begun)
    others = {pk for one in heirs.values() for pk in one.heirs}
    others |= {pk for one in origins.values() for pk in one.sources}
    return Comparison(
        branch=branch.pk,
        before=before,
        after=after,
        rows=rows,
        heirs=heirs,
        origins=origins,
        superiors_before=names(_superiors(row.was for row in rows), on=before),
        superiors_after=names(_superiors(row.now for row in rows), on=after),
        called=names(others, on=after),
    )


def members(
    actor: Actor, branch: int, *, on: date, hierarchy: int = HierarchyId.COMMAND
) -> set[int]:
    """Return which organisations of ``branch`` on a day the actor may see as of that day."""
    rows = Lineage.objects.on(on).filter(
        actor.looking_at(on).within(policies.VIEW, "descendant_id"),
        hierarchy_id=hierarchy,
        ancestor_id=branch,
    )
    return set(rows.values_list("descendant_id", flat=True))


def _superiors(sides: Iterable[Side | None]) -> set[int]:
    return {side.superior for side in sides if side and side.superior is not None}


def _row(
    line: Sequence[Any],
    inside_before: set[int],
    inside_after: set[int],
    heirs: Mapping[int, Succession],
) -> Row:
    pk, code, lived, lives, *facts = line
    was = Side(facts[0] or code, facts[1] or "", facts[3]) if lived else None
    now = Side(facts[4] or code, facts[5] or "", facts[7]) if lives else None
    was_inside, is_inside = pk in inside_before, pk in inside_after
    found: set[Difference] = set()
    if not was_inside:
        found.add(Difference.ARRIVED if was else Difference.FOUNDED)
    elif not is_inside:
        gone = Difference.PASSED if pk in heirs else Difference.ENDED
        found.add(Difference.DEPARTED if now else gone)
    elif was and now and was.superior != now.superior:
        found.add(Difference.MOVED)
    if was and now:
        if was.name != now.name:
            found.add(Difference.RENAMED)
        if was.level != now.level:
            found.add(Difference.LEVEL)
    return Row(
        pk=pk,
        code=code,
        sort_key=facts[6] or facts[2] or code,
        was=was,
        now=now,
        was_inside=was_inside,
        is_inside=is_inside,
        differences=frozenset(found),
    )


_NO_SOURCE = (Difference.FOUNDED, Difference.ARRIVED)
_NO_TARGET = (Difference.PASSED, Difference.ENDED, Difference.DEPARTED)
_WITHOUT_SIDE = (*_NO_SOURCE, *_NO_TARGET)


def flows(comparison: Comparison) -> list[tuple[Any, Any, str, int]]:
    """
    Return how many organisations went from which superior to which, for a picture.

    A side is a superior's id or a ``Difference`` that says why there is none; the branch's own
    top, whose superior stands outside, is left out. The third is "same", "moved", or a difference.
    """
    counted: Counter[tuple[Any, Any, str]] = Counter()
    for row in comparison.rows:
        if row.pk == comparison.branch:
            continue
        kind = next((one for one in _WITHOUT_SIDE if one in row.differences), None)
        source = kind if kind in _NO_SOURCE else row.was and row.was.superior
        target = kind if kind in _NO_TARGET else row.now and row.now.superior
        word = str(kind) if kind else ("same" if source == target else "moved")
        counted[source, target, word] += 1
    return [(*ends, n) for ends, n in counted.most_common()]
