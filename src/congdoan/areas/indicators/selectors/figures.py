"""An indicator's figure of an organisation with all it is made of, as a page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from congdoan.areas.indicators import policies
from congdoan.areas.indicators.enums import Breakdown, Kind, Source
from congdoan.areas.indicators.rules import leaves_of, parts_of, split
from congdoan.areas.indicators.selectors.asking import Total, branch_totals, computed
from congdoan.areas.indicators.selectors.catalogue import (
    Indicator,
    formula_on,
    indicator,
    indicators,
)
from congdoan.areas.indicators.selectors.places import unscoped_places
from congdoan.areas.indicators.selectors.register import registered
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation

#: Larger branches are computed figure by figure only: all at once would take too long.
MOST_PLACES = 10_000


@dataclass(frozen=True)
class Figure:
    """One line: what it is, the organisation's own figure, that of its branch."""

    key: str
    indicator: Indicator
    breakdown: str
    #: 0 for what was asked for, 1 for a breakdown or a part of it.
    depth: int
    own: Decimal | None
    #: None where nobody is below.
    total: Total | None

    @property
    def label(self) -> str:
        if not self.breakdown:
            return self.indicator.label
        return f"{self.indicator.label}: {Breakdown(self.breakdown).label}"

    @property
    def digits(self) -> int:
        return 2 if self.indicator.kind in {Kind.RATIO, Kind.AVERAGE} else 0


def countable_union(actor: Actor, pk: int | None) -> Organisation:
    """:raises NotFound: when there is no such union, or its figures are not the actor's to see."""
    found = Organisation.objects.filter(pk=pk or 0, family=Family.UNION).first()
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def is_answered(key: str, on: date) -> bool:
    """Tell whether records answer everything a key is made of."""
    leaves = leaves_of([key], lambda code: formula_on(code, on))
    return all(registered(leaf) is not None for leaf in leaves)


def may_see_key(actor: Actor, key: str, organisation: Organisation, on: date) -> bool:
    """Tell whether a figure needs no more than ``indicators.view``, or the actor has it."""
    for leaf in leaves_of([key], lambda code: formula_on(code, on)):
        found = registered(leaf)
        if found is not None and found.needs and not actor.may(found.needs, on=organisation):
            return False
    return True


def figures_of(
    actor: Actor, organisation: Organisation, asked: Indicator, first: date, last: date
) -> list[Figure]:
    """Return the figure asked for, then its breakdowns and parts: those there are for the actor."""
    lines = [
        (key, depth)
        for key, depth in _lines(asked, last)
        if is_answered(key, last) and may_see_key(actor, key, organisation, last)
    ]
    return _figures(organisation, lines, first, last)


def is_large(organisation: Organisation, on: date) -> bool:
    """Tell whether a branch is computed figure by figure only."""
    return len(unscoped_places(organisation.pk, on=on)) > MOST_PLACES


def all_figures(actor: Actor, organisation: Organisation, first: date, last: date) -> list[Figure]:
    """Return every figure that records answer, in the order of the catalogue."""
    lines = [
        (one.code, 0)
        for one in indicators(last)
        if one.source == Source.AUTO
        and one.number
        and may_see_key(actor, one.code, organisation, last)
    ]
    return _figures(organisation, lines, first, last, most=MOST_PLACES)


def _lines(asked: Indicator, on: date) -> Iterator[tuple[str, int]]:
    yield asked.code, 0
    for key in asked.keys[1:]:
        yield key, 1
    for key in parts_of(asked.code, lambda code: formula_on(code, on)):
        yield key, 1


def _figures(
    organisation: Organisation,
    lines: list[tuple[str, int]],
    first: date,
    last: date,
    *,
    most: int | None = None,
) -> list[Figure]:
    keys = [key for key, _depth in lines]
    own = computed(keys, organisation.pk, first, last)
    places = len(unscoped_places(organisation.pk, on=last))
    added = keys and places > 1 and (most is None or places <= most)
    totals = branch_totals(keys, organisation.pk, first, last) if added else {}
    found = []
    for key, depth in lines:
        code, breakdown = split(key)
        found.append(
            Figure(key, indicator(code, last), breakdown, depth, own[key], totals.get(key))
        )
    return found
