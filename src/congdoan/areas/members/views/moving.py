"""Transfers between unions."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import Side
from congdoan.areas.members.forms.joining import ReasonForm
from congdoan.areas.members.forms.person import AskTransferForm, TransferForm
from congdoan.areas.members.selectors.joining import (
    get_transfer,
    get_union,
    get_unit,
    transfers_of,
)
from congdoan.areas.members.services.transferring import (
    TransferData,
    confirm_transfer,
    find_member_elsewhere,
    propose_transfer,
    refuse_transfer,
    sides_of,
    withdraw_transfer,
)
from congdoan.areas.members.views.frame import act, frame
from congdoan.areas.members.views.person import crumbs, load, page_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of, names


@needs(policies.VIEW)
def transfers(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = frame(request, found, "transfers")
    context["transfers"] = transfers_of(found, on=request.actor.as_of)
    return render_page(request, "members/transfers.html", context)


@needs(policies.MANAGE)
def send(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose that a member goes on at another union."""
    membership = load(request, pk)
    initial = {"effective_on": request.actor.today}
    form = TransferForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> str:
        made = propose_transfer(
            actor=request.actor,
            person=membership.person,
            sender=membership.organisation,
            receiver=get_union(form.cleaned_data["receiver"]),
            asked_by=Side.SENDER,
            data=form.transfer,
            on=request.actor.today,
        )
        return reverse("members:transfer", args=[made.pk])

    page = {
        "title": _("Chuyển sinh hoạt công đoàn"),
        "action": _("Gửi nơi đến xác nhận"),
        **crumbs(request, membership),
    }
    done = _("Đã gửi; người này vẫn là đoàn viên ở đây cho đến khi nơi đến xác nhận.")
    return act(request, form, do, back=page_of(membership), done=done, page=page)


@needs(policies.MANAGE)
def ask(request: ActorRequest, unit: int) -> HttpResponse:
    """Ask another union for somebody who works here now."""
    found = get_unit(request.actor, unit)
    request.actor.require(policies.MANAGE, on=found)
    today = request.actor.today
    form = AskTransferForm(
        request.POST or None, actor=request.actor, initial={"effective_on": today}
    )

    def do() -> str:
        data = form.cleaned_data
        sender = get_union(data["sender"])
        person = find_member_elsewhere(
            organisation=sender,
            full_name=data["full_name"],
            birth_date=data["birth_date"],
            member_no=data["member_no"],
            on=today,
        )
        made = propose_transfer(
            actor=request.actor,
            person=person,
            sender=sender,
            receiver=found,
            asked_by=Side.RECEIVER,
            data=TransferData(data["effective_on"], note=data["note"]),
            on=today,
        )
        return reverse("members:transfer", args=[made.pk])

    page = {
        "title": _("Đề nghị tiếp nhận đoàn viên"),
        "action": _("Gửi nơi đi xác nhận"),
        "unit": found,
        "unit_name": name_of(found, on=today),
    }
    back = reverse("members:transfers", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã gửi nơi đi xác nhận."), page=page)


@needs(policies.VIEW)
def transfer(request: ActorRequest, transfer: int) -> HttpResponse:
    """One transfer: confirm it, or read how it stands."""
    one = get_transfer(request.actor, transfer)
    asker, other = sides_of(one)
    actor = request.actor
    refused = ""
    if request.method == "POST":
        actor.require(policies.MANAGE, on=other)
        try:
            with once(request):
                confirm_transfer(actor=actor, transfer=one, on=actor.today, at=clock.now())
        except AlreadyDone:
            return redirect("members:transfer", one.pk)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã xác nhận; sổ đoàn viên hai bên đã đổi."))
            return redirect("members:transfer", one.pk)
    called = names({asker.pk, other.pk}, on=actor.as_of)
    own = one.sender if actor.may(policies.VIEW, on=one.sender) else one.receiver
    context = {
        "transfer": one,
        "sender_name": called[one.sender_id],
        "receiver_name": called[one.receiver_id],
        "asker_name": called[asker.pk],
        "refused": refused,
        "open": one.state == "PROPOSED",
        "may": {
            "answer": actor.may(policies.MANAGE, on=other),
            "withdraw": actor.may(policies.MANAGE, on=asker),
        },
        "unit": own,
        "unit_name": called[own.pk],
    }
    return render_page(request, "members/transfer.html", context, status=409 if refused else 200)


@needs(policies.MANAGE)
def refuse(request: ActorRequest, transfer: int) -> HttpResponse:
    one = get_transfer(request.actor, transfer)
    _asker, other = sides_of(one)
    request.actor.require(policies.MANAGE, on=other)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        refuse_transfer(
            actor=request.actor,
            transfer=one,
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Không đồng ý chuyển"),
        "question": one.person.full_name,
        "action": _("Trả lời không đồng ý"),
        "tone": "danger",
    }
    return _confirm(request, form, do, one.pk, page)


@needs(policies.MANAGE)
def withdraw(request: ActorRequest, transfer: int) -> HttpResponse:
    one = get_transfer(request.actor, transfer)
    asker, _other = sides_of(one)
    request.actor.require(policies.MANAGE, on=asker)
    form = Form({} if request.method == "POST" else None, actor=request.actor)

    def do() -> None:
        withdraw_transfer(actor=request.actor, transfer=one, on=request.actor.today, at=clock.now())

    page = {
        "title": _("Rút đề nghị chuyển"),
        "question": one.person.full_name,
        "action": _("Rút đề nghị"),
        "tone": "danger",
    }
    return _confirm(request, form, do, one.pk, page)


def _confirm(
    request: ActorRequest, form: Form, do: Callable[[], None], pk: int, page: dict[str, str]
) -> HttpResponse:
    back = reverse("members:transfer", args=[pk])
    return act(
        request,
        form,
        do,
        back=back,
        done=_("Đã ghi."),
        page=page,
        template="ui/confirm.html",
    )
