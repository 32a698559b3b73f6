"""The map of a branch: from the country to a name, tile by tile."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.forms import MapForm
from congdoan.areas.analysis.rules.maps import COLUMNS, GAP, HIGH, ROWS, WIDE
from congdoan.areas.analysis.selectors.maps import tile_map
from congdoan.areas.analysis.selectors.places import place_asked
from congdoan.areas.reporting.api import layout_of
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
@require_safe
def map_(request: ActorRequest, pk: int) -> HttpResponse:
    place = place_asked(request.actor, pk, request.GET)
    layout = layout_of(place.round.version)
    form = MapForm({"mau": request.GET.get("mau", "")}, layout=layout)
    measure = form.cleaned_data["mau"] if form.is_valid() else ""
    found = tile_map(request.actor, place, layout, measure) if measure else None
    context = {
        "round": place.round,
        "place": place,
        "here": f"don-vi={place.organisation.pk}&he-thong={place.total.hierarchy_id}",
        "form": form,
        "measure": measure,
        "coloured": dict(form.fields["mau"].choices).get(measure, ""),  # type: ignore[attr-defined]
        "map": found,
        "size": (COLUMNS * (WIDE + GAP), ROWS * (HIGH + GAP)),
        "tile": (WIDE, HIGH),
    }
    return render_page(request, "analysis/map.html", context)
