from django.contrib.postgres.fields import ArrayField
from django.db import models

from congdoan.foundation.valid_time import DatedQuerySet, ValidField


class Delegation(models.Model):
    """
    Ủy quyền: an office holder lets somebody use named capabilities of the office for some days.

    It never outlives the office and never holds more than the office does on the day of use.
    Shown on whatever is signed by it (TUQ.).
    """

    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    delegate = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    capabilities = ArrayField(models.CharField(max_length=60), verbose_name="việc được ủy quyền")
    valid = ValidField()
    decision_no = models.CharField("giấy ủy quyền", max_length=60)
    reason = models.CharField("lý do", max_length=200, blank=True)
    revoked_on = models.DateField("thu hồi từ ngày", null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy quyền"

    def __str__(self) -> str:
        return f"#{self.office_id} → #{self.delegate_id} {self.valid}"
