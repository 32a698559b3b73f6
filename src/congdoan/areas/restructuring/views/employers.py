"""Employers and their unions: the list of a branch, one employer with what it asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.restructuring.forms.employers import EmployerFilter, WaiveForm
from congdoan.areas.restructuring.rules.employers import Verdict
from congdoan.areas.restructuring.selectors.employer_links import ending_page, founding_page
from congdoan.areas.restructuring.selectors.employers import (
    Employer,
    employers_of,
    rule_words,
    unscoped_employers,
    visible_employer,
    waivers_of,
)
from congdoan.areas.restructuring.selectors.verdicts import LABELS
from congdoan.areas.restructuring.services.employer_work import prefix_of, waive_work
from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import CHANGE, VIEW, name_of, visible_organisation
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import WorkState, unscoped_work

#: Employers on one page.
PAGE = 50


def _listed(
    request: ActorRequest,
) -> tuple[EmployerFilter, Organisation | None, list[Employer], list[Employer]]:
    """Return the filter, the branch, its employers, and those that are asked for."""
    actor = request.actor
    asked: dict[str, Any] = {name: value for name, value in request.GET.dict().items() if value}
    branch_pk = read_key(str(asked.get("nhanh", ""))) or actor.organisation_id
    form = EmployerFilter({"don_vi": branch_pk, **asked}, actor=actor)
    fine = form.is_valid()
    chosen = form.cleaned_data.get("don_vi") or branch_pk
    if not chosen:
        return form, None, [], []
    branch = visible_organisation(actor, chosen)
    everyone = employers_of(actor, branch, on=actor.as_of)
    if not fine:
        return form, branch, everyone, []
    return form, branch, everyone, [one for one in everyone if form.wanted.fits(one)]


@needs(VIEW)
def employers(request: ActorRequest) -> HttpResponse:
    """The employers of a branch on the day, with or without a union, and what the rules say."""
    form, branch, everyone, found = _listed(request)
    last = max(1, -(-len(found) // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    day = request.actor.as_of
    shown = found[(number - 1) * PAGE : number * PAGE]
    counts = [
        {"code": one.value, "label": LABELS[one], "count": n}
        for one in Verdict
        if (n := sum(row.verdict == one for row in everyone))
    ]
    context = {
        "form": form,
        "branch": branch,
        "branch_name": name_of(branch, on=day) if branch else "",
        "counts": counts,
        "verdict": request.GET.get("loc", ""),
        "rows": [(row, rule_words(row.funding, day)) for row in shown],
        "total": len(found),
        "everyone": len(everyone),
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
        "may": {"change": bool(branch) and request.actor.may(CHANGE, on=branch)},
    }
    return render_page(request, "restructuring/employers.html", context)


@needs(VIEW)
def employers_sheet(request: ActorRequest) -> HttpResponse:
    """
    The listed employers as a workbook.

    :raises NotFound: without a branch
    """
    _form, branch, _everyone, found = _listed(request)
    if branch is None:
        raise NotFound
    day = request.actor.as_of
    heads = [
        _("Mã cơ sở"),
        _("Tên cơ sở"),
        _("Loại hình"),
        _("Nhóm tự chủ"),
        _("Tên nhóm tự chủ"),
        _("Công đoàn"),
        _("Công đoàn cấp trên"),
        _("Kết luận"),
        _("Căn cứ"),
    ]
    rows = [
        [
            one.code,
            one.name,
            one.kind,
            one.funding,
            one.funding_name,
            one.union_names,
            one.keeper_name,
            one.verdict_label,
            rule_words(one.funding, day),
        ]
        for one in found
    ]
    note = _("{branch}, ngày {day}").format(branch=name_of(branch, on=day), day=f"{day:%d/%m/%Y}")
    content = plain_sheet(_("Cơ sở và công đoàn"), heads, rows, notes=[note])
    return as_file(content, XLSX, f"co-so-va-cong-doan-{branch.code}-{day.isoformat()}.xlsx")


@needs(VIEW)
def employer(request: ActorRequest, pk: int) -> HttpResponse:
    """One employer: its unions, what the rules of the day say, the work a change has raised."""
    return _employer(request, pk)


def _employer(request: ActorRequest, pk: int, **bound: Any) -> HttpResponse:
    organisation, keeper = visible_employer(request.actor, pk)
    actor, day = request.actor, request.actor.as_of
    found = unscoped_employers([pk], on=day)
    row = found[0] if found else None
    may = actor.may(CHANGE, on=keeper)
    waivers = waivers_of(organisation)
    items = [
        (item, waivers.get(item.key), _act_of(item.key, organisation, keeper))
        for item in unscoped_work(prefix_of(pk))
        if item.state != WorkState.CANCELLED
    ]
    refused = bound.get("refused_key", "")
    context = {
        "organisation": organisation,
        "name": name_of(organisation, on=day),
        "row": row,
        "words": rule_words(row.funding, day) if row else "",
        "keeper": keeper,
        "keeper_name": name_of(keeper, on=day),
        "founding": founding_page(keeper.pk, pk)
        if row and row.verdict == Verdict.MAY_FOUND
        else "",
        "items": items,
        "form": bound.get("form") or WaiveForm(actor=actor),
        "refused_key": refused,
        "panels": panels.links("restructuring.employer", actor=actor, organisation=keeper, pk=pk),
        "may": {"change": may, "here": actor.may(VIEW, on=keeper)},
    }
    status = 422 if refused else 200
    return render_page(request, "restructuring/employer.html", context, status=status)


def _act_of(key: str, employer: Organisation, keeper: Organisation) -> tuple[str, str]:
    """Return the label and the address of what a piece of work asks for."""
    what, _dot, which = key.removeprefix(prefix_of(employer.pk)).partition(".")
    if what == "found":
        return _("Thành lập công đoàn"), founding_page(keeper.pk, employer.pk)
    if what == "end":
        return _("Kết thúc công đoàn"), ending_page(int(which))
    return "", ""


@needs(CHANGE)
@require_POST
def employer_waive(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    """Close a piece of work with the reason why nothing is done."""
    organisation, _keeper = visible_employer(request.actor, pk)
    work = unscoped_work(prefix_of(pk)).filter(pk=item).first()
    if work is None:
        raise NotFound
    form = WaiveForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            with once(request):
                waive_work(
                    actor=request.actor,
                    employer=organisation,
                    item=work,
                    reason=form.cleaned_data["reason"],
                    at=clock.now(),
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, "reason")
        else:
            messages.success(request, _("Đã ghi lý do; việc này được đóng."))
            return redirect("restructuring:employer", pk)
    return _employer(request, pk, form=form, refused_key=work.key)
