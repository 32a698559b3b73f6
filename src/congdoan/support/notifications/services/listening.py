"""What people write to our bots and our official account: only the codes that link their chat."""

from collections.abc import Mapping
from datetime import datetime
import hashlib
import hmac
import json
from typing import Any

from congdoan.foundation.refusal import NotFound
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import ChannelState, LinkCode
from congdoan.support.notifications.services import linking
from congdoan.support.notifications.services.channels.bots import BotSession
from congdoan.support.notifications.services.channels.register import (
    channels_set_up,
    chosen_settings,
)

#: One asks Zalo Bot for one message at a time; a flood is read over several minutes.
AT_ONCE = 50


def listen(*, at: datetime) -> int:
    """Read what was written to the bots while somebody waits to be linked; return how many."""
    LinkCode.objects.filter(expires_at__lte=at).delete()
    awaited = set(LinkCode.objects.values_list("channel", flat=True))
    return sum(
        _listen_to(channel, at=at)
        for channel in channels_set_up()
        if channel in awaited and channel in (Channel.TELEGRAM, Channel.ZALO_BOT)
    )


def _listen_to(channel: Channel, *, at: datetime) -> int:
    session = BotSession(chosen_settings(channel))
    state, _made = ChannelState.objects.get_or_create(channel=channel)
    linked = 0
    for _turn in range(AT_ONCE):
        heard = list(session.heard(after=state.read_to))
        for number, chat, name, text in heard:
            linked += linking.take_code(channel=channel, text=text, address=chat, name=name, at=at)
            state.read_to = max(state.read_to, number)
        ChannelState.objects.filter(channel=channel).update(read_to=state.read_to)
        if not heard:
            break
    session.close()
    return linked


def take_event(*, content: bytes, headers: Mapping[str, str], at: datetime) -> None:
    """
    Take what Zalo tells about the official account.

    :raises NotFound: unless it is signed with the account's secret
    """
    if Channel.ZALO_OA not in channels_set_up():
        raise NotFound
    event = _event(content)
    chosen = chosen_settings(Channel.ZALO_OA)
    signed = hashlib.sha256(
        chosen["app_id"].encode()
        + content
        + str(event.get("timestamp", "")).encode()
        + chosen["oa_secret"].encode()
    ).hexdigest()
    said = headers.get("X-ZEvent-Signature", "").removeprefix("mac=").strip()
    if not hmac.compare_digest(signed.encode(), said.encode()):
        raise NotFound
    _act_on(event, at=at)


def _event(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        raise NotFound from None
    if not isinstance(found, dict):
        raise NotFound
    return found


def _act_on(event: Mapping[str, Any], *, at: datetime) -> None:
    name = event.get("event_name")
    sender, follower = event.get("sender"), event.get("follower")
    message = event.get("message")
    if name == "user_send_text" and isinstance(sender, dict) and isinstance(message, dict):
        linking.take_code(
            channel=Channel.ZALO_OA,
            text=str(message.get("text", ""))[:200],
            address=str(sender.get("id", "")),
            name="",
            at=at,
        )
    if name == "unfollow" and isinstance(follower, dict):
        linking.forget_chat(channel=Channel.ZALO_OA, address=str(follower.get("id", "")), at=at)
