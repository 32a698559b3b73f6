from django.db import models

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time
from congdoan.kernel.organisations.enums import GroupingKind


class Counterpart(models.Model):
    """
    "Chuyên môn đồng cấp": a union and the management or authority of its level.

    A union may face several partners at once (a commune union and its communes), so no
    exclusion here beyond the pair itself.
    """

    union = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="counterparts"
    )
    partner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    valid = ValidField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyên môn đồng cấp"
        constraints = [
            one_at_a_time(
                "counterpart_once_per_pair",
                "union",
                "partner",
                message="Hai đơn vị đã được ghi là đồng cấp trong thời gian này.",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.union_id} ↔ #{self.partner_id} {self.valid}"


class Grouping(models.Model):
    """A named set beside the tree (cụm, khối, câu lạc bộ, địa bàn) under one superior."""

    kind = models.CharField("loại", max_length=20, choices=GroupingKind.choices)
    superior = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="cấp trên"
    )
    name = models.CharField("tên", max_length=160)
    folded = models.CharField(max_length=160, editable=False, db_collation="C")
    valid = ValidField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "cụm, khối"

    def __str__(self) -> str:
        return self.name

    def settle_keys(self) -> None:
        self.name = vietnamese.tidy(self.name)
        self.folded = vietnamese.fold(self.name)


class GroupingMember(models.Model):
    """An organisation belonged to a grouping from one day until another."""

    grouping = models.ForeignKey(Grouping, models.PROTECT, related_name="members")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    valid = ValidField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên cụm, khối"
        constraints = [
            one_at_a_time(
                "grouping_member_once",
                "grouping",
                "organisation",
                message="Đơn vị đã thuộc cụm, khối này trong thời gian đó.",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} in {self.grouping_id} {self.valid}"
