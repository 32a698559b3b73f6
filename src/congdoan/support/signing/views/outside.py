"""Signing with one's own software: take the file, sign it on the own machine, send it back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.api import (
    OUTSIDE,
    FieldKind,
    Lease,
    LeaseLapsed,
    can_certify,
    current_lease,
    last_revision,
    minutes_left,
)
from congdoan.support.signing import forms
from congdoan.support.signing.models import Slot
from congdoan.support.signing.selectors.packets import get_slot, get_slot_to_sign
from congdoan.support.signing.selectors.signed_files import field_name, file_of
from congdoan.support.signing.services.certificates import finish_with_copy, lend_to_sign
from congdoan.support.signing.views.certificates import outside_page, refuse_unentitled


# Not one transaction: others must see who holds the file, whatever becomes of what is sent back.
@transaction.non_atomic_requests
@signed_in
def person(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, get_slot_to_sign(request.actor, pk), FieldKind.PERSON)


@transaction.non_atomic_requests
@signed_in
def seal(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, get_slot(request.actor, pk), FieldKind.SEAL)


def _page(request: ActorRequest, slot: Slot, kind: FieldKind) -> HttpResponse:
    try:
        refuse_unentitled(request, slot, kind)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence, "slot": slot}
        return render_page(request, "signing/not_yours.html", context, status=403)
    if request.method == "POST" and "take" in request.POST:
        return _take(request, slot, kind)
    if request.method == "POST":
        return _send_back(request, slot, kind)
    return _drawn(request, slot, kind, forms.TakeFile(actor=request.actor))


def _take(request: ActorRequest, slot: Slot, kind: FieldKind) -> HttpResponse:
    form = forms.TakeFile(request.POST, actor=request.actor)
    if form.is_valid():
        on, at = request.actor.today, clock.now()
        try:
            lend_to_sign(actor=request.actor, slot=slot, kind=kind, on=on, at=at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(outside_page(slot, kind))
    return _drawn(request, slot, kind, form, status=422)


def _send_back(request: ActorRequest, slot: Slot, kind: FieldKind) -> HttpResponse:
    """Take what was signed; whatever is refused, the file and the turn stay as they were."""
    form = forms.SignedCopy(request.POST, request.FILES, actor=request.actor)
    lease = _own_lease(request, slot, kind)
    if lease is None:
        again = forms.TakeFile(actor=request.actor)
        return _drawn(request, slot, kind, again, refused=LeaseLapsed().sentence, status=409)
    if form.is_valid():
        try:
            finish_with_copy(
                actor=request.actor,
                slot=slot,
                kind=kind,
                lease=lease,
                pdf=form.cleaned_data["upload"].read(),
                on=request.actor.today,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal, "upload")
        else:
            said = _("Đã đóng dấu số.") if kind == FieldKind.SEAL else _("Đã ký số.")
            messages.success(request, said)
            return redirect("signing:signed_file", slot.packet_id)
    return _drawn(request, slot, kind, form, status=422)


def _own_lease(request: ActorRequest, slot: Slot, kind: FieldKind) -> Lease | None:
    """Return the actor's turn for this very field, to be signed outside."""
    file = file_of(slot.packet)
    lease = current_lease(file, at=clock.now()) if file else None
    if lease is None or lease.provider != OUTSIDE or lease.user_id != request.actor.user_id:
        return None
    return lease if lease.field.name == field_name(slot, kind) else None


def _drawn(
    request: ActorRequest,
    slot: Slot,
    kind: FieldKind,
    form: Form,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    file = file_of(slot.packet)
    mine = _own_lease(request, slot, kind)
    lease = current_lease(file, at=now) if file else None
    theirs = lease if lease and lease.user_id != request.actor.user_id else None
    if mine is not None and not isinstance(form, forms.SignedCopy):
        form = forms.SignedCopy(actor=request.actor)
    context = {
        "slot": slot,
        "packet": slot.packet,
        "is_seal": kind == FieldKind.SEAL,
        "lines": slot.packet.text.splitlines(),
        "form": form,
        "refused": refused,
        "mine": mine,
        "theirs": theirs,
        "minutes": minutes_left(until=lease.until, at=now) if lease else 0,
        "field": field_name(slot, kind),
        "lent": last_revision(file) if file and mine else None,
        "offered": can_certify(),
    }
    return render_page(request, "signing/outside.html", context, status=status)
