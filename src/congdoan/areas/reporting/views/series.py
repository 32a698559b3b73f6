"""A line of a form over the rounds of a branch, on three trees."""

from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.selectors.cells import layout_of, name_of
from congdoan.areas.reporting.selectors.series import Dot, has_series, line_over
from congdoan.areas.reporting.views.totals import about, place_asked
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.pictures import lines
from congdoan.foundation.refusal import NotFound


@needs(policies.VIEW)
@require_safe
def series(request: ActorRequest, pk: int, position: int) -> HttpResponse:
    """
    One figure of a branch over rounds, with what broke it.

    :raises NotFound: when the form has no such place, or its figures cannot be put together
    """
    place = place_asked(request, pk)
    layout = layout_of(place.round.version)
    if position >= len(layout.cells) or not has_series(layout.cells[position]):
        raise NotFound
    cell = layout.cells[position]
    dots = line_over(request.actor, place, cell)
    context = about(place) | {
        "cell": cell,
        "label": name_of(cell),
        "dots": dots,
        "picture": _chart(dots),
    }
    return render_page(request, "reporting/series.html", context)


def _chart(dots: list[Dot]) -> Any:
    """Draw the series; not where some round is not known: a line would make it zero."""
    views = [
        (_("Cây của thời điểm đó"), "one", [dot.then.value for dot in dots]),
        (_("Cây hiện nay"), "two", [dot.today.value for dot in dots]),
        (_("So cùng phạm vi"), "three", [dot.alike.value for dot in dots]),
    ]
    known = [
        (label, look, [max(0, round(value)) for value in values if value is not None])
        for label, look, values in views
        if all(value is not None for value in values)
    ]
    if len(dots) < 2 or not known:
        return None
    breaks = [
        (place, capfirst(str(dot.point.breaks[0].kind.label)))
        for place, dot in enumerate(dots)
        if dot.point.breaks
    ]
    return lines(known, [f"{dot.round.on:%d/%m/%Y}" for dot in dots], breaks)
