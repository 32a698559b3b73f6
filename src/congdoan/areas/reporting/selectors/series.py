"""
A line of a form over the rounds of a branch: on the tree of each round's day, on today's, and like
for like (organisations' series), from the reports accepted in each.

The same indicator and breakdown is one series, whatever version of the form asked it and wherever
it stood there. A share is computed from summed parts, an average by its weights. Corrections of a
superior are of its own total and in none of the three.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from congdoan.areas.reporting.enums import ReportState, RollUp
from congdoan.areas.reporting.models import Cell, Round
from congdoan.areas.reporting.selectors.rounds import visible_rounds
from congdoan.areas.reporting.selectors.totals import Place
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import Point, series_of

#: Rounds looked back on.
MOST = 8

_SUM = """
SELECT count(*), count(r.entered[%(value)s]), sum(r.entered[%(value)s]),
  sum(r.entered[%(other)s]), sum(r.entered[%(value)s] * r.entered[%(other)s])
FROM reporting_report r
WHERE r.round_id = %(round)s AND r.state = %(accepted)s
  AND r.organisation_id = ANY(%(ids)s::bigint[])
"""


@dataclass(frozen=True)
class Summed:
    """A figure of some organisations together: from how many accepted reports, and of how many."""

    value: Decimal | None
    known: int
    reports: int


@dataclass(frozen=True)
class Dot:
    """One round of a series: three figures, and what broke it since the one before."""

    round: Round
    then: Summed
    today: Summed
    alike: Summed
    point: Point


def has_series(cell: Cell) -> bool:
    """Tell whether figures of any set of units can be put together."""
    return cell.roll_up not in {RollUp.DISTINCT, RollUp.LATEST}


def line_over(actor: Actor, place: Place, cell: Cell) -> list[Dot]:
    """
    Return a line of a branch over the rounds of the same opener, form and kind, oldest first.

    The statements depend on the number of rounds alone.
    """
    asked = _rounds(actor, place, cell)
    totals: list[Summed] = []

    def place_of(organisations: Collection[int], day: date) -> int:
        # ``series_of`` carries whole numbers: ours is the place where the figure stands.
        totals.append(_summed(*asked[day], organisations))
        return len(totals) - 1

    points = series_of(actor, place.organisation, days=list(asked), counting=place_of)
    return [
        Dot(asked[one.on][0], totals[one.then], totals[one.today], totals[one.alike], one)
        for one in points
    ]


def _rounds(actor: Actor, place: Place, cell: Cell) -> dict[date, tuple[Round, Cell]]:
    """Return the rounds that asked the series by their day, each with its cell; two queries."""
    here = place.round
    rounds = list(
        visible_rounds(actor)
        .filter(
            organisation=here.organisation_id,
            version__form=here.version.form_id,
            kind=here.kind,
            on__lte=here.on,
            version__cells__series=cell.series,
        )
        .order_by("-on", "-pk")[:MOST]
    )
    cells = Cell.objects.filter(version__in={one.version_id for one in rounds}, series=cell.series)
    by_version = {one.version_id: one for one in cells}
    found: dict[date, tuple[Round, Cell]] = {}
    for one in rounds:
        found.setdefault(one.on, (one, by_version[one.version_id]))
    return found


def _summed(asked: Round, cell: Cell, organisations: Collection[int]) -> Summed:
    is_ratio = cell.roll_up == RollUp.RATIO
    if is_ratio and len(cell.parts) < 2:
        return Summed(None, 0, 0)
    value = cell.parts[0] if is_ratio else cell.position
    other = cell.parts[-1] if cell.parts else value
    with connection.cursor() as cursor:
        cursor.execute(
            _SUM,
            {
                "round": asked.pk,
                "accepted": ReportState.ACCEPTED.value,
                "ids": sorted(organisations),
                "value": value + 1,
                "other": other + 1,
            },
        )
        reports, known, sum_, parts, products = cursor.fetchone()
    if is_ratio:
        sum_ = sum_ * 100 / parts if sum_ is not None and parts else None
    elif cell.roll_up == RollUp.WEIGHTED and cell.parts:
        sum_ = products / parts if products is not None and parts else None
    return Summed(round(sum_, 2) if sum_ is not None else None, known, reports)
