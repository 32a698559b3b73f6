from datetime import date

from django.db import models
from django.db.models import Q

from congdoan.areas.planning.enums import Answer, StepKind, TaskState


class Task(models.Model):
    """
    A key task (nhiệm vụ trọng tâm): who leads, until when, how far it has come.

    One task is one item of "Việc của tôi". What is not done at the end of a period moves on with
    its story; what was handed down is one task for each unit, linked by ``Given``.
    """

    plan = models.ForeignKey("planning.Plan", models.PROTECT, related_name="tasks")
    #: The part of the programme it stands in ("Công tác tuyên truyền, giáo dục").
    section = models.CharField("nhóm nhiệm vụ", max_length=160, blank=True)
    title = models.CharField("nhiệm vụ", max_length=300)
    content = models.TextField("nội dung, cách làm", blank=True)
    #: Who leads: an office of the unit, perhaps one person; neither: whoever may.
    lead_position = models.CharField("chức vụ chủ trì", max_length=30, blank=True)
    lead = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người chủ trì",
    )
    helpers = models.CharField("phối hợp", max_length=300, blank=True)
    #: None: within the period.
    due = models.DateField("hạn", null=True)
    indicator = models.CharField("mã chỉ tiêu", max_length=40, blank=True)
    target = models.CharField("cần đạt", max_length=120, blank=True)
    reached = models.CharField("đã đạt", max_length=120, blank=True)
    evidence = models.BooleanField("phải kèm minh chứng", default=False)
    state = models.CharField(
        "trạng thái", max_length=7, choices=TaskState.choices, default=TaskState.OPEN
    )
    percent = models.PositiveSmallIntegerField("tiến độ", default=0)
    done_on = models.DateField("xong ngày", null=True)

    class Meta:
        verbose_name = "nhiệm vụ"
        constraints = [
            models.CheckConstraint(name="task_percent", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="task_done_on_a_day",
                condition=Q(state=TaskState.DONE, done_on__isnull=False, percent=100)
                | (~Q(state=TaskState.DONE) & Q(done_on__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["due"], name="task_due", condition=Q(state="OPEN"))]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    @property
    def until(self) -> date | None:
        """Return the day it is to be done by: its own, else the last of the period."""
        return self.due or self.plan.last_day

    @property
    def asked(self) -> str:
        """Return what the unit answered to who gave it; empty: it is the unit's own."""
        given = getattr(self, "given", None)
        return str(given.answer) if given is not None else ""

    @property
    def is_owed(self) -> bool:
        """Tell whether somebody is to do it now: of an adopted plan, or given from above."""
        if not self.is_open:
            return False
        if self.asked:
            return self.asked in {Answer.WAITING, Answer.ACCEPTED}
        return self.plan.is_adopted


class Step(models.Model):
    """Something that happened to a task; kept as it was said."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps")
    kind = models.CharField("việc", max_length=9, choices=StepKind.choices)
    percent = models.PositiveSmallIntegerField("tiến độ", null=True)
    note = models.TextField("nội dung", blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    #: The plan it left, where it moved on.
    left = models.ForeignKey("planning.Plan", models.PROTECT, null=True, related_name="left_steps")
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người ghi", max_length=160)

    class Meta:
        verbose_name = "bước của nhiệm vụ"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.task_id} {self.kind}"
