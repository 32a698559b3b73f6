"""The act of signing on the system."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.people.models import Person
from congdoan.support.rendering.api import text_hash as hash_of
from congdoan.support.signing.enums import Method, PacketState, SlotState
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.rules.mandate import Mandate
from congdoan.support.signing.rules.rounds import Standing, earliest
from congdoan.support.signing.rules.slots import (
    SignsTwice,
    TextChanged,
    TextDiffers,
    refuse_late,
    refuse_wrong_turn,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import owner_name, signatory
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.closing import (
    close,
    refuse_settled,
    require_signatory,
    void,
)
from congdoan.support.signing.services.confirming import ConfirmedIdentity
from congdoan.support.signing.services.events import (
    PacketEvent,
    TextQuestion,
    completed,
    current_hash,
    refuse_held_back,
)
from congdoan.support.signing.services.locking import locked_slot, record, refuse_closed
from congdoan.support.signing.services.rounds import settle


def sign_slot(
    *,
    actor: Actor,
    slot: Slot,
    identity: ConfirmedIdentity,
    text_hash: str,
    key: str,
    on: date,
    at: datetime,
    place: str = "",
    method: Method = Method.CLICK,
) -> Signature:
    """
    Sign for a party, as the office holder or delegate ``actor`` is on ``on``.

    ``text_hash`` is that of the text the signatory was shown, ``key`` that of the form: the same
    form sent twice is one signature. When the text was changed after the freeze, the packet is
    voided (in a transaction of its own step) and the refusal says so: the caller must catch
    ``TextChanged`` inside its transaction, or the voiding is lost with it.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises PacketClosed, DeadlinePassed, WrongTurn, AlreadySigned, TextDiffers, TextChanged:
    :raises SparedSlot, SlotOver, SignsTwice, PartyEnded: the place takes no such signature
    :raises HeldBack: when ``may_sign`` was answered with a veto
    """
    require_signatory(actor, slot, on=on)
    try:
        with transaction.atomic():
            return _sign(
                actor=actor,
                slot=slot,
                identity=identity,
                text_hash=text_hash,
                key=key,
                on=on,
                at=at,
                place=place,
                method=method,
            )
    except TextChanged:
        with transaction.atomic():
            with override("vi"):
                reason = gettext("Văn bản gốc bị sửa sau khi chốt, phát hiện khi ký.")
            void(actor=actor, packet_id=slot.packet_id, reason=reason, at=at)
        raise


def _sign(
    *,
    actor: Actor,
    slot: Slot,
    identity: ConfirmedIdentity,
    text_hash: str,
    key: str,
    on: date,
    at: datetime,
    place: str,
    method: Method,
) -> Signature:
    if actor.user_id is None or identity.user_id != actor.user_id:
        raise NotAllowed
    packet, held = locked_slot(slot.pk)
    earlier = held.signed
    if earlier is not None and earlier.key == key and earlier.recorded_by_id == actor.user_id:
        return earlier
    refuse_unready(packet, held, on=on, today=on)
    refuse_other_text(packet, seen=text_hash)
    person = signatory(actor)
    refuse_second_signature(person, held)
    mandate = unscoped_mandate(person, held, on=on)
    signature = Signature(
        slot=held,
        method=method,
        person=person,
        person_name=person.full_name,
        signed_on=on,
        place=place,
        key=key,
        proofs=list(identity.proofs),
    )
    return seal(signature, packet=packet, mandate=mandate, actor=actor, at=at, on=on)


def refuse_unready(packet: Packet, slot: Slot, *, on: date, today: date) -> None:
    """
    Refuse what every way of signing refuses: a signature of ``on``, written on ``today``.

    :raises AlreadySigned, SparedSlot, SlotOver: the place takes no signature
    :raises PacketClosed, DeadlinePassed, WrongTurn, HeldBack: not now
    """
    refuse_settled(packet, slot, on=today)
    refuse_closed(packet)
    last = earliest(packet.deadline, slot.deadline)
    refuse_late(on=on, deadline=last, owner=owner_name(packet, on=today))
    if packet.ordered:
        refuse_wrong_turn(slot, packet.slots.all())
    refuse_held_back(packet, slot, on=on)


def refuse_second_signature(person: Person, slot: Slot) -> None:
    """
    Refuse one person's second signature for one party: two places of it want two people.

    :raises SignsTwice: naming who
    """
    others = Signature.objects.filter(
        person=person,
        slot__packet=slot.packet_id,
        slot__organisation=slot.organisation_id,
    )
    if others.exists():
        raise SignsTwice(person=person.full_name, party=slot.party_name)


def refuse_other_text(packet: Packet, *, seen: str) -> None:
    """
    Refuse unless what was shown, what is kept and what the subject says now are one text.

    :raises TextDiffers: when the signatory looked at another version
    :raises TextChanged: when the kept or the subject's text is no longer the frozen one
    """
    if hash_of(packet.text) != packet.text_hash:
        raise TextChanged
    question = TextQuestion(packet.subject_type, packet.subject_id)
    if any(answer != packet.text_hash for answer in current_hash.ask(question)):
        raise TextChanged
    if seen != packet.text_hash:
        raise TextDiffers


def seal(
    signature: Signature,
    *,
    packet: Packet,
    mandate: Mandate,
    actor: Actor,
    at: datetime,
    on: date,
) -> Signature:
    """Store a signature whose conditions were all checked; the last one closes the packet."""
    slot = signature.slot
    signature.capacity, signature.title = list(mandate.capacity), mandate.title
    signature.mandate = mandate.evidence()
    signature.text_hash = packet.text_hash
    signature.recorded_at = at
    signature.recorded_by_id, signature.recorded_by_name = actor.user_id, actor.name
    signature.save(force_insert=True)
    slot.state = SlotState.SIGNED
    slot.save(update_fields=["state"])
    all_signed = settle(packet) == Standing.COMPLETE
    if all_signed:
        close(packet, PacketState.COMPLETE, reason="", at=at)
    telling.tell_signed(actor=actor, packet=packet, slot=slot, signature=signature, on=on, at=at)
    if all_signed:
        telling.tell_completed(actor=actor, packet=packet, at=at)
    _record(signature, packet, actor=actor)
    if all_signed:
        completed.ask(PacketEvent(packet, actor, at))
    return signature


def _record(signature: Signature, packet: Packet, *, actor: Actor) -> None:
    slot = signature.slot
    on_paper = signature.method == Method.PAPER
    record(
        actor=actor,
        verb="signing.paper_recorded" if on_paper else "signing.signed",
        packet=packet,
        parties=[slot.organisation_id],
        changes={
            "party": slot.party_name,
            "signatory": signature.person_name,
            "title": signature.title,
            "method": signature.method,
            "proofs": signature.proofs,
            "signed_on": signature.signed_on,
            "hash": signature.text_hash,
        },
    )
