from typing import ClassVar

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import DutyState, SuccessionState
from congdoan.areas.agreements.models.agreement import Agreement, Party
from congdoan.areas.agreements.models.obligation import Duty
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time


class PartyHolderQuerySet(DatedQuerySet["PartyHolder"]):
    pass


class PartyHolder(models.Model):
    """
    Which organisation holds a party's place, from a day to a day.

    Rows are there only once a place has changed hands; ``Party.organisation`` is who holds it now.
    What the earlier one signed stays its own.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="holders")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    valid = ValidField("giữ vị trí")

    objects: ClassVar[PartyHolderQuerySet] = PartyHolderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "đơn vị giữ vị trí một bên"
        constraints = [
            one_at_a_time(
                "agreement_one_holder_a_day",
                "party",
                message="Mỗi bên chỉ do một đơn vị giữ trong cùng một ngày.",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.party_id} {self.organisation_id} {self.valid}"


class Succession(models.Model):
    """
    The question an event of organisations asks of one party: who takes its place from which day.

    Two answers are needed: of whoever keeps the agreement, and of the successor. Nothing happens
    by itself.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="successions")
    party = models.ForeignKey(Party, models.CASCADE, related_name="successions")
    leaving = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên cũ"
    )
    successor = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên thay",
    )
    #: Who decides for the agreement: the drafting organisation, or the first party that goes on.
    keeper = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị quyết"
    )
    #: An ``EventKind`` of organisations, and its event when there is one.
    event_kind = models.CharField("sự kiện", max_length=20)
    event_id = models.BigIntegerField("sự kiện số", null=True)
    on = models.DateField("từ ngày")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=SuccessionState.choices,
        default=SuccessionState.ASKED,
    )
    confirmed_at = models.DateTimeField("đơn vị quyết đồng ý lúc", null=True)
    confirmed_by = models.CharField("người đồng ý", max_length=200, blank=True)
    accepted_at = models.DateTimeField("bên thay nhận lúc", null=True)
    accepted_by = models.CharField("người nhận", max_length=200, blank=True)
    reason = models.TextField("lý do", blank=True)
    asked_at = models.DateTimeField("hỏi lúc")

    class Meta:
        verbose_name = "kế thừa một bên"
        constraints = [
            models.UniqueConstraint(
                fields=["party", "leaving"],
                condition=Q(state__in=[SuccessionState.ASKED, SuccessionState.AGREED]),
                name="agreement_succession_asked_once",
            ),
            models.CheckConstraint(
                name="agreement_succession_names_both",
                condition=~Q(state__in=[SuccessionState.AGREED, SuccessionState.DONE])
                | Q(successor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.party_id} {self.leaving_id} → {self.successor_id} {self.on}"


class CarriedDuty(models.Model):
    """An unfinished duty of the agreement before, chosen to go on in the one that replaces it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="carried", verbose_name="văn bản mới"
    )
    duty = models.OneToOneField(
        Duty, models.CASCADE, related_name="chosen", verbose_name="nhiệm vụ cũ"
    )
    due = models.DateField("hạn mới")
    chosen_at = models.DateTimeField("chọn lúc")
    chosen_by_name = models.CharField("người chọn", max_length=200)

    class Meta:
        verbose_name = "nhiệm vụ chuyển tiếp"

    def __str__(self) -> str:
        return f"#{self.duty_id} → #{self.agreement_id} {DutyState.CARRIED}"
