"""
Channels in use: a bot, an official account with template messages and web push that lead nowhere,
people who linked them, what was chosen, and some messages that did not arrive. All is invented; no
key is one, and the channels are paused, so the demo never knocks at a stranger's door.
"""

from datetime import timedelta

from congdoan.foundation import clock, sealing
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.enums import Channel, DeliveryState, Fault
from congdoan.support.notifications.models import (
    ChannelLink,
    ChannelSettings,
    ChannelState,
    Delivery,
    Notification,
    Preference,
    QuietHours,
    Tally,
)
from congdoan.support.notifications.selectors import SEAL
from congdoan.support.notifications.services.channels.register import seal_settings
from congdoan.support.notifications.services.channels.web_push import SERVICES, new_private

#: An address at which nothing listens, on this machine.
NOWHERE = "http://127.0.0.1:9"
SETTINGS = {
    Channel.TELEGRAM: {"token": "trinh-dien", "name": "@congdoanso_bot", "address": NOWHERE},
    Channel.ZALO_OA: {
        "name": "Công đoàn Giáo dục (trình diễn)",
        "oa_id": "0",
        "app_id": "0",
        "secret": "trinh-dien",
        "oa_secret": "trinh-dien",
        "address": NOWHERE,
        "oauth": NOWHERE,
    },
    Channel.ZBS: {
        "template_id": "100001",
        "title_name": "noi_dung",
        "link_name": "duong_dan",
        "price": "300",
        "monthly_limit": "300000",
        "template_address": NOWHERE,
    },
}
PEOPLE = ("chutich.truong", "chuyenvien.xa", "chutich.tinh", "vanthu.tinh")
FAULTS = (
    (DeliveryState.SENT, "", ""),
    (DeliveryState.GIVEN_UP, Fault.BLOCKED, "403"),
    (DeliveryState.UNSURE, Fault.AWAY, "ReadTimeout"),
    (DeliveryState.WAITING, Fault.LIMIT, "429"),
)


def build() -> None:
    if ChannelSettings.objects.exists():
        return
    at = clock.now()
    kept = {**SETTINGS, Channel.PUSH: _push()}
    for channel, values in kept.items():
        ChannelSettings.objects.create(
            channel=channel, sealed=seal_settings(values), changed_at=at - timedelta(days=40)
        )
        ChannelState.objects.create(channel=channel, paused_at=at - timedelta(hours=2))
    users = list(User.objects.filter(username__in=PEOPLE).order_by("username"))
    for user in users:
        _link(user, f"demo-{user.pk}")
    if users:
        QuietHours.objects.create(user=users[0], starts="20:30", ends="06:30")
        Preference.objects.create(
            user=users[0], category="worklist", channel=Channel.EMAIL, wanted=True, daily=True
        )
    _history(users)


def _push() -> dict[str, str]:
    return {"contact": "quantri@example.org", "services": SERVICES, "private": new_private()}


def _link(user: User, address: str) -> None:
    ChannelLink.objects.create(
        user=user,
        channel=Channel.TELEGRAM,
        address=sealing.seal(address, use=SEAL),
        token=sealing.token(address, use=SEAL),
        label=user.display_name,
        agreed_at=clock.now() - timedelta(days=30),
    )


def _history(users: list[User]) -> None:
    """Say what became of the newest notifications of those who linked a chat."""
    at = clock.now()
    for user, (state, fault, detail) in zip(users, FAULTS, strict=False):
        told = Notification.objects.filter(recipient=user).order_by("-created_at").first()
        if told is None:
            continue
        sent = state == DeliveryState.SENT
        delivery = Delivery.objects.create(
            notification=told,
            channel=Channel.TELEGRAM,
            state=state,
            fault=fault,
            failures=int(not sent),
            next_attempt_at=at,
            sent_at=at if sent else None,
        )
        delivery.attempts.create(at=at, fault=detail)
    hour = at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    Tally.objects.create(channel=Channel.TELEGRAM, hour=hour, sent=41, failed=3)
    ChannelState.objects.filter(channel=Channel.TELEGRAM).update(
        last_success_at=hour, last_fault_at=at, last_fault=Fault.BLOCKED, detail="403"
    )
