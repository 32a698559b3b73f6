"""The papers that go into the package of an agreement."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from congdoan.areas.agreements.enums import ReviewState
from congdoan.areas.agreements.letters.living import exchange_paper, matrix_paper
from congdoan.areas.agreements.letters.reception import reception_paper
from congdoan.areas.agreements.letters.reviews import INVITATION, MINUTES, Paper
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.states import RAN
from congdoan.areas.agreements.selectors.addendum import unscoped_addendum, unscoped_consolidated
from congdoan.areas.agreements.selectors.amendments import SUBJECT as AMENDMENT
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.document import unscoped_document
from congdoan.areas.agreements.selectors.reviews import reviews_of
from congdoan.support.rendering.api import OfficialDocument, letter, to_docx, to_pdf
from congdoan.support.signing.api import Packet, signature_blocks, unscoped_packets_about


def papers_of(agreement: Agreement, *, on: date, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Return every paper of an agreement as PDF and Word file, by its path."""
    for name, document in _documents(agreement, on):
        yield f"{name}.pdf", to_pdf(document, created_at=at)
        yield f"{name}.docx", to_docx(document, created_at=at)


def _documents(agreement: Agreement, on: date) -> Iterator[tuple[str, OfficialDocument]]:
    yield from _texts(agreement, on)
    yield from _addenda(agreement, on)
    if agreement.consultations.exists():
        yield "bang-tiep-thu", reception_paper(agreement, on=on)
    if agreement.state in RAN:
        yield f"van-ban-hop-nhat-{on}", unscoped_consolidated(agreement, on=on)
        yield "ma-tran-trach-nhiem", matrix_paper(agreement, on=on)
        yield "so-trao-doi", exchange_paper(agreement, on=on)
    for review in reviews_of(agreement):
        name = f"{review.year}-{review.kind.lower()}"
        if review.invited_on is not None:
            yield f"giay-moi-{name}", INVITATION.build(Paper(review, on))
        if review.state == ReviewState.HELD:
            yield f"bien-ban-{name}", MINUTES.build(Paper(review, on))


def _texts(agreement: Agreement, on: date) -> Iterator[tuple[str, OfficialDocument]]:
    packets = {one.text_hash: one for one in unscoped_packets_about(SUBJECT, agreement.pk)}
    for version in agreement.versions.order_by("number"):
        packet = packets.get(version.sha256) if version.sha256 else None
        blocks = signature_blocks(packet) if packet else ()
        document = unscoped_document(version, on=version.frozen_on or on, signatures=blocks)
        yield f"van-ban-ban-{version.number}", document
    yield from _evidence(packets.values())


def _addenda(agreement: Agreement, on: date) -> Iterator[tuple[str, OfficialDocument]]:
    for amendment in agreement.amendments.exclude(frozen_on=None).order_by("number", "pk"):
        packets = {one.text_hash: one for one in unscoped_packets_about(AMENDMENT, amendment.pk)}
        packet = packets.get(amendment.sha256)
        blocks = signature_blocks(packet) if packet else ()
        document = unscoped_addendum(amendment, on=amendment.frozen_on or on, signatures=blocks)
        yield f"phu-luc-{amendment.number or amendment.pk}", document
        yield from _evidence(packets.values())


def _evidence(packets: Iterable[Packet]) -> Iterator[tuple[str, OfficialDocument]]:
    for packet in packets:
        yield f"phieu-chu-ky-{packet.pk}", letter("signing.evidence").build(packet)
