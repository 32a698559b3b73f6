"""The person's own channels: consent, link, end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.enums import Channel
from congdoan.support.notifications.forms.connecting import ConsentForm, DeviceForm
from congdoan.support.notifications.selectors import own_links
from congdoan.support.notifications.services import linking
from congdoan.support.notifications.services.channels.register import (
    channels_set_up,
    chosen_settings,
)
from congdoan.support.notifications.services.channels.web_push import public_of
from congdoan.support.notifications.services.listening import take_event

#: Session key of the code shown once on the page of links.
_SHOWN = "notifications_link_code"


@signed_in
@require_safe
def links(request: ActorRequest) -> HttpResponse:
    channels = [one for one in channels_set_up() if one is not Channel.EMAIL]
    standing: dict[str, list[object]] = {}
    for link in own_links(request.actor).filter(ended_at__isnull=True):
        standing.setdefault(link.channel, []).append(link)
    push = chosen_settings(Channel.PUSH) if Channel.PUSH in channels else {}
    shown = request.session.pop(_SHOWN, None)
    context = {
        "channels": [
            {
                "code": one.value,
                "label": one.label,
                "links": standing.get(one, []),
                "device": one is Channel.PUSH,
                "code_shown": shown[1] if shown and shown[0] == one else "",
                "where": chosen_settings(one).get("name", "") if one in linking.BY_CODE else "",
            }
            for one in channels
        ],
        "ended": own_links(request.actor).filter(ended_at__isnull=False)[:10],
        "push_key": public_of(push["private"]) if push else "",
        "email": request.user.email if isinstance(request.user, User) else "",
    }
    return render_page(request, "notifications/links.html", context)


@signed_in
def link(request: ActorRequest, channel: str) -> HttpResponse:
    """Ask for consent; then a code to send from the phone, or the account's phone number."""
    wanted = _channel(channel)
    form = ConsentForm(request.POST or None, actor=request.actor)

    def do() -> None:
        if wanted is Channel.ZBS:
            linking.link_phone(actor=request.actor, at=clock.now())
        else:
            code = linking.ask_code(actor=request.actor, channel=wanted, at=clock.now())
            request.session[_SHOWN] = (wanted.value, code)

    return act(
        request,
        form,
        do,
        back=reverse("notifications:links"),
        page={"title": _("Nối {channel}").format(channel=wanted.label), "channel": wanted},
        template="notifications/consent.html",
        field="agreed",
    )


@signed_in
@require_POST
def add_device(request: ActorRequest) -> HttpResponse:
    """Take this browser's subscription (sent by ``push.js`` after the person's click)."""
    form = DeviceForm(request.POST, actor=request.actor)
    if not form.is_valid():
        messages.error(request, linking.NotABrowser().sentence)
        return redirect("notifications:links")
    try:
        linking.link_device(
            actor=request.actor,
            given=form.cleaned_data,
            label=form.cleaned_data["label"],
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Thiết bị này sẽ nhận thông báo."))
    return redirect("notifications:links")


@signed_in
@require_POST
def unlink(request: ActorRequest, pk: int) -> HttpResponse:
    linking.end_link(actor=request.actor, pk=pk, at=clock.now())
    messages.success(request, _("Đã thôi nhận tin qua kênh này."))
    return redirect("notifications:links")


@csrf_exempt
@public("Zalo speaks here; only what is signed with the account's secret is taken")
@require_POST
def zalo_event(request: ActorRequest) -> HttpResponse:
    take_event(content=request.body, headers=request.headers, at=clock.now())
    return HttpResponse(status=200)


def _channel(code: str) -> Channel:
    """:raises NotFound: for what is no channel to link by a form"""
    if code not in {*linking.BY_CODE, Channel.ZBS}:
        raise NotFound
    return Channel(code)
