from django.db import models
from django.db.models import F, Q


class Lease(models.Model):
    """
    That one signer has the file in hand until ``until``: each signature builds on the last one.

    The prepared revision lies here until the signature comes. When the time is up the row is
    worth nothing and the next signer's takes its place; the file itself was never touched.
    """

    file = models.OneToOneField("certificates.SignedFile", models.CASCADE, related_name="lease")
    field = models.ForeignKey("certificates.SignatureField", models.CASCADE, related_name="+")
    #: Tells this attempt from a later one of the same person.
    key = models.CharField("khóa", max_length=40, unique=True, db_collation="C")
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="người đang ký"
    )
    holder_name = models.CharField("tên người đang ký", max_length=130)
    since = models.DateTimeField("từ lúc")
    until = models.DateTimeField("đến lúc")
    #: The revision the prepared one stands on.
    base = models.PositiveSmallIntegerField("trên bản số")
    provider = models.CharField("nơi giữ khóa", max_length=20, db_collation="C")
    credential = models.CharField("mã chứng thư số", max_length=200, db_collation="C")
    certificate = models.BinaryField("chứng thư số")
    chain = models.JSONField("chuỗi chứng thư", default=list)
    prepared = models.BinaryField("bản chờ chữ ký")
    placement = models.JSONField("chỗ đặt chữ ký")
    signed_attributes = models.BinaryField("phần được ký")
    #: The provider's name for its waiting request; empty until it was asked.
    transaction = models.CharField("mã giao dịch", max_length=200, db_collation="C", blank=True)

    class Meta:
        verbose_name = "lượt ký đang giữ"
        constraints = [
            models.CheckConstraint(name="lease_ends_later", condition=Q(until__gt=F("since")))
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.file_id} {self.holder_name}"
