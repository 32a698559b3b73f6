from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import pickers
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.support.search.selectors.desk import SHORTEST, search_desk


def _asked(request: ActorRequest) -> str:
    """Return the text without what no name holds (a NUL would not pass the database)."""
    text = "".join(char for char in request.GET.get("q", "") if char.isprintable())
    return text.strip()[:200]


@signed_in
def results(request: ActorRequest) -> HttpResponse:
    text = _asked(request)
    only = request.GET.get("loai", "")
    context = {
        "asked": text,
        "only": only,
        "too_short": 0 < len(text) < SHORTEST,
        "found": search_desk(request.actor, text, only=only),
    }
    return render_page(request, "search/results.html", context)


@signed_in
def pick(request: ActorRequest, source: str) -> HttpResponse:
    """Offer choices for a ``PickField`` while somebody types."""
    register = pickers.source(source)
    if register is None:
        raise NotFound
    text = _asked(request)
    long_enough = len(text) >= SHORTEST
    choices = register.search(request.actor, text, pickers.OFFERED) if long_enough else ()
    return render_page(request, "search/pick.html", {"choices": choices})
