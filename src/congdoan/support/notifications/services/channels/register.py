"""The channels there are."""

from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.services.channels.email import Email
from congdoan.support.notifications.services.channels.interface import Adapter

_adapters: dict[Channel, Adapter] = {Channel.EMAIL: Email()}


def adapters() -> list[Adapter]:
    """Return the channels that are set up, in their order."""
    return [adapter for adapter in _adapters.values() if adapter.is_set_up()]


def adapter_of(channel: str) -> Adapter:
    return _adapters[Channel(channel)]


def channels_set_up() -> list[Channel]:
    return [adapter.channel for adapter in adapters()]
