"""Counting: what people counted on paper, what lies in the box, and what the rule makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import Answer, Manner, State, Verdict
from congdoan.areas.voting.models import BallotBox, BallotCount, Candidate, Vote
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.rules.counting import (
    Outcome,
    Tally,
    adds_up,
    differences,
    elect,
    is_void,
    least_votes,
    tally,
    together,
)
from congdoan.areas.voting.rules.keeping import last_day_kept
from congdoan.areas.voting.selectors.votes import roll_of, standing
from congdoan.areas.voting.services.box import ballots_in
from congdoan.areas.voting.services.common import held, log
from congdoan.foundation.actor import Actor
from congdoan.kernel.rulebook.api import rule, value

COLLECTED, INVALID = "COLLECTED", "INVALID"
_FIGURES = ("issued", "collected", "valid", "invalid")
_RESULT = ("needed", "vacant", "tied_seats", "carried")


@transaction.atomic
def enter_count(*, actor: Actor, vote: Vote, figures: Mapping[str, int]) -> BallotCount:
    """
    Write down what one person of the board counted; again to correct it.

    :raises NotOnTheBoard: for paper ballots, to others
    :raises CannotAddUp, MoreThanPresent: figures that cannot be true
    """
    member = vote.board.filter(person=actor.person_id).first() if actor.person_id else None
    if vote.manner == Manner.HANDS and member is None:
        actor.require(policies.MANAGE, on=vote.organisation)
    elif member is None:
        raise refusals.NotOnTheBoard
    found = held(vote, State.COUNTING)
    lines = standing(found)
    kept = {str(one.pk): int(figures.get(str(one.pk), 0)) for one in lines}
    if found.manner == Manner.HANDS:
        _demand_hands(found, list(kept.values()))
        BallotCount.objects.filter(vote=found).delete()
    elif found.on_paper:
        collected, invalid = int(figures[COLLECTED]), int(figures[INVALID])
        if not adds_up(kept.values(), collected=collected, invalid=invalid, seats=found.seats):
            raise refusals.CannotAddUp(seats=found.seats)
        kept |= {COLLECTED: collected, INVALID: invalid}
    else:
        raise refusals.NotItsTurn
    made, _new = BallotCount.objects.update_or_create(
        vote=found, counter=member, defaults={"by_name": actor.name[:160], "figures": kept}
    )
    log(actor, found, "counted")
    return made


def _demand_hands(vote: Vote, hands: list[int]) -> None:
    present = vote.present or 0
    most = max(hands, default=0) if vote.is_election else sum(hands)
    if most > present:
        raise refusals.MoreThanPresent(present=present)


@dataclass(frozen=True)
class Difference:
    """A line where two counts differ."""

    name: str
    first: int
    second: int


def paper_differences(vote: Vote) -> list[Difference] | None:
    """Return where the two counts differ; None while there are not two."""
    counts = list(vote.counts.all()[:2])
    if len(counts) < 2:
        return None
    called = {str(one.pk): one.name for one in standing(vote)}
    called |= {COLLECTED: _("Phiếu thu về"), INVALID: _("Phiếu không hợp lệ")}
    rows = differences(counts[0].figures, counts[1].figures)
    return [Difference(called.get(key, key), one, two) for key, one, two in rows]


@transaction.atomic
def announce(*, actor: Actor, vote: Vote, on: date) -> Vote:
    """
    Add up, apply the rule and announce; with more ballots than voters the vote is void.

    :raises CountsMissing: until two counts of the paper agree
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, State.COUNTING)
    lines, roll = standing(found), roll_of(found)
    counted = _counted(found, lines)
    issued = roll.taken_part if found.manner != Manner.HANDS else found.present or 0
    box = BallotBox.objects.filter(vote=found).first()
    lying = len(ballots_in(box)) if box else 0
    paper = counted.collected - lying
    if is_void(issued=issued, collected=counted.collected) or (
        found.is_secret and (paper > roll.paper or lying != roll.electronic)
    ):
        return _void(actor, found, issued, counted)
    needed = least_votes(
        found.rule, collected=counted.collected, present=found.present or counted.collected
    )
    found.issued, found.collected = issued, counted.collected
    found.valid, found.invalid, found.needed = counted.valid, counted.invalid, needed
    outcome = elect(counted.votes, seats=found.seats, needed=needed)
    _write(found, lines, counted, outcome)
    months = int(value("voting.rule.keep_months", on=on, for_=found.organisation_id))
    found.state, found.keep_until = State.RESULT, last_day_kept(on, months)
    found.save(update_fields=[*_FIGURES, *_RESULT, "state", "keep_until"])
    log(actor, found, "announced", {"collected": found.collected, "valid": found.valid})
    return found


