"""Units against figures, or one figure against rounds: a table to compare and to take along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.models import Round
from congdoan.areas.reporting.selectors.cells import Layout, head_of, layout_of
from congdoan.areas.reporting.selectors.totals import (
    Contribution,
    Figures,
    Place,
    contributions,
    figures_of,
)

#: Columns people can still read side by side.
MOST = 8
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Head:
    """A column: a figure of the round, or a round of the figure."""

    label: str
    #: Adding the column up says something; not so for shares, averages, people counted once.
    adds_up: bool


@dataclass(frozen=True)
class Line:
    """A unit below with its figures, and the part each is of the whole where that is asked."""

    organisation_id: int
    name: str
    values: Figures
    shares: Figures


@dataclass(frozen=True)
class Pivot:
    heads: list[Head]
    lines: list[Line]
    whole: Figures
    #: Over rounds: who stood there in each, and whether its form says the figure.
    there: tuple[frozenset[int], ...] = ()

    def by(self, column: int, *, rising: bool) -> list[Line]:
        """Return the lines in the order of a column; what is not stated comes last."""
        stated = [one for one in self.lines if one.values[column] is not None]
        silent = [one for one in self.lines if one.values[column] is None]
        stated.sort(key=lambda one: (one.values[column] or 0, one.name), reverse=not rising)
        return [*stated, *sorted(silent, key=lambda one: one.name)]

    def most(self, column: int) -> Decimal:
        return max((one.values[column] or Decimal(0) for one in self.lines), default=Decimal(0))


def earlier_rounds(place: Place) -> list[Round]:
    """Return rounds of the same form in which the branch has a total, the newest first."""
    rows = Round.objects.filter(
        version__form=place.round.version.form_id,
        kind=place.round.kind,
        totals__organisation=place.organisation,
        totals__hierarchy=place.total.hierarchy_id,
        last__lte=place.round.last,
    )
    return list(rows.select_related("version").order_by("-last", "-pk").distinct()[:MOST])


def by_figures(place: Place, layout: Layout, positions: Sequence[int]) -> Pivot:
    """Return units below against some figures of one round."""
    chosen = [layout.cells[one] for one in positions]
    heads = [Head(head_of(one), _adds_up(one.roll_up)) for one in chosen]
    whole = figures_of(layout, place.total)
    found = {
        one.organisation_id: (one.name, [one.values[p] for p in positions])
        for one in _units(place, layout)
    }
    return _pivot(heads, found, [whole[p] for p in positions])


def by_rounds(place: Place, rounds: Sequence[Round], series: str) -> Pivot:
    """
    Return units below against rounds, oldest first, for one figure.

    A unit stands where it stood in each round: founded or ended in between, it has gaps.
    """
    columns: list[dict[int, tuple[str, Decimal | None]]] = []
    heads: list[Head] = []
    whole: Figures = []
    for found in sorted(rounds, key=lambda one: (one.last, one.pk)):
        layout = layout_of(found.version)
        cell = layout.by_series.get(series)
        total = found.totals.get(
            organisation=place.organisation, hierarchy=place.total.hierarchy_id
        )
        there = Place(found, total, place.organisation, place.name, [], [])
        heads.append(Head(found.title, cell is not None and _adds_up(cell.roll_up)))
        whole.append(figures_of(layout, total)[cell.position] if cell else None)
        columns.append(
            {
                one.organisation_id: (one.name, one.values[cell.position])
                for one in _units(there, layout)
            }
            if cell
            else {}
        )
    names = {pk: name for column in columns for pk, (name, _value) in column.items()}
    lines = {
        pk: (name, [column[pk][1] if pk in column else None for column in columns])
        for pk, name in names.items()
    }
    there = tuple(frozenset(one) for one in columns)
    return replace(_pivot(heads, lines, whole), there=there)


def _units(place: Place, layout: Layout) -> list[Contribution]:
    return [one for one in contributions(place, layout) if one.counts and one.adjustment is None]


def _adds_up(roll_up: str) -> bool:
    return roll_up in {RollUp.SUM, RollUp.LATEST}


def _pivot(heads: list[Head], found: Mapping[int, tuple[str, Figures]], whole: Figures) -> Pivot:
    def share(column: int, value: Decimal | None) -> Decimal | None:
        of = whole[column]
        if value is None or not of or not heads[column].adds_up:
            return None
        return value * _HUNDRED / of

    lines = [
        Line(pk, name, values, [share(n, one) for n, one in enumerate(values)])
        for pk, (name, values) in found.items()
    ]
    return Pivot(heads, lines, whole)
