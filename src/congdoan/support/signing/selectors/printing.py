"""What printed copies carry: the stamp on every page, and who signed where."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from congdoan.support.rendering.api import SignatureBlock, Stamp
from congdoan.support.signing.enums import Method
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
    Return a place to sign for each party, filled in where a party has signed.

    A signature on paper leaves the room for the pen; one on the system prints its date.
    """
    return [_block(slot) for slot in slots_of(packet)]


def _block(slot: Slot) -> SignatureBlock:
    signature = slot.signed
    party = slot.label or slot.party_name
    if signature is None:
        return SignatureBlock(title="", party=party)
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
