"""Density: members for a hundred employees (domain-rules §2.4), over what is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Density:
    """Sums over units: ``members`` and ``employees`` only of those whose number is known."""

    members: int = 0
    employees: int = 0
    known: int = 0
    units: int = 0

    @property
    def percent(self) -> float | None:
        """Return the density with one decimal; None where no number is known."""
        return percent_of(self.members, self.employees)

    @property
    def whole(self) -> int | None:
        """Return full percents: 99.9 is not yet 100."""
        return self.members * 100 // self.employees if self.employees else None


def percent_of(members: int, employees: int | None) -> float | None:
    """Return members for a hundred employees, rounded half up to one decimal."""
    return (members * 2000 + employees) // (2 * employees) / 10 if employees else None


def added_up(parts: Iterable[tuple[int, int | None]]) -> Density:
    """Return the density of units given as (members, employees or None)."""
    pairs = list(parts)
    known = [(members, total) for members, total in pairs if total]
    return Density(
        sum(members for members, _total in known),
        sum(total for _members, total in known),
        len(known),
        len(pairs),
    )


def is_stale(counted_on: date | None, *, on: date, days: int) -> bool:
    return counted_on is not None and counted_on + timedelta(days=days) < on
