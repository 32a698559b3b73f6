from django.db import models
from django.db.models import Q

from congdoan.areas.agreements.models.agreement import Agreement
from congdoan.areas.agreements.models.text import Version


class Publication(models.Model):
    """
    A signed text as the public reads it, redacted.

    ``lines`` is what was published, a copy; the public page never reads the original. Withdrawn,
    the page says so and shows nothing. The signed text and the consolidated one of a day may both
    be public; each says that the other is.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="publications", verbose_name="văn bản"
    )
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name="bản")
    token = models.CharField("địa chỉ", max_length=30, unique=True, db_collation="C")
    title = models.CharField("trích yếu", max_length=300)
    #: The day whose consolidated text was published; empty = the text as it was signed.
    consolidated_on = models.DateField("văn bản hợp nhất ngày", null=True)
    #: Parties, number, period and day of signing as published.
    facts = models.JSONField("thông tin", default=dict)
    lines = models.JSONField("nội dung công bố", default=list)
    hidden_lines = models.PositiveIntegerField("số đoạn che")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    published_on = models.DateField("công bố ngày")
    by_name = models.CharField("người công bố", max_length=120)
    withdrawn_on = models.DateField("thu hồi ngày", null=True)
    withdrawal_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)

    class Meta:
        verbose_name = "bản công bố"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(withdrawn_on__isnull=True, consolidated_on__isnull=True),
                name="agreement_published_once",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(withdrawn_on__isnull=True, consolidated_on__isnull=False),
                name="agreement_consolidated_published_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
