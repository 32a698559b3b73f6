"""Where tiles stand and which of five classes a figure is in."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = Decimal | None

#: From this day there are the 34 provinces drawn here.
SINCE = date(2025, 7, 1)
CLASSES = 5

#: Column and row of each province (code of the State), roughly as they lie.
GRID: dict[str, tuple[int, int]] = {
    "12": (0, 0), "15": (1, 0), "08": (2, 0), "04": (3, 0),
    "11": (0, 1), "14": (1, 1), "25": (2, 1), "19": (3, 1), "20": (4, 1),
    "01": (2, 2), "24": (3, 2), "22": (4, 2),
    "37": (2, 3), "33": (3, 3), "31": (4, 3),
    "38": (2, 4),
    "40": (2, 5),
    "42": (2, 6),
    "44": (3, 7),
    "46": (3, 8),
    "48": (4, 9),
    "51": (4, 10),
    "52": (4, 11),
    "66": (4, 12),
    "75": (2, 13), "68": (3, 13), "56": (4, 13),
    "80": (1, 14), "79": (2, 14),
    "91": (0, 15), "82": (1, 15), "86": (2, 15),
    "92": (1, 16),
    "96": (0, 17),
}  # fmt: skip
WIDE, HIGH, GAP = 138, 54, 6
COLUMNS, ROWS = 5, 18


def corner(code: str) -> tuple[int, int]:
    """Return where the tile of a province begins."""
    column, row = GRID[code]
    return column * (WIDE + GAP), row * (HIGH + GAP)


@dataclass(frozen=True)
class Scale:
    """Upper ends of the classes, rising; a figure is in the first class that reaches it."""

    ends: tuple[Decimal, ...]
    least: Decimal

    def tone(self, value: Value) -> int:
        """Return 1 … 5, 0 for what is not stated."""
        if value is None:
            return 0
        place = min(bisect_left(self.ends, value), len(self.ends) - 1)
        return 1 + place if self.ends else 1

    @property
    def spans(self) -> list[tuple[int, Decimal, Decimal]]:
        """Return (class, above or from, up to) in order."""
        starts = (self.least, *self.ends[:-1])
        pairs = zip(starts, self.ends, strict=False)
        return [(n, low, high) for n, (low, high) in enumerate(pairs, 1)]


PERCENT = Scale(tuple(Decimal(one) for one in (20, 40, 60, 80, 100)), Decimal(0))


def scale_of(values: Iterable[Value]) -> Scale:
    """Return at most five classes that hold about equally many of the different figures."""
    found: Sequence[Decimal] = sorted({one for one in values if one is not None})
    if not found:
        return Scale((), Decimal(0))
    many = min(CLASSES, len(found))
    ends = tuple(found[-(-len(found) * n // many) - 1] for n in range(1, many + 1))
    return Scale(ends, found[0])
