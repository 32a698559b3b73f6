from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Sending(models.Model):
    """One pressing of "Gửi": whom the rule named at that instant; their lines follow in batches."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="sendings")
    on = models.DateField("theo ngày")
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người gửi", max_length=120)
    rule = models.JSONField("nơi nhận theo", default=dict, blank=True)
    #: Organisations in the order of their keys; never changed afterwards.
    units = ArrayField(models.BigIntegerField(), default=list)
    count = models.PositiveIntegerField("số nơi nhận trên hệ thống")
    #: So many of them have their line (``Receiver``).
    written = models.PositiveIntegerField("đã ghi", default=0)
    #: Recalled before all had their line: the others were never sent it.
    stopped_at = models.DateTimeField("dừng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần gửi"
        constraints = [
            models.CheckConstraint(
                name="sending_writes_whom_it_named", condition=Q(written__lte=F("count"))
            )
        ]
        indexes = [
            models.Index(
                fields=["document"],
                name="sending_unfinished",
                condition=Q(written__lt=F("count"), stopped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.document_id} → {self.count}"
