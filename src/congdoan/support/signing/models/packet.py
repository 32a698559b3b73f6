from typing import Self

from django.db import models
from django.db.models import Q

from congdoan.support.signing.enums import PacketState


class PacketQuerySet(models.QuerySet["Packet"]):
    def open(self) -> Self:
        return self.filter(state=PacketState.OPEN)

    def about(self, subject_type: str, subject_id: int) -> Self:
        return self.filter(subject_type=subject_type, subject_id=subject_id)


class Packet(models.Model):
    """
    One frozen text going round for signatures.

    The text itself is kept here, so that what was signed can be read whatever becomes of the
    record it came from (``subject_type`` and ``subject_id``, known to the slice above only).
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị trình ký",
    )
    subject_type = models.CharField("loại hồ sơ gốc", max_length=60, db_collation="C")
    subject_id = models.BigIntegerField("hồ sơ gốc")
    subject_url = models.CharField("địa chỉ hồ sơ gốc", max_length=300, blank=True)
    title = models.CharField("tiêu đề", max_length=400)
    text = models.TextField("văn bản đã chốt")
    text_hash = models.CharField("mã băm SHA-256", max_length=64, db_collation="C", db_index=True)
    #: The address of the public page that tells whether a printed copy is genuine.
    token = models.CharField("mã kiểm tra", max_length=30, unique=True, db_collation="C")
    state = models.CharField(
        "trạng thái", max_length=10, choices=PacketState.choices, default=PacketState.OPEN
    )
    ordered = models.BooleanField("ký theo thứ tự", default=False)
    deadline = models.DateField("hạn ký", null=True)
    opened_at = models.DateTimeField("trình ký lúc")
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người trình ký"
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True)
    close_reason = models.TextField("lý do kết thúc", blank=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ ký"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state=PacketState.OPEN),
                name="packet_one_open_per_subject",
                violation_error_message="Văn bản này đang có một hồ sơ ký chưa kết thúc.",
            ),
            models.CheckConstraint(
                name="packet_closed_when_not_open",
                condition=Q(state=PacketState.OPEN, closed_at__isnull=True)
                | (~Q(state=PacketState.OPEN) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="packet_by_organisation"),
            models.Index(
                fields=["deadline"], name="packet_deadline", condition=Q(state=PacketState.OPEN)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state == PacketState.OPEN

    @property
    def short_hash(self) -> str:
        """The first 16 digits in groups of four, as printed at the foot of each page."""
        return " ".join(self.text_hash[start : start + 4] for start in range(0, 16, 4))
