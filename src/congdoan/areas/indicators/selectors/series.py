"""
A figure over periods, on the tree of then, on today's, and like for like (organisations' series).

Whoever is counted on a day speaks for the sections and teams counted that day. Each view sums the
same way as a branch does: a ratio from summed parts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.areas.indicators.enums import Kind, RollUp
from congdoan.areas.indicators.rules import leaves_of, split
from congdoan.areas.indicators.selectors.asking import Total, totals_over
from congdoan.areas.indicators.selectors.catalogue import find_indicator, formula_on
from congdoan.areas.indicators.selectors.register import registered
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import Point, series_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.models import Period


@dataclass(frozen=True)
class Dot:
    """One period of a series: three figures, and what broke it since the one before."""

    period: Period
    last: date
    then: Total
    today: Total
    alike: Total
    point: Point


def has_series(key: str, on: date) -> bool:
    """
    Tell whether a figure is a stock of units alone, so that any set of them has one on a day.

    A flow has days on which other units were there: it is asked for period by period.
    """
    for leaf in leaves_of([key], lambda code: formula_on(code, on)):
        found = registered(leaf)
        if found is None or not found.of_units:
            return False
        of = find_indicator(split(leaf)[0], on)
        if of is None or of.kind != Kind.STOCK or of.rollup == RollUp.LATEST:
            return False
    return True


def series_over(
    actor: Actor, branch: Organisation, key: str, periods: Sequence[tuple[Period, date]]
) -> list[Dot]:
    """Return a figure of a branch for periods, oldest first; statements depend on their number."""
    first_days = {last: period.first_day for period, last in periods}
    totals: list[Total] = []

    def place_of(organisations: Collection[int], day: date) -> int:
        # ``series_of`` carries whole numbers: ours is the place where the figure stands.
        totals.append(totals_over(key, organisations, first_days[day], day))
        return len(totals) - 1

    points = series_of(actor, branch, days=list(first_days), counting=place_of)
    by_day = {last: period for period, last in periods}
    return [
        Dot(
            by_day[point.on],
            point.on,
            totals[point.then],
            totals[point.today],
            totals[point.alike],
            point,
        )
        for point in points
    ]
