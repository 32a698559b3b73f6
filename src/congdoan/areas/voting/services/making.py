"""Opening a vote, its list and its board."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import (
    Answer,
    Manner,
    Proposed,
    Standing,
    State,
    Style,
)
from congdoan.areas.voting.models import BoardMember, Candidate, Vote
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.rules.counting import surplus_advice
from congdoan.areas.voting.services.common import frozen_rule, held, log, rule_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value


@dataclass(frozen=True)
class VoteData:
    """What is decided, how and when."""

    title: str
    kind: str
    manner: str
    means: str
    seats: int
    held_on: date
    source_label: str = ""
    source_url: str = ""


@transaction.atomic
def open_vote(
    *, actor: Actor, organisation: Organisation, data: VoteData, on: date, at: datetime
) -> Vote:
    """
    Open the list of an election, or a question with its answers.

    :raises MustBeSecret: when the rulebook demands a secret ballot
    :raises NamesNeedAQuestion, MeansMissing, DayBehind: when it cannot be taken so
    """
    actor.require(policies.MANAGE, on=organisation)
    if data.held_on < on:
        raise refusals.DayBehind
    row = rule_of(data.kind, on=data.held_on)
    style = Style(row.value["style"])
    if row.value.get("secret") and data.manner != Manner.SECRET:
        raise refusals.MustBeSecret
    if data.manner == Manner.NAMED and style != Style.QUESTION:
        raise refusals.NamesNeedAQuestion
    if data.manner == Manner.SECRET and not data.means:
        raise refusals.MeansMissing
    made = Vote.objects.create(
        organisation=organisation,
        title=tidy(data.title)[:200],
        kind=data.kind,
        style=style,
        manner=data.manner,
        means=data.means if data.manner == Manner.SECRET else "",
        seats=data.seats if style == Style.ELECTION else 1,
        held_on=data.held_on,
        source_label=data.source_label[:200],
        source_url=data.source_url[:200],
        made_by_name=actor.name[:160],
        made_at=at,
    )
    if style == Style.QUESTION:
        put_answers(made)
    log(actor, made, "opened", {"kind": made.kind, "manner": made.manner})
    return made


def put_answers(vote: Vote) -> None:
    """Put the answers of a question on its ballot."""
    Candidate.objects.bulk_create(
        Candidate(
            vote=vote, name=str(one.label), order=n, proposed=Proposed.OPTION, answer=one.value
        )
        for n, one in enumerate(Answer, start=1)
    )


@transaction.atomic
def add_candidate(
    *, actor: Actor, vote: Vote, person: Person, note: str, by_oneself: bool
) -> Candidate:
    """
    Put somebody on the list, last.

    :raises ListIsClosed: once the list is closed
    :raises OnTheListAlready, BoardMemberStands: when they cannot stand
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = _open_list(vote)
    if not found.is_election:
        raise refusals.ListIsClosed
    if found.candidates.filter(person=person).exists():
        raise refusals.OnTheListAlready
    if found.board.filter(person=person).exists():
        raise refusals.BoardMemberStands(name=person.full_name)
    last = found.candidates.aggregate(last=Max("order"))["last"] or 0
    made = Candidate.objects.create(
        vote=found,
        person=person,
        name=person.full_name[:160],
        note=tidy(note)[:200],
        order=last + 1,
        proposed=Proposed.SELF if by_oneself else Proposed.NOMINATION,
    )
    log(actor, found, "candidate", {"candidate": made.name})
    return made


def _open_list(vote: Vote) -> Vote:
    found = held(vote)
    if found.state != State.LIST_OPEN:
        raise refusals.ListIsClosed
    return found


