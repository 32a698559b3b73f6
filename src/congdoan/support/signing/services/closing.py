"""How a packet ends: complete, returned by a party, or void."""

from datetime import date, datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.signing import policies
from congdoan.support.signing.enums import PacketState, SlotState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.rounds import Standing
from congdoan.support.signing.rules.slots import (
    AlreadySigned,
    PacketClosed,
    ReasonMissing,
    SlotOver,
    SparedSlot,
    SupportSignsNot,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import collected, owner_name, signatory
from congdoan.support.signing.selectors.parties import refuse_party_ended
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.events import PacketEvent, returned, voided
from congdoan.support.signing.services.locking import (
    locked_packet,
    locked_slot,
    record,
    refuse_closed,
)
from congdoan.support.signing.services.rounds import settle

_VOIDABLE = {PacketState.OPEN, PacketState.EXPIRED, PacketState.RETURNED}


@transaction.atomic
def void_packet(*, actor: Actor, packet: Packet, reason: str, at: datetime) -> Packet:
    """
    Withdraw a packet: the signatures collected so far are worth nothing, and everybody is told.

    They stay readable, with who gave them. A complete packet cannot be withdrawn: what is agreed is
    changed by a new agreement only.

    :raises PacketClosed: when it is complete, or void already
    :raises ReasonMissing: without a reason
    """
    actor.require(policies.MANAGE, on=packet.organisation)
    if not reason:
        raise ReasonMissing
    return void(actor=actor, packet_id=packet.pk, reason=reason, at=at)


def void(*, actor: Actor, packet_id: int, reason: str, at: datetime) -> Packet:
    """Void for a reason the system itself found (the text changed); rights were checked."""
    held = locked_packet(packet_id)
    if held.state not in _VOIDABLE:
        raise PacketClosed(title=held.title, state=held.get_state_display())
    lost = collected(held)
    close(held, PacketState.VOID, reason=reason, at=at)
    telling.tell_voided(actor=actor, packet=held, lost=lost, at=at)
    record(
        actor=actor,
        verb="signing.voided",
        packet=held,
        parties=held.slots.values_list("organisation_id", flat=True),
        changes={"collected": lost, "hash": held.text_hash},
        reason=reason,
    )
    voided.ask(PacketEvent(held, actor, at, reason))
    return held


@transaction.atomic
def decline_slot(*, actor: Actor, slot: Slot, reason: str, on: date, at: datetime) -> Slot:
    """
    Refuse to sign, with a reason; the packet goes back and every party is told.

    Only who could sign may decline: it binds the party as much. In a group whose others are still
    enough, the packet goes on and its sender is told.

    :raises ReasonMissing: without a reason
    :raises PacketClosed: when the packet no longer collects signatures
    :raises MandateEnded, NotYourParty, …: as for signing
    """
    require_signatory(actor, slot, on=on)
    if not reason:
        raise ReasonMissing
    packet, held = locked_slot(slot.pk)
    refuse_closed(packet)
    refuse_settled(packet, held, on=on)
    unscoped_mandate(signatory(actor), held, on=on)
    held.state, held.decline_reason = SlotState.DECLINED, reason
    held.declined_by_name, held.declined_at = actor.name, at
    held.save(update_fields=["state", "decline_reason", "declined_by_name", "declined_at"])
    goes_back = settle(packet) == Standing.STUCK
    if goes_back:
        close(packet, PacketState.RETURNED, reason=reason, at=at)
        telling.tell_returned(actor=actor, packet=packet, slot=held, at=at)
    else:
        telling.tell_declined(actor=actor, packet=packet, slot=held, on=on, at=at)
    record(
        actor=actor,
        verb="signing.declined",
        packet=packet,
        parties=[held.organisation_id],
        changes={"slot": held.pk, "party": held.party_name},
        reason=reason,
    )
    if goes_back:
        returned.ask(PacketEvent(packet, actor, at, reason))
    return held


def require_signatory(actor: Actor, slot: Slot, *, on: date) -> None:
    """
    Let nobody act for a party without the right to; say precisely what is missing.

    Who lost the right with the term learns that, not just "not allowed".

    :raises PartyEnded: when the party is no more
    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises NotAllowed: when the sign-in belongs to nobody
    :raises SupportSignsNot: while working as somebody else
    """
    if actor.acting_for:
        raise SupportSignsNot
    refuse_party_ended(slot, on=on)
    if not actor.may(policies.SIGN, on=slot.organisation):
        unscoped_mandate(signatory(actor), slot, on=on)
        raise NotAllowed


def refuse_settled(packet: Packet, slot: Slot, *, on: date) -> None:
    """
    Refuse a place that takes no signature any more.

    :raises AlreadySigned: naming who signed and when
    :raises SparedSlot: when its group has all it needs
    :raises SlotOver: when it was declined, or its own day has passed
    """
    signature = slot.signed
    if signature is not None:
        raise AlreadySigned(
            party=slot.party_name,
            person=signature.person_name,
            day=f"{signature.signed_on:%d/%m/%Y}",
        )
    if slot.state == SlotState.NOT_NEEDED and slot.group is not None:
        raise SparedSlot(group=slot.group.label, needed=slot.group.needed, party=slot.party_name)
    if not slot.is_waiting:
        raise SlotOver(
            party=slot.party_name,
            state=slot.get_state_display(),
            owner=owner_name(packet, on=on),
        )


def close(packet: Packet, state: PacketState, *, reason: str, at: datetime) -> None:
    packet.state, packet.close_reason, packet.closed_at = state, reason, at
    packet.save(update_fields=["state", "close_reason", "closed_at"])
