"""The text of a document that is written here: who writes it, what the record adds to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, Reach, SignedBy, Urgency
from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.selectors.documents import get_document
from congdoan.areas.documents.selectors.signers import find_signing
from congdoan.foundation.actor import Actor
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.api import Access, Draft, Issuer, draft_for, issuer_of
from congdoan.support.rendering.api import IssuingBody, OfficialDocument, SignatureBlock

TEXT = "documents.document"
#: Printed under "Nơi nhận" for whom it is meant; fixed words of official paper.
_PLANNED = {
    Reach.CHILDREN: "Các đơn vị trực thuộc",
    Reach.BRANCH: "Các đơn vị trực thuộc",
    Reach.SUPERIOR: "Công đoàn cấp trên",
}
_KEPT = "lưu"


def subject_of(document: Document) -> Subject:
    return Subject(TEXT, document.pk)


def text_of(document: Document) -> Draft | None:
    """Return what is written here of a document; None when its text is a file."""
    return draft_for(subject_of(document))


def access(actor: Actor, pk: int) -> Access:
    """
    Who drafts at the unit writes while it is a draft; who sees the document reads and comments.

    :raises NotFound: for everybody else
    """
    document = get_document(actor, pk)
    unit, day = document.organisation, actor.today
    drafts = actor.may(policies.DRAFT, on=unit)
    is_draft = document.state == DocumentState.DRAFT
    return Access(
        title=document.title,
        back=reverse("documents:detail", args=[pk]),
        may_edit=drafts and is_draft,
        voice=unit if drafts and is_draft else None,
        answers=unit if drafts and is_draft else None,
        speaks_by=policies.DRAFT,
        answers_by=policies.DRAFT,
        filled=tuple(_filled(document, on=day)),
        change=reverse("documents:edit", args=[pk]) if drafts and is_draft else "",
    )


def _filled(document: Document, *, on: date) -> list[tuple[str, str]]:
    """Return what the paper gets from the record, for who writes the text."""
    lines, name, _note = _signature(document, on=on)
    signer = f"{' / '.join(lines)}: {name}" if lines else _("như khối chữ ký trong văn bản")
    planned = _PLANNED.get(Reach(document.reach)) if document.reach else None
    return [
        (_("Số, ký hiệu"), document.symbol or _("khi cấp số")),
        (_("Ngày"), f"{document.issued_on:%d/%m/%Y}" if document.issued_on else _("ngày ký")),
        (_("Người ký"), signer),
        (_("Nơi nhận"), planned or _("như các khối nơi nhận trong văn bản")),
    ]


def day(draft: Draft) -> date | None:
    """Return the document's own day: that of its signature; None until then."""
    return Document.objects.filter(pk=draft.owner_id).values_list("signed_on", flat=True).first()


def paper(draft: Draft, printed: OfficialDocument, on: date) -> OfficialDocument:
    """Add what the record knows: number, day, urgency, who signs for whom, whom it is meant for."""
    document = Document.objects.filter(pk=draft.owner_id).first()
    if document is None:
        return printed
    body, urgent = printed.bodies[0], document.urgency != Urgency.NORMAL
    lines, name, note = _signature(document, on=on)
    rows = list(document.cosigners.all())
    joint = {one.organisation_id for one in rows} - {document.organisation_id}
    party = body.name if joint else ""
    signed = [_block(lines, name, note, party)] if lines else []
    if signed:
        signed += _along(rows, body=body.name if joint else "", lead=document, on=on)
    others = [IssuingBody(one.name, one.superior) for one in _bodies(document, rows, on=on)]
    return replace(
        printed,
        bodies=[replace(body, number=document.symbol or body.number), *others],
        dated=document.issued_on,
        urgency=_URGENCY[Urgency(document.urgency)] if urgent else "",
        signatures=signed or printed.signatures,
        recipients=_recipients(document, printed.recipients),
    )


def _block(lines: Sequence[str], name: str, note: str, party: str) -> SignatureBlock:
    return SignatureBlock(lines[-1], name, capacity=lines[:-1], note=note, party=party)


def _along(
    rows: Sequence[CoSigner], *, body: str, lead: Document, on: date
) -> list[SignatureBlock]:
    """Return the places of who signs after the leading body; each says its body if they are two."""
    found = []
    for row in rows:
        lines, name, note = _said(row, row.organisation_id, row.to_sign, on=on)
        own = row.organisation_id == lead.organisation_id
        named = body if own else issuer_of(row.organisation_id, on=on).name
        if lines:
            found.append(_block(lines, name, note, named if body else ""))
    return found


def _bodies(document: Document, rows: Sequence[CoSigner], *, on: date) -> list[Issuer]:
    """Return who issues a joint document with the leading body, whose number it carries."""
    others = dict.fromkeys(one.organisation_id for one in rows)
    return [issuer_of(one, on=on) for one in others if one != document.organisation_id]


#: As printed in the box, whatever language the page is read in.
_URGENCY = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}


def _signature(document: Document, *, on: date) -> tuple[list[str], str, str]:
    return _said(document, document.organisation_id, document.to_sign, on=on)


def _said(
    signed: Document | CoSigner, unit: int, planned: str, *, on: date
) -> tuple[list[str], str, str]:
    """Return the lines above the signature, the name and the note; empty while nobody is chosen."""
    if signed.signed_as:
        click = signed.signed_by == SignedBy.CLICK and signed.signed_on
        note = f"Đã ký trên hệ thống ngày {signed.signed_on:%d/%m/%Y}" if click else ""
        return list(signed.signed_as), signed.signer_name, note
    way = find_signing(unit, planned, on=on) if planned else None
    return (list(way.lines), way.name, "") if way else ([], "", "")


def _recipients(document: Document, typed: Sequence[str]) -> list[str]:
    """Return the typed lines with the planned receivers before "Lưu …", each once."""
    planned = _PLANNED.get(Reach(document.reach)) if document.reach else None
    lines = list(typed)
    if planned is None or planned in lines:
        return lines
    at = next((n for n, one in enumerate(lines) if one.casefold().startswith(_KEPT)), len(lines))
    return [*lines[:at], planned, *lines[at:]]
