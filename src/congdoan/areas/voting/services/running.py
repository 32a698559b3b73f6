"""Beginning and ending a vote, making it void, its next round."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import Manner, Marked, Proposed, Standing, State, Verdict
from congdoan.areas.voting.models import BallotBox, BoardMember, Candidate, Vote, Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.services.common import frozen_rule, held, log
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.rulebook.api import value
from congdoan.support.notifications.api import notify


@transaction.atomic
def begin_voting(*, actor: Actor, vote: Vote, present: int, on: date, at: datetime) -> Vote:
    """
    Let voting begin, with the number present that was announced.

    :raises RollEmpty, RollTooSmall, BoardTooSmall, PresentTooMany: when it cannot be taken so
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, State.LIST_CLOSED)
    roll = found.voters.filter(removed=False).count()
    _demand(found, roll=roll, present=present, on=on)
    found.state, found.present, found.opened_at = State.VOTING, present, at
    found.save(update_fields=["state", "present", "opened_at"])
    if found.electronic:
        BallotBox.objects.get_or_create(vote=found)
    _invite(actor, found, at)
    log(actor, found, "begun", {"present": present, "roll": roll})
    return found


def _invite(actor: Actor, vote: Vote, at: datetime) -> None:
    """Tell who may vote on the phone where their ballot is."""
    if not vote.electronic and vote.manner != Manner.NAMED:
        return
    notify(
        actor=actor,
        kind="voting.begun",
        key=f"voting.{vote.pk}.begun",
        at=at,
        people=list(vote.voters.filter(removed=False).values_list("person_id", flat=True)),
        context={"title": vote.title},
        url=f"/bau-cu/{vote.pk}/phieu/",
    )


def _demand(vote: Vote, *, roll: int, present: int, on: date) -> None:
    if vote.manner != Manner.HANDS and not roll:
        raise refusals.RollEmpty
    if roll and present > roll:
        raise refusals.PresentTooMany(roll=roll)
    if vote.on_paper and vote.board.count() < 2:
        raise refusals.BoardTooSmall
    if vote.electronic:
        least = int(value("voting.rule.least_secret", on=on, for_=vote.organisation_id))
        if roll < least:
            raise refusals.RollTooSmall(least=least)


@transaction.atomic
def end_voting(*, actor: Actor, vote: Vote, at: datetime) -> Vote:
    """End voting: from here on no ballot is taken, and counting begins."""
    actor.require(policies.MANAGE, on=vote.organisation)
    # The box first, as whoever casts a ballot: nobody waits for the other.
    BallotBox.objects.select_for_update().filter(vote=vote).first()
    found = held(vote, State.VOTING)
    found.state, found.closed_at = State.COUNTING, at
    found.save(update_fields=["state", "closed_at"])
    log(actor, found, "ended")
    return found


@transaction.atomic
def make_void(*, actor: Actor, vote: Vote, reason: str) -> Vote:
    """
    Make a vote void before its result is announced; it stays, with the reason.

    :raises ReasonMissing: without words
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    BallotBox.objects.select_for_update().filter(vote=vote).first()
    found = held(vote, State.LIST_OPEN, State.LIST_CLOSED, State.VOTING, State.COUNTING)
    if not tidy(reason):
        raise refusals.ReasonMissing
    found.state, found.void_reason = State.VOID, tidy(reason)[:400]
    found.save(update_fields=["state", "void_reason"])
    log(actor, found, "void", reason=reason)
    return found


@transaction.atomic
def open_next_round(*, actor: Actor, vote: Vote, on: date, at: datetime) -> Vote:
    """
    Open the next round: among the tied, for the seats still empty, or all anew after a void vote.

    The roll and the board are taken over; everybody votes anew.

    :raises NoNextRound: when nothing is left to decide, or it is open
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote)
    if Vote.objects.filter(before=found).exists() or not needs_round(found):
        raise refusals.NoNextRound
    lines = _lines_of_next(found)
    if not lines:
        raise refusals.NoNextRound
    tie = bool(found.tied_seats) and found.has_result
    seats = found.tied_seats or found.vacant if found.has_result else found.seats
    made = Vote.objects.create(
        organisation=found.organisation,
        title=_("{title} (vòng {round})").format(
            title=found.title.rsplit(" (", 1)[0][:180], round=found.round + 1
        ),
        kind=found.kind,
        style=found.style,
        manner=found.manner,
        means=found.means,
        seats=seats,
        held_on=max(on, found.held_on),
        round=found.round + 1,
        before=found,
        source_label=found.source_label,
        source_url=found.source_url,
        rule={"of": "HIGHEST"} if tie else {},
        made_by_name=actor.name[:160],
        made_at=at,
    )
    _copy(found, made, lines, tie=tie)
    if tie:
        made.rule = frozen_rule(made, on=made.held_on)
        made.state = State.LIST_CLOSED
        made.save(update_fields=["rule", "state"])
    log(actor, made, "next_round", {"before": found.pk, "round": made.round})
    return made


def needs_round(vote: Vote) -> bool:
    """Tell whether another round may follow."""
    if vote.state == State.VOID:
        return vote.closed_at is not None
    return vote.state == State.RESULT and vote.is_election and bool(vote.tied_seats or vote.vacant)


def _lines_of_next(vote: Vote) -> list[Candidate]:
    rows = vote.candidates.filter(standing=Standing.STANDS)
    if vote.state == State.VOID:
        return list(rows)
    wanted = Verdict.TIED if vote.tied_seats else Verdict.NOT_ELECTED
    return list(rows.filter(verdict=wanted))


def _copy(old: Vote, new: Vote, lines: list[Candidate], *, tie: bool) -> None:
    Candidate.objects.bulk_create(
        Candidate(
            vote=new,
            person_id=one.person_id,
            name=one.name,
            note=one.note,
            order=n,
            proposed=Proposed.TIE if tie else one.proposed,
            answer=one.answer,
        )
        for n, one in enumerate(lines, start=1)
    )
    Voter.objects.bulk_create(
        Voter(
            vote=new,
            person_id=one.person_id,
            name=one.name,
            sort_key=one.sort_key,
            marked=Marked.NOT,
        )
        for one in old.voters.filter(removed=False)
    )
    BoardMember.objects.bulk_create(
        BoardMember(vote=new, person_id=one.person_id, name=one.name, heads=one.heads)
        for one in old.board.all()
    )
