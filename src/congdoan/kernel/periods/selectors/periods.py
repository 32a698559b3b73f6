from datetime import date

from django.utils.formats import date_format

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period


class NoPeriod(Refusal):
    """Chưa có kỳ loại “{kind}” cho ngày {day}; hãy chọn ngày khác hoặc nhờ quản trị nạp kỳ."""


def period_of(kind: PeriodKind, day: date) -> Period:
    """
    Return the period of a kind that holds a day.

    :raises NoPeriod: when none is on record
    """
    found = Period.objects.of(kind).on(day).first()
    if found is None:
        raise NoPeriod(kind=PeriodKind(kind).label, day=date_format(day, "SHORT_DATE_FORMAT"))
    return found


def school_year_of(day: date) -> Period:
    """:raises NoPeriod: when none is on record"""
    return period_of(PeriodKind.SCHOOL_YEAR, day)


def periods_between(kind: PeriodKind, first: date, last: date) -> list[Period]:
    """Return the periods of a kind with at least one day from ``first`` to ``last``, in order."""
    found = Period.objects.of(kind).filter(valid__endswith__gt=first, valid__startswith__lte=last)
    return list(found.order_by("valid"))
