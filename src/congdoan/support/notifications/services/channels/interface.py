"""
What a channel must be able to do; every adapter passes the same contract tests.

A session talks to the other side and nothing else: it runs beside others in a thread of its own and
never asks the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from django.utils.functional import Promise

from congdoan.foundation.refusal import Refusal
from congdoan.support.notifications.enums import Channel, Fault


class ChannelAway(Refusal):
    """Chưa nối được với máy chủ của kênh; tin vẫn nằm trong hàng chờ và được gửi khi nối lại."""

    def __init__(self, fault: Fault = Fault.AWAY, detail: str = "") -> None:
        self.fault, self.detail = fault, detail
        super().__init__()


class Result(Enum):
    #: The other side has taken it.
    TAKEN = "taken"
    #: It may or may not have been taken; told again, it might be told twice.
    UNSURE = "unsure"
    #: It may work later.
    LATER = "later"
    #: It will never work for this message or this address.
    NEVER = "never"
    #: The channel as a whole does not work now; the message is not to blame.
    AWAY = "away"


@dataclass(frozen=True)
class Message:
    """One message to one address; ``key`` stays the same however often it is tried."""

    key: str
    #: What the adapter keeps as an address: a mail address, a chat, a phone number, a browser.
    address: str
    title: str
    #: The full address of the page in the product.
    url: str
    language: str
    #: Of all its matters; what a letter's reader may leave.
    categories: tuple[str, ...]
    recipient_id: int
    #: Further matters of a daily letter: title and address of each.
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    result: Result
    fault: Fault | None = None
    #: The technical cause without addresses or text.
    detail: str = ""
    provider_id: str = ""
    #: When the other side said how long to wait.
    wait: timedelta | None = None
    #: The address is gone: nothing is sent there again.
    lost: bool = False


TAKEN = Outcome(Result.TAKEN)


class Session(Protocol):
    """A connection of one lane."""

    def send(self, message: Message) -> Outcome: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Setting:
    """One thing the operator enters to connect a channel."""

    code: str
    label: str | Promise
    help_text: str | Promise = ""
    #: Never shown again once it is kept.
    secret: bool = False
    initial: str = ""
    required: bool = True


class Adapter(Protocol):
    """One channel: what it needs to be connected, and how to open a connection to it."""

    @property
    def channel(self) -> Channel: ...
    @property
    def repeatable(self) -> bool:
        """Whether the other side (or the person's device) recognises a message told twice."""
        ...

    @property
    def lanes(self) -> int:
        """How many connections at once."""
        ...

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What the operator enters; empty where the environment says it (e-mail)."""
        ...

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> Session:
        """:raises ChannelAway: when the other side is not there or does not know us"""
        ...

    def key_refused(self, *, at: datetime) -> None:
        """Take notice that the other side no longer takes our key."""
        ...
