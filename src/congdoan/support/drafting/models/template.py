from django.db import models


class DraftTemplate(models.Model):
    """A unit's own wording for one type of document; its text is a draft with variables."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    type_code = models.CharField("loại văn bản", max_length=40, db_collation="C")
    name = models.CharField("tên mẫu", max_length=160)
    made_by_name = models.CharField("người lập", max_length=160)
    made_at = models.DateTimeField("lập lúc")
    retired_at = models.DateTimeField("thôi dùng lúc", null=True)

    class Meta:
        verbose_name = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "type_code", "name"],
                condition=models.Q(retired_at__isnull=True),
                name="draft_template_named_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
