from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Notification, Preference
from congdoan.support.notifications.selectors import inbox


@transaction.atomic
def mark_read(*, actor: Actor, notification: Notification, at: datetime) -> None:
    """Mark one of the actor's own notifications as read; a second time changes nothing."""
    inbox(actor).filter(pk=notification.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime, until: int) -> int:
    """Mark all up to notification ``until`` (the newest the person saw); return how many."""
    return inbox(actor).filter(read_at__isnull=True, pk__lte=until).update(read_at=at)


@transaction.atomic
def choose_preferences(
    *, actor: Actor, wanted: Mapping[str, bool], channel: Channel = Channel.EMAIL
) -> None:
    """Keep what the actor wants per category on a channel."""
    if actor.user_id is None:
        raise NotAllowed
    Preference.objects.bulk_create(
        [
            Preference(user_id=actor.user_id, category=code, channel=channel, wanted=choice)
            for code, choice in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "category", "channel"],
        update_fields=["wanted"],
    )
