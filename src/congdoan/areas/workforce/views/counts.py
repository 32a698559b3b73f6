"""One unit's numbers: everything ever said, saying another, correcting, withdrawing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.members.api import COUNT, unscoped_member_count
from congdoan.areas.workforce import policies
from congdoan.areas.workforce.forms import CorrectForm, CountForm, WithdrawForm
from congdoan.areas.workforce.rules import percent_of
from congdoan.areas.workforce.selectors.numbers import (
    history_of,
    may_record,
    takes_numbers,
    unscoped_numbers,
    visible_count,
    visible_place,
)
from congdoan.areas.workforce.services import stating
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation

_BESIDE = {
    stating.DayAhead: "counted_on",
    stating.NotThereThatDay: "counted_on",
    stating.NotCounted: "counted_on",
    stating.SaidAlready: "counted_on",
    stating.WomenTooMany: "women",
    stating.NobodyThere: "total",
    stating.NoReason: "reason",
}


def _did(request: ActorRequest, form: Form, do: Callable[[], Any], said: str) -> bool:
    """Do the act once; a refusal stands beside its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with once(request):
            do()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        beside = _BESIDE.get(type(refusal), "")
        form.refuse(refusal, beside if beside in form.fields else None)
        return False
    messages.success(request, said)
    return True


def _page_of(place: Organisation) -> str:
    return reverse("workforce:place", args=[place.pk])


@needs(COUNT)
def place(request: ActorRequest, pk: int) -> HttpResponse:
    """What was ever said of a unit or an employer; saying another number."""
    found, actor, day = visible_place(request.actor, pk), request.actor, request.actor.as_of
    counted = takes_numbers(found, on=actor.today)
    may = may_record(actor, found) and found.exists_on(actor.today) and counted
    form = None
    if may:
        form = CountForm(request.POST or None, actor=actor, day=actor.today)
        now: dict[str, Any] = {"on": actor.today, "at": clock.now()}

        def do() -> None:
            stating.state_employees(actor=actor, organisation=found, data=form.as_data, **now)

        if _did(request, form, do, _("Đã ghi số lao động.")):
            return redirect(_page_of(found))
    elif request.method == "POST":
        raise NotAllowed
    said = unscoped_numbers([found.pk], on=day).get(found.pk)
    members = unscoped_member_count(found.pk, on=day) if found.family == Family.UNION else None
    context = {
        "place": found,
        "name": name_of(found, on=day),
        "is_union": found.family == Family.UNION,
        "said": said,
        "members": members,
        "percent": percent_of(members, said.total) if said and members is not None else None,
        "rows": list(history_of(found, on=day)[:200]),
        "form": form,
        "counted": counted,
        "may": {"record": may, "carry": may and said and said.counted_on < actor.today},
    }
    status = 422 if form is not None and form.errors else 200
    return render_page(request, "workforce/place.html", context, status=status)


@needs(policies.RECORD)
@require_POST
def carry(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that the last number still holds."""
    found, actor = visible_place(request.actor, pk), request.actor
    try:
        with once(request):
            stating.carry_on(actor=actor, organisation=found, on=actor.today, at=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã ghi: số lao động không đổi đến hôm nay."))
    return redirect(_page_of(found))


@needs(policies.RECORD)
def correct(request: ActorRequest, count: int) -> HttpResponse:
    """Put another number in the place of one; both stay."""
    held, actor = _editable(request, count), request.actor
    first = {name: getattr(held, name) for name in ("counted_on", "total", "women", "said_by")}
    form = CorrectForm(request.POST or None, actor=actor, initial=first)

    def do() -> None:
        stating.correct_employees(
            actor=actor,
            count=held,
            data=form.as_data,
            reason=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    if _did(request, form, do, _("Đã sửa; số cũ vẫn xem được bên dưới.")):
        return redirect(_page_of(held.organisation))
    return _form_page(request, held.organisation, form, _("Sửa số lao động"), _("Lưu"))


@needs(policies.RECORD)
def withdraw(request: ActorRequest, count: int) -> HttpResponse:
    """Say that a number was none."""
    held, actor = _editable(request, count), request.actor
    form = WithdrawForm(request.POST or None, actor=actor)

    def do() -> None:
        stating.withdraw_employees(
            actor=actor,
            count=held,
            reason=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    if _did(request, form, do, _("Đã bỏ số này; vẫn xem được bên dưới.")):
        return redirect(_page_of(held.organisation))
    title = _("Bỏ số %(total)s của ngày %(day)s") % {
        "total": held.total,
        "day": f"{held.counted_on:%d/%m/%Y}",
    }
    return _form_page(request, held.organisation, form, title, _("Bỏ số này"))


def _editable(request: ActorRequest, pk: int) -> Any:
    held = visible_count(request.actor, pk)
    if not may_record(request.actor, held.organisation):
        raise NotAllowed
    return held


def _form_page(
    request: ActorRequest, found: Organisation, form: Form, title: str, action: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": title,
        "action": action,
        "place": found,
        "name": name_of(found, on=request.actor.today),
        "back": _page_of(found),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "workforce/form.html", context, status=status)
