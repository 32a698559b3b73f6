"""Health of the channels, for who runs the installation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.foundation import clock, panels
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.templatetags.ui import number
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.forms.connecting import ConnectForm
from congdoan.support.notifications.policies import OPERATE
from congdoan.support.notifications.selectors import channel_health, sent_this_month
from congdoan.support.notifications.services import connecting
from congdoan.support.notifications.services.channels.register import (
    adapter_of,
    channels_set_up,
    chosen_settings,
)
from congdoan.support.notifications.services.testing import send_test


@needs(OPERATE)
@require_safe
def channels(request: ActorRequest) -> HttpResponse:
    at = clock.now()
    ready = channels_set_up()
    rows = [
        {"health": health, "by_hand": health.channel is not Channel.EMAIL, "cost": _cost(health)}
        for health in channel_health(ready, at=at)
    ]
    context = {
        "rows": rows,
        "others": [one for one in Channel if one not in ready and one is not Channel.EMAIL],
        "mail_is_set_up": Channel.EMAIL in ready,
        "at": at,
        "panels": [
            {"code": panel.code, "title": panel.title, "url": reverse(panel.url_name)}
            for panel in panels.on("notifications.channels")
            if request.actor.may_somewhere(panel.capability)
        ],
    }
    return render_page(request, "notifications/channels.html", context)


@needs(OPERATE)
def connect(request: ActorRequest, channel: str) -> HttpResponse:
    wanted = _channel(channel)
    adapter = adapter_of(wanted)
    if not adapter.settings:
        raise NotFound
    kept = chosen_settings(wanted) if wanted in channels_set_up() else {}
    form = ConnectForm(request.POST or None, adapter=adapter, kept=kept, actor=request.actor)
    return act(
        request,
        form,
        lambda: connecting.connect_channel(
            actor=request.actor, channel=wanted, values=form.cleaned_data, at=clock.now()
        ),
        back=reverse("notifications:channels"),
        page={"title": _("Nối {channel}").format(channel=wanted.label), "channel": wanted},
        template="notifications/connect.html",
        done=_("Đã lưu. Hãy gửi một tin thử để kiểm tra."),
    )


@needs(OPERATE)
def operate(request: ActorRequest, channel: str, verb: str) -> HttpResponse:
    """Pause, go on, disconnect, send again, send a test: each says first what will happen."""
    wanted = _channel(channel)
    if verb not in _ACTS or wanted not in channels_set_up():
        raise NotFound
    health = channel_health([wanted], at=clock.now())[0]
    title, action, consequences, tone = _words(verb, health)

    def do() -> None:
        said = _ACTS[verb](request, wanted)
        messages.success(request, said)

    return act(
        request,
        Form(request.POST if request.method == "POST" else None, actor=request.actor),
        do,
        back=reverse("notifications:channels"),
        page={
            "title": title,
            "question": "",
            "consequences": consequences,
            "action": action,
            "tone": tone,
        },
        template="ui/confirm.html",
    )


def _pause(request: ActorRequest, channel: Channel) -> str:
    connecting.pause_channel(actor=request.actor, channel=channel, at=clock.now())
    return _("Đã tạm dừng; tin mới nằm chờ.")


def _resume(request: ActorRequest, channel: Channel) -> str:
    connecting.resume_channel(actor=request.actor, channel=channel)
    return _("Kênh gửi tiếp ngay.")


def _disconnect(request: ActorRequest, channel: Channel) -> str:
    if channel is Channel.EMAIL:
        raise NotFound
    connecting.disconnect_channel(actor=request.actor, channel=channel)
    return _("Đã gỡ kênh và xóa khóa kết nối.")


def _again(request: ActorRequest, channel: Channel) -> str:
    count = connecting.send_again(actor=request.actor, channel=channel, at=clock.now())
    return _("{count} tin được đưa lại vào hàng chờ.").format(count=number(count))


def _test(request: ActorRequest, channel: Channel) -> str:
    send_test(actor=request.actor, channel=channel, at=clock.now())
    return _("Tin thử đã vào hàng chờ; kết quả hiện ở đây sau khoảng một phút.")


_ACTS = {
    "tam-dung": _pause,
    "gui-tiep": _resume,
    "go": _disconnect,
    "gui-lai": _again,
    "gui-thu": _test,
}


def _words(verb: str, health: Any) -> tuple[str, str, list[str], str]:
    """Return the page's title, its button, what will happen, and the button's tone."""
    label, waiting, lost = health.channel.label, number(health.waiting), number(health.lost)
    words = {
        "tam-dung": (
            _("Tạm dừng {channel}"),
            _("Tạm dừng"),
            _("{waiting} tin đang chờ và tin mới đều nằm lại cho tới khi bạn cho gửi tiếp."),
        ),
        "gui-tiep": (
            _("Gửi tiếp trên {channel}"),
            _("Gửi tiếp"),
            _("{waiting} tin đang chờ được gửi ngay, trừ tin còn trong giờ yên tĩnh."),
        ),
        "go": (
            _("Gỡ {channel}"),
            _("Gỡ kênh"),
            _("Khóa kết nối bị xóa; {waiting} tin đang chờ trên kênh này không được gửi nữa."),
        ),
        "gui-lai": (
            _("Gửi lại tin không tới trên {channel}"),
            _("Gửi lại"),
            _("Tối đa {lost} tin được thử lại; tin “không rõ đã tới chưa” có thể tới hai lần."),
        ),
        "gui-thu": (
            _("Gửi thử tới tôi qua {channel}"),
            _("Gửi thử"),
            _("Một tin được gửi tới địa chỉ của chính bạn, kể cả trong giờ yên tĩnh."),
        ),
    }
    title, action, consequence = words[verb]
    consequences = [consequence.format(waiting=waiting, lost=lost)]
    count = {"gui-tiep": health.waiting, "gui-lai": health.lost, "gui-thu": 1}.get(verb, 0)
    price = _price(health.channel)
    if price and count:
        consequences.append(
            _("Chi phí dự kiến: {count} tin × {price} đ = {total} đ.").format(
                count=number(count), price=number(price), total=number(count * price)
            )
        )
    return title.format(channel=label), action, consequences, "danger" if verb == "go" else ""


def _price(channel: Channel) -> int:
    return int(chosen_settings(channel).get("price") or 0) if channel.paid else 0


def _cost(health: Any) -> dict[str, int] | None:
    """Return what a paid channel cost this month, and what its waiting messages will."""
    price = _price(health.channel)
    if not price:
        return None
    return {
        "month": sent_this_month(health.channel, at=clock.now()) * price,
        "waiting": health.waiting * price,
        "limit": int(chosen_settings(health.channel).get("monthly_limit") or 0),
    }


def _channel(code: str) -> Channel:
    """:raises NotFound: for what is no channel"""
    try:
        return Channel(code)
    except ValueError:
        raise NotFound from None
