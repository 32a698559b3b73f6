"""The front door of cadres."""

from congdoan.areas.cadres.enums import Round, StepKind
from congdoan.areas.cadres.models import OfficialPlan, PartyIntroduction, PlanCandidate
from congdoan.areas.cadres.rules.voting import Ballots
from congdoan.areas.cadres.selectors.introductions import unscoped_party_counts
from congdoan.areas.cadres.services.introducing import (
    StepData,
    nominate_member,
    stop_introduction,
    take_step,
)
from congdoan.areas.cadres.services.planning import (
    Candidacy,
    VoteData,
    approve_plan,
    open_plan,
    propose_candidate,
    record_vote,
    submit_plan,
)

__all__ = [
    "Ballots",
    "Candidacy",
    "OfficialPlan",
    "PartyIntroduction",
    "PlanCandidate",
    "Round",
    "StepData",
    "StepKind",
    "VoteData",
    "approve_plan",
    "nominate_member",
    "open_plan",
    "propose_candidate",
    "record_vote",
    "stop_introduction",
    "submit_plan",
    "take_step",
    "unscoped_party_counts",
]
