from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from congdoan.areas.restructuring.enums import (
    HandOverKind,
    HandOverStep,
    ItemKind,
    ReceiptKind,
)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def standing(self) -> Self:
        """Keep what was not withdrawn with its event."""
        return self.filter(withdrawn=False)

    def missing(self, step: str) -> Self:
        """Keep those that still owe ``step``."""
        owed = self.filter(**{f"{STEP_FIELDS[step]}__isnull": True})
        return owed if step == HandOverStep.HAND_OVER else owed.filter(kind=HandOverKind.END)

    def to_refund(self) -> Self:
        """Keep those that received something after the stop and have not paid it back."""
        owed = LateReceipt.objects.filter(hand_over=OuterRef("pk"), refunded_on=None)
        return self.filter(Exists(owed))

    def unfinished(self) -> Self:
        lacking = Q(handed_over_on=None)
        for name in STEP_FIELDS.values():
            lacking |= Q(**{f"{name}__isnull": True}, kind=HandOverKind.END)
        owed = LateReceipt.objects.filter(hand_over=OuterRef("pk"), refunded_on=None)
        return self.filter(lacking | Exists(owed))


class HandOver(models.Model):
    """
    The steps around the end of a unit, or its passing to another superior (domain-rules 1.6).

    One row for each unit an event ended; for a transfer one for each pair of superiors, with the
    units that pass (``units``). ``overseer`` owes the steps: the direct superior on the last day,
    or the one above it if that ended too.
    """

    event = models.ForeignKey(
        "organisations.OrganisationEvent",
        models.PROTECT,
        related_name="+",
        verbose_name="sự kiện",
    )
    kind = models.CharField("loại", max_length=8, choices=HandOverKind.choices)
    giver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên giao"
    )
    receiver = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="bên nhận",
    )
    overseer = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="cấp chịu trách nhiệm",
    )
    units = models.ManyToManyField(
        "organisations.Organisation", related_name="+", verbose_name="đơn vị được chuyển"
    )
    effective_on = models.DateField("ngày có hiệu lực")
    #: The unit's name on its last day, for lists in order.
    name = models.CharField("tên", max_length=250)
    sort_key = models.CharField(max_length=900, editable=False, db_collation="C")
    folded = models.CharField(max_length=400, editable=False, db_collation="C")
    dues_stopped_on = models.DateField("dừng thu ngày", null=True)
    accounts_closed_on = models.DateField("khóa sổ ngày", null=True)
    handed_over_on = models.DateField("bàn giao ngày", null=True)
    archived_on = models.DateField("lưu trữ ngày", null=True)
    archive_note = models.CharField("nơi lưu trữ", max_length=300, blank=True)
    place = models.CharField("địa điểm bàn giao", max_length=200, blank=True)
    givers = models.TextField("người bên giao", blank=True)
    receivers = models.TextField("người bên nhận", blank=True)
    remarks = models.TextField("ý kiến, cam kết", blank=True)
    #: The event was taken back; kept because something had been written down.
    withdrawn = models.BooleanField("đã rút cùng sự kiện", default=False)

    objects: ClassVar[HandOverQuerySet] = HandOverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "bàn giao khi sắp xếp tổ chức"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "giver", "receiver"], name="hand_over_once_per_pair"
            )
        ]
        indexes = [
            models.Index(fields=["event", "sort_key", "id"], name="hand_over_by_event"),
            models.Index(fields=["overseer"], name="hand_over_by_overseer"),
            models.Index(fields=["giver"], name="hand_over_by_giver"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_end(self) -> bool:
        return self.kind == HandOverKind.END

    @property
    def steps(self) -> list[HandOverStep]:
        return list(HandOverStep) if self.is_end else [HandOverStep.HAND_OVER]


class HandOverItem(models.Model):
    """A line of the minutes: what is handed over, how much of it, in which state."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="items")
    kind = models.CharField("nhóm", max_length=8, choices=ItemKind.choices)
    what = models.CharField("nội dung", max_length=200)
    quantity = models.CharField("số lượng", max_length=40, blank=True)
    amount = models.DecimalField("số tiền (đồng)", max_digits=16, decimal_places=0, null=True)
    condition = models.CharField("tình trạng", max_length=200, blank=True)

    class Meta:
        verbose_name = "mục bàn giao"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what


class LateReceipt(models.Model):
    """Dues or fund received after collecting had to stop: to be paid back (domain-rules 1.6)."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="receipts")
    kind = models.CharField("khoản", max_length=8, choices=ReceiptKind.choices)
    payer = models.CharField("bên nộp", max_length=200)
    received_on = models.DateField("nhận ngày")
    amount = models.DecimalField("số tiền (đồng)", max_digits=16, decimal_places=0)
    refunded_on = models.DateField("hoàn trả ngày", null=True)
    refund_note = models.CharField("chứng từ hoàn trả", max_length=200, blank=True)
    by_name = models.CharField("người ghi", max_length=200)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "khoản thu sau ngày dừng"
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(name="late_receipt_is_money", condition=Q(amount__gt=0))
        ]
        indexes = [
            models.Index(
                fields=["hand_over"],
                condition=Q(refunded_on=None),
                name="late_receipt_to_refund",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.amount}"


STEP_FIELDS: dict[str, str] = {
    HandOverStep.DUES: "dues_stopped_on",
    HandOverStep.ACCOUNTS: "accounts_closed_on",
    HandOverStep.HAND_OVER: "handed_over_on",
    HandOverStep.ARCHIVE: "archived_on",
}
