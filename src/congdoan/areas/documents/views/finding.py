"""Looking through what a unit wrote and received."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.finding import FindForm
from congdoan.areas.documents.selectors.documents import get_unit
from congdoan.areas.documents.selectors.finding import Results, find_papers
from congdoan.areas.documents.selectors.types import all_types, same_types
from congdoan.areas.documents.tables import TONES
from congdoan.areas.documents.views.frame import place
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
@require_safe
def find(request: ActorRequest, unit: int) -> HttpResponse:
    actor, found = request.actor, get_unit(request.actor, unit)
    asked = request.GET if any(name in request.GET for name in FindForm.base_fields) else None
    form = FindForm(asked, actor=actor, types=all_types(on=actor.as_of))
    results, tried = Results([]), False
    if asked is not None and form.is_valid():
        wish = form.wish(same_types(form.cleaned_data["type"], on=actor.as_of))
        tried = wish.asks
        if tried:
            after = request.GET.get("after", "")
            results = find_papers(found, wish, on=actor.as_of, after=after)
        else:
            form.add_error("q", FindForm.base_fields["q"].error_messages["required"])
    older = request.GET.copy()
    older["after"] = results.after
    context = {
        **place(request, found, "find"),
        "form": form,
        "rows": [(one, TONES[one.paper.state]) for one in results.rows],
        "tried": tried,
        "older": f"?{older.urlencode()}" if results.after else "",
        "later": "after" in request.GET,
    }
    return render_page(request, "documents/find.html", context)
