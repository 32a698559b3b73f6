"""
Movement of members: what a period began with, who came and went and why, what it ended with.

A branch is what hung under its top on each single day. So units with all their members come and
go too, and on every day the sums are equal to the derived counts (a property test compares them):

    count(day) − count(day before) = begun − ended + came with their unit − went with their unit

Branches too large to be read through are kept by day (``models.moves``); the answer is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.enums import BeginOfMembership, EndOfMembership
from congdoan.areas.members.models import KeptBranch
from congdoan.areas.members.selectors.counts import unscoped_member_counts
from congdoan.areas.members.selectors.moves import (
    MOVES_OF_DAYS,
    MOVES_OF_PERIOD,
    of_branch,
    of_days,
    of_period,
)
from congdoan.kernel.organisations.enums import HierarchyId

_SUMS = f"""
{MOVES_OF_PERIOD} SELECT sign, inside, code, count(*) FROM moves GROUP BY 1, 2, 3
"""  # noqa: S608 - our text
_MARKED = """
SELECT day, bool_or(units) FROM members_movemark
WHERE hierarchy_id = %(hierarchy)s AND organisation_id = %(top)s
  AND day BETWEEN %(first)s AND %(last)s GROUP BY day
"""
# What is kept of a marked day holds no longer, but for units that came and went while none moved.
_KEPT = """
SELECT sign, inside, code, number FROM members_branchmove
WHERE hierarchy_id = %(hierarchy)s AND organisation_id = %(top)s
  AND day BETWEEN %(first)s AND %(last)s
  AND (day <> ALL(%(days)s::date[])
       OR code IN ('CAME', 'WENT') AND day <> ALL(%(unit_days)s::date[]))
