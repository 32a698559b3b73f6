from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from congdoan.foundation import vietnamese
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.rules import deadlines


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def open(self) -> Self:
        return self.filter(state=WorkState.OPEN)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(due__lt=on)

    def due_soon(self, *, on: date) -> Self:
        return self.open().filter(due__gte=on, due__lte=deadlines.soon(on))

    def due_later(self, *, on: date) -> Self:
        return self.open().filter(Q(due__gt=deadlines.soon(on)) | Q(due__isnull=True))

    def worded_like(self, text: str) -> Self:
        """Keep work whose title or source holds every word of ``text``, diacritics aside."""
        found = self
        for word in vietnamese.fold(text).split():
            found = found.filter(folded__contains=word)
        return found

    def under(self, prefix: str) -> Self:
        return self.filter(key__startswith=prefix)


class WorkItem(models.Model):
    """
    One thing an organisation owes: who, what, until when, why and from where.

    Owed by the organisation, not by a person: when an officer leaves, the work stays. ``assignee``
    is a delegation inside it.
    """

    kind = models.CharField("loại việc", max_length=80)
    #: Idempotency and ownership: starts with the owning slice and record, "agreements.12.".
    key = models.CharField("khóa", max_length=200, unique=True, db_collation="C")
    title = models.CharField("việc", max_length=300)
    #: Title and source without diacritics, for searching.
    folded = models.CharField(max_length=700, editable=False, db_collation="C")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    #: The unit that is no more in whose place it is done.
    stands_for = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="làm thay",
    )
    #: Code of the office that should do it ("chair"), empty = whoever may.
    position = models.CharField("chức vụ", max_length=60, blank=True)
    assignee = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người được giao",
    )
    source_label = models.CharField("từ đâu", max_length=300)
    source_url = models.CharField("địa chỉ", max_length=300, blank=True)
    why = models.CharField("vì sao", max_length=500, blank=True)
    due = models.DateField("hạn", null=True, blank=True)
    opened_on = models.DateField("từ ngày")
    opened_by_name = models.CharField("người mở", max_length=120)
    state = models.CharField(
        "trạng thái", max_length=10, choices=WorkState.choices, default=WorkState.OPEN
    )
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True)
    closed_by_name = models.CharField("người hoàn thành", max_length=120, blank=True)
    #: Who is told when it stays undone; empty = the superior of that day.
    escalate_to = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="báo lên",
    )
    escalated_to = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đã báo lên",
    )
    escalated_on = models.DateField("đã báo ngày", null=True, blank=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "việc"
        constraints = [
            models.CheckConstraint(
                name="work_item_closed_when_not_open",
                condition=Q(state=WorkState.OPEN, closed_at__isnull=True)
                | (~Q(state=WorkState.OPEN) & Q(closed_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due"], name="work_item_owed", condition=Q(state="OPEN")
            ),
            models.Index(
                fields=["assignee", "due"], name="work_item_assigned", condition=Q(state="OPEN")
            ),
            models.Index(fields=["due"], name="work_item_due", condition=Q(state="OPEN")),
            models.Index(
                fields=["escalated_to", "due"],
                name="work_item_escalated",
                condition=Q(state="OPEN", escalated_to__isnull=False),
            ),
            models.Index(fields=["organisation", "-closed_at"], name="work_item_closed"),
        ]

    def __str__(self) -> str:
        return self.title
