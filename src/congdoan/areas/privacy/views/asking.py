"""Requests about one's own data, and the union's register of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.members.api import own_unit
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import OPEN_REQUESTS, RequestKind
from congdoan.areas.privacy.forms.asking import AnswerForm, AskForm, LiftForm
from congdoan.areas.privacy.models import DataRequest
from congdoan.areas.privacy.selectors.asking import (
    get_request,
    is_stopped,
    late,
    own_requests,
    purpose_of,
    requests_at,
    words_of,
)
from congdoan.areas.privacy.selectors.units import get_unit
from congdoan.areas.privacy.services.asking import (
    acknowledge_request,
    answer_request,
    ask_about_data,
    withdraw_request,
)
from congdoan.areas.privacy.services.limiting import lift_request
from congdoan.areas.privacy.views.frame import act, frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs, require_oneself, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed

#: What granting a request does at once.
_EFFECT: dict[str, Any] = {
    RequestKind.RESTRICT: gettext_lazy(
        "Khi trả lời “đã thực hiện” (cả một phần), hồ sơ chỉ còn được lưu giữ: không hiện trong danh sách, không xuất, không in, không nhập đè, đến khi gỡ hạn chế."  # noqa: E501
    ),
    RequestKind.OBJECT: gettext_lazy(
        "Khi trả lời “đã thực hiện” (cả một phần), việc dùng dữ liệu cho mục đích này dừng ngay và sự đồng ý cho mục đích này hết hiệu lực."  # noqa: E501
    ),
    RequestKind.WITHDRAW: gettext_lazy(
        "Khi trả lời “đã thực hiện” (cả một phần), sự đồng ý cho mục đích này hết hiệu lực ngay."
    ),
}

#: Shown on one page of the register; the filter narrows, the oldest open ones come first.
SHOWN = 200


@needs(policies.VIEW)
def office(request: ActorRequest) -> HttpResponse:
    """The way to the papers of the union one works for."""
    unit = own_unit(request.actor)
    if unit is None or not request.actor.may(policies.VIEW, on=unit):
        raise NotAllowed
    return redirect(reverse("privacy:proposals", args=[unit.pk]))


@needs(policies.VIEW)
def requests(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    day, rows = request.actor.today, requests_at(found)
    chosen = request.GET.get("loc", "")
    narrowed = {
        "mo": rows.filter(state__in=OPEN_REQUESTS),
        "qua-han": late(rows, on=day),
        "xong": rows.exclude(state__in=OPEN_REQUESTS),
    }
    shown = list(narrowed.get(chosen, rows)[:SHOWN])
    context = frame(request, found, "requests") | {
        "rows": [(one, one.late_on(day)) for one in shown],
        "late": late(rows, on=day).count(),
        "filters": [
            ("", _("Tất cả")),
            ("mo", _("Đang mở")),
            ("qua-han", _("Quá hạn")),
            ("xong", _("Đã xong")),
        ],
        "chosen": chosen,
        "most": SHOWN if len(shown) == SHOWN else 0,
    }
    return render_page(request, "privacy/requests.html", context)


@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    context = {"rows": own_requests(request.actor), "today": request.actor.today}
    return render_page(request, "privacy/mine.html", context)


@signed_in
def ask(request: ActorRequest) -> HttpResponse:
    """Use a right over one's own data."""
    require_oneself(request.actor)
    kind = request.GET.get("loai", "")
    form = AskForm(
        request.POST or None,
        actor=request.actor,
        initial={"kind": kind if kind in RequestKind.values else ""},
    )

    def do() -> str:
        made = ask_about_data(
            actor=request.actor, data=form.wish, on=request.actor.today, at=clock.now()
        )
        return reverse("privacy:request", args=[made.pk])

    return act(
        request,
        form,
        do,
        back=reverse("privacy:mine"),
        done=_("Đã gửi; công đoàn phải báo tiếp nhận và trả lời trong hạn ghi dưới đây."),
        page={},
        template="privacy/ask.html",
    )


def _loaded(request: ActorRequest, pk: int) -> DataRequest:
    found = get_request(request.actor, pk)
    if found.person_id == request.actor.person_id:
        require_oneself(request.actor)
    return found


