"""
One log line a request, without personal data.

It holds the request's number, the *pattern* of the address (``to-chuc/<int:pk>/``, never the
address itself or its query), status and duration. Names, numbers of people and search words
therefore never reach a log.
"""

from collections.abc import Callable
import logging
import time
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("congdoan.request")
SLOW_MS = 2_000


class RequestLogMiddleware:
    """Outermost of our middleware; the number also goes out as ``X-Request-Id``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        number = uuid4().hex
        response = self.get_response(request)
        took = round((time.perf_counter() - begun) * 1000)
        response["X-Request-Id"] = number
        match = request.resolver_match
        if match is not None and getattr(match.func, "unlogged", False):
            return response
        log.log(
            _level(response.status_code, took),
            "request",
            extra={
                "request_id": number,
                "method": request.method,
                "path": _pattern(request),
                "status": response.status_code,
                "ms": took,
            },
        )
        return response


def _pattern(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else "(no such address)"


def _level(status: int, took: int) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.WARNING if took > SLOW_MS else logging.INFO
