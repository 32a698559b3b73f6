"""How long papers take: figures of one's own unit, and of those below by number only."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.statistics import SpanForm
from congdoan.areas.documents.selectors.documents import counted_unit
from congdoan.areas.documents.selectors.statistics import Line, by_type, by_unit, counted_among
from congdoan.areas.documents.views.frame import place
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.templatetags.ui import day, number
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of


def _asked(request: ActorRequest) -> tuple[SpanForm, date, date, bool]:
    """Return the form and its days; the running year where none are given, or wrong ones."""
    today = request.actor.today
    whole = {"first": date(today.year, 1, 1), "last": today, "branch": True}
    bound = "first" in request.GET or "last" in request.GET
    form = SpanForm(request.GET if bound else None, actor=request.actor, initial=whole)
    if bound and form.is_valid():
        data = form.cleaned_data
        return form, data["first"], data["last"], data["branch"]
    return form, date(today.year, 1, 1), today, True


@needs(policies.COUNT)
def statistics(request: ActorRequest, unit: int) -> HttpResponse:
    actor = request.actor
    found = counted_unit(actor, unit)
    form, first, last, branch = _asked(request)
    units = by_unit(found, first=first, last=last, today=actor.today)
    own = actor.may(policies.VIEW, on=found)
    context = {
        **place(request, found, "statistics"),
        "own": own,
        "form": form,
        "span": f"{day(first)} – {day(last)}",
        "query": request.GET.urlencode(),
        "types": by_type(found, first=first, last=last, today=actor.today, branch=branch),
        "units": units,
        "opened": counted_among(actor, units),
        "home": actor.organisation_id,
    }
    status = 422 if form.errors else 200
    return render_page(request, "documents/statistics.html", context, status=status)


@needs(policies.COUNT)
def statistics_sheet(request: ActorRequest, unit: int) -> HttpResponse:
    """The same figures as a workbook: types, then units."""
    actor = request.actor
    found = counted_unit(actor, unit)
    _form, first, last, branch = _asked(request)
    ask = {"first": first, "last": last, "today": actor.today}
    types, units = by_type(found, **ask, branch=branch), by_unit(found, **ask)
    heads = [
        _("Theo"), _("Loại văn bản, đơn vị"), _("Văn bản đến"), _("Đã xong"), _("Chưa xong"),
        _("Quá hạn"), _("Trung vị (ngày)"), _("P90 (ngày)"),
    ]  # fmt: skip
    rows = [[_("loại"), *_cells(one)] for one in types]
    rows += [[_("đơn vị"), *_cells(one)] for one in units]
    notes = [name_of(found, on=actor.today), f"{day(first)} – {day(last)}"]
    title = _("Thời gian xử lý văn bản")
    return as_file(plain_sheet(title, heads, rows, notes=notes), XLSX, f"{title}.xlsx")


def _cells(one: Line) -> list[str]:
    figures = [one.total, one.done, one.open, one.late]
    return [one.name or "—", *[str(n) for n in figures], number(one.median, 1), number(one.p90, 1)]