def _counted(vote: Vote, lines: list[Candidate]) -> Tally:
    """
    Add up by keys of candidates.

    :raises CountsMissing: without two counts of paper that agree, or a count of hands
    """
    keys = [one.pk for one in lines]
    if vote.manner == Manner.NAMED:
        votes = dict.fromkeys(keys, 0)
        voices = vote.voters.filter(voice__isnull=False)
        for pk in voices.values_list("voice__candidate", flat=True):
            votes[pk] += 1
        return Tally(sum(votes.values()), sum(votes.values()), votes)
    if vote.manner == Manner.HANDS:
        count = vote.counts.first()
        if count is None:
            raise refusals.CountsMissing
        votes = {pk: count.figures[str(pk)] for pk in keys}
        shown = (vote.present or 0) if vote.is_election else sum(votes.values())
        return Tally(shown, shown, votes)
    electronic = electronic_tally(vote, lines)
    if not vote.on_paper:
        return electronic
    if paper_differences(vote) != []:
        raise refusals.CountsMissing
    figures = vote.counts.all()[0].figures
    paper = Tally(
        figures[COLLECTED],
        figures[COLLECTED] - figures[INVALID],
        {pk: figures[str(pk)] for pk in keys},
    )
    return together(electronic, paper)


def electronic_tally(vote: Vote, lines: list[Candidate]) -> Tally:
    """Count the box; empty when the vote has none."""
    box = BallotBox.objects.filter(vote=vote).first()
    ballots = ballots_in(box) if box else []
    counted = tally(ballots, listed=[one.order for one in lines], seats=vote.seats)
    votes = {one.pk: counted.votes.get(one.order, 0) for one in lines}
    return Tally(counted.collected, counted.valid, votes, counted.flaws)


def _void(actor: Actor, vote: Vote, issued: int, counted: Tally) -> Vote:
    row = rule("voting.rule.void", on=vote.held_on)
    vote.issued, vote.collected = issued, counted.collected
    vote.valid, vote.invalid = counted.valid, counted.invalid
    vote.state = State.VOID
    vote.void_reason = _("Phiếu phát ra {issued}, thu về {collected}. {rule}.").format(
        issued=issued, collected=counted.collected, rule=row.label_vi
    )[:400]
    vote.save(update_fields=[*_FIGURES, "state", "void_reason"])
    log(actor, vote, "void", {"issued": issued, "collected": counted.collected})
    return vote


def _write(vote: Vote, lines: list[Candidate], counted: Tally, outcome: Outcome) -> None:
    for one in lines:
        one.votes = counted.votes.get(one.pk, 0)
        one.verdict = Verdict.NONE
        if vote.is_election:
            one.verdict = Verdict.NOT_ELECTED
            if one.pk in outcome.elected:
                one.verdict = Verdict.ELECTED
            elif one.pk in outcome.tied:
                one.verdict = Verdict.TIED
        one.save(update_fields=["votes", "verdict"])
    if vote.is_election:
        vote.vacant, vote.tied_seats = outcome.vacant, outcome.tied_seats
    else:
        yes = next((one for one in lines if one.answer == Answer.YES), None)
        vote.carried = yes is not None and (yes.votes or 0) >= (vote.needed or 0)
