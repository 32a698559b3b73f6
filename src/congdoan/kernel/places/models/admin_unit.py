from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from congdoan.foundation.valid_time import DatedQuerySet, ValidField, contains, one_at_a_time
from congdoan.kernel.places.enums import Kind, Level


class AdminUnitQuerySet(DatedQuerySet["AdminUnit"]):
    def at(self, level: str) -> Self:
        return self.filter(level=level)

    def directly_in(self, parent: "AdminUnit") -> Self:
        return self.filter(parent_code=parent.code)

    def listed(self) -> Self:
        """Order by name as people expect, code last to keep pages stable."""
        return self.order_by("sort_key", "code")


class AdminUnit(models.Model):
    """
    One administrative unit as it was over one span of days.

    The State's codes are used again: 00004 was Phường Trúc Bạch until 30 June 2025 and is Phường
    Ba Đình since. A unit is therefore a code *and* a span; a name is never a key. A new name, kind
    or place in the tree is a new row, linked to the old one.
    """

    code = models.CharField("mã", max_length=5, db_collation="C")
    level = models.CharField("cấp", max_length=10, choices=Level)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên", max_length=100)
    # The parent is a code: which unit that is, and what it was called, depends on the day.
    parent_code = models.CharField("mã cấp trên", max_length=5, blank=True, db_collation="C")
    # An open lower bound: since before our records begin.
    valid = ValidField()
    legal_act = models.CharField("văn bản thành lập", max_length=200, blank=True)
    ended_by = models.CharField("văn bản kết thúc", max_length=200, blank=True)
    verified = models.BooleanField("đã đối chiếu", default=False)
    sort_key = models.CharField(max_length=300, db_collation="C")
    folded = models.CharField(max_length=120, db_collation="C")

    objects = AdminUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        indexes = [
            models.Index(fields=["parent_code", "sort_key"], name="admin_unit_children"),
            models.Index(fields=["level", "sort_key", "code"], name="admin_unit_list"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="admin_unit_search"),
        ]
        constraints = [
            one_at_a_time(
                "admin_unit_one_per_code_and_day",
                "code",
                message="Một mã chỉ thuộc một đơn vị hành chính trong cùng thời gian.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def a_day(self) -> date:
        """Return a day on which the unit was there: its last, or its first while it lasts."""
        upper: date | None = self.valid.upper
        return upper - timedelta(days=1) if upper else self.valid.lower

    def day_nearest(self, day: date) -> date:
        """Return ``day``, or the nearest day on which the unit was there."""
        if contains(self.valid, day):
            return day
        upper: date | None = self.valid.upper
        return upper - timedelta(days=1) if upper and upper <= day else self.valid.lower
