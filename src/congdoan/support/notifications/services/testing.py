"""A test of a channel to oneself: a message like any other, through the outbox."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.models import Delivery, Notification
from congdoan.support.notifications.policies import OPERATE
from congdoan.support.notifications.rules import Category, NotificationKind
from congdoan.support.notifications.selectors import reachable
from congdoan.support.notifications.services.channels.register import channels_set_up
from congdoan.support.notifications.services.linking import ChannelNotThere

TEST = NotificationKind(
    code="notifications.test",
    category=Category("notifications", _("Kiểm tra kênh gửi")),
    title=_("Tin thử của Công Đoàn Số qua {channel}"),
    body=_("Nếu bạn đọc được tin này trên {channel} thì kênh đang hoạt động."),
    audience=_("Quản trị hệ thống, khi tự gửi thử"),
)


class NoAddressOfOnes(Refusal):
    """Bạn chưa đăng ký nhận tin qua kênh này; hãy đăng ký ở trang “Kênh nhận tin của tôi” rồi gửi thử."""  # noqa: E501


@transaction.atomic
def send_test(*, actor: Actor, channel: Channel, at: datetime) -> Delivery:
    """Queue a test to the actor on one channel, whatever they chose and whatever the hour."""
    actor.require(OPERATE, on=None)
    if channel not in channels_set_up():
        raise ChannelNotThere
    user = User.objects.get(pk=actor.user_id or 0)
    if not reachable([user], [channel])[channel]:
        raise NoAddressOfOnes
    words = {"channel": channel.label}
    told = Notification.objects.create(
        recipient=user,
        kind=TEST.code,
        category=TEST.category.code,
        title=str(TEST.title).format(**words),
        body=str(TEST.body).format(**words),
        key=f"notifications.test.{uuid4().hex}",
        url="/thong-bao/",
        created_at=at,
    )
    return Delivery.objects.create(notification=told, channel=channel, next_attempt_at=at)
