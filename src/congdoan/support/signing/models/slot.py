from typing import TYPE_CHECKING, Optional

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from congdoan.support.signing.enums import SlotState

if TYPE_CHECKING:
    from congdoan.support.signing.models.signature import Signature


class Slot(models.Model):
    """
    A party's place for one signature: by office, never by name.

    ``turn`` orders signing where the packet is ordered; equal turns sign in any order. Slots of one
    ``group`` stand for each other: as many as the group needs sign, the rest is then spared.
    """

    packet = models.ForeignKey("signing.Packet", models.PROTECT, related_name="slots")
    number = models.PositiveSmallIntegerField("thứ tự")
    turn = models.PositiveSmallIntegerField("lượt ký", default=1)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên ký"
    )
    #: The party's name on the day of the freeze; it is part of what was agreed.
    party_name = models.CharField("tên bên ký", max_length=250)
    group = models.ForeignKey(
        "signing.SlotGroup", models.PROTECT, null=True, related_name="slots", verbose_name="nhóm ký"
    )
    #: The party's own last day, when it is earlier than the packet's.
    deadline = models.DateField("hạn ký riêng", null=True)
    reminded_at = models.DateTimeField("nhắc lần cuối lúc", null=True)
    label = models.CharField("vai", max_length=120, blank=True)
    #: Codes of positions that may sign here; empty = all that sign for the organisation itself.
    positions = ArrayField(
        models.CharField(max_length=30), default=list, verbose_name="chức vụ được ký"
    )
    #: Code of the body signed for, when not the position's usual one (STANDING: BTV).
    body = models.CharField("thay mặt", max_length=30, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=SlotState.choices, default=SlotState.WAITING
    )
    decline_reason = models.TextField("lý do từ chối", blank=True)
    declined_by_name = models.CharField("người từ chối", max_length=120, blank=True)
    declined_at = models.DateTimeField("từ chối lúc", null=True)

    signature: "Signature"

    class Meta:
        verbose_name = "chỗ ký"
        ordering = ["packet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="slot_number_once"),
            models.CheckConstraint(
                name="slot_declined_with_reason",
                condition=(~Q(state=SlotState.DECLINED) & Q(declined_at__isnull=True))
                | (Q(state=SlotState.DECLINED, declined_at__isnull=False) & ~Q(decline_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="slot_by_organisation"),
            models.Index(
                fields=["deadline"], name="slot_deadline", condition=Q(state=SlotState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.party_name} ({self.number})"

    @property
    def is_signed(self) -> bool:
        return self.state == SlotState.SIGNED

    @property
    def is_waiting(self) -> bool:
        return self.state == SlotState.WAITING

    @property
    def signed(self) -> Optional["Signature"]:
        """The signature, or None; prefetch ``signature`` in lists."""
        return getattr(self, "signature", None)
