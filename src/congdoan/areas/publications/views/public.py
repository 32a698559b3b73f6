"""What everybody may read: no sign-in, no session, the same for all, so that it may be cached."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from congdoan.areas.documents.api import standing_of
from congdoan.areas.publications.enums import PublicationState
from congdoan.areas.publications.selectors.publishing import public_list, public_one
from congdoan.foundation import clock
from congdoan.foundation.actor import public
from congdoan.foundation.refusal import NotFound
from congdoan.support.files.api import ContentIsMissing, unscoped_content

#: Readers and servers in between ask again after five minutes: a paper taken down goes soon.
SECONDS = 300
View = Callable[..., HttpResponse]


def same_for_all(view: View) -> View:
    """Say it in Vietnamese to everybody, without a word about who asks."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override("vi"):
            answer = view(request, *args, **kwargs)
        answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        answer.headers["Content-Language"] = "vi"
        # Nothing of the session went into it: no cookie is set, none makes another page of it.
        request.session.accessed = False
        return answer

    return wrapped


@public("published papers are for everybody")
@require_safe
@same_for_all
def listed(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    page = public_list(
        words=words, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(request, "publications/public_list.html", {"page": page, "words": words})


@public("published papers are for everybody")
@require_safe
@same_for_all
def one(request: HttpRequest, token: UUID) -> HttpResponse:
    found = public_one(token)
    there = found.state == PublicationState.PUBLISHED
    standing = standing_of(found.document, on=clock.today()) if there else None
    context = {"one": found, "there": there, "standing": standing}
    return render(request, "publications/public.html", context, status=200 if there else 410)


@public("published papers are for everybody")
@require_safe
@same_for_all
def content(request: HttpRequest, token: UUID) -> HttpResponse:
    found = public_one(token)
    if found.state != PublicationState.PUBLISHED or found.file is None:
        raise NotFound
    try:
        opened = unscoped_content(found.file)
    except ContentIsMissing:
        raise NotFound from None
    answer = FileResponse(
        opened, as_attachment=True, filename=found.file.name, content_type="application/pdf"
    )
    return cast(HttpResponse, answer)
