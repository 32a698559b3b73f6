"""Asking all parties for their consent to an addendum, and taking it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Consent, State
from congdoan.areas.agreements.models import Amendment, AmendmentConsent, Party
from congdoan.areas.agreements.rules.amending import (
    AmendAction,
    AnsweredAlready,
    EffectiveDayMissing,
    NothingProposed,
)
from congdoan.areas.agreements.rules.refusals import DeadlinePassed, NotAParty, ReasonNeeded
from congdoan.areas.agreements.selectors.agreements import party_names
from congdoan.areas.agreements.selectors.amendments import SUBJECT, awaited
from congdoan.areas.agreements.services.amending_steps import (
    demand,
    held_amendment,
    note,
    step,
    sync_amendment_work,
    tell_parties,
)
from congdoan.areas.agreements.services.states import Moved
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.support.signing import api as signing

_OVER = {State.EXPIRED, State.TERMINATED, State.SUPERSEDED}
_LIVE = {
    signing.PacketState.OPEN,
    signing.PacketState.EXPIRED,
    signing.PacketState.RETURNED,
}


@transaction.atomic
def ask_consent(
    *, actor: Actor, amendment: Amendment, due: date, on: date, at: datetime
) -> Amendment:
    """
    Send a proposal to all other parties, who consent or refuse until ``due``.

    :raises NothingProposed, EffectiveDayMissing: not fit to be asked about yet
    :raises DeadlinePassed: when the deadline lies before today
    """
    amendment = held_amendment(amendment)
    actor.require(policies.MANAGE, on=amendment.proposer)
    demand(amendment, AmendAction.SEND_OUT)
    if not amendment.changes.exists():
        raise NothingProposed
    if amendment.wanted_on is None:
        raise EffectiveDayMissing
    if due < on:
        raise DeadlinePassed(day=f"{on:%d/%m/%Y}")
    amendment.round += 1
    amendment.due = due
    amendment.shared_on = amendment.shared_on or on
    step(
        actor=actor,
        amendment=amendment,
        action=AmendAction.SEND_OUT,
        on=on,
        at=at,
        save=("round", "due", "shared_on"),
        changes={"due": due.isoformat(), "round": amendment.round},
    )
    tell_parties(
        actor=actor,
        amendment=amendment,
        kind="sent",
        on=on,
        at=at,
        due=f"{due:%d/%m/%Y}",
        reason=amendment.reason,
    )
    return amendment


@transaction.atomic
def answer_amendment(
    *,
    actor: Actor,
    amendment: Amendment,
    party: Party,
    answer: str,
    on: date,
    at: datetime,
    reason: str = "",
) -> AmendmentConsent:
    """
    Consent to a proposal for a party, or refuse with a reason; said once a round.

    :raises ReasonNeeded: a refusal says what would have to change
    :raises AnsweredAlready: the other parties rely on what was said
    """
    amendment = held_amendment(amendment)
    actor.require(policies.MANAGE, on=party.organisation)
    demand(amendment, AmendAction.ANSWER)
    if party.agreement_id != amendment.agreement_id or (
        party.organisation_id == amendment.proposer_id
    ):
        raise NotAParty
    if answer == Consent.REFUSE and not reason.strip():
        raise ReasonNeeded
    if amendment.consents.filter(round=amendment.round, party=party).exists():
        raise AnsweredAlready
    said = AmendmentConsent.objects.create(
        amendment=amendment,
        round=amendment.round,
        party=party,
        organisation_id=party.organisation_id,
        answer=Consent(answer),
        reason=nfc(reason).strip(),
        at=at,
        by_name=actor.name,
    )
    note(
        actor=actor,
        amendment=amendment,
        verb="agree" if said.answer == Consent.AGREE else "refuse",
        reason=said.reason,
        changes={"party": party.organisation_id, "round": amendment.round},
    )
    sync_amendment_work(actor=actor, amendment=amendment, on=on, at=at)
    _tell_proposer(actor, amendment, said, on=on, at=at)
    return said


def _tell_proposer(
    actor: Actor, amendment: Amendment, said: AmendmentConsent, *, on: date, at: datetime
) -> None:
    to = [amendment.proposer_id]
    if said.answer == Consent.REFUSE:
        called = party_names([said.party], on=on)
        tell_parties(
            actor=actor,
            amendment=amendment,
            kind="refused",
            on=on,
            at=at,
            organisations=to,
            once=str(said.party_id),
            party=called.get(said.organisation_id, ""),
            reason=said.reason,
        )
    elif not awaited(amendment):
        tell_parties(
            actor=actor, amendment=amendment, kind="agreed", on=on, at=at, organisations=to
        )


@transaction.atomic
def call_back(
    *, actor: Actor, amendment: Amendment, reason: str, on: date, at: datetime
) -> Amendment:
    """
    Take a proposal back to change it; the consents given stay on record and count no more.

    :raises ReasonNeeded: the parties are told why
    """
    amendment = held_amendment(amendment)
    actor.require(policies.MANAGE, on=amendment.proposer)
    demand(amendment, AmendAction.CALL_BACK)
    return _back(actor, amendment, AmendAction.CALL_BACK, reason, on=on, at=at)


@transaction.atomic
def reopen_amendment(
    *, actor: Actor, amendment: Amendment, reason: str, on: date, at: datetime
) -> Amendment:
    """
    Open a frozen addendum again: what was signed on it is void, all are asked anew.

    :raises ReasonNeeded: the parties are told why
    """
    actor.require(policies.MANAGE, on=amendment.proposer)
    demand(amendment, AmendAction.REOPEN)
    _void_packets(actor=actor, amendment=amendment, reason=_reason(reason), at=at)
    amendment = held_amendment(amendment)
    demand(amendment, AmendAction.REOPEN)
    unseal(amendment)
    return _back(actor, amendment, AmendAction.REOPEN, reason, on=on, at=at)


@transaction.atomic
def withdraw_amendment(
    *, actor: Actor, amendment: Amendment, reason: str, on: date, at: datetime
) -> Amendment:
    """
    Withdraw a proposal before it is signed; its number is free again.

    :raises ReasonNeeded: the parties are told why
    """
    actor.require(policies.MANAGE, on=amendment.proposer)
    demand(amendment, AmendAction.WITHDRAW)
    return withdraw(actor=actor, amendment=amendment, reason=_reason(reason), on=on, at=at)


def withdraw(
    *, actor: Actor, amendment: Amendment, reason: str, on: date, at: datetime
) -> Amendment:
    """Withdraw a proposal; the caller has authorised, or the agreement has ended."""
    _void_packets(actor=actor, amendment=amendment, reason=reason, at=at)
    amendment = held_amendment(amendment)
    demand(amendment, AmendAction.WITHDRAW)
    unseal(amendment)
    amendment.closed_reason = reason
    step(
        actor=actor,
        amendment=amendment,
        action=AmendAction.WITHDRAW,
        on=on,
        at=at,
        save=(*_SEAL, "closed_reason"),
        reason=reason,
    )
    if amendment.shared_on is not None:
        tell_parties(
            actor=actor, amendment=amendment, kind="withdrawn", on=on, at=at, reason=reason
        )
    return amendment


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded
    return nfc(reason).strip()


def _back(
    actor: Actor,
    amendment: Amendment,
    action: AmendAction,
    reason: str,
    *,
    on: date,
    at: datetime,
) -> Amendment:
    reason = _reason(reason)
    step(
        actor=actor,
        amendment=amendment,
        action=action,
        on=on,
        at=at,
        save=_SEAL if action == AmendAction.REOPEN else (),
        reason=reason,
    )
    tell_parties(actor=actor, amendment=amendment, kind="called_back", on=on, at=at, reason=reason)
    return amendment


_SEAL = (
    "number",
    "effective_on",
    "frozen_at",
    "frozen_on",
    "canonical_text",
    "names",
    "sha256",
    "impact_reviewed_at",
    "impact_reviewed_by",
)


def unseal(amendment: Amendment) -> None:
    """Take back what a freeze wrote into a held addendum; the caller saves it."""
    amendment.number = amendment.effective_on = None
    amendment.frozen_at = amendment.frozen_on = None
    amendment.canonical_text = amendment.sha256 = ""
    amendment.names = {}
    amendment.impact_reviewed_at, amendment.impact_reviewed_by = None, ""
    amendment.changes.update(ordinal=None, suffix=0)
    amendment.impacts.all().delete()


def _void_packets(*, actor: Actor, amendment: Amendment, reason: str, at: datetime) -> None:
    """Void what goes round; called before the addendum is held (signing holds packets first)."""
    for packet in signing.unscoped_packets_about(SUBJECT, amendment.pk):
        if packet.state in _LIVE:
            signing.void_packet(actor=actor, packet=packet, reason=reason, at=at)


def end_with_agreement(change: Moved) -> None:
    """Answer ``moved``: what was under way is withdrawn when the agreement itself is over."""
    if change.agreement.state not in _OVER:
        return
    with override("vi"):
        reason = _("Văn bản {state} từ ngày {day}.").format(
            state=State(change.agreement.state).label.lower(), day=f"{change.on:%d/%m/%Y}"
        )
    for amendment in change.agreement.amendments.pending():
        withdraw(actor=change.actor, amendment=amendment, reason=reason, on=change.on, at=change.at)
