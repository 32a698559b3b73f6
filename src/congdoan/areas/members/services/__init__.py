from congdoan.areas.members.services.counting import fold_counts, rebuild_counts
from congdoan.areas.members.services.writing import (
    NewMembership,
    OutsideTheUnitsLife,
    begin_memberships,
    end_memberships,
    reopen_membership,
    take_memberships_back,
)

__all__ = [
    "NewMembership",
    "OutsideTheUnitsLife",
    "begin_memberships",
    "end_memberships",
    "fold_counts",
    "rebuild_counts",
    "reopen_membership",
    "take_memberships_back",
]
