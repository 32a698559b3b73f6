from typing import ClassVar, Self

from django.conf import settings
from django.db import models


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def of_chain(self, organisation_id: int | None) -> Self:
        """Keep one organisation's entries (None: the installation's own)."""
        if organisation_id is None:
            return self.filter(organisation_id__isnull=True)
        return self.filter(organisation_id=organisation_id)

    def about(self, target: models.Model) -> Self:
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class AuditEntry(models.Model):
    """
    One act, never changed and never removed (a database trigger refuses both).

    ``organisation_id`` names the chain and is no foreign key: audit stands below organisations, and
    a row outlives what it tells of. Names are kept as they were spelled on the day.
    """

    organisation_id = models.BigIntegerField("đơn vị", null=True)
    sequence = models.BigIntegerField("thứ tự")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người làm",
    )
    actor_name = models.CharField("tên người làm", max_length=200)
    acting_for = models.CharField("người thao tác thay", max_length=200, blank=True)
    verb = models.CharField("việc", max_length=80)
    target_type = models.CharField("loại đối tượng", max_length=80)
    target_id = models.CharField("mã đối tượng", max_length=64)
    target_label = models.CharField("đối tượng", max_length=300)
    changes = models.JSONField("thay đổi", default=dict)
    reason = models.TextField("lý do", blank=True)
    previous_hash = models.CharField("niêm trước", max_length=64)
    hash = models.CharField("niêm", max_length=64)

    objects: ClassVar[models.Manager["AuditEntry"]] = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sequence"],
                name="audit_entry_one_per_place",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_entry_target"),
            models.Index(fields=["organisation_id", "verb", "-sequence"], name="audit_entry_verb"),
            models.Index(
                fields=["organisation_id", "actor", "-sequence"], name="audit_entry_actor"
            ),
            models.Index(fields=["organisation_id", "at"], name="audit_entry_at"),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.organisation_id} {self.verb} {self.target_label}"


class AuditHead(models.Model):
    """
    The end of one organisation's chain.

    Its row is the lock: writers of one organisation queue here, so places have no gaps.
    """

    organisation_id = models.BigIntegerField("đơn vị", null=True)
    sequence = models.BigIntegerField("thứ tự", default=0)
    hash = models.CharField("niêm", max_length=64)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id"], name="audit_head_one_per_chain", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.sequence}"
