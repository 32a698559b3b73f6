"""Kinds of notifications (the register slices fill) and when to try again."""

from dataclasses import dataclass
from datetime import timedelta

#: A sentence: a string, or one that is translated when it is read.
Words = object

#: Minutes until the next attempt, after the first, second … failure; then we give up.
BACKOFF_MINUTES = (5, 30, 120, 720)
#: Addresses without ``/`` first, or with ``//``, would lead out of the product.
_HOME = "/"


@dataclass(frozen=True)
class Category:
    """What a person may switch e-mail on and off for."""

    code: str
    label: Words
    #: Whether e-mail is sent to those who never chose.
    email: bool = True


@dataclass(frozen=True)
class NotificationKind:
    """
    One thing people are told.

    ``title`` and ``body`` are translatable format strings filled from the context. The title also
    goes out by e-mail, so it names the matter, never personal data beyond a person's name.
    """

    code: str
    category: Category
    title: Words
    body: Words
    #: Who receives it, in words, for the preferences page.
    audience: Words


_kinds: dict[str, NotificationKind] = {}


def declare_kind(kind: NotificationKind) -> NotificationKind:
    """
    Declare a kind; from ``wiring.py`` only.

    :raises ValueError: when the code is taken by another declaration
    """
    if _kinds.setdefault(kind.code, kind) != kind:
        message = f"Notification kind declared twice: {kind.code}"
        raise ValueError(message)
    return kind


def kind_of(code: str) -> NotificationKind:
    """
    Return a declared kind.

    :raises ValueError: when nobody declared it, which is a fault of the calling slice
    """
    try:
        return _kinds[code]
    except KeyError:
        message = f"Nobody declared the notification kind {code}"
        raise ValueError(message) from None


def kinds() -> dict[str, NotificationKind]:
    return dict(sorted(_kinds.items()))


def categories() -> list[Category]:
    """Return the categories in use, in the order of their labels."""
    found = {kind.category.code: kind.category for kind in _kinds.values()}
    return sorted(found.values(), key=lambda category: str(category.label))


def next_attempt(failures: int) -> timedelta | None:
    """Return how long to wait after so many failures, or None to give up."""
    if failures > len(BACKOFF_MINUTES):
        return None
    return timedelta(minutes=BACKOFF_MINUTES[failures - 1])


def leads_home(url: str) -> bool:
    """Tell whether an address stays inside the product."""
    return url.startswith(_HOME) and not url.startswith(("//", "/\\"))
