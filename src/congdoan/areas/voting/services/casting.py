"""
Casting a ballot: the mark on the roll and the ballot in the box, both or neither.

Nothing else is written: no log, no message, no time (ADR 39).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from congdoan.areas.voting.enums import Manner, Marked, State
from congdoan.areas.voting.models import BallotBox, NamedVoice, Vote, Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.eligible import may_vote
from congdoan.areas.voting.selectors.votes import standing
from congdoan.areas.voting.services.box import is_code, put_in
from congdoan.areas.voting.services.roll import no_right
from congdoan.areas.voting.services.slips import voter_of_slip
from congdoan.foundation.actor import Actor, require_oneself


def demand_voter(voter: Voter, *, on: date) -> None:
    """
    Refuse who may not vote (any more).

    :raises VotedAlready, HasPaper, NotOnTheRoll, NoVotingRight: as it is
    """
    if voter.removed:
        raise refusals.NotOnTheRoll
    if voter.marked == Marked.PAPER:
        raise refusals.HasPaper
    if voter.marked:
        raise refusals.VotedAlready
    if not may_vote(voter.person_id, voter.vote.organisation, on=on):
        raise no_right(voter.name, on)


@transaction.atomic
def cast_ballot(
    *, actor: Actor, vote: Vote, chosen: Sequence[int], blank: bool, code: str, on: date
) -> None:
    """
    Put the actor's ballot into the box; ``chosen`` are places on the ballot, from 1.

    :raises VotedAlready: also for the same request sent again
    :raises VotingNotOpen: before voting begins and after it ends
    """
    require_oneself(actor)
    _put(vote, lambda: _line_of(actor, vote), chosen=chosen, blank=blank, code=code, on=on)


@transaction.atomic
def cast_by_slip(*, slip: str, chosen: Sequence[int], blank: bool, code: str, on: date) -> None:
    """
    Put the ballot of who holds a slip into the box: one device, many voters.

    :raises UnknownSlip: when nobody's, or no longer
    """
    voter = voter_of_slip(slip)
    _put(voter.vote, lambda: _locked(pk=voter.pk), chosen=chosen, blank=blank, code=code, on=on)


def _put(
    vote: Vote,
    find: Callable[[], Voter],
    *,
    chosen: Sequence[int],
    blank: bool,
    code: str,
    on: date,
) -> None:
    # The box is the gate: whoever closes the vote takes the same lock.
    box = BallotBox.objects.select_for_update().filter(vote=vote).first()
    if box is None or not _is_open(vote):
        raise refusals.VotingNotOpen
    voter = find()
    demand_voter(voter, on=on)
    lines = len(standing(vote))
    if not is_code(code) or code in box.codes or any(not 1 <= one <= lines for one in chosen):
        raise refusals.OldBallot
    demand_choice(chosen, blank=blank, seats=vote.seats)
    voter.marked = Marked.ELECTRONIC
    voter.save(update_fields=["marked"])
    put_in(box, chosen=chosen, lines=lines, code=code)


def demand_choice(chosen: Sequence[int], *, blank: bool, seats: int) -> None:
    """Refuse slips of the hand; a blank ballot is a choice, too."""
    if len(set(chosen)) > seats:
        raise refusals.TooManyChosen(chosen=len(set(chosen)), seats=seats)
    if blank and chosen:
        raise refusals.BlankAndChosen
    if not blank and not chosen:
        raise refusals.NothingChosen


@transaction.atomic
def speak_by_name(*, actor: Actor, vote: Vote, place: int, on: date) -> None:
    """
    Say yes, no or other in an open vote, under one's own name.

    :raises VotedAlready: one person, one voice
    """
    require_oneself(actor)
    found = Vote.objects.select_for_update(of=("self",), no_key=True).get(pk=vote.pk)
    if found.state != State.VOTING or found.manner != Manner.NAMED:
        raise refusals.VotingNotOpen
    voter = _line_of(actor, vote)
    demand_voter(voter, on=on)
    answers = {one.order: one for one in standing(vote)}
    if place not in answers:
        raise refusals.NothingChosen
    voter.marked = Marked.NAMED
    voter.save(update_fields=["marked"])
    NamedVoice.objects.create(voter=voter, candidate=answers[place])


def _is_open(vote: Vote) -> bool:
    return Vote.objects.filter(pk=vote.pk, state=State.VOTING).exists()


def _line_of(actor: Actor, vote: Vote) -> Voter:
    if actor.person_id is None:
        raise refusals.NotOnTheRoll
    return _locked(vote=vote, person=actor.person_id)


def _locked(**which: Any) -> Voter:
    rows = Voter.objects.select_for_update(of=("self",)).select_related("vote__organisation")
    found = rows.filter(**which).first()
    if found is None:
        raise refusals.NotOnTheRoll
    return found
