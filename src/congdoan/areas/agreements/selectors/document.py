"""The agreement as an official document: what is hashed, printed and signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Agreement, BasisDocument, Party, Version
from congdoan.areas.agreements.rules.numbering import Line
from congdoan.areas.agreements.selectors.agreements import parties_on, party_names
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.text import outline
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import label
from congdoan.support.rendering.api import (
    Block,
    Division,
    IssuingBody,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
)
from congdoan.support.rendering.api import Level as Printed
from congdoan.support.signing.api import Packet

_PRINTED = {
    Level.CHAPTER: Printed.CHAPTER,
    Level.ARTICLE: Printed.ARTICLE,
    Level.CLAUSE: Printed.CLAUSE,
    Level.POINT: Printed.POINT,
}
#: More names than this would fill the head of the first page.
_BODIES = 3


@dataclass(frozen=True)
class Words:
    """What organisations and kind are called in a version."""

    parties: dict[int, str]
    drafting: str
    kind: str

    def as_json(self) -> dict[str, Any]:
        return {
            "parties": {str(pk): name for pk, name in self.parties.items()},
            "drafting": self.drafting,
            "kind": self.kind,
        }


def words_of(version: Version, parties: Sequence[Party], *, on: date) -> Words:
    """Return the names a frozen version kept, or those of ``on`` while it is open."""
    kept = version.names
    if kept:
        called = {int(pk): name for pk, name in kept["parties"].items()}
        return Words(called, kept["drafting"], kept["kind"])
    agreement = version.agreement
    with override("vi"):
        kind = label("agreement.kind", agreement.kind, on)
    return Words(party_names(parties, on=on), name_of(agreement.drafting, on=on), kind)


def document_to_sign(packet: Packet) -> OfficialDocument | None:
    """Return the document whose text a packet froze, for signing it as a PDF."""
    if packet.subject_type != SUBJECT:
        return None
    found = Version.objects.filter(agreement=packet.subject_id, sha256=packet.text_hash)
    version = found.select_related("agreement").first()
    if version is None or version.frozen_on is None:
        return None
    return unscoped_document(version, on=version.frozen_on)


def unscoped_document(
    version: Version, *, on: date, signatures: Sequence[SignatureBlock] = ()
) -> OfficialDocument:
    """
    Return a version in the official layout, with the parties' names of ``on``.

    Always in Vietnamese, the language of what is signed, whoever looks at it.
    """
    agreement = version.agreement
    parties = parties_on(agreement, on)
    words = words_of(version, parties, on=on)
    titles = words.parties
    with override("vi"):
        return OfficialDocument(
            bodies=issuing_bodies(parties, words, number=agreement.number),
            type_name=words.kind.upper(),
            subject=agreement.title,
            profile=ProfileCode.UNION,
            place=agreement.signed_place,
            dated=agreement.signed_on,
            bases=[basis_in_words(basis) for basis in agreement.bases.order_by("order", "pk")],
            body=[
                *_introduction(agreement, parties, titles),
                *(block for line in outline(version) for block in printed_line(line)),
            ],
            signatures=signature_places(signatures, parties, titles, on),
            recipients=[_("Các bên (mỗi bên một bản)"), _("Lưu: VT")],
        )


def issuing_bodies(
    parties: Sequence[Party], words: Words, *, number: str = ""
) -> list[IssuingBody]:
    """
    Name up to three parties in the head; of more, only who drafted (all follow below).

    ``number`` is this paper's own: a paper about the agreement does not carry the agreement's.
    """
    if len(parties) > _BODIES:
        return [IssuingBody(name=words.drafting.upper(), number=number)]
    return [
        IssuingBody(
            name=words.parties[party.organisation_id].upper(),
            number=number if place == 0 else "",
        )
        for place, party in enumerate(parties)
    ]


def basis_in_words(basis: BasisDocument) -> str:
    """Return "Căn cứ …" as it is printed; who typed these words is not told them twice."""
    said = vietnamese.fold(basis.title).startswith("can cu ")
    words = [basis.title if said else _("Căn cứ {title}").format(title=basis.title)]
    if basis.number:
        words.append(_("số {number}").format(number=basis.number))
    if basis.dated:
        words.append(_("ngày {day}").format(day=f"{basis.dated:%d/%m/%Y}"))
    if basis.issuer:
        words.append(_("của {issuer}").format(issuer=basis.issuer))
    return " ".join(words)


def _introduction(
    agreement: Agreement, parties: Sequence[Party], titles: dict[int, str]
) -> Iterator[Block]:
    yield Paragraph(_("Các bên gồm:"))
    for party in parties:
        yield Paragraph(f"{party.label}: {titles[party.organisation_id]}.")
    if agreement.objective:
        yield Paragraph(_("Mục đích: {text}").format(text=agreement.objective))
    if agreement.motto:
        yield Paragraph(_("Phương châm: {text}").format(text=agreement.motto))
    yield Paragraph(
        _("Thời hạn: từ ngày {first} đến hết ngày {last}.").format(
            first=f"{agreement.first_day:%d/%m/%Y}", last=f"{agreement.last_day:%d/%m/%Y}"
        )
    )


def printed_line(line: Line[Any]) -> Iterator[Block]:
    """Return a line as printed: an article's title, then its words as paragraphs of their own."""
    clause = line.item
    level = _PRINTED[Level(clause.level)]
    if clause.level in {Level.CHAPTER, Level.ARTICLE}:
        yield Division(level, line.label, clause.heading)
        paragraphs = clause.text.splitlines()
    else:
        first, *paragraphs = clause.text.splitlines() or [""]
        yield Division(level, line.label, first)
    for text in paragraphs:
        yield Paragraph(text)
    terms = terms_of(line)
    if terms:
        yield Paragraph([Run(terms, italic=True)])


def terms_of(line: Line[Any]) -> str:
    """Return who leads, how often and how measured, where the clause says so."""
    clause = line.item
    parts = []
    if clause.bearer and clause.lead_party is not None:
        parts.append(_("Chủ trì: {party}").format(party=clause.lead_party.label))
    elif clause.bearer:
        parts.append(_("Thực hiện: {who}").format(who=_within(clause.get_bearer_display())))
    if clause.cadence:
        parts.append(_("Định kỳ: {cadence}").format(cadence=_within(clause.get_cadence_display())))
    if clause.indicator:
        goal = f"{clause.indicator} – {clause.target}" if clause.target else clause.indicator
        parts.append(_("Chỉ tiêu: {indicator}").format(indicator=goal))
    return "; ".join(parts) + "." if parts else ""


def _within(words: str) -> str:
    """Return a label as it stands within a sentence: "từng đơn vị bên A"."""
    return words[:1].lower() + words[1:]


def signature_places(
    given: Sequence[SignatureBlock], parties: Sequence[Party], titles: dict[int, str], on: date
) -> list[SignatureBlock]:
    """Return the places of the packet that goes round; before there is one, a place a party."""
    return list(given) or _empty_signatures(parties, titles, on)


def _empty_signatures(
    parties: Sequence[Party], titles: dict[int, str], on: date
) -> list[SignatureBlock]:
    return [
        SignatureBlock(
            title=position_label(party.signatory_position, on).upper(),
            party=titles[party.organisation_id].upper(),
        )
        for party in parties
    ]


def position_label(code: str, on: date) -> str:
    return label("position", code, on)
