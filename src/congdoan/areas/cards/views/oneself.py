"""One's own card, to show on a phone or on paper."""

from django.http import HttpResponse
from django.utils.safestring import mark_safe

from congdoan.areas.cards.letters.face import verification_url
from congdoan.areas.cards.selectors.oneself import own_card
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.support.rendering.api import qr_svg


@signed_in
def oneself(request: ActorRequest) -> HttpResponse:
    own = own_card(request.actor, on=request.actor.today)
    code = qr_svg(verification_url(own.card), sized=False) if own.card else ""
    context = {
        "own": own,
        "code": mark_safe(code),  # noqa: S308 - drawn by us
        "on": request.actor.today,
    }
    paper = "in" in request.GET and own.card
    return render_page(request, "cards/paper.html" if paper else "cards/oneself.html", context)
