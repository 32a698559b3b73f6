"""
Movement of large branches, day by day: what a statement of any period is added up from.

Derived, like the counts (``models.counts``), and for branches only that are too large to be read
through for a page (``KeptBranch``). Whoever writes memberships or moves units leaves a mark on the
days it touched; until ``services.moves`` has counted them anew, these days are read from the
memberships themselves. So the sums are right at every moment.
"""

from django.db import models


class _OfBranch(models.Model):
    hierarchy = models.ForeignKey(
        "organisations.Hierarchy",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        abstract = True


class KeptBranch(_OfBranch):
    """A branch whose movement is kept by day; not ``filled``: read it from the memberships."""

    filled = models.BooleanField(default=False)

    class Meta:
        verbose_name = "nhánh có biến động tính sẵn"
        constraints = [
            models.UniqueConstraint(
                fields=["hierarchy", "organisation"], name="kept_branch_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} ({self.hierarchy_id})"


class BranchMove(_OfBranch):
    """``number`` people came (``sign`` 1) or went (-1) on ``day``; ``inside``: in the branch."""

    day = models.DateField()
    sign = models.SmallIntegerField()
    code = models.CharField(max_length=15)
    inside = models.BooleanField()
    number = models.IntegerField()

    class Meta:
        verbose_name = "biến động theo ngày của nhánh"
        indexes = [
            models.Index(
                fields=["organisation", "hierarchy", "day"],
                include=["sign", "code", "inside", "number"],
                name="branch_move_by_day",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.day} {self.code} {self.sign * self.number:+}"


class MoveMark(_OfBranch):
    """What is kept of this day is no longer true (``units``: not even for units that came)."""

    day = models.DateField()
    units = models.BooleanField()

    class Meta:
        verbose_name = "ngày cần tính lại biến động"
        indexes = [
            models.Index(fields=["organisation", "hierarchy", "day"], name="move_mark_by_day")
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.day}"
