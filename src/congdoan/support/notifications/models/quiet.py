from django.db import models


class QuietHours(models.Model):
    """
    When phones of a person, or of a unit's officers, keep still; equal ends mean never.

    A person's own row goes before the unit's; without either the product's default holds.
    """

    user = models.OneToOneField(
        "accounts.User",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name="người dùng",
    )
    organisation = models.OneToOneField(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="đơn vị",
    )
    starts = models.TimeField("từ")
    ends = models.TimeField("đến")

    class Meta:
        verbose_name = "giờ yên tĩnh"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, organisation__isnull=True)
                | models.Q(user__isnull=True, organisation__isnull=False),
                name="quiet_hours_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.starts:%H:%M}-{self.ends:%H:%M}"
