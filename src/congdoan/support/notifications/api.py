"""Front door of notifications."""

from congdoan.support.notifications.enums import Fault
from congdoan.support.notifications.rules import (
    Category,
    NotificationKind,
    channel_rest,
    declare_kind,
    next_attempt,
)
from congdoan.support.notifications.selectors import inbox, unread_count
from congdoan.support.notifications.services.channels.http import Answer, Line, by_status
from congdoan.support.notifications.services.channels.interface import Outcome, Result
from congdoan.support.notifications.services.tell import notify

__all__ = [
    "Answer",
    "Category",
    "Fault",
    "Line",
    "NotificationKind",
    "Outcome",
    "Result",
    "by_status",
    "channel_rest",
    "declare_kind",
    "inbox",
    "next_attempt",
    "notify",
    "unread_count",
]
