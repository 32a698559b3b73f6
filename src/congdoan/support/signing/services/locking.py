"""
One packet, one writer: every act on a packet starts with its row lock.

The order of locks is the same everywhere, so that no two acts wait crosswise: packet, the subject
above (``holding``), the files and lists written on the way, last the audit trails by organisation.
"""

from collections.abc import Iterable

from django.db import connection

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.audit import api as audit
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.slots import PacketClosed
from congdoan.support.signing.services.events import TextQuestion, holding


def locked_packet(packet_id: int) -> Packet:
    """
    Return the packet as it stands now, locked until the end of the transaction; so is its subject.

    :raises NotFound: when there is none
    """
    packet = Packet.objects.select_for_update().filter(pk=packet_id).first()
    if packet is None:
        raise NotFound
    holding.ask(TextQuestion(packet.subject_type, packet.subject_id))
    return packet


def queue_for_subject(subject_type: str, subject_id: int) -> None:
    """Let one opening of a subject run at a time, also while it has no packet to lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('signing.open'), hashtext(%s))",
            [f"{subject_type}.{subject_id}"],
        )


def locked_slot(slot_id: int) -> tuple[Packet, Slot]:
    """Lock the slot's packet first, then read the slot: two signers never wait crosswise."""
    packet_id = Slot.objects.filter(pk=slot_id).values_list("packet_id", flat=True).first()
    packet = locked_packet(packet_id or 0)
    return packet, packet.slots.select_related("organisation", "group").get(pk=slot_id)


def refuse_closed(packet: Packet) -> None:
    """:raises PacketClosed: unless the packet still collects signatures"""
    if not packet.is_open:
        raise PacketClosed(title=packet.title, state=packet.get_state_display())


def record(
    *,
    actor: Actor,
    verb: str,
    packet: Packet,
    parties: Iterable[int] = (),
    changes: dict[str, object],
    reason: str = "",
) -> None:
    """
    Write the act into the log of the packet's owner and of the parties it concerns.

    Always in the same order of organisations, so that two packets never wait crosswise; and before
    the slices above hear of it, who write into the owner's log too.
    """
    for organisation in sorted({packet.organisation_id, *parties}):
        audit.record(
            actor=actor,
            verb=verb,
            target=packet,
            organisation_id=organisation,
            changes=changes,
            reason=reason,
            label=packet.title,
        )