"""
_KEPT_SUMS = f"SELECT sign, inside, code, sum(number) FROM ({_KEPT}) AS kept GROUP BY 1, 2, 3"  # noqa: S608 - our text
_PATCHED_SUMS = f"""
{MOVES_OF_DAYS} SELECT sign, inside, code, sum(number) FROM (
    SELECT sign, inside, code, 1 AS number FROM moves UNION ALL {_KEPT}
) AS summed GROUP BY 1, 2, 3
"""  # noqa: S608 - our text
#: More marked days than this are read as fast with their whole period.
MANY_MARKED = 60

#: Everything with no reason of its own in the statement.
INSIDE = "INSIDE"
_UNITS: dict[str, str | Promise] = {
    "CAME": _("đơn vị được chuyển về, kèm đoàn viên"),
    "WENT": _("đơn vị được chuyển đi, kèm đoàn viên"),
    "": _("không ghi lý do"),
}


@dataclass(frozen=True)
class Row:
    """One reason; ``key`` opens it into names."""

    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Movement:
    """The statement of a branch for a period, both days included."""

    first: date
    last: date
    opening: int
    closing: int
    increases: list[Row] = field(default_factory=list)
    decreases: list[Row] = field(default_factory=list)
    #: Went from one unit of the branch to another: in no sum.
    inside: int = 0

    @property
    def increase(self) -> int:
        return sum(row.number for row in self.increases)

    @property
    def decrease(self) -> int:
        return sum(row.number for row in self.decreases)

    @property
    def reconciles(self) -> bool:
        return self.opening + self.increase - self.decrease == self.closing


def unscoped_movement(
    unit: int, *, first: date, last: date, hierarchy: int = HierarchyId.COMMAND
) -> Movement:
    """Return the statement; ``opening`` is the evening before ``first``."""
    sums = _sums(unit, first, last, hierarchy)
    before = first - timedelta(days=1)
    opening, closing = (
        unscoped_member_counts([unit], on=day, hierarchy=hierarchy)[unit] for day in (before, last)
    )
    rows: dict[int, list[Row]] = {1: [], -1: []}
    inside = 0
    for sign, within, code, number in sums:
        if not within:
            key = f"{'tang' if sign > 0 else 'giam'}-{code or 'KHAC'}"
            rows[sign].append(Row(key, label_of(sign, code), number))
        elif sign > 0 and code != BeginOfMembership.CONTINUED:
            inside += number
    order = [*BeginOfMembership.values, *EndOfMembership.values, *_UNITS]
    for found in rows.values():
        found.sort(key=lambda row: (order.index(code_of(row.key)), row.key))
    return Movement(first, last, opening, closing, rows[1], rows[-1], inside)


def _sums(unit: int, first: date, last: date, hierarchy: int) -> list[tuple[int, bool, str, int]]:
    """Return (sign, inside, code, number), from what is kept by day where that is."""
    given = of_branch(unit, hierarchy) | of_period(first, last)
    kept = KeptBranch.objects.filter(hierarchy=hierarchy, organisation=unit, filled=True)
    with connection.cursor() as cursor:
        if not kept.exists():
            cursor.execute(_SUMS, given)
        else:
            cursor.execute(_MARKED, given)
            marked = cursor.fetchall()
            if len(marked) > MANY_MARKED:
                cursor.execute(_SUMS, given)
            else:
                cursor.execute(_PATCHED_SUMS if marked else _KEPT_SUMS, given | of_days(marked))
        return [(sign, inside, code, int(number)) for sign, inside, code, number in cursor]


def code_of(key: str) -> str:
    code = key.partition("-")[2]
    return "" if code == "KHAC" else code


def label_of(sign: int, code: str) -> str:
    if code in _UNITS:
        return str(_UNITS[code])
    kind = BeginOfMembership if sign > 0 else EndOfMembership
    return str(kind(code).label) if code in kind.values else code


def is_key(key: str) -> bool:
    """Tell whether a typed key names a reason of the statement."""
    known = {*BeginOfMembership.values, *EndOfMembership.values, *_UNITS, "KHAC"}
    side, dash, code = key.partition("-")
    return key == INSIDE or (side in {"tang", "giam"} and dash == "-" and code in known)


_AGES = """
SELECT (%(year)s - m.birth_year) / 5 AS band, m.gender, count(*)
FROM members_membership m
WHERE m.valid @> %(day)s AND m.organisation_id IN (
    SELECT descendant_id FROM organisations_lineage
    WHERE hierarchy_id = %(hierarchy)s AND ancestor_id = %(top)s AND valid @> %(day)s)
GROUP BY 1, 2
"""


def unscoped_ages(unit: int, *, on: date) -> dict[tuple[int | None, str], int]:
    """Return how many there are by five years of age (None: not known) and sex."""
    given: dict[str, Any] = {
        "year": on.year,
        "day": on,
        "top": unit,
        "hierarchy": int(HierarchyId.COMMAND),
    }
    with connection.cursor() as cursor:
        cursor.execute(_AGES, given)
        return {(band, gender): number for band, gender, number in cursor.fetchall()}


def bands_of(ages: dict[tuple[int | None, str], int]) -> Sequence[tuple[str, int, int, int]]:
    """Return (ages, men, women, not said) from the oldest down; what is unlikely joins the ends."""
    rows: dict[int, list[int]] = {}
    unknown = [0, 0, 0]
    for (band, gender), number in ages.items():
        place = {"M": 0, "F": 1}.get(gender, 2)
        if band is None or not 0 <= band <= 25:
            unknown[place] += number
            continue
        rows.setdefault(min(max(band, 3), 14), [0, 0, 0])[place] += number
    bands = [
        (f"{band * 5}–{band * 5 + 4}" if 3 < band < 14 else ("≥ 70" if band == 14 else "< 20"))
        for band in range(14, 2, -1)
        if band in rows
    ]
    numbers = [rows[band] for band in range(14, 2, -1) if band in rows]
    found = [(label, *row) for label, row in zip(bands, numbers, strict=True)]
    if any(unknown):
        found.append(("—", unknown[0], unknown[1], unknown[2]))
    return found  # type: ignore[return-value]
