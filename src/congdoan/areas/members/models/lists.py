"""Lists of members: looking below for a purpose, saved segments, exports."""

from django.db import models
from django.db.models import Q


class Look(models.Model):
    """A superior named why they look at the names below; it lasts for some hours."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    #: The top of the branch looked at.
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField("mục đích", max_length=200)
    until = models.DateTimeField("đến")

    class Meta:
        verbose_name = "lần xem dữ liệu cấp dưới"
        indexes = [models.Index(fields=["user", "organisation", "until"], name="look_of_user")]

    def __str__(self) -> str:
        return f"#{self.user_id} @ #{self.organisation_id}"


class Segment(models.Model):
    """A saved way of filtering a union's register: one person's own, or everybody's there."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    name = models.CharField("tên", max_length=60)
    #: The address part after ``?`` without the page's place.
    query = models.CharField("bộ lọc", max_length=1000)
    owner = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, related_name="+", verbose_name="của riêng"
    )

    class Meta:
        verbose_name = "nhóm lọc đã lưu"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "owner", "name"],
                name="segment_named_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name


class MemberExport(models.Model):
    """A list of members made in the background for whoever asked; cleared away after some days."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người yêu cầu"
    )
    query = models.CharField("bộ lọc", max_length=1000, blank=True)
    columns = models.JSONField("các cột")
    purpose = models.CharField("mục đích", max_length=200)
    kind = models.CharField("loại tệp", max_length=4)
    as_of = models.DateField("số liệu ngày")
    below = models.BooleanField("cả cấp dưới", default=False)
    asked_at = models.DateTimeField("yêu cầu lúc")
    made_at = models.DateTimeField("xong lúc", null=True)
    until = models.DateTimeField("giữ đến", null=True)
    rows = models.PositiveIntegerField("số người", null=True)
    path = models.CharField("nơi lưu", max_length=200, blank=True)

    class Meta:
        verbose_name = "tệp xuất sổ đoàn viên"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(made_at__isnull=True),
                name="member_export_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.kind}"
