"""What a branch says in a round: progress, figures, what each figure is made of."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.models import Cell, Line
from congdoan.areas.reporting.selectors.cells import Layout, breakdown_label, layout_of
from congdoan.areas.reporting.selectors.findings import shown
from congdoan.areas.reporting.selectors.rounds import visible_round
from congdoan.areas.reporting.selectors.series import has_series
from congdoan.areas.reporting.selectors.sheets import totals_sheet
from congdoan.areas.reporting.selectors.totals import (
    Contribution,
    Place,
    branches_below,
    contributions,
    figures_before,
    figures_of,
    parts_named,
    place_in,
    readable_branches,
    readable_reports,
    waiting_changes,
)
from congdoan.areas.reporting.selectors.words import gathered
from congdoan.foundation import panels, vietnamese
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotFound

#: Rows of one figure shown at once; the rest is found by name.
SHOWN = 200


def place_asked(request: ActorRequest, pk: int) -> Place:
    """:raises NotFound: when the address names no branch whose figures the actor may see"""
    found = visible_round(request.actor, pk)
    return place_in(
        request.actor,
        found,
        organisation=read_key(request.GET.get("don-vi", "")) or None,
        line=read_key(request.GET.get("he-thong", "")) or None,
    )


def about(place: Place) -> dict[str, object]:
    """Return what every page about a total says at its head."""
    here = f"don-vi={place.organisation.pk}&he-thong={place.total.hierarchy_id}"
    return {
        "round": place.round,
        "place": place,
        "here": here,
        "waiting": waiting_changes(place),
        "line_tabs": [
            {
                "label": one.label,
                "url": f"{reverse('reporting:totals', args=[place.round.pk])}"
                f"?don-vi={place.organisation.pk}&he-thong={one.value}",
                "current": one == place.line,
                "mark": "true",
            }
            for one in place.lines
        ],
    }


def ways(actor: Actor, place: Place, where: str) -> list[dict[str, str]]:
    """Return the ways to pages of slices above about the same branch."""
    links = panels.links(where, actor=actor, organisation=place.organisation, pk=place.round.pk)
    return [one | {"url": one["url"].partition("?")[0]} for one in links]


@dataclass(frozen=True)
class Row:
    """One figure of a branch beside the round before."""

    cell: Cell
    label: str
    value: str
    before: str
    change: str


def _rows(layout: Layout, place: Place) -> list[tuple[str, list[tuple[Line, list[Row]]]]]:
    figures, before = figures_of(layout, place.total), figures_before(layout, place)

    def row(cell: Cell) -> Row:
        now, then = figures[cell.position], before.get(cell.series)
        return Row(
            cell,
            breakdown_label(cell.breakdown) if cell.breakdown else "",
            shown(now) if now is None else shown(rounded(now)),
            shown(rounded(then)) if then is not None else "—",
            _difference(now, then),
        )

    return [
        (part.section.title, [(line, [row(cell) for cell in cells]) for line, cells in part.rows])
        for part in layout.parts
        if part.is_table
    ]


def rounded(value: Decimal) -> Decimal:
    return value if value == value.to_integral_value() else round(value, 2)


def _difference(now: Decimal | None, then: Decimal | None) -> str:
    if now is None or then is None:
        return ""
    change = rounded(now - then)
    return f"+{shown(change)}" if change > 0 else shown(change).replace("-", "−")


@needs(policies.VIEW)
@require_safe
def totals(request: ActorRequest, pk: int) -> HttpResponse:
    """The progress and the figures of a branch."""
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    branches = branches_below(place)
    context = about(place) | {
        "branches": branches,
        "readable": readable_branches(
            request.actor, [one.organisation_id for one, _name in branches]
        ),
        "sections": _rows(layout, place),
        "narratives": layout.narratives,
        "ways": ways(request.actor, place, "reporting.totals"),
    }
    return render_page(request, "reporting/totals.html", context)


@needs(policies.VIEW)
@require_safe
def behind(request: ActorRequest, pk: int, position: int) -> HttpResponse:
    """
    What one figure of a branch is made of, the greatest first.

    :raises NotFound: when the form has no such cell
    """
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    if position >= len(layout.cells):
        raise NotFound
    cell = layout.cells[position]
    made_of = [one for one in contributions(place, layout) if _says(one, position)]
    words = vietnamese.fold(request.GET.get("q", "")[:100]).split()
    found = [one for one in made_of if all(w in vietnamese.fold(one.name) for w in words)]
    found.sort(key=lambda one: (-(one.values[position] or 0), one.name))
    parts = parts_named(cell, layout.cells)
    total = figures_of(layout, place.total)
    rows = found[:SHOWN]
    context = about(place) | {
        "readable": readable_branches(
            request.actor, [one.organisation_id for one in rows if one.total]
        ),
        "readable_reports": readable_reports(
            request.actor, [one.report for one in rows if one.report]
        ),
        "cell": cell,
        "label": breakdown_label(cell.breakdown) if cell.breakdown else "",
        "value": text_of(total[position]),
        "parts": [(part, text_of(total[part.position])) for part in parts],
        "has_series": has_series(cell),
        "is_distinct": cell.roll_up == RollUp.DISTINCT,
        "rows": [
            (
                one,
                text_of(one.values[position]),
                [(text_of(one.values[p.position]), p.line.title) for p in parts],
            )
            for one in rows
        ],
        "count": len(made_of),
        "more": max(0, len(found) - SHOWN),
        "q": request.GET.get("q", "")[:100],
    }
    return render_page(request, "reporting/behind.html", context)


def _says(one: Contribution, position: int) -> bool:
    return one.values[position] is not None or one.report is not None


def text_of(value: Decimal | None) -> str:
    """Return a figure as it is shown, with two digits after the comma at most."""
    return "—" if value is None else shown(rounded(value))


@needs(policies.VIEW)
@require_safe
def words(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """
    What the units of a branch wrote in one part of the form, in order, to be quoted.

    :raises NotFound: when the form has no such part
    """
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    section = next((one for one in layout.narratives if one.code == code), None)
    if section is None:
        raise NotFound
    context = about(place) | {
        "section": section,
        "gathered": gathered(request.actor, place, section),
    }
    return render_page(request, "reporting/words.html", context)


@needs(policies.VIEW)
@require_safe
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """Every row and figure of a branch as a workbook whose sums are formulas."""
    place = place_asked(request, pk)
    content = totals_sheet(place, layout_of(place.round.version))
    name = f"tong-hop-{place.organisation.code}-{place.round.last:%Y-%m-%d}.xlsx"
    return as_file(content, XLSX, name)
