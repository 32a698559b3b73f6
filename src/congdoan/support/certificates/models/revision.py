from django.db import models
from django.db.models import Q

from congdoan.support.certificates.enums import RevisionKind


class Revision(models.Model):
    """The file as one signature or time-stamp left it. Written once."""

    file = models.ForeignKey("certificates.SignedFile", models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField("bản số")
    kind = models.CharField("loại", max_length=10, choices=RevisionKind.choices)
    field = models.OneToOneField(
        "certificates.SignatureField",
        models.PROTECT,
        null=True,
        related_name="revision",
        verbose_name="ô chữ ký",
    )
    content = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp"
    )
    sha256 = models.CharField("mã băm SHA-256", max_length=64, db_collation="C", unique=True)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người ký"
    )
    made_by_name = models.CharField("tên người ký", max_length=130)
    provider = models.CharField("nơi giữ khóa", max_length=20, db_collation="C", blank=True)
    #: What the certificate said: holder, issuer, serial number, validity, fingerprint.
    certificate = models.JSONField("chứng thư số", default=dict)
    #: What our own validation said right after the revision was made.
    report = models.JSONField("kết quả kiểm tra", default=list)

    class Meta:
        verbose_name = "bản của tệp ký số"
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="revision_number_once"),
            models.CheckConstraint(
                name="revision_signed_in_a_field",
                condition=Q(kind=RevisionKind.SIGNED, field__isnull=False)
                | (~Q(kind=RevisionKind.SIGNED) & Q(field__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_id}/{self.number}"