@signed_in
def request_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One request, for the person and for the union that answers it."""
    return _page(request, _loaded(request, pk))


def _page(
    request: ActorRequest, found: DataRequest, *, form: AnswerForm | None = None, refused: str = ""
) -> HttpResponse:
    actor = request.actor
    own = found.person_id == actor.person_id
    may_answer = actor.may(policies.ANSWER, on=found.keeper) and found.is_open
    deletes = found.kind == RequestKind.DELETE
    context = frame(request, found.keeper, "requests") | {
        "found": found,
        "words": words_of(found) if own or actor.may(policies.ANSWER, on=found.keeper) else None,
        "late": found.late_on(actor.today),
        "own": own,
        "deletes": deletes,
        "form": form or (AnswerForm(actor=actor, deletes=deletes) if may_answer else None),
        "may_acknowledge": found.state == "RECEIVED"
        and actor.may(policies.RECEIVE, on=found.keeper),
        "refused": refused,
        "stopped": is_stopped(found),
        "purpose": purpose_of(found),
        "effect": _EFFECT.get(found.kind, ""),
        "may_lift": is_stopped(found) and (own or actor.may(policies.ANSWER, on=found.keeper)),
        "clock_rule": f"privacy.clock.{found.kind.lower()}",
    }
    status = 422 if refused or (form and form.errors) else 200
    return render_page(request, "privacy/request.html", context, status=status)


@signed_in
def lift(request: ActorRequest, pk: int) -> HttpResponse:
    """Allow again what was stopped: the person themselves, or the union with a reason."""
    found = _loaded(request, pk)
    own = found.person_id == request.actor.person_id
    if not own:
        request.actor.require(policies.ANSWER, on=found.keeper)
    data = request.POST if request.method == "POST" else None
    form = (Form if own else LiftForm)(data, actor=request.actor)

    def do() -> None:
        lift_request(
            actor=request.actor,
            request=found,
            reason=form.cleaned_data.get("reason", ""),
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        **({} if own else frame(request, found.keeper, "requests")),
        "title": _("Gỡ hạn chế xử lý dữ liệu"),
        "lead": found.person.full_name,
        "action": _("Gỡ hạn chế"),
        "own": own,
        "warning": _("Từ lúc gỡ, công đoàn lại dùng dữ liệu này như trước."),
    }
    back = reverse("privacy:request", args=[pk])
    return act(request, form, do, back=back, done=_("Đã gỡ hạn chế."), page=page)


@needs(policies.RECEIVE)
def acknowledge(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_request(request.actor, pk)
    request.actor.require(policies.RECEIVE, on=found.keeper)
    back = reverse("privacy:request", args=[pk])

    def do() -> None:
        acknowledge_request(
            actor=request.actor, request=found, on=request.actor.today, at=clock.now()
        )

    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    page = {
        **frame(request, found.keeper, "requests"),
        "title": _("Báo đã tiếp nhận"),
        "lead": found.person.full_name,
        "action": _("Báo đã tiếp nhận"),
        "warning": _("Người yêu cầu nhận thông báo kèm hạn trả lời."),
    }
    done = _("Đã báo tiếp nhận.")
    return act(request, form, do, back=back, done=done, page=page)


@needs(policies.ANSWER)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_request(request.actor, pk)
    request.actor.require(policies.ANSWER, on=found.keeper)
    deletes = found.kind == RequestKind.DELETE
    form = AnswerForm(request.POST or None, actor=request.actor, deletes=deletes)
    back = reverse("privacy:request", args=[pk])

    def do() -> None:
        answer_request(
            actor=request.actor,
            request=found,
            outcome=form.state,
            answer=form.cleaned_data["answer"],
            erase=form.cleaned_data.get("erase", False),
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        **frame(request, found.keeper, "requests"),
        "title": _("Trả lời yêu cầu"),
        "lead": f"{found.get_kind_display().capitalize()}: {found.person.full_name}",
        "action": _("Gửi trả lời"),
        "explain": deletes,
        "private": True,
    }
    return act(request, form, do, back=back, done=_("Đã trả lời người yêu cầu."), page=page)


@signed_in
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = _loaded(request, pk)
    if found.person_id != request.actor.person_id:
        raise NotAllowed

    def do() -> None:
        withdraw_request(actor=request.actor, request=found, on=request.actor.today, at=clock.now())

    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    page = {"title": _("Rút yêu cầu"), "action": _("Rút yêu cầu"), "own": True}
    back = reverse("privacy:request", args=[pk])
    return act(request, form, do, back=back, done=_("Đã rút yêu cầu."), page=page)


@signed_in
def printed(request: ActorRequest, pk: int) -> HttpResponse:
    """The record of one request on paper."""
    found = _loaded(request, pk)
    own = found.person_id == request.actor.person_id
    full = own or request.actor.may(policies.ANSWER, on=found.keeper)
    context = frame(request, found.keeper, "requests") | {
        "found": found,
        "words": words_of(found) if full else None,
        "purpose": purpose_of(found),
    }
    return render_page(request, "privacy/request_print.html", context)
