"""Founding, renaming, moving, ending: form → preview of consequences → event."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins
from congdoan.kernel.organisations import forms, policies
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.organisations.selectors import name_of, profile_of, visible_organisation
from congdoan.kernel.organisations.services import (
    CodeTaken,
    GoesInCircles,
    NewOrganisation,
    ParentNotThere,
    PlannedChange,
    change_profile,
    end_organisation,
    establish_organisation,
    impact_of,
    move_organisation,
)
from congdoan.kernel.organisations.services.changing import require_all, require_decision
from congdoan.kernel.organisations.services.conflicts import (
    LaterStands,
    NotThereThen,
    ReceiverEndsSooner,
    SameDayContradicts,
)
from congdoan.kernel.organisations.services.establishing import CodeMisshapen
from congdoan.kernel.organisations.services.lawful import (
    AgainstTheRules,
    keep_to_rules,
    placing_departures,
)

_FIELDS: dict[type[Refusal], str] = {
    CodeTaken: "code",
    CodeMisshapen: "code",
    ParentNotThere: "parent",
    ReceiverEndsSooner: "parent",
    GoesInCircles: "parent",
    NotThereThen: "on",
    LaterStands: "on",
    SameDayContradicts: "on",
    EndsBeforeItBegins: "on",
}


def _attempt(request: ActorRequest, form: Any, act: Callable[[], Any]) -> Any:
    """Run ``act`` once; a refusal goes beside its field and None comes back."""
    try:
        with once(request):
            return act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = _FIELDS.get(type(refusal))
        form.refuse(refusal, field if field in form.fields else None)
        return None


def _to_change(request: ActorRequest, pk: int) -> Organisation:
    """Load an organisation the actor may see; refuse who may not change it."""
    organisation = visible_organisation(request.actor, pk)
    require_all(request.actor, [organisation])
    return organisation


def _to_decide_on(request: ActorRequest, pk: int) -> Organisation:
    """Load an organisation the actor may hand over or end; refuse who has no right above it."""
    organisation = visible_organisation(request.actor, pk)
    require_decision(request.actor, [organisation])
    return organisation


def _form_page(
    request: ActorRequest,
    form: Any,
    title: str,
    *,
    organisation: Organisation | None = None,
    **extra: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "organisation": organisation,
        "name": name_of(organisation, on=request.actor.as_of) if organisation else "",
        "consequences": [],
        "confirming": False,
        "action": _("Ghi sự kiện"),
        "rules": getattr(form, "rules", ()),
        **extra,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "organisations/change.html", context, status=status)


def _first_day(request: ActorRequest) -> date:
    """Return the day the form begins with: the one asked for in the address, else today."""
    try:
        return date.fromisoformat(request.GET.get("tu-ngay", ""))
    except ValueError:
        return clock.today()


def _confirmed(request: ActorRequest) -> bool:
    return request.POST.get("confirmed") == "1"


def _consequences(change: PlannedChange) -> list[str]:
    """Say what would follow, from every slice that has something to say."""
    return [
        _("%(label)s: %(count)d — %(outcome)s")
        % {"label": line.label, "count": line.count, "outcome": line.outcome}
        for line in impact_of(change)
    ]


@needs(policies.CHANGE)
def establish(request: ActorRequest) -> HttpResponse:
    day = clock.today()
    initial: dict[str, Any] = {"on": _first_day(request)}
    superior = read_key(request.GET.get("cap-tren", ""))
    if superior:
        initial["parent"] = superior
    form = forms.EstablishForm(request.POST or None, actor=request.actor, day=day, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        parent = visible_organisation(request.actor, data["parent"])
        new = NewOrganisation(
            code=data["code"].upper(),
            family=data["family"],
            profile=form.profile,
            on=data["on"],
            parents={1: parent.code},
        )
        made = _attempt(
            request,
            form,
            lambda: establish_organisation(
                actor=request.actor, new=new, decision=form.decision, at=clock.now()
            ),
        )
        if made:
            messages.success(request, _("Đã ghi việc thành lập."))
            return redirect("organisations:detail", made.pk)
    return _form_page(request, form, _("Thành lập tổ chức"))


@needs(policies.CHANGE)
def profile(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = _to_change(request, pk)
    day = clock.today()
    initial = {"on": _first_day(request), **_typed(organisation, day)}
    form = forms.ProfileForm(request.POST or None, actor=request.actor, day=day, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _attempt(
            request,
            form,
            lambda: change_profile(
                actor=request.actor,
                organisation=organisation,
                profile=form.profile,
                on=form.cleaned_data["on"],
                decision=form.decision,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, _("Đã ghi tên và thông tin mới."))
            return redirect("organisations:detail", organisation.pk)
    return _form_page(request, form, _("Đổi tên, cấp hoặc thông tin"), organisation=organisation)


def _typed(organisation: Organisation, day: date) -> dict[str, Any]:
    row = profile_of(organisation, on=day)
    return {
        name: getattr(row, name) for name in forms.ProfileForm.base_fields if hasattr(row, name)
    }


@needs(policies.CHANGE)
def move(request: ActorRequest, pk: int) -> HttpResponse:
    """Two steps: the form, then what will follow, then the event."""
    organisation = _to_decide_on(request, pk)
    initial = {"on": _first_day(request)}
    form = forms.MoveForm(request.POST or None, actor=request.actor, initial=initial)
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        parent = visible_organisation(request.actor, data["parent"])
        change = PlannedChange(
            EventKind.TRANSFER,
            data["on"],
            originals=(organisation.pk,),
            affected=(parent.pk,),
            facts={"hierarchy": data["hierarchy"], "parent": parent.pk},
        )
        if not _keeps_to_rules(form, organisation, parent):
            pass
        elif _confirmed(request):
            done = _attempt(
                request,
                form,
                lambda: move_organisation(
                    actor=request.actor,
                    organisation=organisation,
                    parent=parent,
                    on=data["on"],
                    hierarchy=data["hierarchy"],
                    decision=form.decision,
                    at=clock.now(),
                ),
            )
            if done:
                messages.success(request, _("Đã ghi việc chuyển cấp trên."))
                return redirect("organisations:event", done.pk)
        else:
            extra = {"confirming": True, "consequences": _move_lines(change, parent)}
    return _form_page(request, form, _("Chuyển cấp trên"), organisation=organisation, **extra)


def _keeps_to_rules(form: Any, organisation: Organisation, parent: Organisation) -> bool:
    """Tell whether the move may be looked ahead at; else the form says what stands against it."""
    data = form.cleaned_data
    pairs = [(organisation, parent, data["hierarchy"])]
    try:
        keep_to_rules(placing_departures(pairs, on=data["on"]), form.decision)
    except AgainstTheRules as refusal:
        form.refuse(refusal, "parent")
        return False
    return True


def _move_lines(change: PlannedChange, parent: Organisation) -> list[str]:
    return [
        _("Từ %(day)s đơn vị và toàn bộ cấp dưới trực thuộc %(parent)s; cấp trên cũ thôi quyền.")
        % {"day": f"{change.on:%d/%m/%Y}", "parent": name_of(parent, on=change.on)},
        _("Số liệu và văn bản trước ngày đó giữ nguyên theo cấp trên cũ."),
        *_consequences(change),
    ]


@needs(policies.CHANGE)
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """Two steps, as ``move``."""
    organisation = _to_decide_on(request, pk)
    initial = {"on": _first_day(request)}
    form = forms.EndForm(request.POST or None, actor=request.actor, initial=initial)
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        change = PlannedChange(EventKind.DISSOLVE, data["on"], originals=(organisation.pk,))
        if _confirmed(request):
            done = _attempt(
                request,
                form,
                lambda: end_organisation(
                    actor=request.actor,
                    organisation=organisation,
                    reason=EndReason(data["reason"]),
                    on=data["on"],
                    decision=form.decision,
                    at=clock.now(),
                ),
            )
            if done:
                messages.success(request, _("Đã ghi việc kết thúc tổ chức."))
                return redirect("organisations:event", done.pk)
        else:
            lines = [
                _("Từ %(day)s tổ chức không còn tồn tại; ngày cuối cùng là hôm trước.")
                % {"day": f"{data['on']:%d/%m/%Y}"},
                _("Hồ sơ chỉ còn đọc; tên cũ vẫn tìm được và số liệu cũ giữ nguyên."),
                *_consequences(change),
            ]
            extra = {"confirming": True, "consequences": lines}
    return _form_page(
        request, form, _("Kết thúc tổ chức"), organisation=organisation, tone="danger", **extra
    )
