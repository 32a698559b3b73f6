"""The arithmetic of indicators: which parts a figure is made of, and how it is made of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Formula:
    """What a figure is computed from; all empty: from records or by hand."""

    same_as: str = ""
    numerator: str = ""
    denominator: str = ""
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()

    @property
    def is_ratio(self) -> bool:
        return bool(self.numerator)

    @property
    def parts(self) -> tuple[str, ...]:
        if self.same_as:
            return (self.same_as,)
        if self.is_ratio:
            return self.numerator, self.denominator
        return self.plus + self.minus


#: Looks a code's formula up.
Formulas = Callable[[str], Formula]


def split(key: str) -> tuple[str, str]:
    """Return the code and the breakdown of ``CODE`` or ``CODE.FEMALE``."""
    code, _dot, breakdown = key.partition(".")
    return code, breakdown


def broken_down(key: str, breakdown: str) -> str:
    """Return the key of a part in the same breakdown as the whole."""
    return f"{key}.{breakdown}" if breakdown and "." not in key else key


def parts_of(key: str, formulas: Formulas) -> tuple[str, ...]:
    """Return the keys a key is directly made of."""
    code, breakdown = split(key)
    return tuple(broken_down(part, breakdown) for part in formulas(code).parts)


def leaves_of(keys: Iterable[str], formulas: Formulas) -> set[str]:
    """Return the keys that only records (or people) can answer, of which all others are made."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        parts = parts_of(key, formulas)
        waiting.extend(parts)
        if not parts:
            found.add(key)
    return found


def value_of(key: str, known: Mapping[str, Decimal | None], formulas: Formulas) -> Decimal | None:
    """
    Return a figure from its leaves; None where a leaf is not known or a ratio's whole is zero.

    A ratio is in percent, of the parts as they are: whoever sums, sums the parts first.
    """
    code, breakdown = split(key)
    formula = formulas(code)
    if not formula.parts:
        return known.get(key)
    values = [value_of(broken_down(part, breakdown), known, formulas) for part in formula.parts]
    if any(value is None for value in values):
        return None
    sure = [value for value in values if value is not None]
    if formula.same_as:
        return sure[0]
    if formula.is_ratio:
        return ratio(sure[0], sure[1])
    added = len(formula.plus)
    return sum(sure[:added], Decimal(0)) - sum(sure[added:], Decimal(0))


def ratio(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Return the percentage, with two decimals; None of nothing."""
    if not denominator:
        return None
    return (numerator * HUNDRED / denominator).quantize(Decimal("0.01"))
