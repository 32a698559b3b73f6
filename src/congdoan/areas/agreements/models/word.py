from django.db import models

from congdoan.areas.agreements.enums import ReturnState
from congdoan.areas.agreements.models.text import Version


class WordCopy(models.Model):
    """
    A text handed out as a Word file to be edited there.

    ``lines`` is the text as it was then, ``code`` stands in the file as a bookmark: what comes back
    is compared with what went out, whatever was changed here meanwhile.
    """

    version = models.ForeignKey(
        Version, models.CASCADE, related_name="copies", verbose_name="bản văn"
    )
    code = models.CharField("mã bản Word", max_length=16, unique=True, db_collation="C")
    lines = models.JSONField("các đoạn", default=list)
    made_at = models.DateTimeField("lấy lúc")
    made_by_name = models.CharField("người lấy", max_length=200)

    class Meta:
        verbose_name = "bản Word"

    def __str__(self) -> str:
        return f"#{self.version_id} {self.code}"


class WordReturn(models.Model):
    """A Word file that came back, with what it changes, until somebody has taken it over."""

    copy = models.ForeignKey(
        WordCopy, models.CASCADE, related_name="returns", verbose_name="bản Word đã lấy"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị gửi"
    )
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp nhận lại"
    )
    changes = models.JSONField("thay đổi", default=list)
    #: What of the file is no change of a clause: tables, notes, moved lines.
    remarks = models.JSONField("lưu ý", default=list)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReturnState.choices, default=ReturnState.OPEN
    )
    at = models.DateTimeField("nhận lúc")
    by_name = models.CharField("người gửi", max_length=200)

    class Meta:
        verbose_name = "bản Word nhận lại"

    def __str__(self) -> str:
        return f"#{self.copy_id} {self.state}"
