from congdoan.areas.members.models.counts import BranchChange, MemberChange
from congdoan.areas.members.models.life import (
    Application,
    Discipline,
    Leaving,
    MemberDecision,
    Pause,
    PauseProlonging,
    Poster,
    Transfer,
)
from congdoan.areas.members.models.lists import Look, MemberExport, Segment
from congdoan.areas.members.models.membership import Membership
from congdoan.areas.members.models.moves import BranchMove, KeptBranch, MoveMark
from congdoan.areas.members.models.record import MemberRecord, MemberWork, SealedFact

__all__ = [
    "Application",
    "BranchChange",
    "BranchMove",
    "Discipline",
    "KeptBranch",
    "Leaving",
    "Look",
    "MemberChange",
    "MemberDecision",
    "MemberExport",
    "MemberRecord",
    "MemberWork",
    "Membership",
    "MoveMark",
    "Pause",
    "PauseProlonging",
    "Poster",
    "SealedFact",
    "Segment",
    "Transfer",
]
