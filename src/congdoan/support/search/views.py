from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import pickers
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound


@signed_in
def results(request: ActorRequest) -> HttpResponse:
    return render_page(request, "search/results.html", {"asked": request.GET.get("q", "")})


@signed_in
def pick(request: ActorRequest, source: str) -> HttpResponse:
    """Offer choices for a ``PickField`` while somebody types."""
    register = pickers.source(source)
    if register is None:
        raise NotFound
    text = request.GET.get("q", "").strip()
    choices = register.search(request.actor, text, pickers.OFFERED) if len(text) > 1 else ()
    return render_page(request, "search/pick.html", {"choices": choices})
