"""The days a calendar page shows."""

from datetime import date, timedelta
from enum import StrEnum


class Look(StrEnum):
    """How a calendar is looked at; the words of the address."""

    MONTH = "thang"
    WEEK = "tuan"
    LIST = "danh-sach"


def look_of(text: str) -> Look:
    return Look(text) if text in set(Look) else Look.MONTH


def shown(look: Look, day: date) -> tuple[date, date]:
    """Return the first and the last day shown around ``day``; weeks begin on Monday."""
    if look == Look.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    first = day.replace(day=1)
    last = next_month(day) - timedelta(days=1)
    if look == Look.LIST:
        return first, last
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def next_month(day: date) -> date:
    """Return the first day of the month after."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def beside(look: Look, day: date) -> tuple[date, date]:
    """Return a day of the stretch before and of the one after."""
    if look == Look.WEEK:
        return day - timedelta(days=7), day + timedelta(days=7)
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1), next_month(day)
