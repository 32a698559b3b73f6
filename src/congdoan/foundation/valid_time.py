"""
Valid time: half-open spans of days ``[from, until)``.

``until`` is None while the thing lasts. A day is in the span when ``from <= day < until``.
The dated row is the truth; "current" is only ever a question with a day in it.
"""

from datetime import date
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.refusal import Refusal

Row = TypeVar("Row", bound=models.Model)


class EndsBeforeItBegins(Refusal):
    """Ngày kết thúc phải sau ngày bắt đầu."""


class OutsideItsSpan(Refusal):
    """Ngày {day} nằm ngoài thời gian có hiệu lực; hãy chọn một ngày trong khoảng đó."""


def span(start: date, until: date | None = None) -> DateRange:
    """
    Return ``[start, until)``.

    :raises EndsBeforeItBegins: when ``until`` is not after ``start``
    """
    if until is not None and until <= start:
        raise EndsBeforeItBegins
    return DateRange(start, until, "[)")


def cut(valid: DateRange, *, on: date) -> DateRange:
    """
    End a span: its last day is the day before ``on``.

    :raises EndsBeforeItBegins: when nothing would be left
    :raises OutsideItsSpan: when it had ended by then
    """
    if valid.upper is not None and on > valid.upper:
        raise OutsideItsSpan(day=on)
    if valid.lower is not None and on <= valid.lower:
        raise EndsBeforeItBegins
    return DateRange(valid.lower, on, "[)")


def contains(valid: DateRange, day: date) -> bool:
    return (valid.lower is None or valid.lower <= day) and (
        valid.upper is None or day < valid.upper
    )


def overlap(one: DateRange, other: DateRange) -> DateRange | None:
    """Return the days both spans hold, or None."""
    lowers = [bound for bound in (one.lower, other.lower) if bound is not None]
    uppers = [bound for bound in (one.upper, other.upper) if bound is not None]
    lower = max(lowers) if lowers else None
    upper = min(uppers) if uppers else None
    if lower is not None and upper is not None and upper <= lower:
        return None
    return DateRange(lower, upper, "[)")


class DatedQuerySet(models.QuerySet[Row]):
    """Questions every table with a ``valid`` span answers."""

    def on(self, day: date) -> Self:
        """Keep the rows that hold on ``day``."""
        return self.filter(valid__contains=day)

    def during(self, valid: DateRange) -> Self:
        """Keep the rows that hold on at least one day of ``valid``."""
        return self.filter(valid__overlap=valid)


class ValidField(DateRangeField):
    """The ``valid`` column: ``[from, until)``."""

    def __init__(self, verbose_name: str = "hiệu lực", **kwargs: Any) -> None:
        super().__init__(verbose_name, **kwargs)


def one_at_a_time(
    name: str, *fields: str, message: str, for_reading: bool = True
) -> ExclusionConstraint:
    """
    Return the constraint "no two rows with the same ``fields`` on one day".

    Not ``for_reading``: PostgreSQL finds rows by the constraint's GiST index too, three times
    slower than by a B-tree. Where thousands are looked up at once, a condition that always holds
    keeps it for refusing alone (an empty span overlaps nothing anyway).
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("valid", RangeOperators.OVERLAPS),
        ],
        condition=None if for_reading else models.Q(valid__isempty=False),
        violation_error_message=message,
    )
