"""The periods that are the same for everybody: they tile the years without gap or overlap."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from congdoan.kernel.periods.enums import PeriodKind

_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Stretch:
    """A period before it is stored; ``parent`` is a code that comes earlier."""

    kind: PeriodKind
    code: str
    label: str
    start: date
    until: date
    parent: str = ""


def calendar_stretches(first: int, last: int) -> Iterator[Stretch]:
    """Return years, halves, quarters and months from the year ``first`` to ``last``."""
    for year in range(first, last + 1):
        yield Stretch(
            PeriodKind.CALENDAR_YEAR, f"{year}", f"Năm {year}", date(year, 1, 1), _month(year, 13)
        )
        for half, word in ((1, "đầu"), (2, "cuối")):
            yield Stretch(
                PeriodKind.HALF_YEAR,
                f"{year}-H{half}",
                f"6 tháng {word} năm {year}",
                _month(year, 6 * half - 5),
                _month(year, 6 * half + 1),
                f"{year}",
            )
        for quarter in range(1, 5):
            yield Stretch(
                PeriodKind.QUARTER,
                f"{year}-Q{quarter}",
                f"Quý {_QUARTERS[quarter - 1]} năm {year}",
                _month(year, 3 * quarter - 2),
                _month(year, 3 * quarter + 1),
                f"{year}-H{(quarter + 1) // 2}",
            )
        for month in range(1, 13):
            yield Stretch(
                PeriodKind.MONTH,
                f"{year}-{month:02d}",
                f"Tháng {month} năm {year}",
                _month(year, month),
                _month(year, month + 1),
                f"{year}-Q{(month + 2) // 3}",
            )


def school_years(first: int, last: int, begins: Callable[[int], date]) -> Iterator[Stretch]:
    """
    Return the school years that hold the days of the years ``first`` to ``last``.

    ``begins`` gives the first day of the school year that opens in a calendar year (a dated rule).
    """
    for year in range(first - 1, last + 1):
        yield Stretch(
            PeriodKind.SCHOOL_YEAR,
            f"NH{year}-{year + 1}",
            f"Năm học {year}–{year + 1}",
            begins(year),
            begins(year + 1),
        )


def _month(year: int, month: int) -> date:
    """Return the first of a month; the 13th is January of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
