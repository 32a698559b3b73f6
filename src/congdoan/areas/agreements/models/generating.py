from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import RunState, Verdict
from congdoan.areas.agreements.models.agreement import Agreement
from congdoan.areas.agreements.models.cascade import Cascade


class TextTemplate(models.Model):
    """
    A text an organisation offers its units to begin from, with places such as ``{{ tên trường }}``.

    ``lines`` is a sheet (``rules.sheet``). Changing it changes no draft already made: each run
    keeps the lines it used.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị ra mẫu"
    )
    title = models.CharField("tên mẫu", max_length=200)
    lines = models.JSONField("các đoạn", default=list)
    #: Counts savings: who saves an older one is told.
    revision = models.PositiveIntegerField("lần sửa", default=1)
    retired_on = models.DateField("thôi dùng từ ngày", null=True)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by_name = models.CharField("người sửa", max_length=200)

    class Meta:
        verbose_name = "mẫu văn bản"
        indexes = [models.Index(fields=["organisation"], name="agreement_template_owner")]

    def __str__(self) -> str:
        return self.title


class CascadeRun(models.Model):
    """
    Drafts made for every unit a cascade asks, in the background, checkpoint by checkpoint.

    ``lines`` and ``values`` are those of the moment it began; a run that was cut off goes on where
    it stopped, and no unit gets two drafts.
    """

    cascade = models.ForeignKey(Cascade, models.CASCADE, related_name="runs", verbose_name="đợt")
    lines = models.JSONField("các đoạn của mẫu", default=list)
    #: Own places of the template with one value for all units.
    values = models.JSONField("giá trị chung", default=dict)
    #: Draft also where a value is missing; the place is left as dots.
    leave_gaps = models.BooleanField("thiếu giá trị vẫn lập", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=RunState.choices)
    #: Why it stopped, when nobody stopped it.
    reason = models.TextField("lý do dừng", blank=True)
    started_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người cho lập"
    )
    started_by_name = models.CharField("tên người cho lập", max_length=200)
    started_at = models.DateTimeField("bắt đầu lúc")
    #: Written by each checkpoint; one that is old tells that the worker died.
    beat_at = models.DateTimeField("chạy gần nhất lúc")
    finished_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lần lập hàng loạt"
        constraints = [
            models.UniqueConstraint(
                fields=["cascade"],
                condition=Q(state=RunState.RUNNING),
                name="agreement_one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.cascade_id} {self.state}"


class CascadeUnit(models.Model):
    """
    What one unit's draft of a cascade was made from, and what became of it.

    ``clauses`` names the clauses (``stable_id``) made from the run's lines, in their order: what
    differs from the template is found by them, however the draft was negotiated since.
    """

    cascade = models.ForeignKey(Cascade, models.CASCADE, related_name="units", verbose_name="đợt")
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    #: Chosen where the unit has several counterparts.
    partner = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="ký với",
    )
    run = models.ForeignKey(
        CascadeRun, models.SET_NULL, null=True, related_name="units", verbose_name="lần lập"
    )
    #: The template's lines where the unit began by itself; a run keeps those of its units.
    lines = models.JSONField("các đoạn của mẫu", default=list)
    #: Values typed for this unit alone, by the folded name of the place.
    values = models.JSONField("giá trị riêng", default=dict)
    #: All values its text was filled with.
    used = models.JSONField("giá trị đã dùng", default=dict)
    verdict = models.CharField(
        "kết luận", max_length=10, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    reason = models.TextField("lý do", blank=True)
    agreement = models.OneToOneField(
        Agreement, models.SET_NULL, null=True, related_name="made_for", verbose_name="văn bản"
    )
    clauses = models.JSONField("các đoạn đã lập", default=list)
    made_at = models.DateTimeField("lập lúc", null=True)

    class Meta:
        verbose_name = "đơn vị trong đợt"
        constraints = [
            models.UniqueConstraint(fields=["cascade", "unit"], name="agreement_cascade_unit_once")
        ]
        indexes = [models.Index(fields=["run", "verdict"], name="agreement_run_queue")]

    def __str__(self) -> str:
        return f"#{self.cascade_id} #{self.unit_id} {self.verdict}"
