from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.valid_time import DatedQuerySet, ValidField
from congdoan.kernel.periods.enums import PeriodKind

_TITLES = {
    "CALENDAR_YEAR": _("Năm %(year)d"),
    "HALF_YEAR_1": _("6 tháng đầu năm %(year)d"),
    "HALF_YEAR_7": _("6 tháng cuối năm %(year)d"),
    "QUARTER": _("Quý %(quarter)s năm %(year)d"),
    "MONTH": _("Tháng %(month)d năm %(year)d"),
    "SCHOOL_YEAR": _("Năm học %(year)d–%(next)d"),
}


class PeriodQuerySet(DatedQuerySet["Period"]):
    def of(self, kind: PeriodKind) -> Self:
        return self.filter(kind=kind)

    def counted(self) -> Self:
        """Keep the periods that are the same for everybody (no terms)."""
        return self.exclude(kind=PeriodKind.TERM)

    def terms(self) -> Self:
        return self.filter(kind=PeriodKind.TERM)

    def running(self) -> Self:
        return self.filter(valid__upper_inf=True)


class Period(models.Model):
    """
    A stretch of time that plans, duties and reports are counted by.

    Years, quarters, months and school years are the same for everybody. A term (nhiệm kỳ) belongs
    to one organisation; it lasts until the next congress, so ``valid`` stays open until it is
    ended, whatever ``planned_end`` says.
    """

    kind = models.CharField("loại kỳ", max_length=16, choices=PeriodKind.choices)
    code = models.CharField("mã", max_length=60, unique=True, db_collation="C")
    label = models.CharField("tên", max_length=120)
    valid = ValidField("thời gian")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="thuộc kỳ",
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tổ chức",
    )
    #: "Khóa XI": which congress of the organisation it was.
    ordinal = models.CharField("khóa", max_length=20, blank=True)
    #: The last day the decision names; the term itself runs until it is ended.
    planned_end = models.DateField("dự kiến kết thúc", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ"
        ordering = ["valid"]
        constraints = [
            ExclusionConstraint(
                name="period_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce("organisation_id", models.Value(0)), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                # The loader moves a whole row of boundaries at once.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message="Hai kỳ cùng loại không được trùng thời gian.",
            ),
            models.CheckConstraint(
                name="period_term_has_organisation",
                condition=Q(kind=PeriodKind.TERM, organisation__isnull=False)
                | (~Q(kind=PeriodKind.TERM) & Q(organisation__isnull=True)),
                violation_error_message="Nhiệm kỳ phải thuộc về một tổ chức, kỳ khác thì không.",
            ),
            models.CheckConstraint(
                name="period_counted_has_an_end",
                condition=Q(kind=PeriodKind.TERM) | Q(valid__upper_inf=False),
                violation_error_message="Kỳ này phải có ngày kết thúc.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Return the name in the reader's language; terms keep the words of the decision."""
        first = self.first_day
        kind = self.kind
        if kind == PeriodKind.HALF_YEAR:
            kind = f"{kind}_{first.month}"
        if kind not in _TITLES:
            return self.label
        return str(_TITLES[kind]) % {
            "year": first.year,
            "next": first.year + 1,
            "month": first.month,
            "quarter": ("I", "II", "III", "IV")[(first.month - 1) // 3],
        }

    @property
    def first_day(self) -> date:
        first: date = self.valid.lower
        return first

    @property
    def last_day(self) -> date | None:
        """Return the last day, or None while a term runs."""
        until: date | None = self.valid.upper
        return until - timedelta(days=1) if until else None
