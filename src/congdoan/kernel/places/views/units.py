from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.tables import Empty
from congdoan.kernel.places.api import (
    children_on,
    counts_on,
    find_ended_units,
    find_units,
    full_names,
    links_from,
    links_to,
    parents_on,
    successors,
    unit_near,
    units_on,
)
from congdoan.kernel.places.enums import Level
from congdoan.kernel.places.models import AdminUnit
from congdoan.kernel.places.tables import UnitTable

#: More results than this mean that the question was too short.
MOST_RESULTS = 50


@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """List the provinces of the day, or what was searched for."""
    day = request.actor.as_of
    asked = request.GET.get("q", "").strip()[:200]
    context = {"asked": asked, "day": day, "counts": counts_on(day)}
    if asked:
        found = list(find_units(asked, on=day)[: MOST_RESULTS + 1])
        names = full_names(found, on=day)
        context |= {
            "found": [(unit, names[unit.pk]) for unit in found[:MOST_RESULTS]],
            "more": len(found) > MOST_RESULTS,
            "ended": not found and find_ended_units(asked, before=day).exists(),
        }
    else:
        context["table"] = UnitTable(units_on(Level.PROVINCE, day), request)
    return render_page(request, "places/index.html", context)


@signed_in
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """Show one unit, what lies in it, and its history."""
    as_of = request.actor.as_of
    shown, holders = unit_near(code, as_of)
    if shown is None:
        raise NotFound
    day = shown.day_nearest(as_of)
    context = {
        "unit": shown,
        "day": day,
        "elsewhen": day != as_of,
        "parents": parents_on(shown, day),
        "came_from": _named([(link, link.old) for link in links_to(shown)]),
        "became": _named([(link, link.new) for link in links_from(shown)]),
        "holders": [holder for holder in holders if holder != shown],
    }
    if shown.level == Level.DISTRICT and not context["became"]:
        context["spread_over"] = _named([(None, found) for found in successors(shown)])
    if shown.level != Level.COMMUNE:
        context["table"] = UnitTable(
            children_on(shown, day), request, empty=Empty(_("Không có đơn vị trực thuộc"))
        )
    return render_page(request, "places/unit.html", context)


def _named(pairs: list[tuple[object, AdminUnit]]) -> list[dict[str, object]]:
    names = full_names([unit for _link, unit in pairs])
    return [
        {
            "link": link,
            "unit": unit,
            "name": names[unit.pk],
        }
        for link, unit in pairs
    ]
