"""Errors for programs (RFC 9457): the sentence people read, with a code a program may match."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from congdoan.foundation.refusal import Refusal

CONTENT_TYPE = "application/problem+json"
#: Addresses below it are answered to programs, whatever goes wrong.
FOR_PROGRAMS = "/api/"


def problem(refusal: Refusal, *, errors: Iterable[Mapping[str, Any]] = ()) -> JsonResponse:
    """Answer a refusal; ``errors`` name the places of the request that are meant."""
    code = type(refusal).__name__
    body: dict[str, Any] = {
        "type": f"urn:congdoan:problem:{code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.sentence,
        "code": code,
    }
    if listed := list(errors):
        body["errors"] = listed
    answer = JsonResponse(
        body,
        status=refusal.status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="congdoan"'
    return answer
