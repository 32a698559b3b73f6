from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Consent, EndGround, EndingState
from congdoan.areas.agreements.models.agreement import Agreement
from congdoan.areas.agreements.models.obligation import Duty


class EndingQuerySet(models.QuerySet["Ending"]):
    def asked(self) -> Self:
        return self.filter(state=EndingState.ASKED)

    def agreed(self) -> Self:
        """Keep what all parties agreed to and whose day has not come yet."""
        return self.filter(state=EndingState.AGREED)


class Ending(models.Model):
    """
    A party's proposal to end an agreement before its time, from a day, for a reason.

    It ends only when every other party consents; a refusal closes the proposal. What is still to
    be done after the end is named beforehand (``kept``), so that all consent to that too.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="endings")
    proposer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên đề nghị"
    )
    ground = models.CharField("căn cứ", max_length=15, choices=EndGround.choices)
    reason = models.TextField("lý do")
    wanted_on = models.DateField("chấm dứt từ ngày")
    due = models.DateField("hạn trả lời")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=EndingState.choices,
        default=EndingState.ASKED,
    )
    kept = models.ManyToManyField(Duty, related_name="+", verbose_name="nhiệm vụ vẫn làm xong")
    asked_on = models.DateField("đề nghị ngày")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người đề nghị", max_length=200)
    closed_on = models.DateField("khép lại ngày", null=True)
    closed_reason = models.TextField("lý do khép lại", blank=True)

    objects: ClassVar[EndingQuerySet] = EndingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "đề nghị chấm dứt trước hạn"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=EndingState.ASKED),
                name="agreement_one_ending_asked",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=EndingState.AGREED),
                name="agreement_one_ending_agreed",
            ),
            models.CheckConstraint(name="agreement_ending_has_a_reason", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["state", "wanted_on"], name="agreement_ending_by_day")]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.wanted_on} {self.state}"


class EndingConsent(models.Model):
    """What a party said to the proposed end; written once."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="consents")
    party = models.ForeignKey("agreements.Party", models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên"
    )
    answer = models.CharField("trả lời", max_length=10, choices=Consent.choices)
    reason = models.TextField("lý do", blank=True)
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người trả lời", max_length=200)

    class Meta:
        verbose_name = "ý kiến về chấm dứt trước hạn"
        constraints = [
            models.UniqueConstraint(
                fields=["ending", "party"], name="agreement_ending_answered_once"
            ),
            models.CheckConstraint(
                name="agreement_ending_refused_with_reason",
                condition=~Q(answer=Consent.REFUSE) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ending_id} {self.organisation_id} {self.answer}"
