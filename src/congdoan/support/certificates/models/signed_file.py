from django.db import models
from django.db.models import Q


class SignedFile(models.Model):
    """
    One PDF and the chain of its revisions; each signature adds one, none is ever changed.

    ``revision_count`` and ``last_sha256`` are the register: a file whose last signature was cut
    off is still valid by itself, and only the register knows that there was more.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị lập",
    )
    title = models.CharField("tiêu đề", max_length=400)
    #: Hash of the frozen wording that the pages show.
    text_hash = models.CharField("mã băm văn bản", max_length=64, db_collation="C", db_index=True)
    #: Hash of the platform's own signature: tells whose file it is even after somebody changed it.
    mark = models.CharField("dấu nhận dạng", max_length=64, unique=True, db_collation="C")
    is_test = models.BooleanField("thử nghiệm", default=False)
    created_at = models.DateTimeField("lập lúc")
    revision_count = models.PositiveSmallIntegerField("số bản", default=0)
    last_sha256 = models.CharField("mã băm bản cuối", max_length=64, db_collation="C", blank=True)
    #: No further signature comes; what follows are archive time-stamps only.
    closed_at = models.DateTimeField("khép lại lúc", null=True)
    archived_at = models.DateTimeField("đóng dấu lưu trữ lúc", null=True)
    renew_on = models.DateField("ngày gia hạn dấu lưu trữ", null=True)

    class Meta:
        verbose_name = "tệp ký số"
        constraints = [
            models.CheckConstraint(
                name="signed_file_archived_when_closed",
                condition=Q(archived_at__isnull=True) | Q(closed_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["renew_on"],
                name="signed_file_renewal",
                condition=Q(closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"
