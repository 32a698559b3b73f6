from django.db import models
from django.db.models import Q


class ReceiverList(models.Model):
    """A unit's own list of receivers, kept under a name to send to again."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    name = models.CharField("tên danh sách", max_length=120)
    changed_at = models.DateTimeField("sửa lúc")
    changed_by_name = models.CharField("người sửa", max_length=120)

    class Meta:
        verbose_name = "danh sách nơi nhận"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="receiver_list_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ListedReceiver(models.Model):
    """One line of a list: a unit, or somebody outside the platform."""

    list = models.ForeignKey(ReceiverList, models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("tên nơi nhận", max_length=250, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)

    class Meta:
        verbose_name = "nơi nhận trong danh sách"
        constraints = [
            models.UniqueConstraint(
                fields=["list", "organisation"],
                condition=Q(organisation__isnull=False),
                name="listed_once",
            ),
            models.CheckConstraint(
                name="listed_is_somebody",
                condition=Q(organisation__isnull=False) | ~Q(name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id or self.name} @ {self.list_id}"
