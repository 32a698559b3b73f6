from django.db import models

from congdoan.support.drafting.rules.blocks import Block, read


class Draft(models.Model):
    """
    The text of one record of another slice, as it stands now.

    ``revision`` grows with every save: whoever saves an older one is refused. The record's owner
    decides who may read and write (``selectors.owners``).
    """

    owner_type = models.CharField("loại hồ sơ", max_length=60, db_collation="C")
    owner_id = models.BigIntegerField("hồ sơ")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    #: Code of the rulebook's ``documents.type`` ("UNION.KH").
    type_code = models.CharField("loại văn bản", max_length=40, db_collation="C")
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    #: "Kính gửi", one a line.
    addressees = models.TextField("kính gửi", blank=True)
    blocks = models.JSONField("nội dung", default=list)
    revision = models.PositiveIntegerField("lần lưu", default=1)
    saved_by_name = models.CharField("người lưu", max_length=160)
    saved_at = models.DateTimeField("lưu lúc")
    closed_at = models.DateTimeField("đóng lúc", null=True)
    #: Hash of the wording as it was closed, with the facts of that day filled in.
    sealed = models.CharField("mã băm lúc đóng", max_length=64, blank=True, db_collation="C")

    class Meta:
        verbose_name = "bản thảo"
        constraints = [
            models.UniqueConstraint(fields=["owner_type", "owner_id"], name="draft_one_per_record")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.type_code}"

    @property
    def content(self) -> tuple[Block, ...]:
        return read(self.blocks)


class DraftVersion(models.Model):
    """A text as it stood when somebody kept it; never changed."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("số")
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    addressees = models.TextField("kính gửi", blank=True)
    blocks = models.JSONField("nội dung", default=list)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    by_name = models.CharField("người giữ", max_length=160)
    at = models.DateTimeField("giữ lúc")

    class Meta:
        verbose_name = "phiên bản"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")
        ]

    def __str__(self) -> str:
        return f"#{self.draft_id}.{self.number}"

    @property
    def content(self) -> tuple[Block, ...]:
        return read(self.blocks)
