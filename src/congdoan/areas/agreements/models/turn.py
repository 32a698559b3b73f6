from django.db import models
from django.db.models import F, Q

from congdoan.areas.agreements.enums import TurnState
from congdoan.areas.agreements.models.review import Review


class HostChange(models.Model):
    """
    A proposal to let another party host one review, with its reason.

    Whose turn it is and who would take it both agree; everybody else's year stays.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="host_changes")
    proposer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên đề nghị"
    )
    before = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đang đến lượt"
    )
    host = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên nhận lượt"
    )
    reason = models.TextField("lý do")
    state = models.CharField(
        "trạng thái", max_length=10, choices=TurnState.choices, default=TurnState.ASKED
    )
    agreed = models.ManyToManyField(
        "organisations.Organisation", related_name="+", verbose_name="đã đồng ý"
    )
    asked_on = models.DateField("đề nghị ngày")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người đề nghị", max_length=200)
    closed_on = models.DateField("khép lại ngày", null=True)
    closed_by_name = models.CharField("người trả lời", max_length=200, blank=True)
    closed_reason = models.TextField("lý do khép lại", blank=True)

    class Meta:
        verbose_name = "đề nghị đổi bên chủ trì"
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(state=TurnState.ASKED),
                name="agreement_one_host_change_asked",
            ),
            models.CheckConstraint(
                name="agreement_host_change_changes", condition=~Q(host=F("before"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.review_id} → #{self.host_id} {self.state}"
