from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import (
    BouncedAddress,
    Notification,
    Preference,
    QuietHours,
)
from congdoan.support.notifications.policies import SET_QUIET
from congdoan.support.notifications.selectors import inbox
from congdoan.support.notifications.services.outbox import withdraw
from congdoan.support.notifications.services.queueing import Choice


@transaction.atomic
def mark_read(*, actor: Actor, notification: Notification, at: datetime) -> None:
    """Mark one of the actor's own notifications as read; a second time changes nothing."""
    inbox(actor).filter(pk=notification.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime, until: int) -> int:
    """Mark all up to notification ``until`` (the newest the person saw); return how many."""
    return inbox(actor).filter(read_at__isnull=True, pk__lte=until).update(read_at=at)


@transaction.atomic
def choose_preferences(*, actor: Actor, wanted: Mapping[tuple[str, Channel], Choice]) -> None:
    """Keep what the actor wants per category and channel."""
    if actor.user_id is None:
        raise NotAllowed
    Preference.objects.bulk_create(
        [
            Preference(
                user_id=actor.user_id,
                category=code,
                channel=channel,
                wanted=choice.wanted,
                daily=choice.daily,
            )
            for (code, channel), choice in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "category", "channel"],
        update_fields=["wanted", "daily"],
    )
    for channel in {channel for _code, channel in wanted}:
        left = [
            code for (code, on), choice in wanted.items() if on == channel and not choice.wanted
        ]
        withdraw(user_id=actor.user_id, channel=channel, categories=left)


@transaction.atomic
def use_again(*, actor: Actor) -> None:
    """Write to the actor's mail address again though a letter came back from it."""
    BouncedAddress.objects.filter(user_id=actor.user_id or 0).delete()


@transaction.atomic
def keep_own_quiet(*, actor: Actor, hours: tuple[time, time] | None) -> None:
    """Keep when the actor's phone keeps still; None: as the unit or the product says."""
    if actor.user_id is None:
        raise NotAllowed
    _keep(hours, user_id=actor.user_id)


@transaction.atomic
def keep_unit_quiet(*, actor: Actor, unit: Organisation, hours: tuple[time, time] | None) -> None:
    """Keep when the phones of a unit's officers keep still, unless they chose themselves."""
    actor.require(SET_QUIET, on=unit)
    row = _keep(hours, organisation_id=unit.pk)
    said = f"{hours[0]:%H:%M}-{hours[1]:%H:%M}" if hours else ""
    record(
        actor=actor,
        verb="notifications.quiet_hours_set",
        target=row or unit,
        organisation_id=unit.pk,
        changes={"hours": said},
        label=said or "—",
    )


def _keep(hours: tuple[time, time] | None, **owner: int) -> QuietHours | None:
    if hours is None:
        QuietHours.objects.filter(**owner).delete()
        return None
    found: dict[str, Any] = {**owner, "defaults": {"starts": hours[0], "ends": hours[1]}}
    return QuietHours.objects.update_or_create(**found)[0]
