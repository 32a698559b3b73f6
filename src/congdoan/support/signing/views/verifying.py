"""The public page that tells whether a printed copy is genuine. Shows names and titles only."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congdoan.foundation.actor import public
from congdoan.kernel.organisations.api import name_of
from congdoan.support.signing.enums import PacketState
from congdoan.support.signing.forms import VerifySearch
from congdoan.support.signing.models import Packet
from congdoan.support.signing.selectors.packets import (
    find_packet_by_hash,
    find_packet_by_token,
    frozen_on,
    slots_of,
)

_HASH = re.compile(r"[0-9a-f]{64}")


@public("kiểm tra văn bản đã ký: người cầm bản giấy không cần tài khoản")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    packet = find_packet_by_token(token)
    if packet is None:
        form = VerifySearch(initial={"code": token[:100]})
        return render(
            request, "signing/verify_search.html", {"form": form, "missing": True}, status=404
        )
    return render(request, "signing/verify.html", _shown(packet))


@public("kiểm tra văn bản đã ký bằng mã băm hoặc mã kiểm tra")
def search(request: HttpRequest) -> HttpResponse:
    form = VerifySearch(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        packet = _find(form.cleaned_data["code"])
        if packet is not None:
            return redirect("signing:verify", packet.token)
        form.add_error(
            "code",
            _("Không có văn bản nào với mã này; hãy xem lại từng ký tự hoặc quét lại mã QR."),
        )
    status = 422 if form.is_bound else 200
    return render(
        request, "signing/verify_search.html", {"form": form, "missing": False}, status=status
    )


def _find(code: str) -> Packet | None:
    digest = "".join(code.split()).lower()
    if _HASH.fullmatch(digest):
        return find_packet_by_hash(digest)
    return find_packet_by_token(code.strip().rstrip("/").rsplit("/", 1)[-1])


def _shown(packet: Packet) -> dict[str, object]:
    return {
        "packet": packet,
        "owner": name_of(packet.organisation, on=frozen_on(packet)),
        "frozen_on": frozen_on(packet),
        "slots": list(slots_of(packet)),
        "is_complete": packet.state == PacketState.COMPLETE,
        "is_open": packet.state == PacketState.OPEN,
        "is_void": packet.state == PacketState.VOID,
    }
