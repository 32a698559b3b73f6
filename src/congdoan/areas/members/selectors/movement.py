"""
Movement of members: what a period began with, who came and went and why, what it ended with.

A branch is what hung under its top on each single day. So units with all their members come and
go too, and on every day the sums are equal to the derived counts (a property test compares them):

    count(day) − count(day before) = begun − ended + came with their unit − went with their unit
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.enums import BeginOfMembership, EndOfMembership
from congdoan.areas.members.selectors.counts import unscoped_member_counts
from congdoan.kernel.organisations.enums import HierarchyId

_MOVES = """
WITH line AS MATERIALIZED (
    SELECT descendant_id AS unit, valid FROM organisations_lineage
    WHERE hierarchy_id = %(hierarchy)s AND ancestor_id = %(top)s
      AND valid && daterange(%(before)s, %(after)s)
), near AS MATERIALIZED (
    SELECT m.id, m.person_id, m.organisation_id AS unit, m.valid, m.begin_reason, m.end_reason,
           m.begun_by_id
    FROM members_membership m
    WHERE m.organisation_id IN (SELECT unit FROM line)
      AND m.valid && daterange(%(before)s, %(after)s)
), begun AS (
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
    WHERE lower(n.valid) BETWEEN %(first)s AND %(last)s
), ended AS (
    SELECT n.person_id, n.unit, upper(n.valid) AS day, -1 AS sign, n.end_reason AS code
    FROM near n
    JOIN line l ON l.unit = n.unit AND l.valid @> (upper(n.valid) - 1)
    WHERE upper(n.valid) BETWEEN %(first)s AND %(last)s
), came AS (
    SELECT n.person_id, n.unit, c.day, 1 AS sign, 'CAME' AS code
    FROM (SELECT unit, lower(valid) AS day FROM line l
          WHERE lower(valid) BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
            SELECT 1 FROM line o WHERE o.unit = l.unit AND o.valid @> (lower(l.valid) - 1))) c
    JOIN near n ON n.unit = c.unit AND n.valid @> daterange(c.day - 1, c.day + 1)
), went AS (
    SELECT n.person_id, n.unit, c.day, -1 AS sign, 'WENT' AS code
    FROM (SELECT unit, upper(valid) AS day FROM line l
          WHERE upper(valid) BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
            SELECT 1 FROM line o WHERE o.unit = l.unit AND o.valid @> upper(l.valid))) c
    JOIN near n ON n.unit = c.unit AND n.valid @> daterange(c.day - 1, c.day + 1)
), every AS (
    SELECT * FROM begun UNION ALL SELECT * FROM ended
    UNION ALL SELECT * FROM came UNION ALL SELECT * FROM went
), moves AS (
    SELECT person_id, unit, day, sign, code,
           count(*) OVER (PARTITION BY person_id, day) > 1 AS inside FROM every
)
"""
_SUMS = f"{_MOVES} SELECT sign, inside, code, count(*) FROM moves GROUP BY 1, 2, 3"  # noqa: S608 - our text
_NAMES = f"""
{_MOVES} SELECT m.person_id, m.unit, m.day, m.sign, m.code, p.family_middle, p.given_name
FROM moves m JOIN people_person p ON p.id = m.person_id
WHERE m.sign = %(sign)s AND m.code = ANY(%(codes)s) AND m.inside = %(inside)s
ORDER BY p.sort_key, m.person_id, m.day LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - our text

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


@dataclass(frozen=True)
class Moved:
    person_id: int
    unit_id: int
    day: date
    label: str
    name: str


def unscoped_movement(
    unit: int, *, first: date, last: date, hierarchy: int = HierarchyId.COMMAND
) -> Movement:
    """Return the statement; ``opening`` is the evening before ``first``."""
    given = _given(unit, first, last, hierarchy)
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, given)
        sums = cursor.fetchall()
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
        found.sort(key=lambda row: (order.index(_code(row.key)), row.key))
    return Movement(first, last, opening, closing, rows[1], rows[-1], inside)


def _code(key: str) -> str:
    code = key.partition("-")[2]
    return "" if code == "KHAC" else code


def label_of(sign: int, code: str) -> str:
    if code in _UNITS:
        return str(_UNITS[code])
    kind = BeginOfMembership if sign > 0 else EndOfMembership
    return str(kind(code).label) if code in kind.values else code


def unscoped_moved(
    unit: int,
    *,
    first: date,
    last: date,
    key: str,
    limit: int,
    offset: int = 0,
    hierarchy: int = HierarchyId.COMMAND,
) -> list[Moved]:
    """Return the people behind one reason of the statement, by name."""
    side, _dash, _rest = key.partition("-")
    sign, codes, inside = (1 if side == "tang" else -1), [_code(key)], key == INSIDE
    if inside:
        sign = 1
        codes = [*(c for c in BeginOfMembership.values if c != "CONTINUED"), "CAME"]
    given: dict[str, Any] = _given(unit, first, last, hierarchy) | {
        "sign": sign,
        "codes": codes,
        "inside": inside,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, given)
        found = cursor.fetchall()
    return [
        Moved(person, where, day, label_of(sign, code), f"{family} {given_name}".strip())
        for person, where, day, sign, code, family, given_name in found
    ]


def is_key(key: str) -> bool:
    """Tell whether a typed key names a reason of the statement."""
    known = {*BeginOfMembership.values, *EndOfMembership.values, *_UNITS, "KHAC"}
    side, dash, code = key.partition("-")
    return key == INSIDE or (side in {"tang", "giam"} and dash == "-" and code in known)


def _given(unit: int, first: date, last: date, hierarchy: int) -> dict[str, Any]:
    return {
        "top": unit,
        "hierarchy": int(hierarchy),
        "first": first,
        "last": last,
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
    }


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
