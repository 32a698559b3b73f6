from django.db import models
from django.db.models import F, Q

from congdoan.areas.workforce.enums import Source


class EmployeeCount(models.Model):
    """
    How many employees a unit or an employer had on a day, and who says so.

    Never changed: a correction is another row that names the one it replaces, and both stay. What
    is said holds from its day on, until something newer is said.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị, cơ sở"
    )
    counted_on = models.DateField("số của ngày")
    total = models.PositiveIntegerField("số lao động")
    women = models.PositiveIntegerField("trong đó nữ", null=True)
    source = models.CharField("nguồn", max_length=8, choices=Source.choices)
    said_by = models.CharField("theo ai, theo văn bản nào", max_length=200, blank=True)
    noted_by_name = models.CharField("người ghi", max_length=160)
    noted_at = models.DateTimeField("ghi lúc")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="sửa cho"
    )
    replaced_at = models.DateTimeField("thôi dùng lúc", null=True)
    replaced_by_name = models.CharField("người sửa", max_length=160, blank=True)
    replace_reason = models.CharField("lý do sửa", max_length=300, blank=True)

    class Meta:
        verbose_name = "số lao động"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "counted_on"],
                condition=Q(replaced_at__isnull=True),
                name="employee_count_once_a_day",
            ),
            models.CheckConstraint(name="employee_count_some", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="employee_count_women_within",
                condition=Q(women__isnull=True) | Q(women__lte=F("total")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.counted_on}: {self.total}"

    @property
    def holds(self) -> bool:
        return self.replaced_at is None
