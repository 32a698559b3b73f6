from datetime import date, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable

from congdoan.foundation.valid_time import DatedQuerySet, ValidField
from congdoan.kernel.periods.enums import PeriodKind


class PeriodQuerySet(DatedQuerySet["Period"]):
    def of(self, kind: PeriodKind) -> Self:
        return self.filter(kind=kind)


class Period(models.Model):
    """
    A stretch of time that plans, duties and reports are counted by.

    Years, quarters, months and school years are the same for everybody. A term (nhiệm kỳ) belongs
    to one organisation; it lasts until the next congress, so ``valid`` stays open until it is
    ended, whatever ``planned_end`` says.
    """

    kind = models.CharField("loại kỳ", max_length=16, choices=PeriodKind.choices)
    code = models.CharField("mã", max_length=40, unique=True, db_collation="C")
    label = models.CharField("tên", max_length=120)
    valid = ValidField(verbose_name="thời gian")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", verbose_name="thuộc kỳ"
    )

    objects: ClassVar[PeriodQuerySet] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="period_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                # The loader moves a whole row of boundaries at once.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message="Hai kỳ cùng loại không được trùng thời gian.",
            ),
        ]
        ordering = ["valid"]

    def __str__(self) -> str:
        return self.code

    @property
    def first_day(self) -> date:
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date | None:
        """Return the last day, or None while a term runs."""
        until: date | None = self.valid.upper
        return until - timedelta(days=1) if until else None
