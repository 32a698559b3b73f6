"""Taking an agreement that exists into the register: file, review, what it is, done."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ImportState, Side, Source
from congdoan.areas.agreements.forms.importing import (
    SIGNED,
    ImportBases,
    ImportFacts,
    PartyRows,
    UploadText,
)
from congdoan.areas.agreements.models import Agreement, TextImport
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.selectors.candidates import drafting_units, find_drafting_unit
from congdoan.areas.agreements.selectors.importing import get_visible_import, open_imports
from congdoan.areas.agreements.services.drafting import BasisData
from congdoan.areas.agreements.services.importing import (
    begin_import,
    discard_import,
    finish_import,
    save_sheet,
)
from congdoan.areas.agreements.services.parties import PartyData
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.sheets import sent_sheet, sheet_context
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.forms.pickers import source
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.foundation.vietnamese import fold

View = TypeVar("View", bound=Callable[..., HttpResponse])


def _beside(view: View) -> View:
    """Let a PDF stand beside the form, in a frame of its own."""
    return cast(View, csp_update({"frame-src": ["'self'"]})(view))


@needs(policies.DRAFT)
def imports(request: ActorRequest) -> HttpResponse:
    """Upload a file; show what was begun before."""
    actor = request.actor
    form = UploadText(
        sent(request), request.FILES or None, actor=actor, units=drafting_units(actor)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                one = begin_import(
                    actor=actor,
                    organisation=find_drafting_unit(actor, int(form.cleaned_data["organisation"])),
                    upload=form.cleaned_data["upload"],
                    at=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal, "upload")
        else:
            return redirect("agreements:import", one.pk)
    context = {"form": form, "waiting": open_imports(actor)}
    return render_page(
        request, "agreements/imports.html", context, status=422 if form.errors else 200
    )


def _open(request: ActorRequest, pk: int) -> TextImport:
    """:raises NotFound: also for a sheet that was given up"""
    one = get_visible_import(request.actor, pk)
    if one.state == ImportState.DISCARDED:
        raise NotFound
    return one


@needs(policies.DRAFT)
@_beside
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """Go through the lines: level, join, split, set aside with a reason."""
    one = _open(request, pk)
    if one.agreement_id:
        return redirect("agreements:detail", one.agreement_id)
    number = read_key(request.GET.get("trang", "")) or 1
    sheet, refused = sheets.from_json(one.lines), ""
    if request.method == "POST":
        sheet, refused = sent_sheet(sheet, request.POST)
        revision = read_key(request.POST.get("revision", ""))
        try:
            one = save_sheet(actor=request.actor, one=one, revision=revision, sheet=sheet)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            if not refused:
                return redirect(_next(request, one, number))
    context = {
        **_frame(one),
        **sheet_context(sheet, number, terms=one.source == Source.SCAN),
        "refused": refused,
    }
    return render_page(
        request, "agreements/import_review.html", context, status=409 if refused else 200
    )


def _next(request: ActorRequest, one: TextImport, number: int) -> str:
    """Return where the pressed button leads: on to the facts, or back to the line."""
    button = request.POST.get("do", "")
    if button == "next":
        return reverse("agreements:import_facts", args=[one.pk])
    page = read_key(button.removeprefix("page:")) if button.startswith("page:") else number
    anchor = button.partition(":")[2] if not button.startswith("page:") else ""
    messages.success(request, _("Đã lưu."))
    where = reverse("agreements:import", args=[one.pk])
    return f"{where}?trang={page or number}" + (f"#line-{anchor}" if anchor.isdigit() else "")


def _frame(one: TextImport) -> dict[str, Any]:
    return {
        "one": one,
        "scanned": one.source == Source.SCAN,
        "pdf": one.file.media_type == "application/pdf",
    }


@needs(policies.DRAFT)
@_beside
def facts(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what the agreement is and who its parties are; then it is made."""
    one = _open(request, pk)
    if one.agreement_id:
        return redirect("agreements:detail", one.agreement_id)
    actor = request.actor
    data = sent(request)
    form = ImportFacts(
        data,
        request.FILES or None,
        actor=actor,
        today=actor.today,
        scanned=one.source == Source.SCAN,
        may_sign=actor.may(policies.MANAGE, on=one.organisation),
        initial=_initial(one),
    )
    parties = PartyRows(
        data, prefix="parties", initial=_parties(request, one), form_kwargs={"actor": actor}
    )
    bases = ImportBases(data, prefix="bases", initial=_bases(one))
    refused = ""
    if request.method == "POST" and all([form.is_valid(), parties.is_valid(), bases.is_valid()]):
        try:
            with once(request):
                made = _finish(request, one, form, parties, bases)
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã đưa vào sổ."))
            return redirect("agreements:detail", made.pk)
    wrong = bool(form.errors or any(parties.errors) or any(bases.errors))
    context = {
        **_frame(one),
        "form": form,
        "parties": parties,
        "bases": bases,
        "refused": refused,
        "counts": sheet_context(sheets.from_json(one.lines), 1)["counts"],
    }
    status = 409 if refused else 422 if wrong else 200
    return render_page(request, "agreements/import_facts.html", context, status=status)


