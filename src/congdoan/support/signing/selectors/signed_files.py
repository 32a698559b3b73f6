"""The PDF a packet is signed in with certificates, and who may read it."""

from collections.abc import Sequence

from congdoan.foundation.actor import Actor
from congdoan.support.certificates.api import SEAL, FieldKind, SignatureField, SignedFile
from congdoan.support.files.api import FileQuestion
from congdoan.support.signing.enums import Method
from congdoan.support.signing.models import Packet, PacketFile, Slot
from congdoan.support.signing.selectors.packets import held_among, visible_packets

_PREFIXES = {FieldKind.PERSON: "NguoiKy", FieldKind.SEAL: "ConDau"}


def file_of(packet: Packet) -> SignedFile | None:
    """Return the packet's PDF, if somebody has begun to sign with a certificate."""
    held = PacketFile.objects.filter(packet=packet).select_related("file__organisation").first()
    return held.file if held else None


def field_name(slot: Slot, kind: FieldKind) -> str:
    """Return the name of a slot's field in the PDF: by number, which never changes."""
    return f"{_PREFIXES[kind]}{slot.number}"


def field_of(file: SignedFile, slot: Slot, kind: FieldKind) -> SignatureField:
    return file.fields.get(name=field_name(slot, kind))


def seals_due(actor: Actor, packet: Packet, slots: Sequence[Slot]) -> frozenset[int]:
    """Return the slots whose seal the actor may put in now; the person has signed before."""
    signed = [slot for slot in slots if slot.signed and slot.signed.method == Method.CERTIFICATE]
    file = file_of(packet) if signed else None
    if file is None or file.closed_at is not None:
        return frozenset()
    empty = set(file.fields.filter(revision__isnull=True).values_list("name", flat=True))
    kept = held_among(actor, SEAL, [slot.organisation_id for slot in signed])
    return frozenset(
        slot.pk
        for slot in signed
        if field_name(slot, FieldKind.SEAL) in empty and slot.organisation_id in kept
    )


def packet_of(file: SignedFile) -> Packet | None:
    return Packet.objects.filter(signed_file__file=file).first()


def may_read_signed_file(asked: tuple[FileQuestion, int]) -> bool | None:
    """Let whoever sees the packet read its PDF."""
    question, file = asked
    seen = PacketFile.objects.filter(file=file, packet__in=visible_packets(question.actor))
    return True if seen.exists() else None
