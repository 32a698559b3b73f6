"""Signatures given on paper, written down by a clerk."""

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.people.models import Person
from congdoan.support.signing.enums import Method
from congdoan.support.signing.models import Signature, Slot
from congdoan.support.signing.rules.slots import (
    refuse_other_paper,
    refuse_wrong_day,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import frozen_on
from congdoan.support.signing.selectors.parties import refuse_party_ended
from congdoan.support.signing.services.locking import locked_slot
from congdoan.support.signing.services.recording import require_recorder
from congdoan.support.signing.services.scanning import attach_scans
from congdoan.support.signing.services.signing import (
    refuse_other_text,
    refuse_second_signature,
    refuse_unready,
    seal,
)


class PlaceMissing(Refusal):
    """Hãy ghi nơi ký (ví dụ: Di Linh)."""


@transaction.atomic
def record_paper_signature(
    *,
    actor: Actor,
    slot: Slot,
    person: Person,
    signed_on: date,
    place: str,
    typed_hash: str,
    key: str,
    on: date,
    at: datetime,
    upload: "File[bytes] | None" = None,
) -> Signature:
    """
    Write down that ``person`` signed the printed text at ``place`` on ``signed_on``.

    The mandate is that of the day of signing, which may lie before the day of writing it down.
    ``typed_hash`` are the digits printed at the foot of the paper: they tie it to the frozen text.
    The scan may follow (``attach_scan``); until then the page shows that it is missing.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises PacketClosed, DeadlinePassed, WrongTurn, AlreadySigned, PaperIsAnotherText, TextChanged:
    :raises SignedInTheFuture, SignedBeforeFreeze, PlaceMissing: bad input
    :raises SparedSlot, SlotOver, SignsTwice, PartyEnded: the place takes no such signature
    :raises HeldBack: when ``may_sign`` was answered with a veto
    """
    require_recorder(actor, slot)
    if not place:
        raise PlaceMissing
    packet, held = locked_slot(slot.pk)
    earlier = held.signed
    if earlier is not None and earlier.key == key and earlier.recorded_by_id == actor.user_id:
        return earlier
    refuse_wrong_day(signed_on=signed_on, frozen_on=frozen_on(packet), today=on)
    refuse_party_ended(held, on=signed_on)
    refuse_unready(packet, held, on=signed_on, today=on)
    refuse_second_signature(person, held)
    refuse_other_paper(typed=typed_hash, text_hash=packet.text_hash)
    refuse_other_text(packet, seen=packet.text_hash)
    mandate = unscoped_mandate(person, held, on=signed_on)
    signature = Signature(
        slot=held,
        method=Method.PAPER,
        person=person,
        person_name=person.full_name,
        signed_on=signed_on,
        place=place,
        key=key,
    )
    sealed = seal(signature, packet=packet, mandate=mandate, actor=actor, at=at, on=on)
    if upload is None:
        return sealed
    return attach_scan(actor=actor, signature=sealed, upload=upload, on=on, at=at)


@transaction.atomic
def attach_scan(
    *, actor: Actor, signature: Signature, upload: "File[bytes]", on: date, at: datetime
) -> Signature:
    """Attach the scanned paper of one signature; raises as ``attach_scans`` does."""
    attach_scans(
        actor=actor,
        packet=signature.slot.packet,
        signatures=[signature],
        uploads=[upload],
        on=on,
        at=at,
    )
    signature.refresh_from_db(fields=["scan", "paper_scan"])
    return signature
