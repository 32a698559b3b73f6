"""Votes an actor may see, and what stands in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import Marked, Standing, State
from congdoan.areas.voting.models import BallotBox, BoardMember, Candidate, Vote, Voter
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation


def visible_union(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when it is no union whose votes the actor may see"""
    found = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def votes_of(actor: Actor, organisation: Organisation, *, on: date) -> QuerySet[Vote]:
    """Return the votes of a union opened by a day, the latest first."""
    actor.require(policies.VIEW, on=organisation)
    rows = Vote.objects.filter(organisation=organisation)
    return rows if on >= actor.today else rows.filter(made_at__date__lte=on)


def own_votes(actor: Actor) -> QuerySet[Vote]:
    """Return what the actor may vote on now, or counts for."""
    mine = Q(voters__person=actor.person_id, voters__removed=False, state=State.VOTING)
    mine |= Q(board__person=actor.person_id, state__in=[State.VOTING, State.COUNTING])
    if actor.person_id is None:
        return Vote.objects.none()
    return Vote.objects.filter(mine).select_related("organisation").distinct()


def get_vote(actor: Actor, pk: int) -> Vote:
    """
    Return a vote the actor may look at: by right, as one of its election board, or of its roll.

    :raises NotFound: otherwise
    """
    found = Vote.objects.select_related("organisation", "before").filter(pk=pk).first()
    if found is None:
        raise NotFound
    if actor.may(policies.VIEW, on=found.organisation) or takes_part(actor, found):
        return found
    raise NotFound


def get_vote_of_voter(actor: Actor, pk: int) -> tuple[Vote, Voter]:
    """
    Return a vote and the actor's own line of its roll.

    :raises NotFound: to who is not on the roll
    """
    rows = Voter.objects.select_related("vote__organisation")
    found = rows.filter(vote=pk, person=actor.person_id, removed=False).first()
    if found is None or actor.person_id is None:
        raise NotFound
    return found.vote, found


def following_round(vote: Vote) -> Vote | None:
    """Return the round after this one."""
    return Vote.objects.filter(before=vote).first()


def receipts(vote: Vote) -> list[str]:
    """
    Return the receipts of a vote's electronic ballots, sorted.

    :raises NotFound: while voting goes on, and where nobody votes electronically
    """
    box = BallotBox.objects.filter(vote=vote).first()
    if box is None or vote.closed_at is None:
        raise NotFound
    return list(box.codes)


def takes_part(actor: Actor, vote: Vote) -> bool:
    """Tell whether the actor stands on the roll or is of the election board."""
    mine = Voter.objects.filter(vote=vote, person=actor.person_id, removed=False)
    return is_on_board(actor, vote) or (actor.person_id is not None and mine.exists())


def is_on_board(actor: Actor, vote: Vote) -> bool:
    if actor.person_id is None:
        return False
    return BoardMember.objects.filter(vote=vote, person=actor.person_id).exists()


def standing(vote: Vote) -> list[Candidate]:
    """Return the lines of the ballot in their order."""
    return list(vote.candidates.filter(standing=Standing.STANDS))


@dataclass(frozen=True)
class Roll:
    """How many may vote, and by what how many have."""

    entitled: int
    paper: int
    electronic: int
    named: int

    @property
    def taken_part(self) -> int:
        return self.paper + self.electronic + self.named

    @property
    def waiting(self) -> int:
        return self.entitled - self.taken_part


def roll_of(vote: Vote) -> Roll:
    """Count the roll."""
    rows = Voter.objects.filter(vote=vote, removed=False)
    found = rows.aggregate(
        entitled=Count("pk"),
        paper=Count("pk", filter=Q(marked=Marked.PAPER)),
        electronic=Count("pk", filter=Q(marked=Marked.ELECTRONIC)),
        named=Count("pk", filter=Q(marked=Marked.NAMED)),
    )
    return Roll(**found)


def voters(vote: Vote, *, text: str = "", only: str = "") -> QuerySet[Voter]:
    """Return the roll by name; ``only``: ``chua`` (not yet), ``roi`` (have), ``ra`` (removed)."""
    rows = Voter.objects.filter(vote=vote)
    if text:
        rows = rows.filter(name__icontains=text)
    if only == "ra":
        return rows.filter(removed=True)
    if only in {"chua", "roi"}:
        rows = rows.filter(removed=False)
        return rows.filter(marked="") if only == "chua" else rows.exclude(marked="")
    return rows


def unscoped_voices(vote: Vote) -> Sequence[tuple[str, str]]:
    """Return who said what in an open vote by name."""
    rows = Voter.objects.filter(vote=vote, voice__isnull=False).select_related("voice__candidate")
    return [(one.name, one.voice.candidate.name) for one in rows]
