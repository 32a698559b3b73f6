"""Which days the figures of a report are of: the law names months and days, a period the years."""

from collections.abc import Mapping
from datetime import date

Days = tuple[date, date]


def cut(period: Days, cutoff: Mapping[str, str] | None) -> Days:
    """
    Return the days of a period's figures: the newest ``last`` within it, from the ``first`` before.

    ``cutoff`` holds month-days (``{"first": "12-01", "last": "11-30"}``); None, or one that has no
    such day in the period, leaves the period as it is.
    """
    if cutoff is None:
        return period
    last = _newest(cutoff["last"], period[1])
    return (_newest(cutoff["first"], last), last) if last >= period[0] else period


def _newest(month_day: str, until: date) -> date:
    month, day = map(int, month_day.split("-"))
    found = date(until.year, month, day)
    return found if found <= until else date(until.year - 1, month, day)
