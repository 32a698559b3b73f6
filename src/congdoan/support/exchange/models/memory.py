from django.db import models


class ColumnMemory(models.Model):
    """What an organisation said of the columns of a list: the same list needs no second answer."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name="đơn vị",
    )
    kind = models.CharField("loại dữ liệu", max_length=60)
    #: Of the headings, folded (``rules.headings.signature_of``).
    signature = models.CharField(max_length=64, db_collation="C")
    mapping = models.JSONField("cột", default=dict)
    used_at = models.DateTimeField("dùng lúc")

    class Meta:
        verbose_name = "cột đã nhớ"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "signature"],
                name="column_memory_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.organisation_id}"
