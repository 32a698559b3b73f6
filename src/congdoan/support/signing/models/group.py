from django.db import models
from django.db.models import Q


class SlotGroup(models.Model):
    """Slots of which ``needed`` have to sign: any two of the three vice-presidents."""

    packet = models.ForeignKey("signing.Packet", models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField("thứ tự")
    label = models.CharField("tên nhóm", max_length=120)
    needed = models.PositiveSmallIntegerField("số chữ ký cần")

    class Meta:
        verbose_name = "nhóm ký"
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="slot_group_number_once"),
            models.CheckConstraint(name="slot_group_needs_somebody", condition=Q(needed__gt=0)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.label}"
