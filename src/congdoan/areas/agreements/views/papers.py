"""Official papers as files: PDF to look at, Word to keep."""

from datetime import datetime

from django.http import HttpResponse

from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotFound
from congdoan.support.rendering.api import OfficialDocument, to_docx, to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper(document: OfficialDocument, *, name: str, form: str, at: datetime) -> HttpResponse:
    """
    Return a document as ``pdf`` or ``docx``.

    :raises NotFound: for any other form
    """
    if form == "pdf":
        return as_file(to_pdf(document, created_at=at), "application/pdf", f"{name}.pdf")
    if form == "docx":
        return as_file(to_docx(document, created_at=at), DOCX, f"{name}.docx")
    raise NotFound
