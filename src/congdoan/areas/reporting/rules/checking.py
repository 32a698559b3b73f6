"""What the checks of a form find in figures: pure arithmetic, nothing is guessed from a blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

Values = Mapping[str, Decimal | None]


class CheckLike(Protocol):
    """What a check says; the table's rows do."""

    position: int
    kind: str
    severity: str
    series: str
    operator: str
    terms: list[str]
    low: Decimal | None
    high: Decimal | None


class CellLike(Protocol):
    """What a cell says of its place."""

    position: int
    series: str
    roll_up: str
    parts: list[int]


@dataclass(frozen=True)
class Finding:
    """A check that does not hold: the figure, what it was compared with, and how."""

    position: int
    kind: str
    severity: str
    series: str
    operator: str
    terms: tuple[str, ...]
    value: Decimal
    other: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def key(self) -> str:
        """Return what the explanation is kept under."""
        return f"{self.kind}:{self.series}:{self.position}"

    @property
    def is_hard(self) -> bool:
        return self.severity == "HARD"


def by_series(
    cells: Sequence[CellLike], array: Sequence[Decimal | None]
) -> dict[str, Decimal | None]:
    """Return figures by series, ratios computed from their parts."""
    return {one.series: figure_at(one, array) for one in cells}


def figure_at(cell: CellLike, array: Sequence[Decimal | None]) -> Decimal | None:
    """Return what a cell shows; a ratio without both parts, or by zero, is not known."""
    value = value_at(cell, array)
    return value.quantize(Decimal("0.01")) if value is not None and _is_ratio(cell) else value


def value_at(cell: CellLike, array: Sequence[Decimal | None]) -> Decimal | None:
    """Return the same, a ratio (in percent) not rounded yet."""
    if not _is_ratio(cell):
        return array[cell.position] if cell.position < len(array) else None
    if len(cell.parts) < 2:
        return None
    above, below = (array[one] if one < len(array) else None for one in cell.parts[:2])
    return above * 100 / below if above is not None and below else None


def _is_ratio(cell: CellLike) -> bool:
    return cell.roll_up == "RATIO"


def findings(checks: Sequence[CheckLike], values: Values, before: Values) -> list[Finding]:
    """Return what does not hold, in the order of the checks."""
    return [found for one in checks if (found := _judge(one, values, before)) is not None]


def _judge(check: CheckLike, values: Values, before: Values) -> Finding | None:
    value = values.get(check.series)
    if value is None:
        return None
    if check.kind == "RANGE":
        out = (check.low is not None and value < check.low) or (
            check.high is not None and value > check.high
        )
        return _found(check, value, value) if out else None
    if check.kind == "OUTLIER":
        return _outlier(check, value, before.get(check.series))
    base: Decimal | None = Decimal(0)
    if check.kind == "CONTINUITY":
        base = before.get(check.series)
    other = _sum(check.terms, values, base)
    if other is None or _holds(value, check.operator, other):
        return None
    return _found(check, value, other)


def _outlier(check: CheckLike, value: Decimal, last: Decimal | None) -> Finding | None:
    if last is None or check.high is None:
        return None
    gap = abs(value - last)
    if gap < (check.low or 0) or gap * 100 <= check.high * abs(last):
        return None
    return _found(check, value, last)


def _sum(terms: Sequence[str], values: Values, base: Decimal | None) -> Decimal | None:
    total = base
    for term in terms:
        part = values.get(term[1:])
        if part is None or total is None:
            return None
        total = total - part if term.startswith("-") else total + part
    return total


def _holds(value: Decimal, operator: str, other: Decimal) -> bool:
    if operator == "<=":
        return value <= other
    if operator == ">=":
        return value >= other
    return value == other


def _found(check: CheckLike, value: Decimal, other: Decimal) -> Finding:
    return Finding(
        check.position,
        check.kind,
        check.severity,
        check.series,
        check.operator,
        tuple(check.terms),
        value,
        other,
        check.low,
        check.high,
    )
