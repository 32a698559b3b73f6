"""Official papers as files: PDF to look at, Word to keep."""

from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse

from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import fold
from congdoan.support.rendering.api import OfficialDocument, to_docx, to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return ``content`` under a name without diacritics, with the true one beside it."""
    kind = "inline" if media_type == "application/pdf" else "attachment"
    stem, _dot, extension = name.rpartition(".")
    plain = "-".join(part for part in fold(stem).split() if part.isascii())
    true = quote(name, safe="")
    header = f"{kind}; filename=\"{plain or 'tep'}.{extension}\"; filename*=UTF-8''{true}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": header})
