"""Figures of organisations, computed now from the records there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from congdoan.areas.indicators.rules import (
    Formulas,
    broken_down,
    leaves_of,
    parts_of,
    ratio,
    split,
    value_of,
)
from congdoan.areas.indicators.selectors.catalogue import formula_on
from congdoan.areas.indicators.selectors.places import unscoped_places, unscoped_units
from congdoan.areas.indicators.selectors.register import Asked, Functions, registered


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
    leaves = _leaves(wanted, ids, first, last, formulas)
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

    A sum adds what is known. A ratio is computed from the parts summed over the organisations of
    which both are known: never a mean of ratios.
    """
    wanted = list(keys)
    formulas = _formulas(last)
    places = unscoped_places(organisation_id, on=last)
    leaves = _leaves(wanted, places, first, last, formulas)
    known = [leaves.get(pk, {}) for pk in places]
    return {key: _total(key, known, formulas) for key in wanted}


def _total(
    key: str, places: Sequence[dict[str, Decimal]], formulas: Formulas
) -> Total:
    code, breakdown = split(key)
    formula = formulas(code)
    if formula.same_as:
        return _total(broken_down(formula.same_as, breakdown), places, formulas)
    if not formula.is_ratio:
        values = [value_of(key, one, formulas) for one in places]
        sure = [value for value in values if value is not None]
        return Total(sum(sure, Decimal(0)) if sure else None, len(sure), len(places))
    top, whole = parts_of(key, formulas)
    pairs = [(value_of(top, one, formulas), value_of(whole, one, formulas)) for one in places]
    both = [(up, down) for up, down in pairs if up is not None and down is not None]
    up = sum((one for one, _down in both), Decimal(0))
    down = sum((one for _up, one in both), Decimal(0))
    return Total(ratio(up, down), len(both), len(places))


def _formulas(on: date) -> Formulas:
    return lambda code: formula_on(code, on)


def _leaves(
    keys: Sequence[str], ids: Sequence[int], first: date, last: date, formulas: Formulas
) -> dict[int, dict[str, Decimal]]:
    """Ask each function that is needed once."""
    wanted = leaves_of(keys, formulas)
    by_function: dict[Functions, set[str]] = defaultdict(set)
    for key in wanted:
        answer = registered(key)
        if answer is not None:
            by_function[answer.functions].add(key)
    if not by_function or not ids:
        return {}
    asked = Asked(tuple(ids), first, last, unscoped_units(ids, on=last))
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for functions, answered in by_function.items():
        for key, values in functions(asked).items():
            if key in answered:
                for pk, value in values.items():
                    found[pk][key] = value
    return found
