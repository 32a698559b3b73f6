"""The frozen text on paper."""

from datetime import date, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, Version
from congdoan.areas.agreements.selectors.approvals import awaited_approvals
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.document import unscoped_document
from congdoan.areas.agreements.selectors.next_step import open_packet_of
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import downloads
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.support.rendering.api import OfficialDocument, Stamp, to_docx, to_pdf
from congdoan.support.signing.api import (
    Packet,
    PacketState,
    signature_blocks,
    slots_of,
    stamp_of,
    unscoped_packets_about,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STANDING = (PacketState.OPEN, PacketState.COMPLETE)


def _frozen(agreement: Agreement) -> Version:
    """Return the frozen version; a draft has no paper that could be signed."""
    version = current_version(agreement)
    if version.frozen_on is None:
        raise NotFound
    return version


def _packet(agreement: Agreement, version: Version) -> Packet | None:
    """Return the packet of this very text that stands."""
    packets = unscoped_packets_about(SUBJECT, agreement.pk)
    return packets.filter(text_hash=version.sha256, state__in=_STANDING).first()


def _paper(agreement: Agreement) -> tuple[OfficialDocument, Stamp, datetime]:
    """Return the document, what each page of it carries, and when it was frozen."""
    version = _frozen(agreement)
    packet = _packet(agreement, version)
    on, at = version.frozen_on, version.frozen_at
    if on is None or at is None:
        raise NotFound
    if packet is None:
        page = reverse("agreements:text", args=[agreement.pk])
        stamp = Stamp(
            version.sha256,
            urljoin(settings.SITE_ADDRESS, page),
            _standing(agreement, on),
        )
        return unscoped_document(version, on=on), stamp, at
    blocks = signature_blocks(packet)
    return unscoped_document(version, on=on, signatures=blocks), stamp_of(packet), at


def _standing(agreement: Agreement, frozen_on: date) -> str:
    """Say how a text without a packet stands: what was signed on paper never had one."""
    day = f"{frozen_on:%d/%m/%Y}"
    if agreement.signed_on is None:
        return _("Văn bản chốt ngày {day}, chưa trình ký").format(day=day)
    signed = f"{agreement.signed_on:%d/%m/%Y}"
    return _("Văn bản chốt ngày {day}, bản giấy ký ngày {signed}").format(day=day, signed=signed)


@needs(policies.VIEW)
def pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the printed copy: official layout, hash and QR on each page."""
    document, stamp, at = _paper(load(request, pk))
    blob = to_pdf(document, created_at=at, stamp=stamp)
    return as_file(blob, PDF, f"van-ban-phoi-hop-{pk}")


@needs(policies.VIEW)
def docx(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the same as a Word file."""
    document, stamp, at = _paper(load(request, pk))
    blob = to_docx(document, created_at=at, stamp=stamp)
    return as_file(blob, DOCX, f"van-ban-phoi-hop-{pk}")


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a paper: a PDF opens in the browser, a Word file is saved."""
    return downloads.as_file(
        content, media_type, f"{name}.{'pdf' if media_type == PDF else 'docx'}"
    )


@needs(policies.VIEW)
def signing(request: ActorRequest, pk: int) -> HttpResponse:
    """Show who has signed and every packet that ever went round."""
    agreement = load(request, pk)
    version = _frozen(agreement)
    packets = list(unscoped_packets_about(SUBJECT, agreement.pk))
    standing = _packet(agreement, version)
    context = {
        **frame(request, agreement, "signing"),
        "version": version,
        "packets": packets,
        "packet": standing,
        "open": open_packet_of(agreement),
        "unresolved": len(awaited_approvals(agreement, version)),
        "slots": list(slots_of(standing)) if standing else [],
    }
    return render_page(request, "agreements/signing.html", context)
