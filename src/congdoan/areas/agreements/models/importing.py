from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.enums import ImportState, Source


class TextImport(models.Model):
    """
    An agreement that exists elsewhere, on its way into the register.

    ``lines`` is a sheet (``rules.sheet``): every paragraph, table and note of the file, each either
    a clause-to-be or set aside with its reason. Nothing else changes until the agreement is made;
    then the row says which file it came from.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name="đơn vị soạn thảo",
    )
    source = models.CharField("nguồn", max_length=5, choices=Source.choices)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp gốc"
    )
    lines = models.JSONField("các đoạn", default=list)
    #: Proposals read from head and signatures (``rules.facts``), as JSON.
    facts = models.JSONField("thông tin đoán được", default=dict)
    #: What the reader wants the person to know (old encodings, tracked changes).
    remarks = models.JSONField("lưu ý", default=list)
    #: Counts savings: who saves an older sheet is told.
    revision = models.PositiveIntegerField("lần sửa", default=1)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ImportState.choices, default=ImportState.OPEN
    )
    agreement = models.OneToOneField(
        "agreements.Agreement",
        models.CASCADE,
        null=True,
        related_name="came_from",
        verbose_name="văn bản",
    )
    created_at = models.DateTimeField("tải lên lúc")
    created_by_name = models.CharField("người tải lên", max_length=200)

    class Meta:
        verbose_name = "văn bản đang nhập"
        constraints = [
            models.CheckConstraint(
                name="agreement_import_done_has_agreement",
                condition=Q(agreement__isnull=True) | Q(state=ImportState.DONE),
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="agreement_import_open"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.source} {self.state}"
