"""Rounds: which form is asked, for which days, of whom, until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from congdoan.areas.reporting.enums import ReportKind, RoundState
from congdoan.areas.reporting.models.forms import FormVersion


class Round(models.Model):
    """
    A form asked of every organisation below ``organisation`` that owes it.

    ``on`` is the day whose tree and lives decide who owes and how figures roll up (the last day
    of the period); it never changes after opening.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị mở đợt"
    )
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="rounds")
    #: None: ad hoc (đột xuất).
    period = models.ForeignKey(
        "periods.Period", models.PROTECT, null=True, related_name="+", verbose_name="kỳ"
    )
    kind = models.CharField("loại báo cáo", max_length=16, choices=ReportKind.choices)
    title = models.CharField("tên đợt", max_length=250)
    note = models.TextField("hướng dẫn", blank=True)
    first = models.DateField("số liệu từ ngày")
    last = models.DateField("đến ngày")
    on = models.DateField("theo cây tổ chức ngày")
    hierarchy = models.ForeignKey(
        "organisations.Hierarchy", models.PROTECT, related_name="+", verbose_name="hệ thống cấp"
    )
    #: Empty: all of them.
    levels = ArrayField(models.CharField(max_length=30), default=list, verbose_name="cấp phải nộp")
    kinds = ArrayField(models.CharField(max_length=40), default=list, verbose_name="loại hình")
    #: Day due by code of level; ``due_on`` where a level is not named.
    dues = models.JSONField("hạn theo cấp", default=dict)
    due_on = models.DateField("hạn nộp")
    state = models.CharField(
        "trạng thái", max_length=10, choices=RoundState.choices, default=RoundState.OPEN
    )
    opened_at = models.DateTimeField("mở lúc")
    opened_by_name = models.CharField("người mở", max_length=160, blank=True)
    locked_at = models.DateTimeField("khóa lúc", null=True)
    locked_by_name = models.CharField("người khóa", max_length=160, blank=True)

    class Meta:
        verbose_name = "đợt báo cáo"
        constraints = [
            models.CheckConstraint(
                name="report_round_days_in_order", condition=Q(first__lte=F("last"))
            ),
            models.UniqueConstraint(
                fields=["organisation", "version", "period"],
                condition=Q(period__isnull=False),
                name="report_round_once_a_period",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-last"], name="report_round_by_opener")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN


class Adjustment(models.Model):
    """
    A superior's correction of a total: a line of its own with a reason, never inside a report.

    Taken back, it stays as it was with the day and the name.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="adjustments")
    superior = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="cấp điều chỉnh",
    )
    #: Whose figure is corrected, when it is one unit's.
    about = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    position = models.SmallIntegerField("ô")
    delta = models.DecimalField("thêm (bớt)", max_digits=20, decimal_places=4)
    reason = models.TextField("lý do")
    made_at = models.DateTimeField("lập lúc")
    made_by_name = models.CharField("người lập", max_length=160)
    withdrawn_at = models.DateTimeField("rút lúc", null=True)
    withdrawn_by_name = models.CharField("người rút", max_length=160, blank=True)

    class Meta:
        verbose_name = "điều chỉnh của cấp trên"
        indexes = [models.Index(fields=["round", "superior"], name="report_adjustments")]

    def __str__(self) -> str:
        return f"#{self.superior_id} [{self.position}] {self.delta:+}"


class Total(models.Model):
    """
    What a branch says in a round, on one hierarchy: derived, written by ``services.rolling`` only.

    ``values`` is in the order of cells; WEIGHTED cells hold Σ value × weight, RATIO cells nothing.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="totals")
    hierarchy = models.ForeignKey("organisations.Hierarchy", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    #: Who stood above when the round opened, and how far from the top; None: the top of the round.
    parent = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    depth = models.SmallIntegerField("cách đỉnh", default=0)
    values = ArrayField(
        models.DecimalField(max_digits=30, decimal_places=4, null=True, blank=True), default=list
    )
    owed = models.IntegerField("phải nộp", default=0)
    submitted = models.IntegerField("đã nộp", default=0)
    accepted = models.IntegerField("đã nhận", default=0)
    on_time = models.IntegerField("nộp đúng hạn", default=0)

    class Meta:
        verbose_name = "số tổng hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "hierarchy", "organisation"], name="report_total_once"
            )
        ]
        indexes = [
            models.Index(fields=["round", "hierarchy", "parent"], name="report_total_below"),
        ]

    def __str__(self) -> str:
        return f"#{self.round_id}/{self.hierarchy_id}/{self.organisation_id}"


class Change(models.Model):
    """A report (or an adjustment) changed and the totals above it do not say so yet."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="changes")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "thay đổi chờ tổng hợp"

    def __str__(self) -> str:
        return f"#{self.round_id}/{self.organisation_id}"
