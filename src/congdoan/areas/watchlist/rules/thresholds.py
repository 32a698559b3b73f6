"""Which threshold somebody is at, by the law's numbers; what follows is for people to decide."""

from collections.abc import Sequence
from datetime import date

#: The degrees of a threshold table, mildest first.
DEGREES = ("REPRIMAND", "WARNING", "EXPULSION")


def months_between(first: date, last: date) -> int:
    """Return how many months, both counted: 10/2025 to 01/2026 are four."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def absent_percent(held: int, attended: int) -> int:
    """Return the share missed in whole percent, rounded down: nobody is over by rounding."""
    return (held - attended) * 100 // held if held else 0


def degree(figure: int, steps: Sequence[int], near: int) -> str:
    """
    Return the highest degree reached, NEAR the first one, or nothing.

    ``near``: how much below the first step is near.
    """
    reached = [name for name, step in zip(DEGREES, steps, strict=True) if figure >= step]
    if reached:
        return reached[-1]
    return "NEAR" if figure > 0 and figure >= steps[0] - near else ""
