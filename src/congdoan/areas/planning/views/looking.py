"""Looking from above and by day: the branch's progress, the calendar, the printed programme."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.planning import policies
from congdoan.areas.planning.forms import PeriodForm
from congdoan.areas.planning.letters.programme import heads, programme_paper, rows_of
from congdoan.areas.planning.rules.calendar import Look, beside, look_of, shown
from congdoan.areas.planning.selectors.branch import branches, open_to, total
from congdoan.areas.planning.selectors.calendar import entries, weeks
from congdoan.areas.planning.selectors.plans import (
    counted_period,
    get_plan,
    get_unit,
    periods_offered,
    tasks_of,
)
from congdoan.areas.planning.services.papers import draft_paper
from congdoan.areas.planning.views.frame import place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.support.drafting.api import table_text
from congdoan.support.rendering.api import to_docx, to_pdf

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _periods(request: ActorRequest, unit: Any) -> list[Period]:
    """Return the periods offered, and the one the address asks for besides."""
    found = periods_offered(unit, on=request.actor.today)
    asked = request.GET.get("ky", "")
    if asked.isdecimal() and int(asked) not in {one.pk for one in found}:
        known = counted_period(int(asked[:9]))
        found += [known] if known else []
    return found


@needs(policies.VIEW)
@require_safe
def branch(request: ActorRequest, unit: int) -> HttpResponse:
    """How far the units below are in a period, on the tree of the day asked for."""
    actor, found = request.actor, get_unit(request.actor, unit)
    periods = _periods(request, found)
    form = PeriodForm(request.GET or None, actor=actor, periods=periods)
    chosen = form.cleaned_data.get("ky") if form.is_bound and form.is_valid() else None
    year = [one for one in periods if one.kind == PeriodKind.SCHOOL_YEAR]
    now = [one for one in year if actor.as_of in one.valid] or year or periods
    period = next((one for one in periods if one.pk == chosen), now[0] if now else None)
    rows = branches(found, period, on=actor.as_of, today=actor.today) if period else []
    context = {
        **place(request, found, "branch"),
        "form": PeriodForm({"ky": period.pk if period else ""}, actor=actor, periods=periods),
        "period": period,
        "rows": rows,
        "seen": open_to(actor, [one.pk for one in rows]),
        "total": total(rows),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "planning/branch.html", context, status=status)


def _asked_day(request: ActorRequest) -> date:
    try:
        day = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return request.actor.as_of
    return day if 1900 < day.year < 2200 else request.actor.as_of


@needs(policies.VIEW)
@require_safe
def calendar(request: ActorRequest, unit: int) -> HttpResponse:
    """The days of a unit: a month, a week, a list."""
    actor, found = request.actor, get_unit(request.actor, unit)
    look, day = look_of(request.GET.get("xem", "")), _asked_day(request)
    first, last = shown(look, day)
    events = entries(actor, found, first=first, last=last)
    before, after = beside(look, day)
    looks = {Look.MONTH: _("Tháng"), Look.WEEK: _("Tuần"), Look.LIST: _("Danh sách")}
    address = reverse("planning:calendar", args=[unit])
    context = {
        **place(request, found, "calendar"),
        "look": look,
        "looks": [
            (label, f"{address}?xem={one}&ngay={day.isoformat()}", one == look)
            for one, label in looks.items()
        ],
        "heading": _heading(look, day, first, last),
        "events": events,
        "weeks": []
        if look == Look.LIST
        else weeks(events, first=first, last=last, month=day.month, today=actor.today),
        "weekdays": [date_format(first + timedelta(days=n), "l") for n in range(7)],
        "before": f"{address}?xem={look}&ngay={before.isoformat()}",
        "after": f"{address}?xem={look}&ngay={after.isoformat()}",
        "now": f"{address}?xem={look}&ngay={actor.today.isoformat()}",
        "today": actor.today,
    }
    return render_page(request, "planning/calendar.html", context)


def _heading(look: Look, day: date, first: date, last: date) -> str:
    if look == Look.WEEK:
        return _("Tuần {first} – {last}").format(
            first=date_format(first, "d/m"), last=date_format(last, "d/m/Y")
        )
    return _("Tháng {month} năm {year}").format(month=day.month, year=day.year)


@needs(policies.VIEW)
@require_safe
def printed(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """
    The plan in official form, as PDF or Word.

    :raises NotFound: for another kind of file
    """
    found = get_plan(request.actor, pk)
    paper = programme_paper(found, _printed_tasks(found))
    name = f"{found.title}.{form}"
    if form == "pdf":
        return as_file(to_pdf(paper, created_at=clock.now()), "application/pdf", name)
    if form == "docx":
        return as_file(to_docx(paper, created_at=clock.now()), _WORD, name)
    raise NotFound


def _printed_tasks(found: Any) -> list[Any]:
    return [one for one in tasks_of(found) if one.state != "DROPPED" and one.asked != "WITHDRAWN"]


@needs(policies.MANAGE)
@require_POST
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin a document whose text is the plan."""
    actor, found = request.actor, get_plan(request.actor, pk)
    actor.require(policies.MANAGE, on=found.organisation)
    rows = [heads(), *rows_of(_printed_tasks(found))]
    table = table_text([[cell.replace("\n", " – ") for cell in row] for row in rows])
    headings = (_("Mục đích, yêu cầu").upper(), _("Nhiệm vụ trọng tâm").upper())

    def do() -> str:
        made = draft_paper(actor=actor, plan=found, headings=headings, table=table, at=clock.now())
        return reverse("documents:detail", args=[made])

    back = reverse("planning:plan", args=[pk])
    return press(request, do, back=back, done=_("Đã đưa sang văn bản; soạn tiếp ở đây."))