@transaction.atomic
def strike_candidate(
    *, actor: Actor, candidate: Candidate, withdrawn: bool, reason: str
) -> Candidate:
    """
    Take somebody off the list: they withdraw, or the meeting does not want them on it.

    :raises ReasonMissing: without words
    :raises ListIsClosed: once the list is closed
    """
    actor.require(policies.MANAGE, on=candidate.vote.organisation)
    found = _open_list(candidate.vote)
    if not tidy(reason):
        raise refusals.ReasonMissing
    line = found.candidates.get(pk=candidate.pk)
    if line.proposed in {Proposed.OPTION, Proposed.TIE}:
        raise refusals.ListIsClosed
    line.standing = Standing.WITHDRAWN if withdrawn else Standing.STRUCK
    line.standing_reason = tidy(reason)[:200]
    line.save(update_fields=["standing", "standing_reason"])
    log(actor, found, "struck", {"candidate": line.name, "standing": line.standing}, reason)
    return line


@transaction.atomic
def move_candidate(*, actor: Actor, candidate: Candidate, up: bool) -> None:
    """
    Change the order on the ballot by one place.

    :raises ListIsClosed: once the list is closed
    """
    actor.require(policies.MANAGE, on=candidate.vote.organisation)
    found = _open_list(candidate.vote)
    lines = list(found.candidates.filter(standing=Standing.STANDS))
    place = next((n for n, one in enumerate(lines) if one.pk == candidate.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(lines):
        return
    lines[place], lines[other] = lines[other], lines[place]
    for n, one in enumerate(lines, start=1):
        one.order = n
        one.save(update_fields=["order"])
    log(actor, found, "ordered")


@transaction.atomic
def add_to_board(*, actor: Actor, vote: Vote, person: Person, heads: bool) -> BoardMember:
    """
    Put somebody on the election board.

    :raises CandidateOnBoard, OnTheBoardAlready: when they cannot be
    :raises NotItsTurn: once the ballots are being counted
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, State.LIST_OPEN, State.LIST_CLOSED, State.VOTING)
    if found.candidates.filter(person=person, standing=Standing.STANDS).exists():
        raise refusals.CandidateOnBoard(name=person.full_name)
    if found.board.filter(person=person).exists():
        raise refusals.OnTheBoardAlready
    if heads:
        found.board.filter(heads=True).update(heads=False)
    made = BoardMember.objects.create(
        vote=found, person=person, name=person.full_name[:160], heads=heads
    )
    log(actor, found, "board", {"member": made.name})
    return made


@transaction.atomic
def leave_board(*, actor: Actor, member: BoardMember) -> None:
    """:raises NotItsTurn: once voting has begun"""
    actor.require(policies.MANAGE, on=member.vote.organisation)
    found = held(member.vote, State.LIST_OPEN, State.LIST_CLOSED)
    found.board.filter(pk=member.pk).delete()
    log(actor, found, "board_left", {"member": member.name})


@transaction.atomic
def close_list(*, actor: Actor, vote: Vote, exception: str) -> Vote:
    """
    Close the list; from here on the ballot stays as it is.

    :raises TooFewCandidates: fewer than seats
    :raises SurplusMissing: fewer than the rule asks for, and no reason given
    """
    actor.require(policies.MANAGE, on=vote.organisation)
    found = held(vote, State.LIST_OPEN)
    there = found.candidates.filter(standing=Standing.STANDS).count()
    if there < found.seats:
        raise refusals.TooFewCandidates(there=there, seats=found.seats)
    if found.is_election and found.round == 1 and not tidy(exception):
        least = value("voting.rule.surplus", on=found.held_on)["least"]
        missing = surplus_advice(there, seats=found.seats, least=least)
        if missing:
            raise refusals.SurplusMissing(missing=missing)
    lines = found.candidates.filter(standing=Standing.STANDS)
    for n, one in enumerate(lines, start=1):
        if one.order != n:
            one.order = n
            one.save(update_fields=["order"])
    found.state, found.exception = State.LIST_CLOSED, tidy(exception)[:300]
    found.rule = frozen_rule(found, on=found.held_on)
    found.save(update_fields=["state", "exception", "rule"])
    log(actor, found, "list_closed", {"candidates": there}, exception)
    return found
