"""Addresses of people on the channels: given by themselves, ended by themselves or when lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import json
import re
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from congdoan.foundation import sealing
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.api import record
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import BouncedAddress, ChannelLink, LinkCode
from congdoan.support.notifications.selectors import SEAL, mail_tokens
from congdoan.support.notifications.services.channels.register import (
    channels_set_up,
    chosen_settings,
)
from congdoan.support.notifications.services.channels.web_push import decode, is_service

#: Told by letters and digits nobody mistakes for another.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 8
_CODE = re.compile(rf"\bCD-?([{_LETTERS}]{{{_LENGTH}}})\b", re.IGNORECASE)
CODE_LIVES = timedelta(minutes=30)
#: Browsers of one person; a further one is refused rather than an old one silently dropped.
DEVICES = 10
BY_CODE = (Channel.TELEGRAM, Channel.ZALO_BOT, Channel.ZALO_OA)


class ChannelNotThere(Refusal):
    """Kênh này chưa được quản trị hệ thống nối, nên chưa đăng ký nhận tin được."""


class NoPhone(Refusal):
    """Tài khoản của bạn chưa có số điện thoại; hãy bổ sung trong trang tài khoản rồi quay lại đây."""  # noqa: E501


class NotABrowser(Refusal):
    """Trình duyệt gửi thông tin đăng ký không đọc được, hoặc dùng dịch vụ đẩy lạ; hãy cập nhật trình duyệt rồi thử lại."""  # noqa: E501


class TooManyDevices(Refusal):
    """Bạn đã đăng ký quá nhiều thiết bị; hãy bỏ một thiết bị không dùng nữa trước."""


@transaction.atomic
def ask_code(*, actor: Actor, channel: Channel, at: datetime) -> str:
    """Return the code the actor sends from their phone; asking for it is their consent."""
    user_id = _oneself(actor, channel)
    if channel not in BY_CODE:
        raise NotFound
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    LinkCode.objects.update_or_create(
        user_id=user_id,
        channel=channel,
        defaults={
            "token": sealing.token(code, use=SEAL),
            "agreed_at": at,
            "expires_at": at + CODE_LIVES,
        },
    )
    return f"CD-{code}"


@transaction.atomic
def take_code(*, channel: Channel, text: str, address: str, name: str, at: datetime) -> bool:
    """Link the chat a code came from to who asked for it; once, while the code lives."""
    found = _CODE.search(text)
    if found is None:
        return False
    code = (
        LinkCode.objects.select_for_update()
        .filter(
            channel=channel,
            token__in=sealing.tokens(found[1].upper(), use=SEAL),
            expires_at__gt=at,
            user__is_active=True,
        )
        .first()
    )
    if code is None:
        return False
    link = _link(code.user_id, channel, address, label=name, at=code.agreed_at, only=True)
    code.delete()
    record(
        actor=actor_for(code.user, today=timezone.localdate(at)),
        verb="notifications.channel_linked",
        target=link,
        organisation_id=None,
        label=str(Channel(channel).label),
    )
    return True


@transaction.atomic
def link_phone(*, actor: Actor, at: datetime) -> ChannelLink:
    """Take the account's phone number for paid template messages, with the actor's consent."""
    user = User.objects.get(pk=_oneself(actor, Channel.ZBS))
    if not user.phone:
        raise NoPhone
    link = _link(user.pk, Channel.ZBS, user.phone.lstrip("+"), label="", at=at, only=True)
    _record_link(actor, link)
    return link


@transaction.atomic
def link_device(*, actor: Actor, given: Mapping[str, str], label: str, at: datetime) -> ChannelLink:
    """Take a browser's subscription, with the actor's consent."""
    user_id = _oneself(actor, Channel.PUSH)
    services = chosen_settings(Channel.PUSH)["services"]
    device = {name: given.get(name, "")[:1000] for name in ("endpoint", "p256dh", "auth")}
    if not is_service(device["endpoint"], services) or not _readable(device):
        raise NotABrowser
    mine = ChannelLink.objects.filter(user_id=user_id, channel=Channel.PUSH, ended_at__isnull=True)
    address = json.dumps(device, sort_keys=True)
    if mine.exclude(token__in=sealing.tokens(address, use=SEAL)).count() >= DEVICES:
        raise TooManyDevices
    link = _link(user_id, Channel.PUSH, address, label=label, at=at, only=False)
    _record_link(actor, link)
    return link


@transaction.atomic
def end_link(*, actor: Actor, pk: int, at: datetime) -> ChannelLink:
    """End one of the actor's own links; the consent's dates stay, the address goes."""
    link = ChannelLink.objects.filter(
        pk=pk, user_id=actor.user_id or 0, ended_at__isnull=True
    ).first()
    if link is None:
        raise NotFound
    link.ended_at, link.address = at, ""
    link.save(update_fields=["ended_at", "address"])
    record(
        actor=actor,
        verb="notifications.channel_unlinked",
        target=link,
        organisation_id=None,
        label=str(Channel(link.channel).label),
    )
    return link


@transaction.atomic
def lose_address(*, channel: Channel, user_id: int, address: str, at: datetime) -> None:
    """Stop sending to an address the other side says is gone."""
    if channel is Channel.EMAIL:
        BouncedAddress.objects.update_or_create(
            user_id=user_id,
            defaults={"token": mail_tokens(address)[0], "at": at, "status": "SMTP"},
        )
        return
    _standing(channel, address).filter(user_id=user_id).update(ended_at=at, lost=True, address="")


def forget_chat(*, channel: Channel, address: str, at: datetime) -> None:
    """End the link of a chat whose owner left us on the other side."""
    _standing(channel, address).update(ended_at=at, lost=True, address="")


def _oneself(actor: Actor, channel: Channel) -> int:
    require_oneself(actor)
    if actor.user_id is None:
        raise NotAllowed
    if channel not in channels_set_up():
        raise ChannelNotThere
    return actor.user_id


def _readable(device: Mapping[str, str]) -> bool:
    try:
        public, auth = decode(device["p256dh"]), decode(device["auth"])
    except ValueError:
        return False
    return len(public) == 65 and public[0] == 4 and len(auth) == 16


def _standing(channel: Channel, address: str) -> QuerySet[ChannelLink]:
    return ChannelLink.objects.filter(
        channel=channel, token__in=sealing.tokens(address, use=SEAL), ended_at__isnull=True
    )


def _link(
    user_id: int, channel: Channel, address: str, *, label: str, at: datetime, only: bool
) -> ChannelLink:
    """Write a link; the address's former holder (a shared phone) and former chats give way."""
    _standing(channel, address).update(ended_at=at, address="")
    if only:
        ChannelLink.objects.filter(user_id=user_id, channel=channel, ended_at__isnull=True).update(
            ended_at=at, address=""
        )
    return ChannelLink.objects.create(
        user_id=user_id,
        channel=channel,
        address=sealing.seal(address, use=SEAL),
        token=sealing.token(address, use=SEAL),
        label=label[:80],
        agreed_at=at,
    )


def _record_link(actor: Actor, link: ChannelLink) -> None:
    record(
        actor=actor,
        verb="notifications.channel_linked",
        target=link,
        organisation_id=None,
        label=str(Channel(link.channel).label),
    )
