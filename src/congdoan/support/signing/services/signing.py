"""The act of signing on the system."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.rendering.api import text_hash as hash_of
from congdoan.support.signing.enums import Method, SlotState
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.rules.mandate import Mandate
from congdoan.support.signing.rules.slots import (
    TextChanged,
    TextDiffers,
    refuse_late,
    refuse_wrong_turn,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import owner_name, signatory
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.closing import (
    complete_if_all_signed,
    refuse_signed,
    require_signatory,
    void,
)
from congdoan.support.signing.services.confirming import ConfirmedIdentity
from congdoan.support.signing.services.events import TextQuestion, current_hash, refuse_held_back
from congdoan.support.signing.services.locking import locked_slot, record, refuse_closed


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
) -> Signature:
    """
    Sign for a party, as the office holder or delegate ``actor`` is on ``on``.

    ``text_hash`` is that of the text the signatory was shown, ``key`` that of the form: the same
    form sent twice is one signature. When the text was changed after the freeze, the packet is
    voided (in a transaction of its own step) and the refusal says so: the caller must catch
    ``TextChanged`` inside its transaction, or the voiding is lost with it.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises PacketClosed, DeadlinePassed, WrongTurn, AlreadySigned, TextDiffers, TextChanged:
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
) -> Signature:
    if actor.user_id is None or identity.user_id != actor.user_id:
        raise NotAllowed
    packet, held = locked_slot(slot.pk)
    earlier = held.signed
    if earlier is not None and earlier.key == key and earlier.recorded_by_id == actor.user_id:
        return earlier
    refuse_signed(held)
    refuse_closed(packet)
    refuse_late(on=on, deadline=packet.deadline, owner=owner_name(packet, on=on))
    if packet.ordered:
        refuse_wrong_turn(held, packet.slots.all())
    refuse_held_back(packet, held, on=on)
    refuse_other_text(packet, seen=text_hash)
    person = signatory(actor)
    mandate = unscoped_mandate(person, held, on=on)
    signature = Signature(
        slot=held,
        method=Method.CLICK,
        person=person,
        person_name=person.full_name,
        signed_on=on,
        place=place,
        key=key,
    )
    return seal(signature, packet=packet, mandate=mandate, actor=actor, at=at, on=on)


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
    telling.tell_signed(actor=actor, packet=packet, slot=slot, signature=signature, on=on, at=at)
    complete_if_all_signed(actor=actor, packet=packet, at=at)
    record(
        actor=actor,
        verb="signing.signed" if signature.method == Method.CLICK else "signing.paper_recorded",
        packet=packet,
        parties=[slot.organisation_id],
        changes={
            "party": slot.party_name,
            "signatory": signature.person_name,
            "title": signature.title,
            "method": signature.method,
            "signed_on": signature.signed_on,
            "hash": signature.text_hash,
        },
    )
    return signature
