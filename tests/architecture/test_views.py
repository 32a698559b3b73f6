"""Every address says who may ask for it."""

from collections.abc import Iterator
import re
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from congdoan.foundation.capabilities import Capability, declared

#: Callbacks of libraries, which cannot wear our decorators: name of the view's module → reason.
PUBLIC = {
    "allauth.account.views": "sign-in itself; what changes an account asks for a session",
    "allauth.mfa": "second factor: behind the session or the first factor",
}


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def _module(callback: Any) -> str:
    return str(getattr(callback, "view_class", callback).__module__)


def _reason(callback: Any) -> str:
    """Return the entry of ``PUBLIC`` that stands for the callback."""
    module = _module(callback)
    return next((name for name in PUBLIC if module == name or module.startswith(f"{name}.")), "")


ROUTES = dict(_routes(get_resolver().url_patterns))


def test_every_view_declares_what_it_needs() -> None:
    silent = [
        f"/{route} ({_module(callback)})"
        for route, callback in ROUTES.items()
        if not getattr(callback, "needs", None) and not _reason(callback)
    ]
    assert not silent, "needs(…), signed_in or public(…) from foundation.actor"


def test_what_views_need_is_declared() -> None:
    needed = {callback.needs for callback in ROUTES.values() if hasattr(callback, "needs")}
    capabilities = {need for need in needed if isinstance(need, Capability)}
    assert capabilities <= set(declared().values())
    words = needed - capabilities
    assert all(word == "signed-in" or word.startswith("public: ") for word in words)


def test_no_exception_is_stale() -> None:
    assert {_reason(callback) for callback in ROUTES.values()} - {""} == set(PUBLIC)


def test_addresses_are_plain() -> None:
    """Vietnamese words without diacritics; a slash at the end, or a file's kind (people's)."""
    ours = [
        route
        for route, callback in ROUTES.items()
        if _module(callback).startswith("congdoan.") and not route.startswith(("health/", "api/"))
    ]
    plain = re.compile(r"(?:[!-~]*(?:/|\.[a-z]{3,4}))?")
    wrong = [route for route in ours if not plain.fullmatch(route)]
    assert not wrong
