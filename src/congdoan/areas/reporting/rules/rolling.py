"""How figures of many become the figure of all: sums are added, shares are never averaged."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.rules.checking import CellLike, value_at
from congdoan.kernel.organisations.enums import HierarchyId

#: Never stored in a total: a share comes from summed parts; who is counted once cannot be added.
_NOT_ADDED = {RollUp.RATIO.value, RollUp.DISTINCT.value}


def weights(cells: Iterable[CellLike]) -> list[int | None]:
    """Return for each position (in order) the position that weighs it, if any."""
    return [
        cell.parts[0] if cell.roll_up == RollUp.WEIGHTED and cell.parts else None for cell in cells
    ]


def summed_positions(cells: Iterable[CellLike]) -> list[int]:
    """Return the positions a total adds."""
    return [cell.position for cell in cells if cell.roll_up not in _NOT_ADDED]


def shown(
    cells: Sequence[CellLike], values: Sequence[Decimal | None], *, weighed: bool
) -> list[Decimal | None]:
    """
    Return what is shown of ``values`` (in the order of ``cells``): shares and averages computed.

    ``weighed``: the values come from a total, where an average holds Σ value × weight. A share of
    nothing (denominator 0 or not stated) is not stated; shares are percent.
    """
    found: list[Decimal | None] = []
    for cell in cells:
        value = value_at(cell, values)
        if weighed and cell.roll_up == RollUp.WEIGHTED and cell.parts and value is not None:
            weight = values[cell.parts[0]] if cell.parts[0] < len(values) else None
            value = value / weight if weight else None
        found.append(value)
    return found


def second_line(first: int) -> int:
    """Return the hierarchy that reads a round beside the one it is asked on."""
    return HierarchyId.COMMAND if first == HierarchyId.SECTOR else HierarchyId.SECTOR
