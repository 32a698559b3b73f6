"""Signing with a certificate: choose the key, confirm, wait for the phone if need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import name_of
from congdoan.support.certificates.api import (
    OUTSIDE,
    Account,
    Answer,
    Credential,
    FieldKind,
    Lease,
    NoCertificates,
    Provider,
    Signed,
    can_certify,
    current_lease,
    facts_of,
    fields_of,
    minutes_left,
    note_answer,
    order_of,
    provider,
    providers,
    release,
    revisions_of,
)
from congdoan.support.signing import forms
from congdoan.support.signing.models import Slot
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.selectors.packets import get_packet, get_slot, get_slot_to_sign
from congdoan.support.signing.selectors.packets import signatory as person_of
from congdoan.support.signing.selectors.signed_files import field_of, file_of
from congdoan.support.signing.services.certificates import (
    begin_with_certificate,
    finish_with_certificate,
    seal_names,
)
from congdoan.support.signing.services.closing import require_signatory
from congdoan.support.signing.services.confirming import WrongSecret, confirm_identity


@dataclass(frozen=True)
class Desk:
    """One visit to the signing page: who, where, with which key."""

    request: ActorRequest
    slot: Slot
    kind: FieldKind
    key: Provider
    at: datetime
    secret: str = ""
    identifier: str = ""

    @property
    def account(self) -> Account:
        """Return whose key is asked for, as the service and our registers know him."""
        is_seal = self.kind == FieldKind.SEAL
        if is_seal:
            holder = name_of(self.slot.organisation, on=self.request.actor.today)
            reference = f"organisation-{self.slot.organisation_id}"
        else:
            person = person_of(self.request.actor)
            holder, reference = person.full_name, f"person-{person.pk}"
        return Account(holder, reference, is_seal, self.at, self.identifier, self.secret)

    def credentials(self) -> Sequence[Credential]:
        found = self.key.get_certificates(self.account)
        if not found:
            raise NoCertificates(provider=self.key.label)
        return found


# Not one transaction: others must see who holds the file while a service outside is asked.
@transaction.non_atomic_requests
@signed_in
def person(request: ActorRequest, pk: int) -> HttpResponse:
    return _sign(request, get_slot_to_sign(request.actor, pk), FieldKind.PERSON)


@transaction.non_atomic_requests
@signed_in
def seal(request: ActorRequest, pk: int) -> HttpResponse:
    return _sign(request, get_slot(request.actor, pk), FieldKind.SEAL)


def _sign(request: ActorRequest, slot: Slot, kind: FieldKind) -> HttpResponse:
    try:
        refuse_unentitled(request, slot, kind)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence, "slot": slot}
        return render_page(request, "signing/not_yours.html", context, status=403)
    offered = providers()
    choose = forms.ChooseKey(
        request.POST or None,
        actor=request.actor,
        providers=[(one.code, one.label) for one in offered],
        initial={"provider": offered[0].code if offered else ""},
    )
    simple = len(offered) == 1 and not offered[0].identifier_label
    if simple and request.method != "POST":
        return _confirm(Desk(request, slot, kind, offered[0], clock.now()), choose)
    if request.method == "POST" and choose.is_valid():
        said = choose.cleaned_data
        key = provider(said["provider"])
        if key.identifier_label and not said["identifier"]:
            choose.add_error("identifier", _("Hãy nhập: {what}.").format(what=key.identifier_label))
            return _drawn(request, slot, kind, {"form": choose, "offered": offered}, status=422)
        secret = request.POST.get("secret", "")
        desk = Desk(request, slot, kind, key, clock.now(), secret, said["identifier"])
        return _confirm(desk, choose)
    status = 422 if choose.is_bound else 200
    return _drawn(request, slot, kind, {"form": choose, "offered": offered}, status=status)


def refuse_unentitled(request: ActorRequest, slot: Slot, kind: FieldKind) -> None:
    """Refuse whoever may not sign here, or not seal: the page shows them nothing else."""
    today = request.actor.today
    if kind == FieldKind.SEAL:
        seal_names(request.actor, slot, on=today)
        return
    require_signatory(request.actor, slot, on=today)
    unscoped_mandate(person_of(request.actor), slot, on=today)


def _confirm(desk: Desk, choose: Form) -> HttpResponse:
    request = desk.request
    try:
        found = desk.credentials()
    except Refusal as refusal:
        choose.is_bound = True
        choose.refuse(refusal, None)
        context = {"form": choose, "offered": providers()}
        return _drawn(request, desk.slot, desk.kind, context, status=422)
    facts = {one.code: facts_of(one.certificate) for one in found}
    form = forms.ConfirmKey(
        request.POST if "credential" in request.POST else None,
        actor=request.actor,
        credentials=[
            (
                code,
                _("{holder} · cấp bởi {issuer} · dùng đến {day}").format(
                    holder=one.holder,
                    issuer=one.issuer,
                    day=f"{datetime.fromisoformat(one.ends):%d/%m/%Y}",
                ),
            )
            for code, one in facts.items()
        ],
        secret_label=desk.key.secret_label,
        initial={"provider": desk.key.code, "identifier": desk.identifier},
    )
    if form.is_bound and form.is_valid():
        answer = _do(desk, form, found)
        if answer is not None:
            return answer
    context = {"form": form, "confirming": True, "key": desk.key.label}
    status = 422 if form.is_bound and form.errors else 200
    return _drawn(request, desk.slot, desk.kind, context, status=status)


def _do(desk: Desk, form: Form, found: Sequence[Credential]) -> HttpResponse | None:
    """Sign, or send to the page that waits for the phone; a refusal goes into the form."""
    request, slot = desk.request, desk.slot
    credential = next(one for one in found if one.code == form.cleaned_data["credential"])
    try:
        if not desk.key.secret_label:
            user = cast(User, request.user)
            confirm_identity(user=user, secret=form.cleaned_data["secret"], at=desk.at)
        lease = begin_with_certificate(
            actor=request.actor,
            slot=slot,
            kind=desk.kind,
            provider=desk.key.code,
            credential=credential,
            on=request.actor.today,
            at=desk.at,
        )
        answer = desk.key.sign_hash(desk.account, order_of(lease, title=slot.packet.title))
        if not isinstance(answer, Signed):
            note_answer(lease=lease, answer=answer)
            return redirect("signing:certificate_wait", slot.packet_id)
        _finish(request, slot, desk.kind, lease, answer)
    except Refusal as refusal:
        form.refuse(refusal, "secret" if isinstance(refusal, WrongSecret) else None)
        return None
    return redirect("signing:signed_file", slot.packet_id)


def _finish(
    request: ActorRequest, slot: Slot, kind: FieldKind, lease: Lease, answer: Signed
) -> None:
    finish_with_certificate(
        actor=request.actor,
        slot=slot,
        kind=kind,
        lease=lease,
        signature=answer.value,
        on=request.actor.today,
        at=clock.now(),
    )
    said = _("Đã đóng dấu số.") if kind == FieldKind.SEAL else _("Đã ký số.")
    messages.success(request, said)


def _drawn(
    request: ActorRequest,
    slot: Slot,
    kind: FieldKind,
    context: dict[str, object],
    *,
    status: int,
) -> HttpResponse:
    now = clock.now()
    file = file_of(slot.packet)
    lease = current_lease(file, at=now) if file else None
    theirs = lease if lease and lease.user_id != request.actor.user_id else None
    whole = {
        "slot": slot,
        "packet": slot.packet,
        "is_seal": kind == FieldKind.SEAL,
        "lines": slot.packet.text.splitlines(),
        "lease": theirs,
        "minutes": minutes_left(until=theirs.until, at=now) if theirs else 0,
        "confirming": False,
        "key": "",
        "offered": True,
        "own_software": can_certify(),
        **context,
    }
    return render_page(request, "signing/certificate.html", whole, status=status)


@signed_in
def signed_file(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the PDF of a packet: its revisions, who has it in hand, what may be done."""
    packet = get_packet(request.actor, pk)
    file = file_of(packet)
    if file is None:
        raise NotFound
    now = clock.now()
    lease = current_lease(file, at=now)
    revisions = list(revisions_of(file))
    context = {
        "packet": packet,
        "file": file,
        "last": revisions[-1],
        "revisions": revisions,
        "fields": fields_of(file),
        "lease": lease,
        "minutes": minutes_left(until=lease.until, at=now) if lease else 0,
        "may": {"release": lease is not None and lease.user_id == request.actor.user_id},
        "goes_on": lease is not None and reverse("signing:certificate_wait", args=[pk]),
    }
    return render_page(request, "signing/signed_file.html", context)


