"""The table of comparison of a branch; what it shows stands in the address, to be kept and sent."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.forms.pivot import PivotForm
from congdoan.areas.reporting.selectors.cells import Layout, head_of, layout_of
from congdoan.areas.reporting.selectors.pivot import (
    Line,
    Pivot,
    by_figures,
    by_rounds,
    earlier_rounds,
)
from congdoan.areas.reporting.selectors.sheets import pivot_sheet
from congdoan.areas.reporting.selectors.totals import Place
from congdoan.areas.reporting.views.totals import about, place_asked, text_of
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.workbook import csv_file

_CSV = "text/csv; charset=utf-8"
#: Shown at first: as many figures as fit a page.
_AT_FIRST = 4


def _asked(request: HttpRequest, layout: Layout) -> PivotForm:
    lines = [
        (str(one.position), head_of(one)) for one in layout.cells if one.roll_up != RollUp.DISTINCT
    ]
    given: Any = request.GET
    if "cot" not in given:
        given = given.copy()
        given.setlist("cot", [place for place, _label in lines[:_AT_FIRST]])
    return PivotForm(given, lines=lines)


def _compared(place: Place, layout: Layout, form: PivotForm) -> Pivot | None:
    if not form.is_valid() or not form.cleaned_data["cot"]:
        return None
    positions: list[int] = form.cleaned_data["cot"]
    if form.cleaned_data["theo"] == "dot":
        return by_rounds(place, earlier_rounds(place), layout.cells[positions[0]].series)
    return by_figures(place, layout, positions)


@needs(policies.VIEW)
@require_safe
def pivot(request: ActorRequest, pk: int) -> HttpResponse:
    """Units against figures, or one figure against rounds."""
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    form = _asked(request, layout)
    found = _compared(place, layout, form)
    context = about(place) | {"form": form, "pivot": found, "asked": request.GET.urlencode()}
    if found is not None:
        column = min(read_key(request.GET.get("xep", "")), len(found.heads) - 1)
        rising = request.GET.get("chieu") == "tang"
        context |= {
            "column": column,
            "rising": rising,
            "with_shares": form.cleaned_data["phan"],
            "most": f"{found.most(column):f}",
            "whole": [text_of(one) for one in found.whole],
            "lines": [
                (one, _cells(found, one), f"{max(one.values[column] or 0, 0):f}")
                for one in found.by(column, rising=rising)
            ],
        }
    return render_page(request, "reporting/pivot.html", context)


def _cells(found: Pivot, line: Line) -> list[tuple[str, str, str]]:
    """Return of each figure of a line: its text, its part of the whole, the head above it."""
    return [
        (text_of(value), _percent(share), head.label)
        for value, share, head in zip(line.values, line.shares, found.heads, strict=True)
    ]


def _percent(value: Decimal | None) -> str:
    return "" if value is None else f"{text_of(value)} %"


@needs(policies.VIEW)
@require_safe
def pivot_file(request: ActorRequest, pk: int) -> HttpResponse:
    """The same table as a workbook with sums as formulas, or as CSV (``?dang=csv``)."""
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    found = _compared(place, layout, _asked(request, layout)) or Pivot([], [], [])
    lines = found.by(0, rising=False) if found.heads else []
    name = f"so-sanh-{place.organisation.code}-{place.round.last:%Y-%m-%d}"
    if request.GET.get("dang") == "csv":
        heads = ["", *(one.label for one in found.heads)]
        rows = [[one.name, *map(_plain, one.values)] for one in lines]
        return as_file(csv_file(heads, rows), _CSV, f"{name}.csv")
    return as_file(pivot_sheet(place, found, lines), XLSX, f"{name}.xlsx")


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}" if value else "0"