def _initial(one: TextImport) -> dict[str, Any]:
    """Return what was guessed, as first values of the form."""
    known = one.facts
    first, last = parse_date(known.get("first_day") or ""), parse_date(known.get("last_day") or "")
    dated = parse_date(known.get("dated") or "")
    values = {
        "kind": known.get("kind") or "REGULATION",
        "title": known.get("title", ""),
        "number": known.get("number", ""),
        "place": known.get("place", ""),
        "first_day": first,
        "last_day": last,
        "length": "" if last else "5",
        "signed_on": dated,
    }
    if dated or one.source == Source.SCAN:
        values["standing"] = SIGNED
    return values


def _parties(request: ActorRequest, one: TextImport) -> list[dict[str, Any]]:
    """Return the parties as written, each with the organisation of that name, if one is seen."""
    return [
        {"organisation": _named(request, name), "side": side if side in Side.values else Side.B}
        for side, name in one.facts.get("parties", [])
    ]


def _named(request: ActorRequest, name: str) -> int | str:
    register = source("organisations")
    if register is None:
        return name
    found: Sequence[Any] = register.search(request.actor, name, 5)
    exact = [choice for choice in found if fold(choice.label) == fold(name)]
    best = exact or list(found)
    return best[0].pk if len(best) == 1 else name


def _bases(one: TextImport) -> list[dict[str, Any]]:
    return [
        {**basis, "dated": parse_date(basis.get("dated") or "")}
        for basis in one.facts.get("bases", [])
    ]


def _finish(
    request: ActorRequest, one: TextImport, form: ImportFacts, parties: Any, bases: Any
) -> Agreement:
    return finish_import(
        actor=request.actor,
        one=one,
        data=form.as_data(),
        parties=[
            PartyData(row["organisation"], row["side"])
            for row in parties.cleaned_data
            if row.get("organisation")
        ],
        bases=[
            BasisData(row["title"], row["number"], row["dated"], row["issuer"])
            for row in bases.cleaned_data
            if row.get("title")
        ],
        signed=form.signed,
        on=request.actor.today,
        at=clock.now(),
    )


@needs(policies.DRAFT)
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Give up what was begun."""
    one = _open(request, pk)
    context = {
        **_frame(one),
        "heading": _("Bỏ tệp đang xem lại"),
        "action": _("Bỏ"),
        "tone": "danger",
        "consequences": [_("Những gì đã sửa trên màn hình xem lại bị bỏ; tệp gốc vẫn được giữ.")],
        "back": reverse("agreements:import", args=[pk]),
    }
    return answer_form(
        request,
        Form(sent(request), actor=request.actor),
        lambda _values: discard_import(actor=request.actor, one=one),
        context,
        said=_("Đã bỏ."),
        done=reverse("agreements:imports"),
        template="agreements/import_discard.html",
    )
