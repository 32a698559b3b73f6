from typing import Any

from django.db import models

from congdoan.support.signing.enums import ScanState
from congdoan.support.signing.rules.scans import Code, Sheet


class Scan(models.Model):
    """
    Signed paper sent back: its files, what was read from each sheet, and whether it is the text.

    ``text_hash`` is the frozen text it was held against. A scan that does not match is followed by
    another one and stays as it was.
    """

    packet = models.ForeignKey("signing.Packet", models.PROTECT, related_name="scans")
    keeper = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị lưu"
    )
    state = models.CharField(
        "kết quả đối chiếu", max_length=10, choices=ScanState.choices, default=ScanState.READING
    )
    text_hash = models.CharField("mã băm văn bản", max_length=64, db_collation="C")
    pages = models.PositiveSmallIntegerField("số trang bản in", default=0)
    findings = models.JSONField("nhận xét", default=list)
    uploaded_at = models.DateTimeField("gửi lúc")
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )
    uploaded_by_name = models.CharField("tên người gửi", max_length=120)
    read_at = models.DateTimeField("đọc xong lúc", null=True)
    judged_at = models.DateTimeField("người xem lúc", null=True)
    judged_by_name = models.CharField("người xem", max_length=120, blank=True)
    note = models.TextField("ghi chú của người xem", blank=True)

    class Meta:
        verbose_name = "bản quét"
        ordering = ["packet", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.packet_id} {self.state}"

    @property
    def is_settled(self) -> bool:
        return self.state in {ScanState.MATCHED, ScanState.CONFIRMED}

    @property
    def may_be_replaced(self) -> bool:
        return self.state in {ScanState.DOUBTFUL, ScanState.MISMATCHED}


class ScanFile(models.Model):
    """A file of a scan: one PDF, or a picture for each sheet."""

    scan = models.ForeignKey("signing.Scan", models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField("thứ tự")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tệp của bản quét"
        ordering = ["scan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="scan_file_number_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"


class ScanSheet(models.Model):
    """One side of paper: what its code said, and what a person said where it could not be read."""

    scan = models.ForeignKey("signing.Scan", models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField("tờ")
    token = models.CharField("mã kiểm tra", max_length=30, blank=True, db_collation="C")
    key = models.CharField("loại trang", max_length=10, blank=True, db_collation="C")
    page = models.PositiveSmallIntegerField("trang", default=0)
    pages = models.PositiveSmallIntegerField("tổng số trang", default=0)
    turned = models.PositiveSmallIntegerField("góc xoay lại", default=0)
    blank = models.BooleanField("tờ trắng", default=False)
    placed = models.PositiveSmallIntegerField("trang do người xem ghi", null=True)
    skipped = models.BooleanField("người xem bỏ qua", default=False)
    #: A small upright picture, only of sheets somebody has to look at.
    picture = models.BinaryField("hình nhỏ", null=True)

    class Meta:
        verbose_name = "tờ của bản quét"
        ordering = ["scan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="scan_sheet_number_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.number}"

    def as_sheet(self) -> Sheet:
        code = Code(self.token, self.key, self.page, self.pages) if self.token else None
        said: dict[str, Any] = {"placed": self.placed, "skipped": self.skipped}
        return Sheet(self.number, code, self.turned, blank=self.blank, **said)
