from congdoan.areas.cadres.models.introductions import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.models.plans import OfficialPlan, PlanCandidate, PlanEdition, PlanVote

__all__ = [
    "IntroductionStep",
    "OfficialPlan",
    "PartyIntroduction",
    "PlanCandidate",
    "PlanEdition",
    "PlanVote",
]
