"""Signing on the system, or saying no."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.accounts.api import passkey_question, second_factors_of
from congdoan.kernel.accounts.models import User
from congdoan.support.signing import forms
from congdoan.support.signing.enums import SlotState
from congdoan.support.signing.models import Slot
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import get_slot_to_sign, signatory
from congdoan.support.signing.services.closing import decline_slot, require_signatory
from congdoan.support.signing.services.confirming import (
    confirm_identity,
    needs_second_factor_to_sign,
)
from congdoan.support.signing.services.signing import sign_slot
from congdoan.support.signing.views.pages import done, page, to_room


@signed_in
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot_to_sign(request.actor, pk)
    if request.method == "GET" and slot.state != SlotState.WAITING:
        messages.info(request, AlreadyDone().sentence)
        return to_room(slot.packet_id)
    today = request.actor.today
    try:
        require_signatory(request.actor, slot, on=today)
        mandate = unscoped_mandate(signatory(request.actor), slot, on=today)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence, "slot": slot}
        return render_page(request, "signing/not_yours.html", context, status=403)
    user = cast(User, request.user)
    factors = second_factors_of(user)
    form = forms.Sign(
        request.POST or None,
        actor=request.actor,
        factors=factors,
        initial={"text_hash": slot.packet.text_hash},
    )
    if done(request, form, lambda: _sign(request, slot, form), _("Đã ký.")):
        return to_room(slot.packet_id)
    slot.packet.refresh_from_db()
    context = {
        "lacks_factor": not factors and needs_second_factor_to_sign(user, on=today),
        "passkey": passkey_question(user) if "PASSKEY" in factors else None,
        "slot": slot,
        "packet": slot.packet,
        "mandate": mandate,
        "lines": slot.packet.text.splitlines(),
    }
    return page(request, "signing/sign.html", form, context)


def _sign(request: ActorRequest, slot: Slot, form: Form) -> None:
    said = form.cleaned_data
    now = clock.now()
    sign_slot(
        actor=request.actor,
        slot=slot,
        identity=confirm_identity(
            user=cast(User, request.user),
            secret=said["secret"],
            credential=said["credential"],
            at=now,
        ),
        text_hash=said["text_hash"],
        key=said["key"],
        place=said["place"],
        on=request.actor.today,
        at=now,
    )


@signed_in
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot_to_sign(request.actor, pk)
    form = forms.Decline(request.POST or None, actor=request.actor)

    def act() -> None:
        decline_slot(
            actor=request.actor,
            slot=slot,
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    if done(request, form, act, _("Đã ghi nhận từ chối ký; các bên đã được báo.")):
        return to_room(slot.packet_id)
    return page(request, "signing/decline.html", form, {"slot": slot, "packet": slot.packet})
