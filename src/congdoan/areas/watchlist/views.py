"""The list of who needs a reminder, and the grid the union fills."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members.api import DISCIPLINE
from congdoan.areas.watchlist import policies
from congdoan.areas.watchlist.enums import Cause
from congdoan.areas.watchlist.forms import GridForm, YearForm
from congdoan.areas.watchlist.selectors.watching import (
    Watched,
    answered_elsewhere,
    entries_page,
    get_unit,
    own_unit,
    watched,
)
from congdoan.areas.watchlist.services.noting import look_over, note_year
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, Refusal
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of

#: Members on one page of the grid.
PAGE = 50


@signed_in
def own(request: ActorRequest) -> HttpResponse:
    """Lead to the union the actor works for."""
    actor = request.actor
    if not (actor.may_somewhere(policies.VIEW) or actor.may_somewhere(policies.KEEP)):
        raise NotAllowed
    unit = own_unit(actor)
    if unit is None:
        return render_page(request, "watchlist/nowhere.html", {})
    return redirect("watchlist:of", unit.pk)


def _year(request: ActorRequest) -> int:
    form = YearForm(request.GET)
    return form.cleaned_data["nam"] if form.is_valid() else request.actor.as_of.year


@signed_in
def of(request: ActorRequest, unit: int) -> HttpResponse:
    """Who is near or over a threshold; reading names is written down."""
    actor = request.actor
    found = get_unit(actor, unit)
    year, day = _year(request), actor.as_of
    may_view = actor.may(policies.VIEW, on=found)
    rows = watched(found, year=year, on=_as_at(year, day)) if may_view else None
    if rows:
        look_over(actor=actor, organisation=found, rows=len(rows), purpose=_("Xem danh sách"))
    context = {
        "unit": found,
        "unit_name": name_of(found, on=day),
        "year": year,
        "years": range(day.year, day.year - 4, -1),
        "rows": rows,
        "may": {
            "keep": actor.may(policies.KEEP, on=found) and found.exists_on(actor.today),
            "discipline": actor.may(DISCIPLINE, on=found),
        },
        "grid": f"{reverse('watchlist:grid', args=[found.pk])}?nam={year}",
    }
    return render_page(request, "watchlist/list.html", context)


def _as_at(year: int, day: date) -> date:
    return min(day, date(year, 12, 31))


@needs(policies.KEEP)
def grid(request: ActorRequest, unit: int) -> HttpResponse:
    """One line a member: months without dues, meetings attended; saved page by page."""
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.KEEP, on=found)
    year, today = _year(request), actor.today
    page = max(1, read_key(request.GET.get("trang", "")) or 1)
    rows = entries_page(found, year=year, on=today, first=(page - 1) * PAGE, limit=PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    form = GridForm(
        request.POST or None,
        actor=actor,
        rows=rows,
        dues=not answered_elsewhere(found, Cause.UNPAID, year=year, on=today),
        meetings=not answered_elsewhere(found, Cause.ABSENT, year=year, on=today),
    )
    here = f"{reverse('watchlist:grid', args=[found.pk])}?nam={year}&trang="
    back = f"{reverse('watchlist:of', args=[found.pk])}?nam={year}"
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once(request):
                    number = note_year(
                        actor=actor, organisation=found, year=year, lines=form.noted, on=today
                    )
            except AlreadyDone:
                return redirect(back)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Đã lưu {n} dòng thay đổi.").format(n=number))
                return redirect(f"{here}{page + 1}" if more else back)
    context = {
        "unit": found,
        "unit_name": name_of(found, on=today),
        "year": year,
        "form": form,
        "page": page,
        "before": f"{here}{page - 1}" if page > 1 else "",
        "after": f"{here}{page + 1}" if more else "",
        "back": back,
    }
    return render_page(request, "watchlist/grid.html", context, status=status)


@needs(policies.VIEW)
def sheet(request: ActorRequest, unit: int) -> HttpResponse:
    """The list as a workbook; taking it along is in the log with its columns."""
    actor = request.actor
    found = get_unit(actor, unit)
    actor.require(policies.VIEW, on=found)
    year = _year(request)
    rows = watched(found, year=year, on=_as_at(year, actor.as_of))
    heads = [
        _("Họ và tên"), _("Việc"), _("Mức"), _("Ngưỡng"), _("Chi tiết"), _("Đánh giá"),
        _("Tình tiết giảm nhẹ"),
    ]  # fmt: skip
    purpose = _("Xuất Excel: {columns}").format(columns=", ".join(heads))
    look_over(actor=actor, organisation=found, rows=len(rows), purpose=purpose)
    note = _("{unit}, năm {year}. Danh sách để nhắc nhở, không phải quyết định kỷ luật.").format(
        unit=name_of(found, on=actor.as_of), year=year
    )
    content = plain_sheet(_("Cần nhắc nhở"), heads, [_cells(one) for one in rows], notes=[note])
    return as_file(content, XLSX, f"nhac-nho-{found.code}-{year}.xlsx")


def _cells(one: Watched) -> list[str]:
    paused = (
        _("đang tạm dừng: {reason}").format(reason=one.entry.paused) if one.entry.paused else ""
    )
    return [
        one.entry.name,
        str(one.cause.label),
        f"{one.fact.figure} {one.rule.unit}",
        f"{one.step} {one.rule.unit}" if one.step else "",
        one.fact.words,
        str(one.degree.label) if one.degree else _("có lý do chính đáng"),
        "; ".join(text for text in (one.mitigating, paused if one.entry.paused else "") if text),
    ]
