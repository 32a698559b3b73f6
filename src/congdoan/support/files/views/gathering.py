"""The addresses a browser sends the parts of a large file to; they answer with JSON."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.http import require_http_methods, require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.refusal import Refusal
from congdoan.support.files import rules
from congdoan.support.files.models import Gathering
from congdoan.support.files.services.gathering import (
    FilePlan,
    add_part,
    begin_gathering,
    drop_gathering,
    find_gathering,
    judge_gathering,
)

View = Callable[..., HttpResponse]


def _told(view: View) -> View:
    """Answer a refusal with its sentence: a script reads it, not a person."""

    @wraps(view)
    def answering(request: ActorRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"sentence": refusal.sentence}, status=refusal.status)
        except ValueError:
            return JsonResponse({"sentence": rules.UploadGone().sentence}, status=400)

    return answering


def _state(row: Gathering, status: int = 200) -> JsonResponse:
    return JsonResponse(
        {"id": str(row.pk), "received": row.received, "size": row.size, "whole": row.whole},
        status=status,
    )


@signed_in
@require_POST
@_told
def begin(request: ActorRequest) -> HttpResponse:
    asked = request.POST
    plan = FilePlan(
        purpose=asked.get("purpose", ""),
        name=asked.get("name", "").replace("\0", "")[:400],
        size=int(asked.get("size", "0")[:15]),
        mark=asked.get("mark", "").replace("\0", "")[:80],
    )
    row = begin_gathering(actor=request.actor, plan=plan, at=clock.now())
    return _state(row)


@signed_in
@require_http_methods(["GET", "POST", "DELETE"])
@_told
def part(request: ActorRequest, pk: UUID) -> HttpResponse:
    """GET: how far it is. POST ``?start=``: the next part; with the last the file is judged."""
    actor = request.actor
    if request.method == "DELETE":
        drop_gathering(actor=actor, pk=pk)
        return HttpResponse(status=204)
    row = find_gathering(actor, pk)
    if request.method == "GET":
        return _state(row)
    try:
        content = request.body
    except RequestDataTooBig:
        raise rules.PartTooLarge from None
    except UnreadablePostError:
        return _state(row, 400)
    start = int(request.GET.get("start", "0")[:15])
    if row.received < row.size:
        try:
            row = add_part(actor=actor, pk=pk, start=start, content=content, at=clock.now())
        except rules.PartOutOfPlace:
            return _state(find_gathering(actor, pk), 409)
    return _state(_judged(request, row) if row.received == row.size else row)


def _judged(request: ActorRequest, row: Gathering) -> Gathering:
    """Judge the whole file; what may not be kept is thrown away at once."""
    try:
        return judge_gathering(actor=request.actor, pk=row.pk)
    except Refusal:
        drop_gathering(actor=request.actor, pk=row.pk)
        raise
