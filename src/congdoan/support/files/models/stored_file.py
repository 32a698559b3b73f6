from django.db import models

from congdoan.support.files.enums import MediaType


class StoredFile(models.Model):
    """
    One upload of one file.

    The content lies once per organisation under its hash; each upload keeps its own name, purpose
    and uploader, so that two people may send the same scan for two reasons.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    sha256 = models.CharField("mã băm SHA-256", max_length=64, db_collation="C")
    size = models.PositiveBigIntegerField("dung lượng")
    media_type = models.CharField("kiểu tệp", max_length=100, choices=MediaType.choices)
    name = models.CharField("tên tệp", max_length=150)
    purpose = models.CharField("mục đích", max_length=60)
    #: Empty: made by the system itself (a frozen text as PDF).
    uploaded_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người tải lên",
    )
    uploader_name = models.CharField("tên người tải lên", max_length=120)
    created_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "tệp"
        constraints = [
            # A double click, or the same form sent again, is one upload.
            models.UniqueConstraint(
                fields=["organisation", "sha256", "purpose", "uploaded_by", "name"],
                name="stored_file_once_per_upload",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def path(self) -> str:
        """Where the content lies in the storage."""
        return f"{self.organisation_id}/{self.sha256[:2]}/{self.sha256}"

    @property
    def megabytes(self) -> float:
        return self.size / (1024 * 1024)
