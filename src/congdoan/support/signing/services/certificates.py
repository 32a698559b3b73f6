"""Signing a packet in its PDF with certificates; the mandate is checked as for every signature."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.organisations.api import profile_of
from congdoan.kernel.people.models import Person
from congdoan.kernel.rulebook.api import value
from congdoan.support.certificates.api import (
    SEAL,
    Credential,
    FieldKind,
    FieldPlan,
    Lease,
    Made,
    Revision,
    SignedFile,
    Signer,
    begin_signing,
    close_file,
    complete_copy,
    complete_signature,
    is_for_testing,
    keep_signature,
    lend_file,
    start_file,
)
from congdoan.support.rendering.api import (
    IssuingBody,
    OfficialDocument,
    Paragraph,
    SignatureBlock,
    SignaturePlace,
    signature_mark,
    to_signable_pdf,
)
from congdoan.support.signing.enums import Method, PacketState
from congdoan.support.signing.models import Packet, PacketFile, Slot
from congdoan.support.signing.rules.slots import TextChanged
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import (
    frozen_on,
    owner_name,
    signatory,
    slots_of,
)
from congdoan.support.signing.selectors.printing import stamp_of
from congdoan.support.signing.selectors.signed_files import field_name, field_of, file_of
from congdoan.support.signing.services.closing import require_signatory
from congdoan.support.signing.services.confirming import ConfirmedIdentity
from congdoan.support.signing.services.events import frozen_document
from congdoan.support.signing.services.locking import (
    locked_packet,
    locked_slot,
    record,
    refuse_closed,
)
from congdoan.support.signing.services.signing import (
    refuse_other_text,
    refuse_second_signature,
    refuse_unready,
    sign_slot,
)

_ENDED = (PacketState.COMPLETE, PacketState.VOID)
#: Seal red of Decree 30/2020; a signature is blue.
_RED = "#c4161c"


class PersonSignsFirst(Refusal):
    """Người có thẩm quyền của {party} phải ký số trước rồi mới đóng dấu số của tổ chức."""


@transaction.atomic
def open_file(*, actor: Actor, packet: Packet, at: datetime) -> SignedFile:
    """
    Return the packet's PDF; the first to sign with a certificate has it printed and certified.

    :raises PacketClosed: when nothing is signed any more
    :raises NoSeal, SealUnreadable, NoTimeStamps, StampServiceSilent: when it cannot be certified
    """
    held = locked_packet(packet.pk)
    known = file_of(held)
    if known is not None:
        return known
    refuse_closed(held)
    refuse_other_text(held, seen=held.text_hash)
    slots = list(slots_of(held))
    stamp = stamp_of(held)
    with override("vi"):
        if is_for_testing():
            stamp = replace(stamp, label=f"{stamp.label} · {gettext('CHỮ KÝ THỬ NGHIỆM')}")
        pdf, places = to_signable_pdf(
            _document(held, slots), created_at=held.opened_at, stamp=stamp
        )
    file = start_file(
        actor=actor,
        organisation=held.organisation,
        title=held.title,
        text_hash=held.text_hash,
        pdf=pdf,
        fields=_plans(slots, places),
        at=at,
    )
    PacketFile.objects.create(packet=held, file=file)
    return file


def begin_with_certificate(
    *,
    actor: Actor,
    slot: Slot,
    kind: FieldKind,
    provider: str,
    credential: Credential,
    on: date,
    at: datetime,
) -> Lease:
    """
    Take the file in hand for a slot's signature, or for its seal.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises PersonSignsFirst: when a seal is to stand alone
    :raises FileIsHeld, FieldIsFilled, FileIsClosed, CertificateOfAnother, …: as begin_signing
    """
    signer = signer_of(actor, slot, kind, on=on, at=at)
    if kind == FieldKind.PERSON:
        refuse_now(slot, signatory(actor), on=on)
    file = open_file(actor=actor, packet=slot.packet, at=at)
    return begin_signing(
        actor=actor,
        field=field_of(file, slot, kind),
        signer=signer,
        provider=provider,
        credential=credential,
        at=at,
    )


@transaction.atomic
def refuse_now(slot: Slot, person: Person, *, on: date) -> None:
    """See that a signature could be written at once: nobody confirms on the phone for nothing."""
    packet, held = locked_slot(slot.pk)
    refuse_unready(packet, held, on=on, today=on)
    refuse_second_signature(person, held)


def signer_of(actor: Actor, slot: Slot, kind: FieldKind, *, on: date, at: datetime) -> Signer:
    """
    Return whose signature stands in a field and how it looks; raises as begin_with_certificate.

    A server never signs here: the names are those of a person, or of the organisation.
    """
    names = names_of(actor, slot, kind, on=on)
    width, height = 110.0, 57.0
    said = f"{at:%d/%m/%Y %H:%M}"
    with override("vi"):
        foot = [gettext("Ký số lúc {moment}").format(moment=said)]
        if is_for_testing():
            foot.append(gettext("CHỮ KÝ THỬ NGHIỆM"))
        if kind == FieldKind.SEAL:
            mark = signature_mark(
                [slot.party_name], name="", foot=foot, width=50, height=height, colour=_RED
            )
            return Signer(names, mark)
        mandate = unscoped_mandate(signatory(actor), slot, on=on)
        mark = signature_mark(
            [*mandate.capacity, mandate.title],
            name=names[0],
            foot=foot,
            width=width,
            height=height,
        )
        return Signer(names, mark)


def names_of(actor: Actor, slot: Slot, kind: FieldKind, *, on: date) -> tuple[str, ...]:
    """
    Return the names the certificate in a field may bear; raises as begin_with_certificate.

    A server never signs here: the names are those of a person, or of the organisation.
    """
    if kind == FieldKind.SEAL:
        return seal_names(actor, slot, on=on)
    require_signatory(actor, slot, on=on)
    person = signatory(actor)
    unscoped_mandate(person, slot, on=on)
    return (person.full_name,)


def seal_names(actor: Actor, slot: Slot, *, on: date) -> tuple[str, ...]:
    """
    Return the names a slot's seal may bear.

    :raises NotAllowed: to who does not keep the seal
    :raises PersonSignsFirst: before the person's own signature with a certificate
    """
    actor.require(SEAL, on=slot.organisation)
    signature = slot.signed
    if signature is None or signature.method != Method.CERTIFICATE:
        raise PersonSignsFirst(party=slot.party_name)
    profile = profile_of(slot.organisation, on=on)
    return tuple(name for name in (profile.name, slot.party_name, profile.short_name) if name)


def finish_with_certificate(
    *,
    actor: Actor,
    slot: Slot,
    kind: FieldKind,
    lease: Lease,
    signature: bytes,
    on: date,
    at: datetime,
) -> Revision:
    """
    Write the signature that came back, in the PDF and in the packet, or in neither.

    What is slow (time-stamp, revocation) is done before anything is locked.

    :raises LeaseLapsed, SignatureWrong, StampServiceSilent: the file is as it was
    :raises PacketClosed, WrongTurn, AlreadySigned, TextChanged, …: as sign_slot
    """
    if actor.user_id is None or lease.user_id != actor.user_id:
        raise NotAllowed
    made = complete_signature(lease=lease, signature=signature, at=at)
    return _keep(actor, slot, kind, lease, made, on=on, at=at)


def lend_to_sign(*, actor: Actor, slot: Slot, kind: FieldKind, on: date, at: datetime) -> Lease:
    """
    Take the file in hand to sign it with one's own software.

    :raises MandateEnded, …, PersonSignsFirst, FileIsHeld, FieldIsFilled: as begin_with_certificate
    """
    names_of(actor, slot, kind, on=on)
    if kind == FieldKind.PERSON:
        refuse_now(slot, signatory(actor), on=on)
    file = open_file(actor=actor, packet=slot.packet, at=at)
    return lend_file(actor=actor, field=field_of(file, slot, kind), at=at)


def finish_with_copy(
    *,
    actor: Actor,
    slot: Slot,
    kind: FieldKind,
    lease: Lease,
    pdf: bytes,
    on: date,
    at: datetime,
) -> Revision:
    """
    Keep what came back signed, in the PDF and in the packet, or in neither.

    :raises NothingSigned, NotTheLentFile, SignedElsewhere, CertificateOfAnother, …: complete_copy
    :raises PacketClosed, WrongTurn, AlreadySigned, TextChanged, …: as sign_slot
    """
    if actor.user_id is None or lease.user_id != actor.user_id:
        raise NotAllowed
    names = names_of(actor, slot, kind, on=on)
    made = complete_copy(lease=lease, pdf=pdf, names=names, at=at)
    return _keep(actor, slot, kind, lease, made, on=on, at=at)


def _keep(
    actor: Actor,
    slot: Slot,
    kind: FieldKind,
    lease: Lease,
    made: Made,
    *,
    on: date,
    at: datetime,
) -> Revision:
    try:
        with transaction.atomic():
            if kind == FieldKind.PERSON:
                _sign(actor, slot, lease, on=on, at=at)
            else:
                _note_seal(actor, slot, on=on)
            revision = keep_signature(actor=actor, lease=lease, made=made, at=at)
            close_when_whole(packet=slot.packet, at=at)
            return revision
    except TextChanged:
        # Undone together with the attempt; said again by itself, the packet is voided for good.
        _sign(actor, slot, lease, on=on, at=at)
        raise


def _sign(actor: Actor, slot: Slot, lease: Lease, *, on: date, at: datetime) -> None:
    if actor.user_id is None:
        raise NotAllowed
    sign_slot(
        actor=actor,
        slot=slot,
        # The key itself is the proof: only its owner could make this signature.
        identity=ConfirmedIdentity(actor.user_id, at, ("CERTIFICATE",)),
        text_hash=slot.packet.text_hash,
        key=lease.key,
        on=on,
        at=at,
        method=Method.CERTIFICATE,
    )


def _note_seal(actor: Actor, slot: Slot, *, on: date) -> None:
    packet = locked_packet(slot.packet_id)
    seal_names(actor, slot, on=on)
    record(
        actor=actor,
        verb="signing.sealed",
        packet=packet,
        parties=[slot.organisation_id],
        changes={"party": slot.party_name},
    )


def close_when_whole(*, packet: Packet, at: datetime, waited: bool = False) -> None:
    """
    Close the PDF of a packet that ended, once the seals are there, or were waited for long enough.

    A voided packet gets no further signature at all; a returned one may go round again.
    """
    file = file_of(packet)
    state = Packet.objects.values_list("state", flat=True).get(pk=packet.pk)
    if file is None or state not in _ENDED:
        return
    if state == PacketState.COMPLETE and not waited and lacks_seals(packet, file):
        return
    close_file(file=file, at=at)
    enqueue("certificates.archive", key="certificates.archive")


def lacks_seals(packet: Packet, file: SignedFile) -> bool:
    """Tell whether a party signed with a certificate and its seal is not there yet."""
    filled = set(file.fields.filter(revision__isnull=False).values_list("name", flat=True))
    return any(
        field_name(slot, FieldKind.PERSON) in filled
        and field_name(slot, FieldKind.SEAL) not in filled
        for slot in slots_of(packet)
    )


@transaction.atomic
def close_waiting_files(*, at: datetime) -> None:
    """Close the PDFs of packets that ended some days ago; their seals are waited for no more."""
    days = int(value("signature.time.seal_days", on=at.date()))
    ended = Packet.objects.filter(
        state__in=_ENDED,
        signed_file__file__closed_at=None,
        closed_at__lte=at - timedelta(days=days),
    )
    for packet in ended.order_by("pk"):
        close_when_whole(packet=packet, at=at, waited=True)


def _document(packet: Packet, slots: Sequence[Slot]) -> OfficialDocument:
    """Return the packet's document with an empty place for each slot's signature."""
    blocks = [SignatureBlock("", party=slot.label or slot.party_name) for slot in slots]
    for document in frozen_document.ask(packet):
        return replace(document, signatures=blocks)
    return OfficialDocument(
        bodies=[IssuingBody(owner_name(packet, on=frozen_on(packet)))],
        subject=packet.title,
        body=[Paragraph(line) for line in packet.text.splitlines() if line.strip()],
        signatures=blocks,
    )


def _plans(slots: Sequence[Slot], places: Sequence[SignaturePlace]) -> list[FieldPlan]:
    """Lay each seal over the left third of its signature, as on paper."""
    plans = []
    for slot, place in zip(slots, places, strict=True):
        left, bottom, right, top = place.box
        width = right - left
        person = (left + width // 4, bottom, right, top)
        seal = (left, bottom, left + width * 5 // 12, top)
        for kind, box in ((FieldKind.PERSON, person), (FieldKind.SEAL, seal)):
            name = field_name(slot, kind)
            plans.append(FieldPlan(name, kind, slot.organisation, slot.party_name, place.page, box))
    return plans
