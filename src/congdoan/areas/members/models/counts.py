"""
How many members, as changes: the number on a day is the sum of all changes until that day.

Rows are only ever added (several may stand for one day; ``services.counting.fold`` puts them
together at night), so that no two people who write wait for the same row of the same superior.
Derived: written by ``services.counting`` in the transaction that changed memberships or the tree,
from rows that have their foreign keys checked; checking five more for each member that is imported
cost as much as writing them.
"""

from django.db import models


class MemberChange(models.Model):
    """On ``day`` the organisation itself had ``delta`` members more."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    day = models.DateField()
    delta = models.IntegerField()

    class Meta:
        verbose_name = "biến động đoàn viên"
        indexes = [
            models.Index(
                fields=["organisation", "day"], include=["delta"], name="member_change_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.day} {self.delta:+}"


class BranchChange(models.Model):
    """
    On ``day`` there were ``delta`` members more below the organisation in that hierarchy.

    Below means strictly: its own members are ``MemberChange``. Joining and leaving count here, and
    so does a unit with its members that comes under the organisation or goes.
    """

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
    day = models.DateField()
    delta = models.IntegerField()

    class Meta:
        verbose_name = "biến động đoàn viên của nhánh"
        indexes = [
            models.Index(
                fields=["organisation", "hierarchy", "day"],
                include=["delta"],
                name="branch_change_by_day",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} {self.day} {self.delta:+}"
