from congdoan.areas.members.models.counts import BranchChange, MemberChange
from congdoan.areas.members.models.membership import Membership

__all__ = ["BranchChange", "MemberChange", "Membership"]
