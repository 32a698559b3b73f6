"""A reorganisation's worksheet: choose the units, who goes where, look ahead, carry out."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.organisations import forms, policies
from congdoan.kernel.organisations.enums import EventKind, ReorganisationState
from congdoan.kernel.organisations.models import Organisation, Reorganisation
from congdoan.kernel.organisations.rules import MEANINGS, SHAPES
from congdoan.kernel.organisations.selectors import name_of, visible_organisation
from congdoan.kernel.organisations.selectors.preparing import (
    reorganisation_rows,
    subordinates,
    units,
    visible_reorganisation,
)
from congdoan.kernel.organisations.services import preparing, trying
from congdoan.kernel.organisations.services.establishing import CodeMisshapen, CodeTaken
from congdoan.kernel.organisations.services.lawful import AgainstTheRules, NeedsReason
from congdoan.kernel.organisations.services.preparing import NoSuperior, Plan

_FIELDS: dict[type[Refusal], str] = {
    CodeTaken: "code",
    CodeMisshapen: "code",
    NoSuperior: "organisation",
}


@needs(policies.CHANGE)
def reorganisations(request: ActorRequest) -> HttpResponse:
    """The worksheets of the branches the actor decides on."""
    rows = reorganisation_rows(request.actor)
    ways = panels.shortcuts("organisations.reorganisations", actor=request.actor)
    context = {"rows": rows, "shortcuts": ways}
    return render_page(request, "organisations/reorganisations.html", context)


#: Kinds of change that one form does; the others are prepared on a worksheet.
_BY_ONE_FORM = {
    EventKind.TRANSFER: "organisations:move",
    EventKind.END_OPERATION: "organisations:end",
    EventKind.CHANGE_LEVEL: "organisations:profile",
}


def _one_form(kind: EventKind, organisation: Organisation, on: date) -> HttpResponse:
    if kind == EventKind.ESTABLISH:
        url, given = reverse("organisations:establish"), {"cap-tren": organisation.pk}
    else:
        url, given = reverse(_BY_ONE_FORM[kind], args=[organisation.pk]), {}
    return redirect(f"{url}?{urlencode({**given, 'tu-ngay': on.isoformat()})}")


@needs(policies.CHANGE)
def reorganisation_start(request: ActorRequest) -> HttpResponse:
    initial = {
        "kind": request.GET.get("viec", EventKind.MERGE_INTO),
        "organisation": read_key(request.GET.get("don-vi", "")) or None,
        "on": clock.today(),
    }
    form = forms.StartForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        organisation = visible_organisation(request.actor, data["organisation"])
        if data["kind"] not in SHAPES:
            return _one_form(EventKind(data["kind"]), organisation, data["on"])
        made = _attempt(
            request,
            form,
            lambda: preparing.start_reorganisation(
                actor=request.actor,
                kind=EventKind(data["kind"]),
                organisation=organisation,
                on=data["on"],
                at=clock.now(),
            ),
        )
        if made:
            return redirect("organisations:reorganisation", made.pk)
    context = {"form": form, "title": _("Sắp xếp tổ chức"), "action": _("Tiếp tục")}
    return _form(request, context, "organisations:reorganisations")


@needs(policies.CHANGE)
def reorganisation_page(request: ActorRequest, pk: int) -> HttpResponse:
    return _worksheet(request, visible_reorganisation(request.actor, pk))


def _worksheet(
    request: ActorRequest, sheet: Reorganisation, *, status: int = 200, **bound: Any
) -> HttpResponse:
    plan = Plan.of(sheet.plan)
    draft = sheet.state == ReorganisationState.DRAFT
    consequences = preparing.consequences_of(sheet) if draft else []
    fault = None
    if draft:
        fault = trying.fault_of(actor=request.actor, reorganisation=sheet)
    decision_form = bound.pop("decision_form", None) or _decision_form(request, sheet)
    if isinstance(fault, NeedsReason):
        decision_form.ask_exception()
    context = {
        "sheet": sheet,
        "superior": name_of(sheet.superior, on=sheet.on),
        "originals": units(plan.originals, sheet),
        "into": next(iter(units([plan.into], sheet)), None) if plan.into else None,
        "founded": plan.founded,
        "takes_into": SHAPES[sheet.kind].into_existing,
        "founds": MEANINGS[sheet.kind].founds_results,
        "ends": MEANINGS[sheet.kind].ends_originals,
        "has_results": bool(preparing.result_codes(sheet)),
        "consequences": [one for one in consequences if one.count],
        "fault": fault,
        "trial": trying.trial_of(sheet) if draft else None,
        "draft": draft,
        "of_partners": preparing.regrouping_of(sheet).is_of_partners,
        "unit_form": forms.UnitForm(actor=request.actor, auto_id="unit-%s"),
        "into_form": forms.UnitForm(actor=request.actor, auto_id="into-%s"),
        "panels": panels.links(
            "organisations.reorganisation",
            actor=request.actor,
            organisation=sheet.superior,
            pk=sheet.pk,
        )
        if draft
        else [],
        "decision_form": decision_form,
        "rules": fault.rules if isinstance(fault, AgainstTheRules) else [],
        **bound,
    }
    if draft:
        context.setdefault("homes_form", _homes_form(request, sheet))
    return render_page(request, "organisations/reorganisation.html", context, status=status)


def _decision_form(request: ActorRequest, sheet: Reorganisation) -> forms.WorksheetDecisionForm:
    names = ("on", "decision_no", "decision_on", "decided_by", "note")
    initial = {name: getattr(sheet, name) for name in names}
    initial["exception"] = Plan.of(sheet.plan).exception
    initial["decided_by"] = sheet.decided_by or name_of(sheet.superior, on=sheet.on)
    data = request.POST if request.method == "POST" and "decided_by" in request.POST else None
    return forms.WorksheetDecisionForm(data, actor=request.actor, initial=initial)


def _homes_form(request: ActorRequest, sheet: Reorganisation) -> forms.HomesForm:
    plan = Plan.of(sheet.plan)
    codes = preparing.result_codes(sheet)
    named = {one["code"]: one["name"] for one in plan.founded}
    there = units([*plan.originals, *([plan.into] if plan.into else [])], sheet)
    named |= {one.code: one.name for one in there}
    results = [(code, named.get(code, code)) for code in codes]
    below = subordinates(plan.originals, sheet)
    things = preparing.things_of(sheet)
    called = {one.pk: one.name for one in there}
    alone = len(plan.originals) == 1
    passing = [
        (one.key, one.label if alone else f"{one.label} ({called.get(one.organisation_id, '')})")
        for one in things
    ]
    initial = {f"home-{pk}": plan.homes.get(str(pk), "") for pk, _name in below}
    initial |= {f"pass-{n}": plan.passing.get(key, "") for n, (key, _label) in enumerate(passing)}
    stays = _("Chưa chọn") if MEANINGS[sheet.kind].ends_originals else _("Ở lại")
    if MEANINGS[sheet.kind].ends_originals and len(codes) == 1:
        stays = _("Về %(name)s") % {"name": named.get(codes[0], codes[0])}
    data = request.POST if request.method == "POST" and "homes" in request.POST else None
    return forms.HomesForm(
        data,
        actor=request.actor,
        results=results,
        stays=stays,
        subordinates=below,
        passing=passing,
        initial=initial,
    )


@needs(policies.CHANGE)
@require_POST
def reorganisation_unit_add(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    as_into = request.POST.get("role") == "into"
    name = "into" if as_into else "unit"
    form = forms.UnitForm(request.POST, actor=request.actor, auto_id=f"{name}-%s")
    if form.is_valid():
        organisation = visible_organisation(request.actor, form.cleaned_data["organisation"])
        added = _attempt(
            request,
            form,
            lambda: preparing.add_unit(
                actor=request.actor,
                reorganisation=sheet,
                organisation=organisation,
                as_into=as_into,
            ),
        )
        if added:
            return _back(sheet)
    return _worksheet(request, sheet, status=422, **{f"{name}_form": form})


@needs(policies.CHANGE)
@require_POST
def reorganisation_unit_remove(request: ActorRequest, pk: int, unit: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    preparing.remove_unit(actor=request.actor, reorganisation=sheet, organisation_id=unit)
    return _back(sheet)


@needs(policies.CHANGE)
def reorganisation_new_unit(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    form = forms.NewUnitForm(request.POST or None, actor=request.actor, day=sheet.on)
    if preparing.regrouping_of(sheet).is_of_partners:
        del form.fields["level"]
    if request.method == "POST" and form.is_valid():
        done = _attempt(
            request,
            form,
            lambda: preparing.add_new_unit(
                actor=request.actor,
                reorganisation=sheet,
                code=form.cleaned_data["code"].upper(),
                profile=form.profile,
            ),
        )
        if done:
            return _back(sheet)
    context = {"form": form, "title": _("Đơn vị thành lập mới"), "action": _("Thêm đơn vị")}
    return _form(request, context, "organisations:reorganisation", sheet.pk)


@needs(policies.CHANGE)
@require_POST
def reorganisation_new_unit_remove(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    preparing.remove_new_unit(
        actor=request.actor, reorganisation=sheet, code=request.POST.get("code", "")
    )
    return _back(sheet)


@needs(policies.CHANGE)
@require_POST
def reorganisation_homes(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    form = _homes_form(request, sheet)
    if not form.is_valid():
        return _worksheet(request, sheet, status=422, homes_form=form)
    preparing.choose_homes(
        actor=request.actor, reorganisation=sheet, homes=form.homes, passing=form.passed
    )
    messages.success(request, _("Đã lưu nơi nhận."))
    return _back(sheet)


@needs(policies.CHANGE)
@require_POST
def reorganisation_decision(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    form = _decision_form(request, sheet)
    if not form.is_valid():
        return _worksheet(request, sheet, status=422, decision_form=form)
    preparing.settle_decision(
        actor=request.actor,
        reorganisation=sheet,
        on=form.cleaned_data["on"],
        decision=form.decision,
    )
    messages.success(request, _("Đã lưu quyết định và ngày hiệu lực."))
    return _back(sheet)


@needs(policies.CHANGE)
@require_POST
def reorganisation_try(request: ActorRequest, pk: int) -> HttpResponse:
    """Carry it out and take it back at once, asking every slice; the result stays on the sheet."""
    sheet = visible_reorganisation(request.actor, pk)
    trying.try_reorganisation(actor=request.actor, reorganisation=sheet, at=clock.now())
    return redirect(f"{reverse('organisations:reorganisation', args=[sheet.pk])}#thuc-hien")


@needs(policies.CHANGE)
@require_POST
def reorganisation_carry_out(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    with once(request):
        event = preparing.carry_out(actor=request.actor, reorganisation=sheet, at=clock.now())
    messages.success(request, _("Đã thực hiện việc sắp xếp."))
    return redirect("organisations:event", event.pk)


@needs(policies.CHANGE)
@require_POST
def reorganisation_drop(request: ActorRequest, pk: int) -> HttpResponse:
    sheet = visible_reorganisation(request.actor, pk)
    preparing.drop_reorganisation(actor=request.actor, reorganisation=sheet)
    messages.success(request, _("Đã bỏ bản sắp xếp; nội dung vẫn xem lại được."))
    return redirect("organisations:reorganisations")


def _attempt(request: ActorRequest, form: Any, act: Callable[[], Any]) -> Any:
    """Run ``act`` once; a refusal goes beside its field and None comes back."""
    try:
        with once(request):
            return act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = _FIELDS.get(type(refusal), "organisation")
        form.refuse(refusal, field if field in form.fields else None)
        return None


def _back(sheet: Reorganisation) -> HttpResponse:
    return redirect("organisations:reorganisation", sheet.pk)


def _form(request: ActorRequest, context: dict[str, Any], back: str, *args: int) -> HttpResponse:
    form = context["form"]
    status = 422 if form.is_bound and form.errors else 200
    return render_page(
        request,
        "organisations/reorganising_form.html",
        {**context, "back": back, "back_pk": args[0] if args else None},
        status=status,
    )
