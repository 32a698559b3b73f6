from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import Exchanged
from congdoan.areas.agreements.models.agreement import Agreement


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def of(self, agreement: Agreement) -> Self:
        return self.filter(agreement=agreement)


class Dispatch(models.Model):
    """
    What one party sent the others: a document, or how things stand ("mối liên hệ hai chiều").

    ``sent_on`` may lie before the day it was typed in: paper goes by post as well.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="dispatches", verbose_name="văn bản"
    )
    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên gửi"
    )
    kind = models.CharField("loại", max_length=12, choices=Exchanged.choices)
    #: A code of the rulebook's ``agreement.content``.
    content_code = models.CharField("nội dung phối hợp", max_length=40, blank=True)
    title = models.CharField("tên", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    text = models.TextField("nội dung", blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="tệp"
    )
    link = models.CharField("liên kết", max_length=500, blank=True)
    sent_on = models.DateField("gửi ngày")
    at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người gửi", max_length=120)

    objects: ClassVar[DispatchQuerySet] = DispatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "văn bản, thông tin trao đổi"
        indexes = [models.Index(fields=["agreement", "sent_on"], name="agreement_dispatch_day")]

    def __str__(self) -> str:
        return self.title


class DispatchReceipt(models.Model):
    """One party was sent something, and has read it since ``read_on``."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="receipts")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên nhận"
    )
    read_on = models.DateField("đọc ngày", null=True)
    read_at = models.DateTimeField("ghi lúc", null=True)
    by_name = models.CharField("người đọc", max_length=120, blank=True)

    class Meta:
        verbose_name = "lượt nhận"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "organisation"], name="agreement_receipt_once"
            ),
            models.CheckConstraint(
                name="agreement_receipt_read_whole",
                condition=Q(read_on__isnull=True, read_at__isnull=True)
                | Q(read_on__isnull=False, read_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.dispatch_id} #{self.organisation_id}"
