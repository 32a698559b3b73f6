"""What the operator does with a channel: connect, disconnect, pause, send again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.audit.api import record
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import ChannelSettings, ChannelState, Delivery
from congdoan.support.notifications.policies import OPERATE
from congdoan.support.notifications.services.channels import web_push, zalo_tokens
from congdoan.support.notifications.services.channels.register import (
    adapter_of,
    channels_set_up,
    chosen_settings,
    seal_settings,
)


class AccountFirst(Refusal):
    """Tin mẫu Zalo gửi dưới tên Zalo OA; hãy nối Zalo OA trước."""


@transaction.atomic
def connect_channel(
    *, actor: Actor, channel: Channel, values: Mapping[str, str], at: datetime
) -> None:
    """Keep what connects a channel; a secret left empty stays as it was."""
    actor.require(OPERATE, on=None)
    fields = adapter_of(channel).settings
    if not fields:
        raise NotFound
    if channel is Channel.ZBS and Channel.ZALO_OA not in channels_set_up():
        raise AccountFirst
    before = chosen_settings(channel)
    kept = {one.code: values.get(one.code) or before.get(one.code, "") for one in fields}
    if channel is Channel.ZALO_OA:
        # It works once; from here on the pair of tokens has a row of its own.
        kept.pop("refresh")
        if values.get("refresh"):
            zalo_tokens.keep_first(values["refresh"], at=at)
    if channel is Channel.PUSH:
        kept["private"] = before.get("private") or web_push.new_private()
    ChannelSettings.objects.update_or_create(
        channel=channel, defaults={"sealed": seal_settings(kept), "changed_at": at}
    )
    # What was wrong with the former key is no news any more.
    ChannelState.objects.filter(channel=channel).update(absences=0, rests_until=None)
    _record(actor, "channel_connected", channel)


@transaction.atomic
def disconnect_channel(*, actor: Actor, channel: Channel) -> None:
    """Forget a channel's keys; what still waits on it will not be sent any more."""
    actor.require(OPERATE, on=None)
    ChannelSettings.objects.filter(channel=channel).delete()
    Delivery.objects.filter(channel=channel, state=DeliveryState.WAITING).update(
        state=DeliveryState.GIVEN_UP
    )
    _record(actor, "channel_disconnected", channel)


@transaction.atomic
def pause_channel(*, actor: Actor, channel: Channel, at: datetime) -> None:
    """Send nothing on a channel until somebody says so; what comes meanwhile waits."""
    actor.require(OPERATE, on=None)
    ChannelState.objects.update_or_create(channel=channel, defaults={"paused_at": at})
    _record(actor, "channel_paused", channel)


@transaction.atomic
def resume_channel(*, actor: Actor, channel: Channel) -> None:
    """Go on sending, at once."""
    actor.require(OPERATE, on=None)
    ChannelState.objects.filter(channel=channel).update(
        paused_at=None, rests_until=None, absences=0
    )
    _record(actor, "channel_resumed", channel)


@transaction.atomic
def send_again(*, actor: Actor, channel: Channel, at: datetime) -> int:
    """Let what was given up or is unsure on a channel be tried once more; return how many."""
    actor.require(OPERATE, on=None)
    again = Delivery.objects.filter(
        channel=channel, state__in=[DeliveryState.GIVEN_UP, DeliveryState.UNSURE]
    ).update(state=DeliveryState.WAITING, failures=0, fault="", next_attempt_at=at)
    _record(actor, "channel_retried", channel)
    return again


def _record(actor: Actor, verb: str, channel: Channel) -> None:
    state, _made = ChannelState.objects.get_or_create(channel=channel)
    record(
        actor=actor,
        verb=f"notifications.{verb}",
        target=state,
        organisation_id=None,
        label=str(channel.label),
    )
