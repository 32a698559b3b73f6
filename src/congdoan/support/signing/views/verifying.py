"""The public page that tells whether a printed copy is genuine. Shows names and titles only."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import public
from congdoan.kernel.accounts.api import (
    TooManyTries,
    address_of,
    count_wrong_guess,
    refuse_guessing,
)
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
from congdoan.support.signing.selectors.wording import public_result
from congdoan.support.signing.services.events import TodayQuestion, today

_HASH = re.compile(r"[0-9a-f]{64}")
_PAGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_NOTES = {"good": "success", "info": "info", "warn": "warning", "bad": "error"}
#: Under this name wrong codes are counted (accounts).
_PLACE = "verify"


@public("kiểm tra văn bản đã ký: người cầm bản giấy không cần tài khoản")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    try:
        refuse_guessing(_PLACE, address_of(request), at=clock.now())
    except TooManyTries as refusal:
        return _asked_again(request, str(refusal.sentence), status=429)
    packet = find_packet_by_token(token)
    if packet is None:
        _count(request)
        form = VerifySearch(initial={"code": token[:100]})
        return render(
            request, "signing/verify_search.html", {"form": form, "missing": True}, status=404
        )
    return render(request, "signing/verify.html", _shown(request, packet))


@public("kiểm tra văn bản đã ký bằng mã băm hoặc mã kiểm tra")
def search(request: HttpRequest) -> HttpResponse:
    form = VerifySearch(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            refuse_guessing(_PLACE, address_of(request), at=clock.now())
        except TooManyTries as refusal:
            return _asked_again(request, str(refusal.sentence), status=429)
        packet = _find(form.cleaned_data["code"])
        if packet is not None:
            return redirect("signing:verify", packet.token)
        _count(request)
        form.add_error(
            "code",
            _("Không có văn bản nào với mã này; hãy xem lại từng ký tự hoặc quét lại mã QR."),
        )
    status = 422 if form.is_bound else 200
    return render(
        request, "signing/verify_search.html", {"form": form, "missing": False}, status=status
    )


def _asked_again(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    context = {"form": VerifySearch(), "missing": False, "sentence": sentence}
    return render(request, "signing/verify_search.html", context, status=status)


def _count(request: HttpRequest) -> None:
    count_wrong_guess(_PLACE, address_of(request), at=clock.now())


def _find(code: str) -> Packet | None:
    digest = "".join(code.split()).lower()
    if _HASH.fullmatch(digest):
        return find_packet_by_hash(digest)
    address = code.strip().split("?", 1)[0]
    return find_packet_by_token(address.rstrip("/").rsplit("/", 1)[-1])


def _shown(request: HttpRequest, packet: Packet) -> dict[str, object]:
    complete = packet.state == PacketState.COMPLETE
    asked = TodayQuestion(packet, clock.today())
    standing = next(iter(today.ask(asked)), None) if complete else None
    page = _PAGE.fullmatch(request.GET.get("trang", ""))
    return {
        "packet": packet,
        "owner": name_of(packet.organisation, on=frozen_on(packet)),
        "frozen_on": frozen_on(packet),
        "rows": [(slot, public_result(slot)) for slot in slots_of(packet)],
        "is_complete": complete,
        "is_open": packet.state == PacketState.OPEN,
        "is_void": packet.state == PacketState.VOID,
        "today": standing,
        "note": _NOTES[standing.tone] if standing else "",
        "on": asked.on,
        "page": {"number": page[1], "of": page[2]} if page else None,
    }
