"""Months before and after a day; the 31st becomes the last day a month has."""

import calendar
from datetime import date


def months_after(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_before(day: date, count: int) -> date:
    return months_after(day, -count)
