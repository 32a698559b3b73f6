"""The front door of members."""

from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.selectors import (
    member_count,
    unscoped_counted_one_by_one,
    unscoped_member_count,
    unscoped_member_counts,
    unscoped_member_series,
    unscoped_own_member_counts,
    unscoped_written_by,
)
from congdoan.areas.members.services import (
    NewMembership,
    OutsideTheUnitsLife,
    begin_memberships,
    end_memberships,
    fold_counts,
    rebuild_counts,
)

__all__ = [
    "EndOfMembership",
    "NewMembership",
    "OutsideTheUnitsLife",
    "begin_memberships",
    "end_memberships",
    "fold_counts",
    "member_count",
    "rebuild_counts",
    "unscoped_counted_one_by_one",
    "unscoped_member_count",
    "unscoped_member_counts",
    "unscoped_member_series",
    "unscoped_own_member_counts",
    "unscoped_written_by",
]
