"""A report filled in offline: the workbook goes out, comes back, is compared, then taken."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import EntryForm
from congdoan.areas.reporting.forms.workbook import SheetForm, compare_sheet, taken
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.prefill import previous, standing
from congdoan.areas.reporting.selectors.workbook import Filled, report_sheet
from congdoan.areas.reporting.services.writing import save_entry
from congdoan.areas.reporting.views.entering import entry_page, writable
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import name_of


@needs(policies.WRITE)
@require_safe
def workbook(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand a report out as a workbook that is known again."""
    found = writable(request, pk)
    layout = layout_of(found.round.version)
    figures, known = standing(request.actor, found, layout)
    unit = name_of(found.organisation, on=found.round.on)
    superior = name_of(found.superior, on=found.round.on)
    content = report_sheet(Filled(found, layout, figures, known, previous(found), unit, superior))
    return as_file(content, XLSX, f"{found.round.version.form.code} {unit}.xlsx")


@needs(policies.WRITE)
def workbook_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a workbook back: what is different is shown, nothing is written yet."""
    found = writable(request, pk)
    form = SheetForm(request.POST or None, request.FILES or None, actor=request.actor)
    context = _context(found, form)
    if request.method != "POST":
        return render_page(request, "reporting/workbook.html", context)
    if form.is_valid():
        layout = layout_of(found.round.version)
        figures, _known = standing(request.actor, found, layout)
        try:
            context["compared"] = compare_sheet(form.cleaned_data["file"], found, layout, figures)
        except Refusal as refusal:
            form.refuse(refusal, "file")
    status = 200 if "compared" in context else 422
    return render_page(request, "reporting/workbook.html", context, status=status)


@needs(policies.WRITE)
@require_POST
def workbook_take(request: ActorRequest, pk: int) -> HttpResponse:
    """Write what was chosen, with what was seen when it was compared."""
    found = writable(request, pk)
    chosen = taken(request.POST.getlist("nhan")[:2_000], request.POST.dict())
    if not chosen:
        messages.info(request, _("Chưa chọn ô nào nên chưa có gì được ghi."))
        return redirect("reporting:report_workbook_back", pk)
    data = QueryDict(mutable=True)
    data.update(chosen)
    layout = layout_of(found.round.version)
    form = EntryForm(layout, data)
    saved = save_entry(actor=request.actor, report=found, entry=form.entry, at=clock.now())
    if form.errors or saved.clashes:
        return entry_page(request, saved.report, layout, form=form, saved=saved)
    messages.success(request, _("Đã ghi {n} chỗ từ tệp Excel; báo cáo chưa nộp.").format(
        n=saved.changed
    ))  # fmt: skip
    return redirect("reporting:report_entry", pk)


def _context(found: Report, form: SheetForm) -> dict[str, Any]:
    return {
        "report": found,
        "round": found.round,
        "form": form,
        "name": name_of(found.organisation, on=found.round.on),
        "back": reverse("reporting:report_entry", args=[found.pk]),
    }
