"""Kinds of notifications (the register slices fill) and when to try again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

#: A sentence: a string, or one that is translated when it is read.
Words = object

#: Minutes until the next attempt, after the first, second … failure; then we give up.
BACKOFF_MINUTES = (5, 30, 120, 720)
#: Minutes a whole channel rests after it was away once, twice …; then always the last.
REST_MINUTES = (1, 2, 5, 10)
#: Phones keep still then, unless the person or their unit says otherwise.
QUIET_HOURS = (time(21), time(6))
#: The daily letter leaves in the morning, before the working day.
DIGEST_HOUR = 7
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
    #: Whether who caused it sees whom it reached: only where they named the recipients themselves.
    receipts: bool = False
    #: A code of ``privacy.purpose``, for what is sent to many people by their leave (news,
    #: invitations): who objects to it, or whose data may only be kept, gets none.
    purpose: str = ""


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


def ends_address(status: str) -> bool:
    """
    Tell whether a mail server's status (RFC 3463) says that the address itself is no more.

    A full mailbox (5.2.2) or a refused sender (5.7.x) will pass, or is not the reader's fault.
    """
    return status.startswith("5.1.") or status in {"5.2.0", "5.2.1"}


def leads_home(url: str) -> bool:
    """Tell whether an address stays inside the product."""
    return url.startswith(_HOME) and not url.startswith(("//", "/\\"))


def is_quiet(at: time, starts: time, ends: time) -> bool:
    """Tell whether a time of day lies in the quiet hours; equal ends mean none."""
    if starts <= ends:
        return starts <= at < ends
    return at >= starts or at < ends


def after_quiet(at: datetime, starts: time, ends: time) -> datetime:
    """Return ``at``, or the end of the quiet hours it lies in (both on the clock of ``at``)."""
    if not is_quiet(at.time(), starts, ends):
        return at
    end = at.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > at else end + timedelta(days=1)


def next_digest(at: datetime) -> datetime:
    """Return when the next daily letter leaves."""
    today = at.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today > at else today + timedelta(days=1)


def channel_rest(failures: int) -> timedelta:
    """Return how long a channel rests that was away so many times in a row."""
    return timedelta(minutes=REST_MINUTES[min(failures, len(REST_MINUTES)) - 1])
