from django.http import HttpResponse

from congdoan.areas.indicators import policies
from congdoan.areas.indicators.selectors.catalogue import Indicator, indicators
from congdoan.areas.indicators.tables import Catalogue
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.vietnamese import fold


@needs(policies.VIEW)
def catalogue(request: ActorRequest) -> HttpResponse:
    """All indicators in force on the day looked at, narrowed by name, source, what is checked."""
    table = Catalogue([], request)
    asked = {}
    if table.filter is not None:
        table.filter.is_valid()
        asked = table.filter.cleaned_data
    every = indicators(request.actor.as_of)
    table.rows_asked = [one for one in every if _fits(one, asked)]
    context = {
        "table": table,
        "lines": len({one.number for one in every} - {None}),
        "day": request.actor.as_of,
    }
    return render_page(request, "indicators/catalogue.html", context)


def _fits(one: Indicator, asked: dict[str, object]) -> bool:
    words = fold(str(asked.get("q") or "")).split()
    text = fold(f"{one.code} {one.label_vi} {one.label_en}")
    return (
        all(word in text for word in words)
        and (not asked.get("nguon") or one.source == asked["nguon"])
        and (not asked.get("loai") or one.kind == asked["loai"])
        and not (asked.get("chua") and one.rule.verified)
    )
