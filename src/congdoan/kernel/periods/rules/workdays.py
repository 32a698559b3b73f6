"""
Working days: Monday to Friday, less the days off, plus the Saturdays worked instead.

A deadline of n working days counts from the day after; ``working_days_between(day, x)`` gives back
the n of ``add_working_days(day, n) == x``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Anniversary:
    """A public holiday on the same date of every year in which its rule stands."""

    month: int
    day: int
    start: date | None
    until: date | None

    def falls_on(self, day: date) -> bool:
        return (
            (day.month, day.day) == (self.month, self.day)
            and (self.start is None or self.start <= day)
            and (self.until is None or day < self.until)
        )


@dataclass(frozen=True)
class Calendar:
    """The days off and the days worked instead, as the rulebook has them."""

    anniversaries: tuple[Anniversary, ...]
    days_off: frozenset[date]
    worked: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        if day in self.worked:
            return True
        if day.weekday() >= _SATURDAY or day in self.days_off:
            return False
        return not any(anniversary.falls_on(day) for anniversary in self.anniversaries)

    def add_working_days(self, day: date, count: int) -> date:
        """
        Return the ``count``-th working day after ``day`` (before it, when negative).

        Nought gives ``day`` itself if it is a working day, else the next one.
        """
        if count == 0:
            while not self.is_working_day(day):
                day += _DAY
            return day
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, until: date) -> int:
        """Return the working days after ``start`` up to ``until``; negative backwards."""
        if until < start:
            return -self.working_days_between(until, start)
        span = (until - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))
