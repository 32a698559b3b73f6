"""
The dated tree.

``Placement`` is the truth (who hung under whom, when, in which hierarchy). ``Lineage`` is its dated
closure, derived, the single table behind rights, roll-ups and distribution lists: a branch on any
day is one indexed join. No nested sets, no materialised paths, no recursion per request.
"""

from django.db import models

from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time


class Hierarchy(models.Model):
    """A line of command: direct command, sector guidance, State authority …"""

    code = models.CharField("mã", max_length=20, unique=True)
    label = models.CharField("tên", max_length=80)

    class Meta:
        verbose_name = "hệ thống cấp"

    def __str__(self) -> str:
        return self.label


class Placement(models.Model):
    """Where an organisation hung in a hierarchy, from one day until another."""

    hierarchy = models.ForeignKey(Hierarchy, models.PROTECT, related_name="+")
    child = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="placements"
    )
    parent = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    valid = ValidField()
    event = models.ForeignKey(
        "organisations.OrganisationEvent", models.PROTECT, null=True, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí trong cây"
        constraints = [
            one_at_a_time(
                "placement_one_parent_at_a_time",
                "hierarchy",
                "child",
                message="Đơn vị đã có cấp trên khác trong thời gian này.",
            ),
            models.CheckConstraint(
                name="placement_not_under_itself",
                condition=~models.Q(child=models.F("parent")),
                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
            ),
        ]
        indexes = [models.Index(fields=["hierarchy", "parent"], name="placement_children")]

    def __str__(self) -> str:
        return f"#{self.child_id} under #{self.parent_id} {self.valid}"


class Lineage(models.Model):
    """
    ``ancestor`` stood ``depth`` steps above ``descendant`` during ``valid``.

    Depth 0 is the organisation itself for the days it existed. Rows of one pair never overlap.

    ``reach`` is ``valid`` for the purpose of rights: a descendant that has ended stays with those
    who stood above it on its last day, one not yet founded belongs to those it is founded under.
    Written only by ``services.lineage`` under a transaction-scoped advisory lock.
    """

    hierarchy = models.ForeignKey(Hierarchy, models.PROTECT, related_name="+", db_index=False)
    ancestor = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    descendant = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    depth = models.SmallIntegerField()
    valid = ValidField()
    reach = ValidField("phạm vi quyền")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng cấp trên"
        indexes = [
            # A branch is read from this index alone, without the table.
            models.Index(
                fields=["hierarchy", "ancestor", "descendant"],
                include=["reach", "valid", "depth"],
                name="lineage_down",
            ),
            models.Index(fields=["hierarchy", "descendant", "depth"], name="lineage_up"),
        ]

    def __str__(self) -> str:
        return f"#{self.ancestor_id} {self.depth} above #{self.descendant_id} {self.valid}"
