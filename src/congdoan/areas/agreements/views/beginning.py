"""The first step of a draft, and what describes it afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.begin import Begin, Describe
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.states import FROZEN
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.areas.agreements.selectors.candidates import drafting_units, find_drafting_unit
from congdoan.areas.agreements.selectors.templates import templates
from congdoan.areas.agreements.services.drafting import describe_agreement, draft_agreement
from congdoan.areas.agreements.services.parties import PartyData
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.models import Organisation


def _predecessor(request: ActorRequest) -> Agreement | None:
    """Return the agreement to renew, when the address names one the actor may see."""
    asked = read_key(request.GET.get("thay", ""))
    return visible_agreements(request.actor).filter(pk=asked, state__in=FROZEN).first()


def _sources(predecessor: Agreement | None) -> list[tuple[str, str]]:
    shipped = [
        (template.code, _("{name} (chưa đối chiếu văn bản gốc)").format(name=template.label))
        for template in templates().values()
    ]
    copied = [("copy", _("Chép nội dung văn bản được thay thế"))] if predecessor else []
    return [*copied, *shipped, ("", _("Để trống, tôi sẽ soạn hoặc dán từ Word"))]


def _initial(predecessor: Agreement | None) -> dict[str, Any]:
    if predecessor is None:
        return {"source": next(iter(templates())), "length": "5", "kind": "REGULATION"}
    return {
        "source": "copy",
        "length": "5",
        "kind": predecessor.kind,
        "title": predecessor.title,
        "objective": predecessor.objective,
        "motto": predecessor.motto,
        "year_basis": predecessor.year_basis,
        "first_day": predecessor.valid.upper,
    }


@needs(policies.DRAFT)
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a draft: kind, title, period and where the text comes from."""
    actor = request.actor
    predecessor = _predecessor(request)
    units = drafting_units(actor)
    form = Begin(
        request.POST or None,
        actor=actor,
        today=actor.today,
        units=units,
        sources=_sources(predecessor),
        initial=_initial(predecessor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                made = _draft(request, form, predecessor)
        except Refusal as refusal:
            form.refuse(refusal, "last_day" if "Ngày" in refusal.sentence else None)
        else:
            messages.success(request, _("Đã lập dự thảo. Bước tiếp theo: chọn các bên."))
            return redirect("agreements:parties", made.pk)
    context = {"form": form, "predecessor": predecessor, "drafting": dict(units)}
    return render_page(
        request, "agreements/begin.html", context, status=422 if form.errors else 200
    )


def _draft(request: ActorRequest, form: Begin, predecessor: Agreement | None) -> Agreement:
    values = form.cleaned_data
    unit = find_drafting_unit(request.actor, int(values["drafting"]))
    copied = values["source"] == "copy" and predecessor is not None
    return draft_agreement(
        actor=request.actor,
        drafting=unit,
        data=form.as_data(),
        parties=_same_parties(predecessor, unit, request) if copied else [],
        on=request.actor.today,
        at=clock.now(),
        template="" if copied else values["source"],
        predecessor=predecessor,
        copy_predecessor=copied,
    )


def _same_parties(
    predecessor: Agreement | None, unit: Organisation, request: ActorRequest
) -> list[PartyData]:
    """Return the parties of the text that is renewed, without those that have ended."""
    if predecessor is None:
        return []
    rows = predecessor.parties.select_related("organisation").order_by("order", "pk")
    living = [row for row in rows if row.organisation.exists_on(request.actor.today)]
    return [
        PartyData(row.organisation_id, row.side, row.signatory_position, row.contact_id)
        for row in living
    ]


@needs(policies.DRAFT)
def describe(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what describes a draft."""
    agreement = load(request, pk)
    actor = request.actor
    form = Describe(
        request.POST or None,
        actor=actor,
        today=actor.today,
        initial={
            "kind": agreement.kind,
            "title": agreement.title,
            "first_day": agreement.first_day,
            "last_day": agreement.last_day,
            "length": "",
            "objective": agreement.objective,
            "motto": agreement.motto,
            "year_basis": agreement.year_basis,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            describe_agreement(
                actor=actor, agreement=agreement, data=form.as_data(), on=actor.today
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu thông tin."))
            return redirect("agreements:detail", pk)
    context = {**frame(request, agreement), "form": form, "heading": _("Sửa thông tin")}
    return render_page(request, "agreements/form.html", context, status=422 if form.errors else 200)
