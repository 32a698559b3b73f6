"""The text written here follows its document: begun, closed, opened, printed and kept with it."""

from datetime import date, datetime

from django.core.files.base import ContentFile

from congdoan.areas.documents.models import Attachment, Document
from congdoan.areas.documents.rules.refusals import CommentsUnanswered, NeedsBody
from congdoan.areas.documents.selectors.documents import ISSUED
from congdoan.areas.documents.selectors.merging import blank_facts
from congdoan.areas.documents.selectors.texts import subject_of, text_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.support.discussion.api import Subject, unscoped_unanswered
from congdoan.support.drafting.api import (
    TALK,
    BlockKind,
    Draft,
    DraftData,
    DraftTemplate,
    begun_from,
    document_of,
    drop_draft,
    require_seal,
    seal_draft,
    set_heading,
    start_draft,
    unseal_draft,
    usual_data,
)
from congdoan.support.files.api import store_file
from congdoan.support.rendering.api import to_pdf
from congdoan.support.texts.api import ask_reading

MERGE = "documents.merge"


def start_text(
    actor: Actor,
    document: Document,
    template: DraftTemplate | None,
    *,
    on: date,
    at: datetime,
) -> Draft:
    """Begin the text like a template, else as such documents usually do (a step of drafting)."""
    begun = begun_from(template) if template else usual_data(document.type, on=on)
    # Who signs is chosen in the record, from the offices of the day; the paper gets it from there.
    signed = bool(document.to_sign)
    blocks = [one for one in begun.blocks if not (signed and one.kind == BlockKind.SIGNATURE)]
    return start_draft(
        actor=actor,
        owner=subject_of(document),
        organisation=document.organisation,
        type_code=document.type,
        data=DraftData(document.subject, begun.addressees, blocks),
        at=at,
    )


def follow_record(document: Document) -> None:
    """Let the text's head say what the record says."""
    set_heading(owner=subject_of(document), subject=document.subject, type_code=document.type)


def hold_record(draft: Draft) -> None:
    """Lock the record before its text (``Owner.hold``): submitting does so, too."""
    Document.objects.select_for_update().filter(pk=draft.owner_id).first()


def follow_text(draft: Draft) -> None:
    """Let the record say what the text's head says (``Owner.saved``)."""
    document = Document.objects.filter(pk=draft.owner_id).first()
    if document is None or not draft.subject or document.subject == draft.subject:
        return
    document.subject = draft.subject
    document.settle_keys()
    document.save(update_fields=["subject", "folded"])


def close_text(document: Document, *, on: date, at: datetime) -> None:
    """
    Close the text: what is submitted is these words and no others.

    :raises NeedsBody: when there is neither text nor file
    :raises CommentsUnanswered: while somebody waits for an answer; and what ``seal_draft`` refuses
    """
    draft = text_of(document)
    if draft is None:
        if not document.attachments.filter(is_body=True).exists():
            raise NeedsBody
        return
    waiting = unscoped_unanswered(Subject(TALK, draft.pk)).count()
    if waiting:
        raise CommentsUnanswered(count=waiting)
    seal_draft(draft=draft, on=on, at=at)


def require_text(document: Document, *, on: date) -> None:
    """
    Refuse when there is no text, or it says something else than was submitted.

    :raises NeedsBody, FactsChanged: see there
    """
    draft = text_of(document)
    if draft is not None:
        require_seal(draft, on=on)
    elif not document.attachments.filter(is_body=True).exists():
        raise NeedsBody


def open_text(document: Document) -> None:
    """Open the text again: the document went back to who writes it."""
    draft = text_of(document)
    if draft is not None:
        unseal_draft(draft=draft)


def drop_text(document: Document) -> None:
    drop_draft(owner=subject_of(document))


def keep_paper(actor: Actor, document: Document, *, at: datetime) -> None:
    """Print the issued text as PDF/A and keep it as the document's file (a step of issuing)."""
    draft = text_of(document)
    if draft is None or document.issued_on is None:
        return
    # Merged letters have facts of their own each; the file copy of the unit shows dots there.
    blank = blank_facts(document)
    printed = document_of(draft, on=document.issued_on, more=blank)
    content = to_pdf(printed, created_at=at)
    if blank:
        enqueue(MERGE, key=f"{MERGE}.{document.pk}", document=document.pk)
    name = f"{document.symbol.replace('/', '-')}.pdf"
    stored = store_file(
        actor=actor,
        organisation=document.organisation,
        upload=ContentFile(content, name=name),
        purpose=ISSUED,
        at=at,
    )
    Attachment.objects.get_or_create(document=document, file=stored, defaults={"is_body": True})
    ask_reading([stored], at=at)
