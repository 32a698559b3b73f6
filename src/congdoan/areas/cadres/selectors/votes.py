"""What the rules of their day make of votes."""

from congdoan.areas.cadres.enums import Round, StepKind
from congdoan.areas.cadres.models import IntroductionStep, PlanCandidate, PlanVote
from congdoan.areas.cadres.rules.voting import Ballots, Verdict, verdict
from congdoan.kernel.rulebook.api import value

#: The last word: who has not passed it is not submitted.
DECIDING = Round.EXEC


def judged(step: IntroductionStep) -> Verdict | None:
    """Return what became of the committee's vote; None for any other step."""
    if step.kind != StepKind.VOTED or step.entitled is None:
        return None
    ballots = Ballots(step.entitled, step.present or 0, step.in_favour or 0, step.against or 0)
    return verdict(ballots, value("cadres.majority.party", on=step.done_on))


def outcome(vote: PlanVote) -> Verdict:
    ballots = Ballots(vote.entitled, vote.present, vote.in_favour, vote.against)
    return verdict(ballots, value("cadres.majority.plan", on=vote.held_on))


def passed(candidate: PlanCandidate) -> bool | None:
    """Tell whether somebody passed every vote taken; None: the committee has not voted yet."""
    votes = {vote.round: vote for vote in candidate.votes.all()}
    if any(not outcome(vote).carried for vote in votes.values()):
        return False
    return True if DECIDING in votes else None
