"""The charts of a comparison, and the same on paper and as a picture."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.selectors.charts import Chart, charts_of, words
from congdoan.areas.analysis.selectors.places import place_asked
from congdoan.areas.reporting.api import Pivot, Place, compared, comparison_asked, layout_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.support.rendering.api import PictureSheet, to_picture_pdf, to_picture_png

_NOTHING = Pivot([], [], [])


def _found(request: ActorRequest, pk: int) -> tuple[Place, Any, Pivot, list[Chart]]:
    place = place_asked(request.actor, pk, request.GET)
    layout = layout_of(place.round.version)
    form = comparison_asked(request.GET, layout)
    found = compared(place, layout, form) or _NOTHING
    over = form.is_valid() and form.cleaned_data["theo"] == "dot"
    charts = charts_of(found, whole=place.name, over_rounds=over) if found.lines else []
    return place, form, found, charts


@needs(policies.VIEW)
@require_safe
def charts(request: ActorRequest, pk: int) -> HttpResponse:
    """The comparison of the address as pictures, with the table beside them."""
    place, form, found, drawn = _found(request, pk)
    context = {
        "round": place.round,
        "place": place,
        "here": f"don-vi={place.organisation.pk}&he-thong={place.total.hierarchy_id}",
        "asked": request.GET.urlencode(),
        "form": form,
        "charts": drawn,
        "heads": found.heads,
        "whole": [words(one) for one in found.whole],
        "rows": _rows(found),
    }
    return render_page(request, "analysis/charts.html", context)


def _rows(found: Pivot) -> list[tuple[str, list[tuple[str, str]]]]:
    heads = [one.label for one in found.heads]
    lines = found.by(0, rising=False) if heads else []
    return [(one.name, list(zip(map(words, one.values), heads, strict=True))) for one in lines]


@needs(policies.VIEW)
@require_safe
def charts_file(request: ActorRequest, pk: int) -> HttpResponse:
    """
    The same as PDF, or as PNG (``?dang=png``).

    :raises NotFound: when there is nothing to draw
    """
    place, _form, found, drawn = _found(request, pk)
    if not drawn:
        raise NotFound
    sheet = PictureSheet(
        title=_("So sánh: %(name)s") % {"name": place.name},
        lines=[
            place.round.title,
            _("Theo cây tổ chức ngày %(day)s") % {"day": f"{place.round.on:%d/%m/%Y}"},
        ],
        pictures=[(one.title, _svg(one)) for one in drawn],
        heads=[_("Đơn vị"), *(one.label for one in found.heads)],
        rows=[
            *([name, *(text for text, _head in cells)] for name, cells in _rows(found)),
            [_("Cả nhánh, kể cả điều chỉnh"), *map(words, found.whole)],
        ],
    )
    name = f"bieu-do-{place.organisation.code}-{place.round.last:%Y-%m-%d}"
    if request.GET.get("dang") == "png":
        return as_file(to_picture_png(sheet), "image/png", f"{name}.png")
    made = to_picture_pdf(sheet, created_at=clock.now())
    return as_file(made, "application/pdf", f"{name}.pdf")


def _svg(chart: Chart) -> str:
    return render_to_string("analysis/picture.html", {"chart": chart, "alone": True})
