"""A part of an organisation's page: its employers, and the size of a commune union."""

from django.http import HttpResponse

from congdoan.areas.restructuring.selectors.employers import employers_at, rule_words
from congdoan.areas.restructuring.selectors.sizes import size_of
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import VIEW, name_of, visible_organisation


@needs(VIEW)
def unit_employers(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = visible_organisation(request.actor, pk)
    day = request.actor.as_of
    rows = employers_at(request.actor, organisation, on=day)
    context = {
        "organisation": organisation,
        "name": name_of(organisation, on=day),
        "size": size_of(organisation, on=day),
        "rows": [(row, seen, rule_words(row.funding, day)) for row, seen in rows],
    }
    return render_page(request, "restructuring/unit_employers.html", context, part="panel")
