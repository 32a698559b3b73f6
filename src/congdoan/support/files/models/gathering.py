from uuid import uuid4

from django.conf import settings
from django.db import models


class Gathering(models.Model):
    """
    A file that comes in parts, over a line that may break.

    It is one person's own until a form hands it to ``store_file``; what nobody goes on with is
    swept after two days. Each part lies in the storage for itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người tải lên"
    )
    purpose = models.CharField("mục đích", max_length=60)
    name = models.CharField("tên tệp", max_length=150)
    size = models.PositiveBigIntegerField("dung lượng")
    #: What the browser tells the same file by after the page was opened anew.
    mark = models.CharField("dấu nhận ra tệp", max_length=120)
    #: Bytes that lie here without a gap.
    received = models.PositiveBigIntegerField("đã nhận", default=0)
    #: Where each part begins.
    parts = models.JSONField("các phần", default=list)
    #: All of it is here, and it was judged fit to keep.
    whole = models.BooleanField("đã đủ", default=False)
    started_at = models.DateTimeField("bắt đầu lúc")
    touched_at = models.DateTimeField("phần cuối lúc", db_index=True)

    class Meta:
        verbose_name = "tệp đang tải lên"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "mark"], name="gathering_once_per_file"
            ),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="gathering_within_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"

    def place(self, start: int) -> str:
        """Where a part lies in the storage."""
        return f"gathering/{self.pk}/{start}"
