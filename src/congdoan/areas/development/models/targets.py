from django.db import models

from congdoan.areas.development.enums import Indicator, TargetState


class TargetRound(models.Model):
    """What a superior expects of those directly under it in a calendar year."""

    superior = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="cấp giao"
    )
    year = models.SmallIntegerField("năm")
    decision_no = models.CharField("số văn bản", max_length=60, blank=True)
    decision_on = models.DateField("ngày văn bản", null=True)
    answer_by = models.DateField("hạn trả lời", null=True)
    note = models.TextField("ghi chú", blank=True)
    given_at = models.DateTimeField("giao lúc", null=True)
    given_by_name = models.CharField("người giao", max_length=160, blank=True)

    class Meta:
        verbose_name = "đợt giao chỉ tiêu"
        constraints = [
            models.UniqueConstraint(fields=["superior", "year"], name="target_round_once_a_year"),
            models.CheckConstraint(
                name="target_round_year", condition=models.Q(year__range=(1990, 2200))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.superior_id} {self.year}"

    @property
    def is_given(self) -> bool:
        return self.given_at is not None


class Target(models.Model):
    """
    One figure of one subordinate.

    ``value`` is what holds now; ``given_value`` what was given first and ``proposed`` what the
    subordinate asked for stay beside it.
    """

    round = models.ForeignKey(TargetRound, models.CASCADE, related_name="targets")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị nhận"
    )
    indicator = models.CharField("chỉ tiêu", max_length=12, choices=Indicator.choices)
    value = models.PositiveIntegerField("mức giao")
    given_value = models.PositiveIntegerField("mức giao lần đầu", null=True)
    proposed = models.PositiveIntegerField("mức đề nghị", null=True)
    reason = models.TextField("lý do", blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=TargetState.choices, default=TargetState.DRAFT
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by_name = models.CharField("người trả lời", max_length=160, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu phát triển"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "indicator"], name="target_once_per_indicator"
            )
        ]
        indexes = [models.Index(fields=["organisation"], name="target_by_organisation")]

    def __str__(self) -> str:
        return f"{self.indicator} #{self.organisation_id}: {self.value}"
