"""The queue."""

from django.http import HttpResponse

from congdoan.areas.duplicates import policies
from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.selectors.queue import last_run, visible_pairs
from congdoan.areas.duplicates.tables import PairTable
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.DECIDE)
def queue(request: ActorRequest) -> HttpResponse:
    asked = request.GET.get("tinh-trang", "")
    state = PairState(asked) if asked in PairState.values else PairState.OPEN
    tabs = [
        {
            "label": str(one.label).capitalize(),
            "url": f"?tinh-trang={one.value}",
            "current": one == state,
            "count": None,
        }
        for one in PairState
    ]
    context = {
        "table": PairTable(visible_pairs(request.actor, state), request),
        "tabs": tabs,
        "run": last_run(),
    }
    return render_page(request, "duplicates/queue.html", context)
