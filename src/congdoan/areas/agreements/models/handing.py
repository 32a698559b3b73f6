from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Spread
from congdoan.areas.agreements.models.obligation import Duty, Obligation


class HandDownQuerySet(models.QuerySet["HandDown"]):
    def running(self) -> Self:
        return self.filter(ended_on__isnull=True)


class HandDown(models.Model):
    """
    A party lets the units below it do their part of an obligation.

    Which units owe it is the tree of a day; only their reports are stored. The party itself still
    answers for the whole.
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="hand_downs")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên giao"
    )
    spread = models.CharField("phạm vi", max_length=10, choices=Spread.choices)
    #: A code of ``organisation.level``; empty = all.
    level = models.CharField("cấp", max_length=30, blank=True)
    words = models.TextField("hướng dẫn", blank=True)
    on = models.DateField("giao từ ngày")
    ended_on = models.DateField("thôi giao từ ngày", null=True)
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người giao", max_length=120)

    objects: ClassVar[HandDownQuerySet] = HandDownQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "việc giao cấp dưới"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="agreement_handed_down_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.obligation_id} → #{self.organisation_id}"


class UnitReport(models.Model):
    """What a unit below a party did of a duty that was handed down."""

    hand_down = models.ForeignKey(HandDown, models.CASCADE, related_name="reports")
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="unit_reports")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    done_on = models.DateField("làm ngày")
    result = models.TextField("kết quả")
    measured = models.DecimalField("số đạt được", max_digits=14, decimal_places=2, null=True)
    at = models.DateTimeField("báo cáo lúc")
    by_name = models.CharField("người báo cáo", max_length=120)

    class Meta:
        verbose_name = "báo cáo của đơn vị cấp dưới"
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "hand_down", "organisation"], name="agreement_unit_reports_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.duty_id} #{self.organisation_id} {self.done_on}"
