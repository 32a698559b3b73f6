from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.prepared import ask
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Notification, Preference

#: The shell shows "99+" above this.
COUNTED = 100
#: Asked on every page; the query is built once, here.
_UNREAD = """
    SELECT count(*) FROM (
      SELECT 1 FROM notifications_notification WHERE recipient_id = %s AND read_at IS NULL LIMIT %s
    ) AS unread
"""


def inbox(actor: Actor) -> QuerySet[Notification]:
    """Return the actor's own notifications, newest first."""
    return Notification.objects.filter(recipient_id=actor.user_id or 0).order_by(
        "-created_at", "-id"
    )


def unread_count(actor: Actor) -> int:
    """Return how many are unread, ``COUNTED`` at most (one query on a partial index)."""
    return int(ask(_UNREAD, [actor.user_id or 0, COUNTED])[0][0])


def preferences(actor: Actor) -> dict[str, bool]:
    """Return category → whether the actor gets e-mail, chosen or by default."""
    chosen = dict(
        Preference.objects.filter(user_id=actor.user_id or 0, channel=Channel.EMAIL).values_list(
            "category", "wanted"
        )
    )
    default = {category.code: category.email for category in rules.categories()}
    return default | {code: wanted for code, wanted in chosen.items() if code in default}
