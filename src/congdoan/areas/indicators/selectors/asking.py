"""Figures of organisations, computed now from the records there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from congdoan.areas.indicators.enums import RollUp
from congdoan.areas.indicators.rules import (
    Formulas,
    broken_down,
    leaves_of,
    parts_of,
    ratio,
    split,
    value_of,
)
from congdoan.areas.indicators.selectors.catalogue import formula_on, rollup_on
from congdoan.areas.indicators.selectors.places import (
    unscoped_ended_places,
    unscoped_places,
    unscoped_units,
)
from congdoan.areas.indicators.selectors.register import Asked, Functions, registered

#: Who speaks for which unit.
Pairs = tuple[tuple[int, int], ...]
#: What is known of an organisation, by key.
Known = dict[str, Decimal]


@dataclass(frozen=True)
class Total:
    """A figure of a branch: of how many of its organisations it is known, and of how many not."""

    value: Decimal | None
    known: int
    places: int

    @property
    def is_whole(self) -> bool:
        return self.known == self.places


def computed(
    keys: Iterable[str], organisation_id: int, first: date, last: date
) -> dict[str, Decimal | None]:
    """
    Return an organisation's own figures, those below it left out.

    :param keys: ``CODE`` or ``CODE.FEMALE``
    :return: each key; None where no live record answers
    """
    wanted = list(keys)
    found = computed_many(wanted, [organisation_id], first, last)[organisation_id]
    return {key: found.get(key) for key in wanted}


def computed_many(
    keys: Iterable[str], organisation_ids: Iterable[int], first: date, last: date
) -> dict[int, dict[str, Decimal]]:
    """
    Return the own figures of many organisations; the statements do not depend on how many.

    What no live record answers is left out.
    """
    wanted, ids = list(keys), list(organisation_ids)
    formulas = _formulas(last)
    asked = Asked(tuple(ids), first, last, unscoped_units(ids, on=last) if ids else ())
    leaves = _answers(leaves_of(wanted, formulas), asked)
    found: dict[int, dict[str, Decimal]] = {}
    for pk in ids:
        values = {key: value_of(key, leaves.get(pk, {}), formulas) for key in wanted}
        found[pk] = {key: value for key, value in values.items() if value is not None}
    return found


def branch_totals(
    keys: Iterable[str], organisation_id: int, first: date, last: date
) -> dict[str, Total]:
    """
    Return the figures of an organisation with all below it, in the tree of the last day.

    Who ended under it in the period is added with what there was until then. A sum adds what is
    known. A ratio is computed from the parts summed over the organisations of which both are
    known: never a mean of ratios. What rolls up as distinct is counted once in the branch; of what
    is already said for a branch the organisation's own figure stands.
    """
    places = unscoped_places(organisation_id, on=last)
    ended = unscoped_ended_places(organisation_id, first=first, last=last)
    units = unscoped_units([*places, *ended], on=last)
    return _summed(list(keys), organisation_id, places, units, first, last)


def totals_over(key: str, organisation_ids: Iterable[int], first: date, last: date) -> Total:
    """Return a figure of any organisations together, each counted once, no one else's units."""
    ids = set(organisation_ids)
    if not ids:
        return Total(None, 0, 0)
    spoken = [(top, unit) for top, unit in unscoped_units(ids, on=last) if unit in ids]
    covered = {unit for top, unit in spoken if top != unit}
    units = tuple(pair for pair in spoken if pair[0] not in covered)
    places = sorted(ids - covered)
    return _summed([key], places[0], places, units, first, last)[key]


def _summed(
    keys: Sequence[str],
    top: int,
    places: Sequence[int],
    units: Pairs,
    first: date,
    last: date,
) -> dict[str, Total]:
    formulas = _formulas(last)
    leaves = leaves_of(keys, formulas)
    alone = {key for key in leaves if rollup_on(split(key)[0], last) != RollUp.SUM}
    ended = sorted({one for one, _unit in units} - set(places))
    summed = _answers(leaves - alone, Asked((*places, *ended), first, last, units))
    distinct = {key for key in alone if rollup_on(split(key)[0], last) == RollUp.DISTINCT}
    under_top = tuple((top, unit) for _place, unit in units)
    whole = _answers(distinct, Asked((top,), first, last, under_top))
    own = tuple(pair for pair in units if pair[0] == top)
    said = _answers(alone - distinct, Asked((top,), first, last, own))
    at_top = {**whole.get(top, {}), **said.get(top, {})}
    totals = {}
    for key in keys:
        if leaves_of([key], formulas) & alone:
            value = value_of(key, at_top, formulas)
            totals[key] = Total(value, int(value is not None), 1)
        else:
            there, gone = ([summed.get(pk, {}) for pk in ids] for ids in (places, ended))
            totals[key] = _total(key, there, gone, formulas)
    return totals


def _total(key: str, places: Sequence[Known], ended: Sequence[Known], formulas: Formulas) -> Total:
    """Add up; of those who are no more nobody asks how many are known."""
    code, breakdown = split(key)
    formula = formulas(code)
    if formula.same_as:
        return _total(broken_down(formula.same_as, breakdown), places, ended, formulas)
    known = sum(value_of(key, one, formulas) is not None for one in places)
    if not formula.is_ratio:
        values = [value_of(key, one, formulas) for one in (*places, *ended)]
        sure = [value for value in values if value is not None]
        return Total(sum(sure, Decimal(0)) if sure else None, known, len(places))
    top, whole = parts_of(key, formulas)
    pairs = [
        (value_of(top, one, formulas), value_of(whole, one, formulas)) for one in (*places, *ended)
    ]
    both = [(up, down) for up, down in pairs if up is not None and down is not None]
    known = sum(
        value_of(top, one, formulas) is not None and value_of(whole, one, formulas) is not None
        for one in places
    )
    up = sum((one for one, _down in both), Decimal(0))
    down = sum((one for _up, one in both), Decimal(0))
    return Total(ratio(up, down), known, len(places))


def _formulas(on: date) -> Formulas:
    return lambda code: formula_on(code, on)


def _answers(leaves: Iterable[str], asked: Asked) -> dict[int, Known]:
    """Ask each function that is needed once; return what is known of whom."""
    by_function: dict[Functions, set[str]] = defaultdict(set)
    for key in leaves:
        answer = registered(key)
        if answer is not None:
            by_function[answer.functions].add(key)
    found: dict[int, Known] = defaultdict(dict)
    if not asked.organisation_ids:
        return found
    for functions, wanted in by_function.items():
        for key, values in functions(asked).items():
            if key in wanted:
                for pk, value in values.items():
                    found[pk][key] = value
    return found
