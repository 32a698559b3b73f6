"""Looking through time: two days compared, where a unit comes from, a number over the years."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.pictures import alluvial, graph, lines
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import Difference
from congdoan.kernel.organisations.forms import CompareForm, SeriesForm
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.organisations.selectors import (
    name_of,
    visible_among,
    visible_organisation,
)
from congdoan.kernel.organisations.selectors.comparing import Comparison, Row, compare_branch
from congdoan.kernel.organisations.selectors.events import visible_events_among
from congdoan.kernel.organisations.selectors.lineage_graph import Graph, unscoped_graph
from congdoan.kernel.organisations.selectors.series import Point, series_of, unit_counting
from congdoan.kernel.organisations.views.telling import (
    balance,
    brief_name,
    brief_names,
    comparison_book,
    drawn_flows,
    told,
)

#: Changed organisations on one page of a comparison.
PAGE = 50
#: Days that addresses hold the way machines write them.
DAYS = ("tu", "den")
#: Years a series shows unless others are asked for.
YEARS = 5
#: Boxes a person can still follow in one picture.
DRAWN = 40


def _a_year_before(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - 365))


def _branch(actor: Actor, form: Any, asked: Mapping[str, Any]) -> Organisation | None:
    """
    Return the organisation picked, else that of the address, else the one the actor works for.

    :raises NotFound: when the actor may not open it
    """
    picked = form.cleaned_data.get("don_vi") if form.is_bound else None
    chosen = picked or read_key(str(asked.get("nhanh", ""))) or actor.organisation_id
    return visible_organisation(actor, chosen) if chosen else None


def _asked(request: ActorRequest, **defaults: Any) -> dict[str, Any]:
    """Return what the address asks, with the rest as it would be asked by default."""
    given = {name: value for name, value in request.GET.dict().items() if value}
    branch = read_key(given.get("nhanh", "")) or request.actor.organisation_id
    asked: dict[str, Any] = {"don_vi": branch, **defaults, **given}
    for name in DAYS:
        with suppress(ValueError):  # shown in the boxes as people write days here
            asked[name] = date.fromisoformat(given.get(name, ""))
    return asked


# --- two days -------------------------------------------------------------------------------


def _compared(request: ActorRequest) -> tuple[CompareForm, Organisation | None, Comparison | None]:
    day = request.actor.as_of
    asked = _asked(request, tu=_a_year_before(day), den=day)
    form = CompareForm(asked, actor=request.actor)
    fine = form.is_valid()
    branch = _branch(request.actor, form, asked)
    if not fine or branch is None:
        return form, branch, None
    before, after = form.cleaned_data["tu"], form.cleaned_data["den"]
    return form, branch, compare_branch(request.actor, branch, before=before, after=after)


def _listed(form: CompareForm, comparison: Comparison) -> list[Row]:
    kind = form.cleaned_data["loai"]
    return comparison.of(kind) if kind else comparison.changed


@needs(policies.VIEW)
def compare(request: ActorRequest) -> HttpResponse:
    """A branch on two days: what began, ended, moved, was renamed."""
    form, branch, comparison = _compared(request)
    context: dict[str, Any] = {
        "form": form,
        "branch": branch,
        "branch_name": name_of(branch, on=request.actor.as_of) if branch else "",
        "comparison": comparison,
    }
    if comparison is not None:
        context |= _page_of(request, _listed(form, comparison), comparison)
        flow = drawn_flows(comparison)
        context |= {
            "flows": flow,
            "picture": alluvial(flow, brief_names(flow)),
            "balance": balance(comparison),
            "kinds": [
                {"code": one.value, "label": capfirst(str(one.label)), "count": n}
                for one in Difference
                if (n := comparison.counts[one])
            ],
            "kind": form.cleaned_data["loai"],
        }
    return render_page(request, "organisations/compare.html", context)


def _page_of(request: ActorRequest, rows: list[Row], comparison: Comparison) -> dict[str, Any]:
    last = max(1, -(-len(rows) // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    shown = [told(row, comparison) for row in rows[(number - 1) * PAGE : number * PAGE]]
    heirs = {pk for one in shown for pk in one.heirs}
    seen = visible_among(request.actor, heirs) if heirs else set()
    return {
        "rows": [
            (one, [(pk, comparison.called.get(pk, "")) for pk in one.heirs if pk in seen])
            for one in shown
        ],
        "total": len(rows),
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
    }


@needs(policies.VIEW)
def compare_sheet(request: ActorRequest) -> HttpResponse:
    """
    The listed changes as a workbook.

    :raises NotFound: when the address asks for nothing that can be compared
    """
    form, branch, comparison = _compared(request)
    if comparison is None or branch is None:
        raise NotFound
    title = name_of(branch, on=comparison.after)
    content = comparison_book(comparison, _listed(form, comparison), title)
    days = f"{comparison.before.isoformat()}-{comparison.after.isoformat()}"
    return as_file(content, XLSX, f"so-sanh-{branch.code}-{days}.xlsx")


# --- one unit through events ----------------------------------------------------------------


@needs(policies.VIEW)
def lineage(request: ActorRequest, pk: int) -> HttpResponse:
    """Where an organisation came from and what became of it, over any number of events."""
    organisation = visible_organisation(request.actor, pk)
    found = unscoped_graph(organisation, on=request.actor.as_of)
    nodes = sorted(found.nodes.values(), key=lambda node: (node.rank, node.name, node.pk))
    return render_page(
        request,
        "organisations/lineage.html",
        {
            "organisation": organisation,
            "name": found.nodes[organisation.pk].name,
            "graph": found,
            "links": [
                (link, found.nodes[link.source], found.nodes[link.target]) for link in found.links
            ],
            "picture": _drawn(found, organisation) if len(nodes) <= DRAWN else None,
            "seen": visible_among(request.actor, found.nodes),
            "seen_events": visible_events_among(
                request.actor, (link.event_id for link in found.links)
            ),
        },
    )


def _drawn(found: Graph, organisation: Organisation) -> Any:
    nodes = sorted(found.nodes.values(), key=lambda node: (node.rank, node.name, node.pk))
    boxes = []
    for node in nodes:
        until = f" – {node.seen_on:%d/%m/%Y}" if node.valid.upper else ""
        begun = f"{node.valid.lower:%d/%m/%Y}"
        shown = brief_name(node.name)
        boxes.append((node.pk, node.rank, shown, f"{begun}{until}" if until else f"{begun} –"))
    arrows = [
        (link.source, link.target, f"{link.kind.label} {link.on:%d/%m/%Y}") for link in found.links
    ]
    return graph(boxes, arrows, centre=organisation.pk)


# --- a number over the years ----------------------------------------------------------------


@needs(policies.VIEW)
def series(request: ActorRequest) -> HttpResponse:
    """The number of units of a branch over the years, on three trees, with what broke it."""
    actor = request.actor
    asked = _asked(request, tu_nam=actor.as_of.year - YEARS, den_nam=actor.as_of.year)
    form = SeriesForm(asked, actor=actor)
    fine = form.is_valid()
    branch = _branch(actor, form, asked)
    context: dict[str, Any] = {
        "form": form,
        "branch": branch,
        "branch_name": name_of(branch, on=actor.as_of) if branch else "",
    }
    if fine and branch is not None:
        years = range(form.cleaned_data["tu_nam"], form.cleaned_data["den_nam"] + 1)
        days = sorted({min(date(year, 12, 31), actor.as_of) for year in years})
        counting = unit_counting(form.cleaned_data["cap"])
        points = series_of(actor, branch, days=days, counting=counting)
        events = {one.event_id for point in points for one in point.breaks}
        context |= {
            "points": points,
            "seen_events": visible_events_among(actor, events) if events else set(),
            "picture": _chart(points),
            "any": any(point.then or point.today for point in points),
        }
    return render_page(request, "organisations/series.html", context)


def _chart(points: list[Point]) -> Any:
    return lines(
        [
            (_("Cây của thời điểm đó"), "one", [point.then for point in points]),
            (_("Cây hiện nay"), "two", [point.today for point in points]),
            (_("So cùng phạm vi"), "three", [point.alike for point in points]),
        ],
        [
            f"{point.on:%d/%m/%Y}" if point.on.month != 12 else str(point.on.year)
            for point in points
        ],
        [
            (place, capfirst(str(point.breaks[0].kind.label)))
            for place, point in enumerate(points)
            if point.breaks
        ],
    )


def _mark(day: date) -> str:
    """Return the year of a day that closes one, else the day."""
    return str(day.year) if (day.month, day.day) == (12, 31) else f"{day:%d/%m/%Y}"
