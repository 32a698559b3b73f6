"""Reports: what one organisation owes in a round, its story, and what was frozen on the way."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from congdoan.areas.reporting.enums import ReportState, StepKind
from congdoan.areas.reporting.models.rounds import Round


def _figures(label: str) -> "ArrayField[Any, Any]":
    return ArrayField(
        models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True),
        default=list,
        verbose_name=label,
    )


class Report(models.Model):
    """
    One organisation's report in a round.

    ``entered`` is what the organisation says, in the order of cells (None: not stated, never 0);
    ``prefilled`` what the platform counted from its own records, kept beside. ``revision`` grows
    with every saving: who saves on an older one is told.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports", db_index=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị nộp"
    )
    #: Who accepts: the parent on the round's hierarchy and day; None: the round's opener.
    superior = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="cấp nhận"
    )
    #: The second line (sector), which reads and accepts on a track of its own.
    second = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    #: Who stood above on the other hierarchy: ``second``, unless that is the superior itself.
    beside = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    level = models.CharField("cấp", max_length=30, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    due_on = models.DateField("hạn nộp")
    submitted_at = models.DateTimeField("nộp lúc", null=True)
    submitted_by_name = models.CharField("người nộp", max_length=160, blank=True)
    late = models.BooleanField("nộp muộn", default=False)
    accepted_at = models.DateTimeField("nhận lúc", null=True)
    second_accepted_at = models.DateTimeField("hệ thống thứ hai nhận lúc", null=True)
    entered = _figures("số báo cáo")
    prefilled = _figures("số hệ thống tính")
    prefilled_at = models.DateTimeField("tính lúc", null=True)
    #: By series: why the figure differs from the computed one.
    reasons = models.JSONField("lý do ghi khác", default=dict)
    #: By position of check: what explains a soft warning.
    explanations = models.JSONField("giải trình", default=dict)
    #: By code of section.
    narrative = models.JSONField("phần lời", default=dict)
    revision = models.IntegerField("lần lưu", default=0)
    edited_at = models.DateTimeField("sửa lúc", null=True)
    edited_by_name = models.CharField("người sửa", max_length=160, blank=True)

    class Meta:
        verbose_name = "báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="report_once_a_round")
        ]
        indexes = [
            models.Index(fields=["organisation", "-due_on"], name="report_by_organisation"),
            models.Index(fields=["round", "superior", "state"], name="report_by_superior"),
            models.Index(fields=["round", "second", "state"], name="report_by_second"),
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.state}"


class ReportStep(models.Model):
    """What happened to a report, by whom, on which line (hierarchy)."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    kind = models.CharField("bước", max_length=10, choices=StepKind.choices)
    hierarchy = models.ForeignKey("organisations.Hierarchy", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người thực hiện", max_length=160)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "bước của báo cáo"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} #{self.report_id}"


class Snapshot(models.Model):
    """
    What a report said when it was submitted or accepted; the database refuses every change of it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    step = models.OneToOneField(ReportStep, models.PROTECT, related_name="snapshot")
    hierarchy = models.ForeignKey("organisations.Hierarchy", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    revision = models.IntegerField("lần lưu")
    values = _figures("số báo cáo")
    prefilled = _figures("số hệ thống tính")
    reasons = models.JSONField("lý do ghi khác", default=dict)
    explanations = models.JSONField("giải trình", default=dict)
    narrative = models.JSONField("phần lời", default=dict)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bản chụp báo cáo"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return f"#{self.report_id} {self.at:%d/%m/%Y %H:%M}"


class Paper(models.Model):
    """The document that says a report in official form; one for each thing the report said."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="papers")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="papers")
    #: The same as the snapshot's: handed in and accepted unchanged is one paper.
    revision = models.IntegerField("lần lưu")
    #: A draft thrown away in its book lets another be begun.
    document = models.OneToOneField("documents.Document", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "văn bản của báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["report", "revision"], name="report_paper_once")
        ]

    def __str__(self) -> str:
        return f"#{self.report_id} ({self.revision})"
