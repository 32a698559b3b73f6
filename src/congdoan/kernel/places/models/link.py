from django.db import models

from congdoan.kernel.places.enums import Relation
from congdoan.kernel.places.models.admin_unit import AdminUnit


class AdminUnitLink(models.Model):
    """
    One unit became (part of) another.

    An old commune with several links was divided: which of them an address lies in cannot be
    known from its name, so people choose among the candidates.
    """

    old = models.ForeignKey(
        AdminUnit, models.CASCADE, related_name="became", verbose_name="đơn vị cũ"
    )
    new = models.ForeignKey(
        AdminUnit, models.CASCADE, related_name="came_from", verbose_name="đơn vị mới"
    )
    relation = models.CharField("phần chuyển sang", max_length=5, choices=Relation)
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    verified = models.BooleanField("đã đối chiếu", default=False)

    class Meta:
        verbose_name = "liên hệ đơn vị cũ – mới"
        verbose_name_plural = "liên hệ đơn vị cũ – mới"
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="admin_unit_link_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.old_id} → #{self.new_id} {self.relation}"
