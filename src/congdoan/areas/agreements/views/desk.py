"""The desk's panel: the agreements the person's own organisations are busy with."""

from django.http import HttpResponse

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.selectors.desk import busy_agreements
from congdoan.areas.agreements.tables import state_badge
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
def panel(request: ActorRequest) -> HttpResponse:
    rows = [
        {"agreement": agreement, "state": state_badge(agreement.state)}
        for agreement in busy_agreements(request.actor)
    ]
    return render_page(
        request,
        "agreements/desk.html",
        {"rows": rows, "may": {"draft": request.actor.may_somewhere(policies.DRAFT)}},
        part="busy",
    )
