from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Outcome


class Consultation(models.Model):
    """
    One round of comments on a draft, with its deadline.

    The comments themselves are in ``support/discussion`` under the agreement, each at a clause's
    ``stable_id``; they outlive the round.
    """

    agreement = models.ForeignKey(
        "agreements.Agreement", models.CASCADE, related_name="consultations"
    )
    number = models.PositiveSmallIntegerField("lần")
    opened_on = models.DateField("gửi ngày")
    due = models.DateField("hạn góp ý")
    message = models.TextField("lời nhắn", blank=True)
    #: The text as it was sent out, line by line, to be compared with later ones.
    sent = models.JSONField("bản đã gửi", default=dict)
    closed_on = models.DateField("kết thúc ngày", null=True)
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = "đợt lấy ý kiến"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreement_consultation_once"
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(closed_on__isnull=True),
                name="agreement_one_open_consultation",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} round {self.number}"


class Reply(models.Model):
    """A party has said all it has to say in a round."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên góp ý"
    )
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người gửi", max_length=120)

    class Meta:
        verbose_name = "trả lời lấy ý kiến"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"], name="agreement_reply_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.consultation_id} #{self.organisation_id}"
