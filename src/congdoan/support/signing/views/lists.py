"""Packets in lists: what waits for me, for others, what is over; and reminding many at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import Actor, ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.rulebook.api import value
from congdoan.support.signing import policies, tables
from congdoan.support.signing.enums import PacketState
from congdoan.support.signing.models import Packet
from congdoan.support.signing.selectors.packets import (
    awaited_from_others,
    awaited_packets,
    counted,
    get_packet,
    packets_to_remind,
    visible_packets,
)
from congdoan.support.signing.services.reminding import remind_parties, remindable

if TYPE_CHECKING:
    from congdoan.support.signing.models.packet import PacketQuerySet

_FAILED = (PacketState.EXPIRED, PacketState.RETURNED, PacketState.VOID)
_TABS: dict[str, Callable[[Actor], "PacketQuerySet"]] = {
    "": visible_packets,
    "cho-toi": awaited_packets,
    "cho-ben-khac": awaited_from_others,
    "da-ky-du": lambda actor: visible_packets(actor).filter(state=PacketState.COMPLETE),
    "khong-thanh": lambda actor: visible_packets(actor).filter(state__in=_FAILED),
}


@signed_in
def packets(request: ActorRequest) -> HttpResponse:
    asked = request.GET.get("xem", "")
    shown = asked if asked in _TABS else ""
    address = reverse("signing:packets")
    labels = {
        "": _("Tất cả"),
        "cho-toi": _("Chờ tôi ký"),
        "cho-ben-khac": _("Chờ bên khác"),
        "da-ky-du": _("Đã ký đủ"),
        "khong-thanh": _("Quá hạn, bị trả, đã hủy"),
    }
    mine = awaited_packets(request.actor).count()
    tabs = [
        {
            "label": label,
            "url": f"{address}?xem={code}" if code else address,
            "current": code == shown,
            "count": mine if code == "cho-toi" else None,
        }
        for code, label in labels.items()
    ]
    context = {
        "table": tables.Packets(counted(_TABS[shown](request.actor)), request),
        "tabs": tabs,
        "may": {"remind": request.actor.may_somewhere(policies.MANAGE)},
    }
    return render_page(request, "signing/packets.html", context)


@needs(policies.MANAGE)
def remind(request: ActorRequest) -> HttpResponse:
    """Choose packets and remind all parties whose turn it is."""
    on, at = request.actor.today, clock.now()
    status, refused = 200, ""
    if request.method == "POST":
        chosen = _chosen(request)
        try:
            told = remind_parties(actor=request.actor, packets=chosen, on=on, at=at)
        except Refusal as refusal:
            status, refused = 422, refusal.sentence
        else:
            messages.success(request, _("Đã nhắc {count} bên.").format(count=len(told)))
            return redirect("signing:packets")
    rows = [remindable(packet, on=on, at=at) for packet in packets_to_remind(request.actor)]
    context = {
        "rows": [row for row in rows if row.waiting],
        "refused": refused,
        "days": value("signing.rule.reminder_days", on=on),
        "limit": value("signing.rule.reminder_batch", on=on),
    }
    return render_page(request, "signing/remind.html", context, status=status)


def _chosen(request: ActorRequest) -> list[Packet]:
    """:raises NotFound: for a number that is no packet the sender sees"""
    numbers = request.POST.getlist("packet")
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):
        raise NotFound
    return [get_packet(request.actor, int(number)) for number in dict.fromkeys(numbers)]
