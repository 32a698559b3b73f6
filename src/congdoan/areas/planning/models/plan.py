from datetime import date

from django.db import models
from django.db.models import Q

from congdoan.areas.planning.enums import PlanKind, PlanState


class Plan(models.Model):
    """
    What a unit means to do in a period: written, adopted by those who may, closed.

    Its tasks hang on it while they are open there; where they went since, their steps say.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    period = models.ForeignKey(
        "periods.Period", models.PROTECT, related_name="+", verbose_name="kỳ"
    )
    kind = models.CharField(
        "loại", max_length=9, choices=PlanKind.choices, default=PlanKind.PROGRAMME
    )
    title = models.CharField("tên", max_length=250)
    aims = models.TextField("mục đích, yêu cầu", blank=True)
    state = models.CharField(
        "trạng thái", max_length=7, choices=PlanState.choices, default=PlanState.DRAFT
    )
    #: Which body adopted it ("Ban Chấp hành"), by which paper, on which day.
    adopted_on = models.DateField("ban hành ngày", null=True)
    adopted_by = models.CharField("nơi ban hành", max_length=160, blank=True)
    decision = models.CharField("văn bản", max_length=160, blank=True)
    adopted_by_name = models.CharField("người ghi", max_length=160, blank=True)
    #: The document drafted from it, while there is one.
    paper = models.ForeignKey("documents.Document", models.SET_NULL, null=True, related_name="+")
    closed_on = models.DateField("kết thúc ngày", null=True)
    closed_by_name = models.CharField("người kết thúc", max_length=160, blank=True)
    close_note = models.TextField("đánh giá khi kết thúc", blank=True)
    made_by_name = models.CharField("người lập", max_length=160)
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "chương trình, kế hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period"],
                condition=Q(kind=PlanKind.PROGRAMME) & ~Q(state=PlanState.CLOSED),
                name="plan_one_programme_a_period",
            ),
            models.CheckConstraint(
                name="plan_adopted_by_somebody",
                condition=~Q(state=PlanState.ADOPTED)
                | (Q(adopted_on__isnull=False) & ~Q(adopted_by="")),
            ),
            models.CheckConstraint(
                name="plan_closed_on_a_day",
                condition=~Q(state=PlanState.CLOSED) | Q(closed_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["period", "organisation"], name="plan_of_period")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def is_adopted(self) -> bool:
        return self.state == PlanState.ADOPTED

    @property
    def is_closed(self) -> bool:
        return self.state == PlanState.CLOSED

    @property
    def last_day(self) -> date | None:
        """Return the last day of its period; of a term that runs, the one planned."""
        return self.period.last_day or self.period.planned_end
