from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import ExportState
from congdoan.areas.agreements.models.agreement import Agreement


class AgreementExport(models.Model):
    """Everything about one agreement, packed in the background for whoever asked."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="exports", verbose_name="văn bản"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="bên yêu cầu"
    )
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người yêu cầu"
    )
    asked_at = models.DateTimeField("yêu cầu lúc")
    state = models.CharField(
        "trạng thái", max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    #: Where the package lies in the storage until it is cleared away.
    path = models.CharField("nơi lưu", max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng", default=0)
    made_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "gói hồ sơ văn bản phối hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "user"],
                condition=Q(state=ExportState.WAITING),
                name="agreement_export_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.agreement_id} {self.state}"
