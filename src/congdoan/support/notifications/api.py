"""Front door of notifications."""

from congdoan.support.notifications.rules import Category, NotificationKind, declare_kind
from congdoan.support.notifications.selectors import inbox, unread_count
from congdoan.support.notifications.services.tell import notify

__all__ = ["Category", "NotificationKind", "declare_kind", "inbox", "notify", "unread_count"]
