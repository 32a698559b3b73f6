from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import ReviewKind, ReviewState
from congdoan.areas.agreements.models.agreement import Agreement


class Review(models.Model):
    """
    A joint review: every year at the end of the school year (sơ kết), once near the end (tổng kết).

    Planned for the whole time as soon as the agreement is in force. ``host`` is whose turn it is by
    the rota; a change of turn keeps its reason and shifts nobody else's year.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reviews", verbose_name="văn bản"
    )
    kind = models.CharField("loại", max_length=10, choices=ReviewKind.choices)
    #: The calendar year in which the school year under review ends.
    year = models.PositiveSmallIntegerField("năm")
    #: The school year under review; empty for the final one, which reviews the whole time.
    period = models.ForeignKey(
        "periods.Period", models.PROTECT, null=True, related_name="+", verbose_name="năm học"
    )
    window_from = models.DateField("tổ chức từ ngày")
    window_through = models.DateField("tổ chức chậm nhất ngày")
    host = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên chủ trì"
    )
    host_reason = models.TextField("lý do đổi bên chủ trì", blank=True)
    held_on = models.DateField("tổ chức ngày", null=True)
    place = models.CharField("địa điểm", max_length=160, blank=True)
    results = models.TextField("kết quả", blank=True)
    difficulties = models.TextField("khó khăn, hạn chế", blank=True)
    causes = models.TextField("nguyên nhân", blank=True)
    lessons = models.TextField("bài học kinh nghiệm", blank=True)
    recommendations = models.TextField("kiến nghị sửa đổi, bổ sung", blank=True)
    next_plan = models.TextField("phương hướng thời gian tới", blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReviewState.choices, default=ReviewState.PLANNED
    )
    #: Counts savings: who saves over somebody else's is told.
    revision = models.PositiveIntegerField("lần sửa", default=0)
    changed_at = models.DateTimeField("sửa lúc", null=True)
    changed_by_name = models.CharField("người sửa", max_length=120, blank=True)

    class Meta:
        verbose_name = "sơ kết, tổng kết"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "year"], name="agreement_review_once"
            ),
            models.CheckConstraint(
                name="agreement_review_held_says_when",
                condition=Q(state=ReviewState.PLANNED) | Q(held_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.kind} {self.year}"
