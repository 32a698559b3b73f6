"""Ending an agreement before its time: one party proposes, all the others consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Consent, EndGround, EndingState, State
from congdoan.areas.agreements.models import Agreement, Ending, EndingConsent, Party
from congdoan.areas.agreements.rules.ending import (
    EndingAnswered,
    EndingAsked,
    EndsOutside,
    NoPartyEnded,
    PartyGone,
    last_day_before,
)
from congdoan.areas.agreements.rules.refusals import DeadlinePassed, NotAParty, ReasonNeeded
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import party_names, staying_parties
from congdoan.areas.agreements.selectors.endings import duties_left, ending_awaits
from congdoan.areas.agreements.services.ending_work import (
    close,
    demand_open,
    note_ending,
    sync_ending_work,
    tell_about_ending,
)
from congdoan.areas.agreements.services.force import bring_up_to
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class EndingData:
    """From which day, on what ground and why an agreement is to end."""

    wanted_on: date
    reason: str
    due: date
    ground: str = EndGround.ALL_AGREE
    #: Duties still owed that are to be done all the same.
    kept: Iterable[int] = ()


@transaction.atomic
def propose_ending(
    *,
    actor: Actor,
    agreement: Agreement,
    proposer: Organisation,
    data: EndingData,
    on: date,
    at: datetime,
) -> Ending:
    """
    Ask all other parties to end an agreement before its time.

    Where nobody else is left to ask (all others have ended), it is agreed at once.

    :raises NotAParty: only parties propose
    :raises ReasonNeeded: the other parties are told why
    :raises EndsOutside: when it would end before it binds, or after its term
    :raises EndingAsked: one proposal at a time
    :raises NoPartyEnded, PartyGone: when the ground does not fit who exists on that day
    """
    agreement = held(agreement)
    actor.require(policies.MANAGE, on=proposer)
    demand(agreement, Action.TERMINATE)
    if not agreement.parties.staying().filter(organisation=proposer).exists():
        raise NotAParty
    if not data.reason.strip():
        raise ReasonNeeded
    if data.due < on:
        raise DeadlinePassed(day=f"{on:%d/%m/%Y}")
    _refuse_day(agreement, data.wanted_on)
    _refuse_ground(agreement, proposer, data)
    if agreement.endings.asked().exists():
        raise EndingAsked
    ending = Ending.objects.create(
        agreement=agreement,
        proposer=proposer,
        ground=EndGround(data.ground),
        reason=nfc(data.reason).strip(),
        wanted_on=data.wanted_on,
        due=data.due,
        asked_on=on,
        at=at,
        by_name=actor.name,
    )
    asked = set(data.kept)
    left = duties_left(agreement, since=data.wanted_on)
    ending.kept.set([duty for duty in left if duty.pk in asked])
    note_ending(
        actor=actor,
        ending=ending,
        verb="asked",
        reason=ending.reason,
        changes={"on": data.wanted_on.isoformat(), "kept": ending.kept.count()},
    )
    if ending_awaits(ending):
        sync_ending_work(actor=actor, ending=ending, on=on, at=at)
        tell_about_ending(actor=actor, ending=ending, kind="asked", on=on, at=at)
    else:
        _agreed(actor, ending, on=on, at=at)
    return ending


def _refuse_day(agreement: Agreement, day: date) -> None:
    first = last_day_before(
        signed=agreement.signed_on,
        begins=agreement.effective_on or agreement.first_day,
        in_force=agreement.state == State.EFFECTIVE,
    )
    if not first < day <= agreement.last_day:
        raise EndsOutside(first=f"{first:%d/%m/%Y}", last=f"{agreement.last_day:%d/%m/%Y}")


def _refuse_ground(agreement: Agreement, proposer: Organisation, data: EndingData) -> None:
    parties = staying_parties(agreement)
    ended = [one for one in parties if not one.organisation.exists_on(data.wanted_on)]
    if data.ground == EndGround.PARTY_ENDED:
        if not ended:
            raise NoPartyEnded(day=f"{data.wanted_on:%d/%m/%Y}")
        return
    for party in ended:
        if party.organisation_id != proposer.pk:
            called = party_names([party], on=agreement.signed_on or agreement.first_day)
            raise PartyGone(name=called.get(party.organisation_id, party.label))


@transaction.atomic
def answer_ending(
    *,
    actor: Actor,
    ending: Ending,
    party: Party,
    answer: str,
    on: date,
    at: datetime,
    reason: str = "",
) -> EndingConsent:
    """
    Consent to the end for a party, or refuse with a reason, which closes the proposal.

    With the last consent it is agreed, and takes effect if its day has come.

    :raises ReasonNeeded: a refusal says why
    :raises EndingAnswered: the other parties rely on what was said
    """
    ending = _held(ending)
    actor.require(policies.MANAGE, on=party.organisation)
    demand_open(ending, "answer")
    if party.agreement_id != ending.agreement_id or party.organisation_id == ending.proposer_id:
        raise NotAParty
    if answer == Consent.REFUSE and not reason.strip():
        raise ReasonNeeded
    if ending.consents.filter(party=party).exists():
        raise EndingAnswered
    said = EndingConsent.objects.create(
        ending=ending,
        party=party,
        organisation_id=party.organisation_id,
        answer=Consent(answer),
        reason=nfc(reason).strip(),
        at=at,
        by_name=actor.name,
    )
    refused = said.answer == Consent.REFUSE
    note_ending(
        actor=actor,
        ending=ending,
        verb="refused" if refused else "consented",
        reason=said.reason,
        changes={"party": party.organisation_id},
    )
    if refused:
        close(actor, ending, EndingState.REFUSED, said.reason, on=on, at=at)
        called = party_names([party], on=on).get(party.organisation_id, party.label)
        tell_about_ending(
            actor=actor, ending=ending, kind="refused", on=on, at=at, party=called, why=said.reason
        )
    elif not ending_awaits(ending):
        _agreed(actor, ending, on=on, at=at)
    else:
        sync_ending_work(actor=actor, ending=ending, on=on, at=at)
    return said


def _agreed(actor: Actor, ending: Ending, *, on: date, at: datetime) -> None:
    """Write that all parties consent; an end agreed upon before gives way to this one."""
    for before in ending.agreement.endings.agreed():
        close(actor, before, EndingState.CLOSED, ending.reason, on=on, at=at)
    ending.state = EndingState.AGREED
    ending.save(update_fields=["state"])
    note_ending(
        actor=actor, ending=ending, verb="agreed", changes={"on": ending.wanted_on.isoformat()}
    )
    sync_ending_work(actor=actor, ending=ending, on=on, at=at)
    if ending.wanted_on > on:
        tell_about_ending(actor=actor, ending=ending, kind="agreed", on=on, at=at)
    bring_up_to(actor=actor, agreement=ending.agreement, on=on, at=at)


@transaction.atomic
def withdraw_ending(*, actor: Actor, ending: Ending, reason: str, on: date, at: datetime) -> Ending:
    """
    Take a proposal back before all have consented.

    :raises ReasonNeeded: the parties are told why
    :raises EndingSettled: what all agreed to is changed by a further proposal only
    """
    ending = _held(ending)
    actor.require(policies.MANAGE, on=ending.proposer)
    demand_open(ending, "withdraw")
    if not reason.strip():
        raise ReasonNeeded
    why = nfc(reason).strip()
    close(actor, ending, EndingState.WITHDRAWN, why, on=on, at=at)
    note_ending(actor=actor, ending=ending, verb="withdrawn", reason=why)
    tell_about_ending(actor=actor, ending=ending, kind="withdrawn", on=on, at=at, why=why)
    return ending


def _held(ending: Ending) -> Ending:
    """Return the proposal as it is now, its agreement locked first."""
    agreement = held(ending.agreement)
    found = Ending.objects.select_for_update().get(pk=ending.pk)
    found.agreement = agreement
    return found
