"""The roll: who may vote, kept by person, for paper and phone together."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.formats import date_format

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import Marked, State
from congdoan.areas.voting.models import Vote, Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.eligible import may_vote, named, with_right
from congdoan.areas.voting.selectors.votes import is_on_board
from congdoan.areas.voting.services.common import held, log
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.people.models import Person

_BEFORE_THE_END = (State.LIST_OPEN, State.LIST_CLOSED, State.VOTING)


@transaction.atomic
def add_voters(*, actor: Actor, vote: Vote, people: Iterable[int], on: date) -> int:
    """Put many on the roll; who stands there or may not vote is left out. Return how many."""
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, *_BEFORE_THE_END)
    there = set(found.voters.values_list("person_id", flat=True))
    made = Voter.objects.bulk_create(
        Voter(vote=found, person=one, name=one.full_name[:160], sort_key=one.sort_key)
        for one in named(with_right(set(people) - there, found.organisation, on=on))
    )
    log(actor, found, "roll_filled", {"added": len(made)})
    return len(made)


@transaction.atomic
def add_voter(*, actor: Actor, vote: Vote, person: Person, on: date) -> Voter:
    """
    Put one person on the roll, also while voting: they have arrived.

    :raises NoVotingRight: when they do not belong to the union that day
    :raises OnTheRollAlready: when they stand there
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, *_BEFORE_THE_END)
    if not may_vote(person.pk, found.organisation, on=on):
        raise no_right(person.full_name, on)
    line = found.voters.filter(person=person).first()
    if line is not None and not line.removed:
        raise refusals.OnTheRollAlready
    if line is not None:
        line.removed, line.removed_reason = False, ""
        line.save(update_fields=["removed", "removed_reason"])
    else:
        line = Voter.objects.create(
            vote=found, person=person, name=person.full_name[:160], sort_key=person.sort_key
        )
    _count_present(found, 1)
    log(actor, found, "voter_added", {"voter": line.name})
    return line


def no_right(name: str, on: date) -> refusals.NoVotingRight:
    return refusals.NoVotingRight(name=name, day=date_format(on, "d/m/Y"))


def _count_present(vote: Vote, more: int) -> None:
    """Who arrives or leaves while the vote runs changes the number it is judged by."""
    if vote.state == State.VOTING and vote.present is not None:
        vote.present = max(0, vote.present + more)
        vote.save(update_fields=["present"])


@transaction.atomic
def remove_voter(*, actor: Actor, voter: Voter, reason: str) -> Voter:
    """
    Take somebody off the roll, with the reason.

    :raises HasVoted: what lies in the box cannot be taken out again
    """
    actor.require(policies.MANAGE, on=voter.vote.organisation)
    found = held(voter.vote, *_BEFORE_THE_END)
    if not tidy(reason):
        raise refusals.ReasonMissing
    line = found.voters.select_for_update().get(pk=voter.pk)
    if line.marked:
        raise refusals.HasVoted
    line.removed, line.removed_reason = True, tidy(reason)[:200]
    line.save(update_fields=["removed", "removed_reason"])
    _count_present(found, -1)
    log(actor, found, "voter_removed", {"voter": line.name}, reason)
    return line


@transaction.atomic
def hand_out(*, actor: Actor, voter: Voter, on: date) -> Voter:
    """
    Hand a paper ballot to somebody; from then on they cannot vote by phone.

    :raises NotOnTheBoard: only the election board hands out ballots
    :raises HasVoted: one person, one ballot
    :raises NoVotingRight: when their membership has ended meanwhile
    """
    if not is_on_board(actor, voter.vote):
        raise refusals.NotOnTheBoard
    found = held(voter.vote, State.VOTING)
    if not found.on_paper:
        raise refusals.NotItsTurn
    line = found.voters.select_for_update().get(pk=voter.pk)
    if line.removed:
        raise refusals.NotOnTheRoll
    if line.marked:
        raise refusals.VotedAlready
    if not may_vote(line.person_id, found.organisation, on=on):
        raise no_right(line.name, on)
    line.marked = Marked.PAPER
    line.save(update_fields=["marked"])
    return line