def outside_page(slot: Slot, kind: FieldKind) -> str:
    """Return where a slot, or its seal, is signed with the signer's own software."""
    name = "certificate_seal_outside" if kind == FieldKind.SEAL else "certificate_outside"
    return reverse(f"signing:{name}", args=[slot.pk])


@transaction.non_atomic_requests
@signed_in
def wait(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask the provider again whether the owner has confirmed on the phone."""
    lease, slot, kind = _held(request, pk)
    if lease.provider == OUTSIDE:
        return redirect(outside_page(slot, kind))
    now = clock.now()
    sentence = ""
    if request.method == "POST":
        try:
            answer: Answer = provider(lease.provider).poll(lease.transaction)
            if isinstance(answer, Signed):
                _finish(request, slot, kind, lease, answer)
                return redirect("signing:signed_file", pk)
            sentence = _("Chưa có xác nhận; hãy mở ứng dụng ký số trên điện thoại.")
        except Refusal as refusal:
            sentence = refusal.sentence
    context = {
        "packet": slot.packet,
        "slot": slot,
        "lease": lease,
        "minutes": minutes_left(until=lease.until, at=now),
        "key": provider(lease.provider).label,
        "sentence": sentence,
    }
    return render_page(request, "signing/certificate_wait.html", context)


@signed_in
def give_back(request: ActorRequest, pk: int) -> HttpResponse:
    lease, _slot, _kind = _held(request, pk)
    if request.method == "POST":
        release(actor=request.actor, lease=lease)
        messages.success(request, _("Đã trả lượt ký; tệp vẫn nguyên, bên khác ký được ngay."))
    return redirect("signing:room", pk)


def _held(request: ActorRequest, pk: int) -> tuple[Lease, Slot, FieldKind]:
    """:raises NotFound: unless the actor has this packet's file in hand"""
    packet = get_packet(request.actor, pk)
    file = file_of(packet)
    lease = current_lease(file, at=clock.now()) if file else None
    if file is None or lease is None or lease.user_id != request.actor.user_id:
        raise NotFound
    kind = FieldKind(lease.field.kind)
    for slot in packet.slots.select_related("organisation", "packet__organisation", "signature"):
        if field_of(file, slot, kind).pk == lease.field_id:
            return lease, slot, kind
    raise NotFound
