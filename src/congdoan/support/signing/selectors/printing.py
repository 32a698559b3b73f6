"""What printed copies carry: the stamp on every page, and who signed where."""

from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from congdoan.kernel.rulebook.api import label
from congdoan.support.rendering.api import SignatureBlock, Stamp
from congdoan.support.signing.enums import Method, SlotState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.scans import TEXT_PAGE
from congdoan.support.signing.selectors.packets import frozen_on, slots_of


def verification_url(packet: Packet) -> str:
    """Return the whole public address that the QR code holds."""
    return urljoin(settings.SITE_ADDRESS, reverse("signing:verify", args=[packet.token]))


def stamp_of(packet: Packet, *, sheet: bool = False) -> Stamp:
    """
    Return the stamp for each printed page of the frozen text.

    A paper about it (``sheet``) carries another key, so that its pages never pass for the text's.
    """
    label = f"Văn bản chốt ngày {frozen_on(packet):%d/%m/%Y}"
    key = "phieu" if sheet else TEXT_PAGE
    return Stamp(packet.text_hash, verification_url(packet), label, page_key=key)


def signature_blocks(packet: Packet) -> list[SignatureBlock]:
    """
    Return a place to sign for each party in the order of the text, filled in where one has signed.

    A signature on paper leaves the room for the pen; one on the system prints its date. A place
    that is not needed any more is left out: empty, it would look like a missing signature.
    """
    on = frozen_on(packet)
    slots = sorted(slots_of(packet), key=lambda slot: slot.number)
    return [_block(slot, on) for slot in slots if slot.state != SlotState.NOT_NEEDED]


def _block(slot: Slot, on: date) -> SignatureBlock:
    signature = slot.signed
    party = slot.label or slot.party_name
    if signature is None:
        return SignatureBlock(title=office_of(slot, on=on).upper(), party=party)
    note = ""
    if signature.method == Method.CERTIFICATE:
        note = f"Đã ký số trong tệp PDF\nngày {signature.signed_on:%d/%m/%Y}"
    elif signature.method == Method.CLICK:
        note = f"Đã ký trên hệ thống\nngày {signature.signed_on:%d/%m/%Y}"
    return SignatureBlock(
        title=signature.title,
        name=signature.person_name,
        capacity=signature.capacity,
        party=party,
        note=note,
    )


def office_of(slot: Slot, *, on: date) -> str:
    """Return the office a place was made for, as paper names it; nothing if any may sign."""
    if not slot.positions:
        return ""
    with override("vi"):
        return label("position", slot.positions[0], on)
