from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone

from congdoan.foundation import sealing
from congdoan.foundation.actor import Actor
from congdoan.foundation.prepared import ask
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import (
    BouncedAddress,
    ChannelLink,
    ChannelState,
    Delivery,
    Notification,
    Preference,
    QuietHours,
    Tally,
)

#: The shell shows "99+" above this.
COUNTED = 100
#: What seals the addresses of people on channels.
SEAL = "notifications.link"
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


def receipts(actor: Actor) -> QuerySet[Notification]:
    """Return what the actor told others, one row a recipient, newest first."""
    return (
        Notification.objects.filter(sender_id=actor.user_id or 0)
        .select_related("recipient")
        .order_by("-created_at", "-id")
    )


def unread_count(actor: Actor) -> int:
    """Return how many are unread, ``COUNTED`` at most (one query on a partial index)."""
    return int(ask(_UNREAD, [actor.user_id or 0, COUNTED])[0][0])


def chosen(actor: Actor) -> dict[tuple[str, str], Preference]:
    """Return (category, channel) → what the actor chose; what is missing is the default."""
    rows = Preference.objects.filter(user_id=actor.user_id or 0)
    return {(row.category, row.channel): row for row in rows}


def own_links(actor: Actor) -> QuerySet[ChannelLink]:
    """Return the actor's channels, those that ended too."""
    return ChannelLink.objects.filter(user_id=actor.user_id or 0).order_by("-agreed_at", "-id")


def reachable(users: Collection[User], channels: Iterable[Channel]) -> dict[Channel, set[int]]:
    """Return whom of ``users`` each channel reaches."""
    found: dict[Channel, set[int]] = {channel: set() for channel in channels}
    others = [channel for channel in found if channel is not Channel.EMAIL]
    if Channel.EMAIL in found:
        silenced = dict(
            BouncedAddress.objects.filter(user__in=users).values_list("user_id", "token")
        )
        found[Channel.EMAIL] = {
            user.pk
            for user in users
            if user.email
            and not (user.pk in silenced and silenced[user.pk] in mail_tokens(user.email))
        }
    if others:
        linked = ChannelLink.objects.filter(
            user__in=users, channel__in=others, ended_at__isnull=True
        )
        for user, channel in linked.values_list("user_id", "channel"):
            found[Channel(channel)].add(user)
    return found


def mail_tokens(address: str) -> list[str]:
    """Return what may stand for a mail address in ``BouncedAddress``, the present token first."""
    return sealing.tokens(address.lower(), use=SEAL)


def is_silenced(user: User) -> bool:
    """Tell whether a letter came back from the user's present mail address for good."""
    row = BouncedAddress.objects.filter(user=user).first()
    return row is not None and bool(user.email) and row.token in mail_tokens(user.email)


def addresses_of(channel: Channel, users: Collection[int]) -> dict[int, list[str]]:
    """Return the present addresses of people (for the sender of messages only)."""
    found: dict[int, list[str]] = {}
    if channel is Channel.EMAIL:
        rows = list(User.objects.filter(pk__in=users, is_active=True).exclude(email=""))
        reached = reachable(rows, [channel])[channel]
        return {user.pk: [user.email] for user in rows if user.pk in reached}
    links = ChannelLink.objects.filter(
        user__in=users, user__is_active=True, channel=channel, ended_at__isnull=True
    )
    for user, address in links.order_by("pk").values_list("user_id", "address"):
        found.setdefault(user, []).append(sealing.unseal(address, use=SEAL))
    return found


def unscoped_quiet_hours(users: Collection[int], *, on: date) -> dict[int, tuple[time, time]]:
    """Return the quiet hours people chose, else those of a unit they hold an office in."""
    if not users:
        return {}
    found: dict[int, tuple[time, time]] = {}
    units = {
        row.organisation_id: (row.starts, row.ends)
        for row in QuietHours.objects.filter(organisation__isnull=False)
    }
    if units:
        offices = Office.objects.filter(
            person__user__in=users, organisation__in=units, valid__contains=on
        )
        for user, unit in offices.order_by("pk").values_list("person__user_id", "organisation_id"):
            found.setdefault(user, units[unit])
    for row in QuietHours.objects.filter(user__in=users):
        found[row.user_id or 0] = (row.starts, row.ends)
    return found


def quiet_row(
    *, user_id: int | None = None, organisation_id: int | None = None
) -> QuietHours | None:
    """Return the quiet hours a person or a unit chose."""
    owner = {"user": user_id} if organisation_id is None else {"organisation": organisation_id}
    return QuietHours.objects.filter(**owner).first()


@dataclass(frozen=True)
class ChannelHealth:
    """How a channel is, for who runs the installation."""

    channel: Channel
    state: ChannelState
    waiting: int
    #: How long the oldest due one has waited; None: none is due.
    oldest: datetime | None
    sent: int
    failed: int
    #: Given up, come back or unsure, and not tried again.
    lost: int

    @property
    def failure_rate(self) -> int | None:
        """Return how many of a hundred tries of the last day failed."""
        tries = self.sent + self.failed
        return round(100 * self.failed / tries) if tries else None


def channel_health(channels: Iterable[Channel], *, at: datetime) -> list[ChannelHealth]:
    """Return the health of channels; asked on the operator's page only."""
    day = at - timedelta(hours=24)
    states = {row.channel: row for row in ChannelState.objects.all()}
    tallies = {
        row["channel"]: row
        for row in Tally.objects.filter(hour__gt=day)
        .values("channel")
        .annotate(ok=Sum("sent"), bad=Sum("failed"))
    }
    queues = {
        row["channel"]: row
        for row in Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])
        .values("channel")
        .annotate(n=Count("pk"), oldest=Min("next_attempt_at"))
    }
    lost = dict(
        Delivery.objects.filter(
            state__in=[DeliveryState.GIVEN_UP, DeliveryState.UNSURE, DeliveryState.BOUNCED]
        )
        .values_list("channel")
        .annotate(n=Count("pk"))
    )
    found = []
    for channel in channels:
        queue, tally = queues.get(channel, {}), tallies.get(channel, {})
        oldest = queue.get("oldest")
        found.append(
            ChannelHealth(
                channel=channel,
                state=states.get(channel) or ChannelState(channel=channel),
                waiting=queue.get("n", 0),
                oldest=oldest if oldest and oldest <= at else None,
                sent=tally.get("ok", 0),
                failed=tally.get("bad", 0),
                lost=lost.get(channel, 0),
            )
        )
    return found


def sent_this_month(channel: Channel, *, at: datetime) -> int:
    """Return how many messages a channel took since the first of the month."""
    here = timezone.localtime(at)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = Tally.objects.filter(channel=channel, hour__gte=first).aggregate(n=Sum("sent"))
    return found["n"] or 0
