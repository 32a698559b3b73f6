from datetime import date, timedelta
from uuid import UUID

from congdoan.kernel.periods.rules.workdays import Anniversary, Calendar
from congdoan.kernel.rulebook import api as rulebook

ANNUAL = "holiday.annual"
DAYS_OFF = "holiday.day_off"
WORKED = "holiday.worked"
#: In force as long as the table of days off is complete; beyond it we refuse rather than guess.
TABLE = "holiday.table.reach"


def is_working_day(day: date) -> bool:
    """:raises NoRuleInForce: when the table of days off does not reach that day"""
    return _calendar_for(day).is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """
    Return the ``count``-th working day after ``day``; see ``rules.workdays``.

    :raises NoRuleInForce: when the table of days off does not reach that far
    """
    found = _calendar_for(day).add_working_days(day, count)
    _calendar_for(found)
    return found


def working_days_between(start: date, until: date) -> int:
    """
    Return the working days after ``start`` up to and including ``until``.

    :raises NoRuleInForce: when the table of days off does not reach that far
    """
    _calendar_for(start)
    return _calendar_for(until).working_days_between(start, until)


def _calendar_for(day: date) -> Calendar:
    rulebook.rule(TABLE, on=day)
    return calendar()


_built: list[tuple[UUID | None, Calendar]] = []


def calendar() -> Calendar:
    """Return the calendar of the present rulebook."""
    edition = rulebook.edition()
    if not _built or _built[0][0] != edition:
        _built[:] = [(edition, _build())]
    return _built[0][1]


def _build() -> Calendar:
    return Calendar(
        anniversaries=tuple(
            Anniversary(row.value["month"], row.value["day"], row.start, row.until)
            for row in rulebook.ever(ANNUAL)
        ),
        days_off=_days(DAYS_OFF),
        worked=_days(WORKED),
    )


def _days(subject: str) -> frozenset[date]:
    """Return the days of a subject's rows: a day off is in force on the days it frees."""
    days: set[date] = set()
    for row in rulebook.ever(subject):
        if row.start is not None and row.until is not None:
            span = (row.until - row.start).days
            days.update(row.start + timedelta(days=n) for n in range(span))
    return frozenset(days)
