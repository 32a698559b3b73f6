"""How figures of many become the figure of all: sums are added, shares are never averaged."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from congdoan.areas.reporting.enums import RollUp


class Box(Protocol):
    """What of a cell decides how it is added up."""

    @property
    def position(self) -> int: ...
    @property
    def roll_up(self) -> str: ...
    @property
    def parts(self) -> Sequence[int]: ...


#: Never stored in a total: a share comes from summed parts; who is counted once cannot be added.
_NOT_ADDED = {RollUp.RATIO.value, RollUp.DISTINCT.value}
_HUNDRED = Decimal(100)


def weights(cells: Iterable[Box]) -> list[int | None]:
    """Return for each position (in order) the position that weighs it, if any."""
    return [
        cell.parts[0] if cell.roll_up == RollUp.WEIGHTED and cell.parts else None for cell in cells
    ]


def summed_positions(cells: Iterable[Box]) -> list[int]:
    """Return the positions a total adds."""
    return [cell.position for cell in cells if cell.roll_up not in _NOT_ADDED]


def shown(
    cells: Sequence[Box], values: Sequence[Decimal | None], *, weighed: bool
) -> list[Decimal | None]:
    """
    Return what is shown of ``values`` (in the order of ``cells``): shares and averages computed.

    ``weighed``: the values come from a total, where an average holds Σ value × weight. A share of
    nothing (denominator 0 or not stated) is not stated; shares are percent.
    """

    def at(position: int) -> Decimal | None:
        return values[position] if position < len(values) else None

    found: list[Decimal | None] = []
    for cell in cells:
        value = at(cell.position)
        if cell.roll_up == RollUp.RATIO:
            upper, lower = (at(one) for one in cell.parts)
            value = upper * _HUNDRED / lower if upper is not None and lower else None
        elif weighed and cell.roll_up == RollUp.WEIGHTED and cell.parts and value is not None:
            weight = at(cell.parts[0])
            value = value / weight if weight else None
        found.append(value)
    return found
