"""The table of comparison of a branch; what it shows stands in the address, to be kept and sent."""

from decimal import Decimal

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms.pivot import compared, comparison_asked
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.pivot import Line, Pivot
from congdoan.areas.reporting.selectors.sheets import pivot_sheet
from congdoan.areas.reporting.views.totals import about, place_asked, text_of, ways
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.workbook import csv_file

_CSV = "text/csv; charset=utf-8"


@needs(policies.VIEW)
@require_safe
def pivot(request: ActorRequest, pk: int) -> HttpResponse:
    """Units against figures, or one figure against rounds."""
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    form = comparison_asked(request.GET, layout)
    found = compared(place, layout, form)
    context = about(place) | {"form": form, "pivot": found, "asked": request.GET.urlencode()}
    context["ways"] = ways(request.actor, place, "reporting.comparison")
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
    found = compared(place, layout, comparison_asked(request.GET, layout)) or Pivot([], [], [])
    lines = found.by(0, rising=False) if found.heads else []
    name = f"so-sanh-{place.organisation.code}-{place.round.last:%Y-%m-%d}"
    if request.GET.get("dang") == "csv":
        heads = ["", *(one.label for one in found.heads)]
        rows = [[one.name, *map(_plain, one.values)] for one in lines]
        return as_file(csv_file(heads, rows), _CSV, f"{name}.csv")
    return as_file(pivot_sheet(place, found, lines), XLSX, f"{name}.xlsx")


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}" if value else "0"
