"""The periods a figure may be asked for."""

from collections import Counter
from datetime import date, timedelta

from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period

#: How many of each kind are offered, the newest first.
_OFFERED = {
    PeriodKind.SCHOOL_YEAR: 3,
    PeriodKind.CALENDAR_YEAR: 3,
    PeriodKind.HALF_YEAR: 3,
    PeriodKind.QUARTER: 4,
    PeriodKind.MONTH: 6,
}
_BACK = timedelta(days=3 * 366)


def offered_periods(day: date) -> list[Period]:
    """Return the periods that have begun by a day, by kind and the newest first; one query."""
    since = day - _BACK if day - date.min > _BACK else date.min
    rows = Period.objects.counted().filter(valid__startswith__lte=day, valid__endswith__gt=since)
    taken: Counter[str] = Counter()
    found = []
    for period in rows.order_by("-valid__startswith"):
        taken[period.kind] += 1
        if taken[period.kind] <= _OFFERED[PeriodKind(period.kind)]:
            found.append(period)
    order = list(_OFFERED)
    return sorted(found, key=lambda one: order.index(PeriodKind(one.kind)))


def last_periods(kind: PeriodKind, number: int, day: date) -> list[tuple[Period, date]]:
    """Return the newest periods of a kind begun by a day, oldest first, with the last day known."""
    rows = Period.objects.of(kind).filter(valid__startswith__lte=day).order_by("-valid__startswith")
    found = list(rows[:number])[::-1]
    return [(one, min(one.last_day or day, day)) for one in found]
