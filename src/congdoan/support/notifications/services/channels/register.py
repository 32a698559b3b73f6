"""The channels there are, and what was entered to connect them."""

import json

from congdoan.foundation import sealing
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import ChannelSettings
from congdoan.support.notifications.services.channels import email
from congdoan.support.notifications.services.channels.bots import Bot
from congdoan.support.notifications.services.channels.interface import Adapter
from congdoan.support.notifications.services.channels.web_push import WebPush
from congdoan.support.notifications.services.channels.zalo import TemplateMessage, ZaloAccount

SEAL = "notifications.settings"
_adapters: dict[Channel, Adapter] = {
    adapter.channel: adapter
    for adapter in (
        email.Email(),
        WebPush(),
        Bot(Channel.TELEGRAM, "https://api.telegram.org"),
        Bot(Channel.ZALO_BOT, "https://bot-api.zaloplatforms.com"),
        ZaloAccount(),
        TemplateMessage(),
    )
}


def channels_set_up() -> list[Channel]:
    """Return the channels that are connected, in their order."""
    kept = set(ChannelSettings.objects.values_list("channel", flat=True))
    if email.is_set_up():
        kept.add(Channel.EMAIL)
    # Template messages leave in the name of the official account.
    if Channel.ZALO_OA not in kept:
        kept.discard(Channel.ZBS)
    return [channel for channel in _adapters if channel in kept]


def adapters() -> list[Adapter]:
    return [_adapters[channel] for channel in channels_set_up()]


def adapter_of(channel: str) -> Adapter:
    return _adapters[Channel(channel)]


def chosen_settings(channel: Channel) -> dict[str, str]:
    """Return what the operator entered for a channel; for the sender and the operator's page."""
    wanted = {channel, Channel.ZALO_OA} if channel is Channel.ZBS else {channel}
    found: dict[str, str] = {}
    rows = ChannelSettings.objects.filter(channel__in=wanted)
    for row in sorted(rows, key=lambda row: row.channel == channel):
        found |= json.loads(sealing.unseal(row.sealed, use=SEAL))
    return found


def seal_settings(values: dict[str, str]) -> str:
    return sealing.seal(json.dumps(values), use=SEAL)
