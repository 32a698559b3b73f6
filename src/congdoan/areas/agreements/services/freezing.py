"""Closing the text: what is hashed is what is signed."""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Outcome
from congdoan.areas.agreements.models import Agreement, Version
from congdoan.areas.agreements.rules.refusals import (
    CommentsUnanswered,
    PartiesSilent,
    ReasonNeeded,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consultations import (
    SUBJECT,
    due_of,
    missing_before_freeze,
)
from congdoan.areas.agreements.selectors.document import unscoped_document, words_of
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.consulting import (
    close_round,
    refuse_unready,
)
from congdoan.areas.agreements.services.copying import copy_version
from congdoan.areas.agreements.services.states import demand, held, move
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import sync_work_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc
from congdoan.support.rendering.api import canonical_text, text_hash
from congdoan.support.signing import api as signing

_LIVE = {signing.PacketState.OPEN, signing.PacketState.EXPIRED, signing.PacketState.RETURNED}


@transaction.atomic
def freeze(*, actor: Actor, agreement: Agreement, on: date, at: datetime) -> Version:
    """
    Close the text: keep its canonical form and hash; nothing in it changes any more.

    :raises CommentsUnanswered: every comment gets an answer first
    :raises PartiesSilent: parties have until the end of the deadline
    """
    agreement = held(agreement)
    actor.require(policies.FREEZE, on=agreement.drafting)
    demand(agreement, Action.FREEZE)
    refuse_unfinished(agreement, on=on)
    version = seal(agreement, on=on, at=at)
    close_round(agreement, Outcome.FROZEN, on=on)
    move(
        actor=actor,
        agreement=agreement,
        action=Action.FREEZE,
        on=on,
        at=at,
        changes={"version": version.number, "sha256": version.sha256},
    )
    tell(actor=actor, agreement=agreement, kind="frozen", on=on, at=at, once=str(version.number))
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return version


def refuse_unfinished(agreement: Agreement, *, on: date) -> None:
    """See that the consultation is over; raises as ``freeze`` does."""
    missing = missing_before_freeze(agreement, on=on)
    if missing.unanswered:
        raise CommentsUnanswered(count=missing.unanswered)
    silent = missing.silent
    if silent:
        titles = party_names(silent, on=on)
        consultation = agreement.consultations.get(closed_on__isnull=True)
        raise PartiesSilent(
            count=len(silent),
            names="; ".join(titles[party.organisation_id] for party in silent[:3])
            + ("…" if len(silent) > 3 else ""),
            day=f"{due_of(consultation, silent):%d/%m/%Y}",
        )


def seal(agreement: Agreement, *, on: date, at: datetime) -> Version:
    """Write canonical text and hash into the open version of a held agreement."""
    refuse_unready(agreement)
    version = current_version(agreement)
    version.agreement = agreement
    version.names = words_of(version, parties_of(agreement), on=on).as_json()
    version.canonical_text = canonical_text(unscoped_document(version, on=on))
    version.sha256 = text_hash(version.canonical_text)
    version.frozen_at, version.frozen_on = at, on
    version.save(update_fields=["names", "canonical_text", "sha256", "frozen_at", "frozen_on"])
    return version


@transaction.atomic
def reopen(*, actor: Actor, agreement: Agreement, reason: str, on: date, at: datetime) -> Version:
    """
    Go back to the draft ("sửa lại"): a further version begins with the same clauses.

    The frozen version stays as it is; signatures collected on it are void and their givers told.

    :raises ReasonNeeded: the parties are told why
    """
    actor.require(policies.MANAGE, on=agreement.drafting)
    if not reason.strip():
        raise ReasonNeeded
    demand(agreement, Action.REOPEN)
    withdraw_packets(actor=actor, agreement=agreement, reason=reason, at=at)
    agreement = held(agreement)
    demand(agreement, Action.REOPEN)
    frozen = current_version(agreement)
    version = Version.objects.create(
        agreement=agreement,
        number=frozen.number + 1,
        created_at=at,
        reason=nfc(reason).strip(),
    )
    copy_version(frozen, version, at=at)
    move(
        actor=actor,
        agreement=agreement,
        action=Action.REOPEN,
        on=on,
        at=at,
        reason=version.reason,
        changes={"version": version.number},
    )
    tell(
        actor=actor,
        agreement=agreement,
        kind="reopened",
        on=on,
        at=at,
        once=str(version.number),
        context={"reason": version.reason},
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return version


def withdraw_packets(*, actor: Actor, agreement: Agreement, reason: str, at: datetime) -> None:
    """
    Void what goes round for signatures; the signatories are told by the signing slice.

    Called before the agreement is held: signing holds the packet first, then the agreement.
    """
    for packet in signing.unscoped_packets_about(SUBJECT, agreement.pk):
        if packet.state in _LIVE:
            signing.void_packet(actor=actor, packet=packet, reason=reason, at=at)
