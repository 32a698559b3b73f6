from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.kernel.places.api import candidates, find_ended_units, full_names

MOST_RESULTS = 30


@signed_in
def old_address(request: ActorRequest) -> HttpResponse:
    """
    Find what an old address is called now.

    All candidates are shown and none is chosen: in a divided commune only somebody who knows the
    address can tell.
    """
    day = request.actor.as_of
    asked = request.GET.get("q", "").strip()[:200]
    found = list(find_ended_units(asked, before=day)[: MOST_RESULTS + 1]) if asked else []
    shown = found[:MOST_RESULTS]
    now = candidates(shown, on=day)
    names = full_names(shown)
    new_names = full_names([each.unit for ends in now.values() for each in ends], on=day)
    answers = [
        {
            "unit": unit,
            "name": names[unit.pk],
            "candidates": [(each, new_names[each.unit.pk]) for each in now[unit.pk]],
        }
        for unit in shown
    ]
    context = {
        "asked": asked,
        "day": day,
        "answers": answers,
        "more": len(found) > MOST_RESULTS,
    }
    return render_page(request, "places/old_address.html", context)
