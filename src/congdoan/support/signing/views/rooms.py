"""Looking at one packet: the signing room, the text, the evidence sheet."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import Actor, ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.rulebook.api import label
from congdoan.support.certificates.api import (
    can_certify,
    current_lease,
    minutes_left,
    providers,
)
from congdoan.support.rendering.api import OfficialDocument, to_pdf
from congdoan.support.signing import letters, policies, tables
from congdoan.support.signing.enums import Method, PacketState, SlotState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.selectors.evidence import events_of, followers_of, scans_of
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import (
    frozen_on,
    get_packet,
    held_among,
    owner_name,
    signatory,
    slots_of,
)
from congdoan.support.signing.selectors.parties import refuse_party_ended
from congdoan.support.signing.selectors.printing import stamp_of, verification_url
from congdoan.support.signing.selectors.signed_files import file_of, seals_due
from congdoan.support.signing.selectors.wording import proofs_in_words, scan_in_words
from congdoan.support.signing.services.events import unscoped_vetoes
from congdoan.support.signing.services.telling import due_slots


@dataclass(frozen=True)
class SlotRow:
    """A slot as the room draws it: what may be done, or why not."""

    slot: Slot
    mandate: str
    acts: dict[str, bool]
    why_not: str
    waits_for: str
    deadline: date | None
    group: str
    office: str


@signed_in
def room(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    slots = list(slots_of(packet))
    for slot in slots:
        slot.packet = packet
    ids = [packet.organisation_id, *(slot.organisation_id for slot in slots)]
    signs = held_among(request.actor, policies.SIGN, ids)
    records = held_among(request.actor, policies.RECORD, ids)
    manage = request.actor.may(policies.MANAGE, on=packet.organisation)
    waits = _waits(packet, slots, on=request.actor.today)
    file = file_of(packet)
    lease = current_lease(file, at=clock.now()) if file else None
    context = {
        "packet": packet,
        "state": tables.state_badge(packet),
        "owner": owner_name(packet, on=frozen_on(packet)),
        "frozen_on": frozen_on(packet),
        "rows": [
            _row(request.actor, slot, waits.get(slot.pk, ""), signs=signs, records=records)
            for slot in slots
        ],
        "groups": _groups(slots),
        "followers": followers_of(packet),
        "signed": sum(slot.is_signed for slot in slots),
        "total": len(slots),
        "verification_url": verification_url(packet),
        "offers_certificates": bool(providers()) or can_certify(),
        "signed_file": file,
        "lease": lease,
        "lease_minutes": minutes_left(until=lease.until, at=clock.now()) if lease else 0,
        "may_seal": seals_due(request.actor, packet, slots),
        "may": {
            "void": manage and packet.state in {"OPEN", "EXPIRED", "RETURNED"},
            "extend": manage and packet.state in {"OPEN", "EXPIRED"},
            "resume": manage and packet.state == "RETURNED",
            "finished": bool(_finished(packet)),
        },
    }
    return render_page(request, "signing/room.html", context)


def _row(
    actor: Actor, slot: Slot, veto: str, *, signs: frozenset[int], records: frozenset[int]
) -> SlotRow:
    packet, signature = slot.packet, slot.signed
    waiting = packet.is_open and slot.state == SlotState.WAITING
    may_record = bool(records & {slot.organisation_id, packet.organisation_id})
    mine = waiting and slot.organisation_id in signs
    lacks_scan = signature is not None and signature.owes_scan
    return SlotRow(
        slot=slot,
        mandate=letters.mandate_sentence(signature) if signature else "",
        acts={
            "sign": mine and not veto,
            "paper": waiting and may_record and not veto,
            "scan": lacks_scan and may_record and packet.state != PacketState.VOID,
        },
        why_not=_why_not(actor, slot) if mine and not veto else "",
        waits_for=veto if slot.state == SlotState.WAITING else "",
        deadline=slot.deadline if slot.state in {SlotState.WAITING, SlotState.EXPIRED} else None,
        group=slot.group.label if slot.group else "",
        office="" if signature else _offices(slot, on=actor.today),
    )


def _offices(slot: Slot, *, on: date) -> str:
    """Return which offices may sign in a place, the one it was made for first."""
    return _(" hoặc ").join(label("position", code, on) for code in slot.positions)


def _waits(packet: Packet, slots: list[Slot], *, on: date) -> dict[int, str]:
    """Return what each place waits for: its turn, or what a slice above holds it back for."""
    if not packet.is_open:
        return {}
    due = due_slots(packet, slots)
    first = _("Chưa đến lượt: {party} ký trước.").format(
        party="; ".join(slot.party_name for slot in due)
    )
    known = {slot.pk for slot in due}
    later = {slot.pk: first for slot in slots if slot.is_waiting and slot.pk not in known}
    return later | unscoped_vetoes(packet, slots, on=on)


def _groups(slots: list[Slot]) -> list[dict[str, object]]:
    """Return what each group needs and has."""
    groups = {slot.group_id: slot.group for slot in slots if slot.group}
    return [
        {
            "label": group.label,
            "needed": group.needed,
            "places": sum(slot.group_id == pk for slot in slots),
            "signed": sum(slot.group_id == pk and slot.is_signed for slot in slots),
        }
        for pk, group in groups.items()
    ]


def _why_not(actor: Actor, slot: Slot) -> str:
    """Return what keeps who may sign something here from signing this, or nothing."""
    try:
        refuse_party_ended(slot, on=actor.today)
        unscoped_mandate(signatory(actor), slot, on=actor.today)
    except Refusal as refusal:
        return refusal.sentence
    return ""


@signed_in
def text(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    context = {"packet": packet, "lines": packet.text.splitlines()}
    return render_page(request, "signing/text.html", context)


@signed_in
def evidence(request: ActorRequest, pk: int) -> HttpResponse:
    """Show how the packet came to be signed: what the sheet says, on the screen."""
    packet = get_packet(request.actor, pk)
    slots = list(slots_of(packet))
    context = {
        "packet": packet,
        "state": tables.state_badge(packet),
        "frozen_on": frozen_on(packet),
        "rows": [_evidence_row(slot) for slot in slots],
        "scans": scans_of(packet),
        "followers": followers_of(packet),
        "events": events_of(packet),
        "verification_url": verification_url(packet),
    }
    return render_page(request, "signing/evidence.html", context)


def _evidence_row(slot: Slot) -> dict[str, object]:
    signature = slot.signed
    if signature is None:
        return {"slot": slot}
    return {
        "slot": slot,
        "mandate": letters.mandate_sentence(signature),
        "proofs": proofs_in_words(signature),
        "scan": scan_in_words(signature) if signature.method == Method.PAPER else "",
    }


@signed_in
def evidence_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    packet: Packet = get_packet(request.actor, pk)
    sheet = letters.evidence_sheet(packet, printed_on=request.actor.today)
    pdf = to_pdf(sheet, created_at=clock.now(), stamp=stamp_of(packet, sheet=True))
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="phieu-xac-nhan-{packet.pk}.pdf"'},
    )


@signed_in
def finished(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the signed text, for whoever gets a copy; not before all have signed."""
    packet = get_packet(request.actor, pk)
    document = _finished(packet)
    if document is None:
        raise NotFound
    pdf = to_pdf(document, created_at=packet.opened_at, stamp=stamp_of(packet))
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="van-ban-da-ky-{packet.pk}.pdf"'},
    )


def _finished(packet: Packet) -> OfficialDocument | None:
    return letters.finished_text(packet) if packet.state == PacketState.COMPLETE else None
