"""Obligations as a matrix: contents and clauses down, parties across, cadence and state within."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import DutyState
from congdoan.areas.agreements.models import Agreement, Duty, HandDown, Obligation, Party
from congdoan.areas.agreements.rules.duties import OWED
from congdoan.areas.agreements.rules.numbering import Line
from congdoan.areas.agreements.rules.states import RAN
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.duties import bearing_parties
from congdoan.areas.agreements.selectors.reviews import content_names
from congdoan.areas.agreements.selectors.text import content_codes, current_version, outline

#: More parties than this stand together as sides.
_APART = 6


@dataclass
class Cell:
    """What a party (or a side) owes of one clause, and how far it is."""

    cadence: str = ""
    #: The day from which nothing is owed any more, where an addendum ended it.
    ended: date | None = None
    total: int = 0
    done: int = 0
    overdue: int = 0
    measured: Decimal = Decimal(0)
    handed: bool = False
    #: Duties of this cell: filters of the list behind it.
    party: str = ""

    @property
    def said(self) -> str:
        """Return how often, or since when not any more."""
        if self.ended is not None:
            return _("thôi từ {day}").format(day=f"{self.ended:%d/%m/%Y}")
        return self.cadence

    @property
    def words(self) -> str:
        parts = [self.said]
        if self.total:
            parts.append(f"{self.done}/{self.total}")
        if self.overdue:
            parts.append(_("quá hạn {count}").format(count=self.overdue))
        return ", ".join(parts)


@dataclass
class Row:
    """One clause."""

    place: str
    clause: str
    words: str
    indicator: str
    measure: str
    goal: Decimal | None
    cells: list[Cell | None]

    def say(self, one: Obligation) -> None:
        """Take over the words of the obligation that holds."""
        self.place, self.words, self.indicator = one.place, one.words, _goal(one)
        self.measure, self.goal = one.measure, one.goal

    @property
    def total(self) -> int:
        return sum(cell.total for cell in self.cells if cell)

    @property
    def done(self) -> int:
        return sum(cell.done for cell in self.cells if cell)

    @property
    def reached(self) -> Decimal:
        return sum((cell.measured for cell in self.cells if cell), Decimal(0))


@dataclass
class Group:
    name: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    columns: list[str]
    groups: list[Group]
    #: What a text not in force yet would oblige to.
    planned: bool = False
    #: Its lines within a content of coordination that nobody answers for.
    unassigned: tuple[Line[Any], ...] = ()


def matrix_of(agreement: Agreement, *, on: date) -> Matrix:
    """Return the matrix as of ``on``; the number of queries does not grow with the rows."""
    if agreement.state not in RAN:
        return _planned(agreement)
    parties = parties_of(agreement)
    columns, place_of = _columns(parties)
    counts = _counts(agreement, on)
    handed = set(
        HandDown.objects.running()
        .filter(obligation__agreement=agreement)
        .values_list("obligation_id", flat=True)
    )
    groups: dict[str, Group] = {
        code: Group(name) for code, name in content_names(agreement).items()
    }
    rows: dict[str, Row] = {}
    for one in _begun(agreement, on):
        key = str(one.clause)
        if key not in rows:
            rows[key] = _row(one, len(columns))
            groups.setdefault(one.content_code, Group(one.content_code)).rows.append(rows[key])
        elif _stands(one, on):
            rows[key].say(one)
        cells = rows[key].cells
        at = place_of[one.party_id]
        cell = cells[at] = cells[at] or Cell(
            party=str(one.party.organisation_id) if one.party else "chung"
        )
        # An addendum's obligation comes after the one it follows: the last says what holds.
        cell.cadence = str(one.get_cadence_display()) if one.cadence else _("không định kỳ")
        cell.ended = None if _stands(one, on) else one.ends
        total, done, overdue, measured = counts.get(one.pk, (0, 0, 0, Decimal(0)))
        cell.total += total
        cell.done += done
        cell.overdue += overdue
        cell.measured += measured
        cell.handed = cell.handed or one.pk in handed
    return Matrix(columns, [group for group in groups.values() if group.rows])


def _planned(agreement: Agreement) -> Matrix:
    """Return what the text as it reads now would oblige to, and what it leaves to nobody."""
    parties = parties_of(agreement)
    columns, place_of = _columns(parties)
    lines = outline(current_version(agreement))
    codes = content_codes(lines)
    groups: dict[str, Group] = {
        code: Group(name) for code, name in content_names(agreement).items()
    }
    for line in lines:
        item = line.item
        if not item.bearer:
            continue
        goal = f"{item.indicator} – {item.target}" if item.target else item.indicator
        words, clause = item.text or item.heading, str(item.stable_id)
        row = Row(line.path, clause, words, goal, "", None, [None] * len(columns))
        for party in bearing_parties(item, parties):
            said = str(item.get_cadence_display()) if item.cadence else _("không định kỳ")
            row.cells[place_of[party.pk if party else None]] = Cell(said)
        code = codes[item.stable_id]
        groups.setdefault(code, Group(code)).rows.append(row)
    unassigned = tuple(_unassigned(lines, codes))
    return Matrix(
        columns, [one for one in groups.values() if one.rows], planned=True, unassigned=unassigned
    )


def _unassigned(lines: Sequence[Line[Any]], codes: dict[UUID, str]) -> Iterator[Line[Any]]:
    """Return lines with words of a content of coordination, where nobody bears them or above."""
    inner = {line.parent.item.stable_id for line in lines if line.parent}
    for line in lines:
        if not codes[line.item.stable_id] or line.item.stable_id in inner or not line.item.text:
            continue
        above: Line[Any] | None = line
        while above is not None and not above.item.bearer:
            above = above.parent
        if above is None:
            yield line


def _columns(parties: Sequence[Party]) -> tuple[list[str], dict[int | None, int]]:
    """Return the heads, and in which column each party stands (None: all together)."""
    if len(parties) <= _APART:
        heads = [party.label for party in parties]
        places: dict[int | None, int] = {party.pk: n for n, party in enumerate(parties)}
    else:
        sides = list(dict.fromkeys(party.side for party in parties))
        names = {
            side: next(str(one.get_side_display()) for one in parties if one.side == side)
            for side in sides
        }
        sizes = {side: sum(one.side == side for one in parties) for side in sides}
        heads = [
            _("{side} ({count} đơn vị)").format(side=names[side], count=sizes[side])
            for side in sides
        ]
        places = {party.pk: sides.index(party.side) for party in parties}
    places[None] = len(heads)
    return [*heads, _("Cùng làm")], places


def _row(one: Obligation, width: int) -> Row:
    return Row(
        one.place, str(one.clause), one.words, _goal(one), one.measure, one.goal, [None] * width
    )


def _goal(one: Obligation) -> str:
    return f"{one.indicator} – {one.target}" if one.target else one.indicator


def _begun(agreement: Agreement, on: date) -> list[Obligation]:
    """Return what obliged on ``on`` or before, those that ended first within a clause."""
    rows = Obligation.objects.filter(agreement=agreement).exclude(starts__gt=on)
    found = rows.select_related("party").order_by("order", "pk")
    return sorted(found, key=lambda one: (one.order, _stands(one, on)))


def _stands(one: Obligation, on: date) -> bool:
    return one.ends is None or one.ends > on


def _counts(agreement: Agreement, on: date) -> dict[int, tuple[int, int, int, Decimal]]:
    """Return total, confirmed, overdue and measured by obligation; one query."""
    rows = (
        Duty.objects.of(agreement.pk)
        .filter(starts__lte=on)
        .exclude(state=DutyState.WAIVED)
        .order_by()
        .values("obligation_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=DutyState.ACCEPTED)),
            overdue=Count("pk", filter=Q(state__in=OWED, due__lt=on)),
            measured=Sum("measured"),
        )
    )
    return {
        row["obligation_id"]: (
            row["total"],
            row["done"],
            row["overdue"],
            row["measured"] or Decimal(0),
        )
        for row in rows
    }
