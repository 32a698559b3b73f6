from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from congdoan.kernel.rulebook.enums import ChangeKind


class RuleChange(models.Model):
    """
    What a row said before and after it was recorded anew; never changed, never deleted.

    The law's own changes are new rows with a new span; this is the trail of corrections, so that
    "which rule did we use then" keeps its answer.
    """

    key = models.CharField("khóa", max_length=120, db_collation="C")
    organisation_id = models.BigIntegerField("tổ chức", null=True, blank=True)
    kind = models.CharField("việc", max_length=10, choices=ChangeKind.choices)
    before = models.JSONField("trước", encoder=DjangoJSONEncoder, null=True)
    after = models.JSONField("sau", encoder=DjangoJSONEncoder, null=True)
    by = models.CharField("người ghi", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần ghi nhận quy định"
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["key", "recorded_at"], name="rule_change_by_key")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.key}"
