"""Forms and what their versions ask."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.designing import visible_forms, visible_version
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
@require_safe
def forms_(request: ActorRequest) -> HttpResponse:
    """The forms there are, each with its versions."""
    context = {"forms": visible_forms(request.actor), "tab": "forms"}
    return render_page(request, "reporting/forms.html", context)


@needs(policies.VIEW)
@require_safe
def version(request: ActorRequest, pk: int) -> HttpResponse:
    """One version: sections, lines, checks, the text it rests on."""
    found = visible_version(request.actor, pk)
    layout = layout_of(found)
    context = {"version": found, "layout": layout, "siblings": found.form.versions.all()}
    return render_page(request, "reporting/version.html", context)
