from typing import cast

from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.support.files import rules
from congdoan.support.files.models import StoredFile
from congdoan.support.files.selectors import get_readable_file, unscoped_content

#: Chromium refuses its own PDF viewer inside a sandbox, so a PDF gets everything but that word.
_NOTHING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors "


@signed_in
@require_safe
def download(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the file to whoever may read it; for everybody else it does not exist."""
    stored = get_readable_file(request.actor, pk)
    mark = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == mark:
        return _guarded(HttpResponseNotModified(), stored)
    response = FileResponse(
        unscoped_content(stored),
        as_attachment=stored.media_type not in rules.SHOWN,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["Content-Length"] = str(stored.size)
    response["ETag"] = mark
    return _guarded(cast(HttpResponse, response), stored)


def _guarded(response: HttpResponse, stored: StoredFile) -> HttpResponse:
    """Say what a browser may do with it; "not modified" says it too, for it replaces the rest."""
    # Rights may end: the browser may keep a copy but must ask before showing it.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    # Our own pages show a scan beside what is typed from it; nobody else may frame it.
    is_pdf = stored.media_type == rules.PDF
    response["X-Frame-Options"] = "SAMEORIGIN" if is_pdf else "DENY"
    response["Content-Security-Policy"] = _NOTHING + ("'self'" if is_pdf else "'none'; sandbox")
    return response
