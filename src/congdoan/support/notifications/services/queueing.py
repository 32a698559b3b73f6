"""Which channels each recipient is told on beside the inbox, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from congdoan.kernel.accounts.models import User
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Delivery, Notification, Preference
from congdoan.support.notifications.rules import Category, NotificationKind
from congdoan.support.notifications.selectors import reachable, unscoped_quiet_hours
from congdoan.support.notifications.services.channels.register import channels_set_up


@dataclass(frozen=True)
class Choice:
    """Whether a category comes on a channel, and whether gathered into the daily letter."""

    wanted: bool
    daily: bool = False


def default_choice(category: Category, channel: Channel) -> Choice:
    """Return what holds for who never chose; what costs money is never sent unasked."""
    return Choice(category.email and not channel.paid)


def queue(recipients: Sequence[User], *, kind: NotificationKind, key: str, at: datetime) -> None:
    """Write the outbox's rows for notifications just written."""
    channels = channels_set_up()
    if not channels:
        return
    reached = reachable(recipients, channels)
    choices = _choices(recipients, kind.category)
    told = dict(
        Notification.objects.filter(key=key, recipient__in=recipients).values_list(
            "recipient", "pk"
        )
    )
    loud = [channel for channel in channels if channel.rings and reached[channel]]
    quiet = unscoped_quiet_hours(
        set().union(*(reached[channel] for channel in loud)), on=timezone.localdate(at)
    )
    rows = []
    for channel in channels:
        for user in reached[channel] & told.keys():
            choice = choices.get((user, channel), default_choice(kind.category, channel))
            if choice.wanted:
                rows.append(
                    Delivery(
                        notification_id=told[user],
                        channel=channel,
                        daily=choice.daily,
                        next_attempt_at=_leaves(channel, choice, at, quiet.get(user)),
                    )
                )
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _choices(users: Iterable[User], category: Category) -> dict[tuple[int, str], Choice]:
    rows = Preference.objects.filter(user__in=users, category=category.code)
    return {
        (user, channel): Choice(wanted, daily)
        for user, channel, wanted, daily in rows.values_list(
            "user_id", "channel", "wanted", "daily"
        )
    }


def _leaves(
    channel: Channel, choice: Choice, at: datetime, hours: tuple[time, time] | None
) -> datetime:
    here = timezone.localtime(at)
    if choice.daily:
        return rules.next_digest(here)
    return rules.after_quiet(here, *(hours or rules.QUIET_HOURS)) if channel.rings else at
