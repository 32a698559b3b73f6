"""Packages: what was exchanged, why it went wrong, again; a package by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.gateway.enums import PackageState
from congdoan.areas.gateway.forms.peers import RecallForm, TakeForm
from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.areas.gateway.rules.refusals import NoContent
from congdoan.areas.gateway.selectors.packages import (
    get_package,
    may_open,
    may_recall,
    totals,
    visible_packages,
)
from congdoan.areas.gateway.services.queueing import recall_from
from congdoan.areas.gateway.services.reading import open_content
from congdoan.areas.gateway.services.sending import TRIES, mark_carried, send_again
from congdoan.areas.gateway.services.taking import take_package
from congdoan.areas.gateway.tables import PackageTable, state_of, what_of
from congdoan.areas.gateway.views.frame import place
from congdoan.foundation import clock
from congdoan.foundation.acting import act, press
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound


def _require_any(request: ActorRequest) -> None:
    actor = request.actor
    if not (actor.may_somewhere(EXCHANGE) or actor.may_somewhere(OPERATE)):
        raise NotAllowed


@signed_in
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    _require_any(request)
    rows = visible_packages(request.actor)
    context = {
        **place(request, "home"),
        "table": PackageTable(rows, request),
        "totals": totals(request.actor),
    }
    return render_page(request, "gateway/home.html", context)


@signed_in
@require_safe
def package(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_package(request.actor, pk)
    unit = found.organisation
    opens = unit is not None and request.actor.may(EXCHANGE, on=unit)
    context = {
        **place(request),
        "package": found,
        "what": what_of(found),
        "state": state_of(found),
        "tries": TRIES,
        "opens": opens,
        "may_open": may_open(request.actor, found),
        "may_recall": may_recall(request.actor, found),
        "ready": found.state == PackageState.READY,
        "carried_now": found.is_carried(clock.now()),
    }
    return render_page(request, "gateway/package.html", context)


@needs(EXCHANGE)
@require_safe
def content(request: ActorRequest, pk: int) -> HttpResponse:
    """The package itself, for who carries it by hand or shows it to the other side."""
    found = get_package(request.actor, pk)
    if not may_open(request.actor, found):
        raise NoContent if found.organisation else NotFound
    with open_content(found) as kept:
        return as_file(kept.read(), "application/xml", f"goi-{found.pk}.edxml")


def _at(pk: int) -> str:
    return reverse("gateway:package", args=[pk])


@signed_in
@require_POST
def again(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_package(request.actor, pk)

    def do() -> None:
        send_again(actor=request.actor, package=found, at=clock.now())

    done = _("Gói được đưa lại vào hàng chờ; kết quả hiện ở đây sau ít phút.")
    return press(request, do, back=_at(pk), done=done)


@signed_in
@require_POST
def carried(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_package(request.actor, pk)

    def do() -> None:
        mark_carried(actor=request.actor, package=found, at=clock.now())

    return press(request, do, back=_at(pk), done=_("Đã ghi là đã chuyển."))


@needs(EXCHANGE)
def recall(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the document back from this one receiver."""
    found, actor = get_package(request.actor, pk), request.actor
    if found.organisation is None:
        raise NotFound
    actor.require(EXCHANGE, on=found.organisation)
    form = RecallForm(request.POST or None, actor=actor)

    def do() -> None:
        stopped = recall_from(
            actor=actor, package=found, reason=form.cleaned_data["reason"], at=clock.now()
        )
        told = _("Gói chưa đi nên thôi gửi; nơi này không nhận gì.")
        messages.success(
            request, told if stopped else _("Đã đề nghị nơi này trả lại; câu trả lời hiện ở đây.")
        )

    page = {
        **place(request),
        "title": _("Thu hồi ở nơi này"),
        "action": _("Thu hồi"),
        "tone": "danger",
        "lead": _(
            "Chỉ nơi nhận của gói này bị thu hồi; văn bản vẫn có hiệu lực với các nơi khác. "
            "Nơi đã tiếp nhận được hỏi ý kiến, có thể không đồng ý."
        ),
    }
    return act(request, form, do, back=_at(pk), page=page, template="gateway/form.html")


@needs(EXCHANGE)
def take(request: ActorRequest) -> HttpResponse:
    """Hand in a package that came by another way."""
    form = TakeForm(request.POST or None, request.FILES or None, actor=request.actor)

    def do() -> str:
        made = take_package(actor=request.actor, stream=form.cleaned_data["file"], at=clock.now())
        if made.state == PackageState.REFUSED:
            messages.error(request, made.failure)
            mine = made.organisation is not None
            return reverse("gateway:package", args=[made.pk]) if mine else reverse("gateway:take")
        messages.success(request, _("Đã nhận gói: {state}.").format(state=made.get_state_display()))
        return reverse("gateway:package", args=[made.pk])

    page = {
        **place(request),
        "title": _("Nạp gói tin"),
        "action": _("Nạp"),
        "lead": _("Gói đến bằng đường khác (thư điện tử, USB): vào sổ đến như gói tự đến."),
    }
    return act(
        request, form, do, back=reverse("gateway:home"), page=page, template="gateway/form.html",
        field="file",
    )  # fmt: skip
