from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from congdoan.areas.duplicates.models.pair import Pair


class Merge(models.Model):
    """
    Two records became one: which survived, and every row that was written, as it was and became.

    ``steps`` hold keys and old values only of what the merge itself touched; sealed facts stay
    sealed in them. They are the way back.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="merges")
    survivor = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="nơi gộp"
    )
    steps = models.JSONField("các dòng đã ghi")
    #: Answers about the alias and a third that were written down for the survivor.
    answers = ArrayField(
        models.BigIntegerField(), default=list, verbose_name="câu trả lời kèm theo"
    )
    #: What of the old values was erased since (message ids): it does not come back.
    erased = ArrayField(models.CharField(max_length=80), default=list, verbose_name="đã xóa")
    at = models.DateTimeField("gộp lúc")
    by_name = models.CharField("người gộp", max_length=160)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    parted_at = models.DateTimeField("tách lúc", null=True)
    parted_by_name = models.CharField("người tách", max_length=160, blank=True)
    parted_reason = models.CharField("lý do tách", max_length=300, blank=True)

    class Meta:
        verbose_name = "lần gộp hồ sơ"
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(parted_at__isnull=True), name="merged_into_one"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-at"], name="merge_by_organisation")]

    def __str__(self) -> str:
        return f"#{self.other_id} → #{self.survivor_id}"

    @property
    def tables(self) -> list[str]:
        """Return, a row, the name of the table it stands in."""
        called = {model._meta.label: str(model._meta.verbose_name) for model in apps.get_models()}
        rows = dict.fromkeys((step["row"], step["pk"]) for step in self.steps)
        return [called.get(label, label) for label, _pk in rows]
