"""The draft on paper: PDF, Word file, and its pages as pictures beside the editor."""

import io

from django.http import HttpResponse
import pypdfium2

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.support.drafting.selectors.owners import visible_draft
from congdoan.support.drafting.selectors.printing import document_of
from congdoan.support.rendering.api import to_docx, to_pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SCALE = 1.3


@signed_in
def pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the draft as PDF."""
    return as_file(_pdf(request, pk), PDF, f"du-thao-{pk}.pdf")


@signed_in
def docx(request: ActorRequest, pk: int) -> HttpResponse:
    """Return the draft as a Word file."""
    draft, _access = visible_draft(request.actor, pk)
    document = document_of(draft, on=request.actor.today)
    return as_file(to_docx(document, created_at=clock.now()), DOCX, f"du-thao-{pk}.docx")


@signed_in
def picture(request: ActorRequest, pk: int, page: int) -> HttpResponse:
    """
    Return one page of the PDF as a picture.

    :raises NotFound: when the text has no such page
    """
    pages = pypdfium2.PdfDocument(_pdf(request, pk))
    if not 1 <= page <= len(pages):
        raise NotFound
    out = io.BytesIO()
    pages[page - 1].render(scale=_SCALE).to_pil().save(out, format="PNG")
    response = HttpResponse(out.getvalue(), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Pages"] = str(len(pages))
    return response


def _pdf(request: ActorRequest, pk: int) -> bytes:
    draft, _access = visible_draft(request.actor, pk)
    document = document_of(draft, on=request.actor.today)
    return to_pdf(document, created_at=draft.saved_at)
