"""
A form is taken once: a double click, a reload of the POST, or two tabs of one page.

The form carries a token (``{% once_token %}``); the first request that uses it wins, the second
waits for the first and is told that the work is done. Remembered in the session, in the same
transaction as the work itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import hashlib
from importlib import import_module

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from congdoan.foundation.refusal import AlreadyDone

_KEY = "taken_forms"
_REMEMBERED = 40


@contextmanager
def once(request: HttpRequest) -> Iterator[None]:
    """
    Run the block unless this very form has been taken; a failing block leaves it free.

    :raises AlreadyDone: when an earlier request with the same token succeeded
    """
    token = request.POST.get("once", "")[:64]
    if not token or not request.session.session_key:
        # Still all or nothing: a refusal caught by the view must leave nothing half-written.
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        _wait_for_twin(token)
        taken = _taken(request.session.session_key)
        if token in taken:
            raise AlreadyDone
        yield
        session = request.session
        session[_KEY] = [*taken, token][-_REMEMBERED:]
        type(session).save(session)  # now, inside this transaction; not when the answer leaves


def _wait_for_twin(token: str) -> None:
    digest = hashlib.sha256(token.encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest, "big", signed=True)]
        )


def _taken(session_key: str) -> list[str]:
    """Read the session afresh: the twin request may have written it while this one waited."""
    engine = import_module(settings.SESSION_ENGINE)
    fresh = engine.SessionStore(session_key)
    return list(fresh.get(_KEY, []))
