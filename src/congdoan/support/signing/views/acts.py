"""Acts on a packet, each a page with one form."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Person
from congdoan.support.files.api import (
    ContentIsNotWhatItSays,
    FileIsEmpty,
    FileTooLarge,
    FileTypeRefused,
    HasMacros,
)
from congdoan.support.signing import forms, policies
from congdoan.support.signing.enums import SlotState
from congdoan.support.signing.models import Slot
from congdoan.support.signing.rules.slots import (
    PaperIsAnotherText,
    ReasonMissing,
    SignedBeforeFreeze,
    SignedInTheFuture,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate, unscoped_signatories
from congdoan.support.signing.selectors.packets import (
    collected,
    frozen_on,
    get_packet,
    get_slot,
    get_slot_to_sign,
    last_on_paper,
    signatory,
)
from congdoan.support.signing.services.closing import (
    decline_slot,
    require_signatory,
    void_packet,
)
from congdoan.support.signing.services.confirming import WrongSecret, confirm_identity
from congdoan.support.signing.services.opening import DeadlineInThePast
from congdoan.support.signing.services.paper import (
    PlaceMissing,
    attach_scan,
    may_record,
    record_paper_signature,
)
from congdoan.support.signing.services.renewing import extend_deadline
from congdoan.support.signing.services.signing import sign_slot

#: Beside which field a refusal is shown; the others stand above the form.
_FIELDS: dict[type[Refusal], str] = {
    WrongSecret: "secret",
    PaperIsAnotherText: "typed_hash",
    SignedInTheFuture: "signed_on",
    SignedBeforeFreeze: "signed_on",
    PlaceMissing: "place",
    ReasonMissing: "reason",
    DeadlineInThePast: "deadline",
    FileTooLarge: "upload",
    FileIsEmpty: "upload",
    FileTypeRefused: "upload",
    ContentIsNotWhatItSays: "upload",
    HasMacros: "upload",
}


def _done(request: ActorRequest, form: Form, act: Callable[[], object], said: str) -> bool:
    """Do the act; a refusal goes into the form, and what was typed stays."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        field = _FIELDS.get(type(refusal))
        form.refuse(refusal, field if field in form.fields else None)
        return False
    messages.success(request, said)
    return True


def _page(
    request: ActorRequest, template: str, form: Form, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, template, {"form": form, **context}, status=status)


def _room(packet_id: int) -> HttpResponse:
    return redirect("signing:room", packet_id)


@signed_in
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot_to_sign(request.actor, pk)
    if request.method == "GET" and slot.state != SlotState.WAITING:
        messages.info(request, AlreadyDone().sentence)
        return _room(slot.packet_id)
    today = request.actor.today
    try:
        require_signatory(request.actor, slot, on=today)
        mandate = unscoped_mandate(signatory(request.actor), slot, on=today)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence, "slot": slot}
        return render_page(request, "signing/not_yours.html", context, status=403)
    form = forms.Sign(
        request.POST or None, actor=request.actor, initial={"text_hash": slot.packet.text_hash}
    )
    if _done(request, form, lambda: _sign(request, slot, form), _("Đã ký.")):
        return _room(slot.packet_id)
    slot.packet.refresh_from_db()
    context = {
        "slot": slot,
        "packet": slot.packet,
        "mandate": mandate,
        "lines": slot.packet.text.splitlines(),
    }
    return _page(request, "signing/sign.html", form, context)


def _sign(request: ActorRequest, slot: Slot, form: Form) -> None:
    said = form.cleaned_data
    now = clock.now()
    sign_slot(
        actor=request.actor,
        slot=slot,
        identity=confirm_identity(user=cast(User, request.user), secret=said["secret"], at=now),
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

    if _done(request, form, act, _("Đã ghi nhận từ chối ký; các bên đã được báo.")):
        return _room(slot.packet_id)
    return _page(request, "signing/decline.html", form, {"slot": slot, "packet": slot.packet})


@needs(policies.RECORD)
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot(request.actor, pk)
    if not may_record(request.actor, slot):
        raise NotAllowed
    today = request.actor.today
    people = unscoped_signatories(slot, since=frozen_on(slot.packet), until=today)
    form = forms.Paper(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        people=[(person.pk, person.full_name) for person in people],
        initial=last_on_paper(slot.packet),
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        person = next((one for one in people if one.pk == said["person"]), None)
        _record_paper(request, slot, person, said)

    if _done(request, form, act, _("Đã ghi nhận chữ ký trên giấy.")):
        return _room(slot.packet_id)
    context = {"slot": slot, "packet": slot.packet, "people": people}
    return _page(request, "signing/paper.html", form, context)


def _record_paper(
    request: ActorRequest, slot: Slot, person: Person | None, said: dict[str, object]
) -> None:
    if person is None:
        raise NotFound
    record_paper_signature(
        actor=request.actor,
        slot=slot,
        person=person,
        signed_on=said["signed_on"],  # type: ignore[arg-type]
        place=str(said["place"]),
        typed_hash=str(said["typed_hash"]),
        key=str(said["key"]),
        upload=said["upload"],  # type: ignore[arg-type]
        on=request.actor.today,
        at=clock.now(),
    )


@needs(policies.RECORD)
def scan(request: ActorRequest, pk: int) -> HttpResponse:
    slot = get_slot(request.actor, pk)
    signature = slot.signed
    if signature is None:
        raise NotFound
    form = forms.Scan(request.POST or None, request.FILES or None, actor=request.actor)

    def act() -> None:
        attach_scan(
            actor=request.actor,
            signature=signature,
            upload=form.cleaned_data["upload"],
            on=request.actor.today,
            at=clock.now(),
        )

    if _done(request, form, act, _("Đã đính kèm bản quét.")):
        return _room(slot.packet_id)
    return _page(request, "signing/scan.html", form, {"slot": slot, "packet": slot.packet})


@needs(policies.MANAGE)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    form = forms.Void(request.POST or None, actor=request.actor)

    def act() -> None:
        void_packet(
            actor=request.actor,
            packet=packet,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )

    if _done(request, form, act, _("Đã hủy hồ sơ ký; các bên đã được báo.")):
        return _room(packet.pk)
    context = {"packet": packet, "collected": collected(packet)}
    return _page(request, "signing/void.html", form, context)


@needs(policies.MANAGE)
def extend(request: ActorRequest, pk: int) -> HttpResponse:
    packet = get_packet(request.actor, pk)
    form = forms.Extend(
        request.POST or None, actor=request.actor, initial={"deadline": packet.deadline}
    )

    def act() -> None:
        extend_deadline(
            actor=request.actor,
            packet=packet,
            deadline=form.cleaned_data["deadline"],
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    if _done(request, form, act, _("Đã gia hạn ký.")):
        return _room(packet.pk)
    return _page(request, "signing/extend.html", form, {"packet": packet})
