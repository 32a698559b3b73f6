"""A file of cards: how far it is, taking it."""

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.cards import policies
from congdoan.areas.cards.selectors.prints import get_own_print
from congdoan.areas.cards.services.printing import PrintGone, is_lost
from congdoan.areas.cards.views.frame import place
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import name_of


@needs(policies.ISSUE)
def printing(request: ActorRequest, pk: int) -> HttpResponse:
    """How far the file is; the file once it is there; how to print it."""
    one = get_own_print(request.actor, pk)
    request.actor.require(policies.ISSUE, on=one.organisation)
    context = {**place(request, one.organisation), "one": one, "lost": is_lost(one, at=clock.now())}
    return render_page(request, "cards/printing.html", context, part="state")


@needs(policies.ISSUE)
def file(request: ActorRequest, pk: int) -> HttpResponse:
    """The file, to who asked for it and still may."""
    one = get_own_print(request.actor, pk)
    request.actor.require(policies.ISSUE, on=one.organisation)
    if not one.path or not default_storage.exists(one.path):
        raise PrintGone
    with default_storage.open(one.path) as stored:
        content = stored.read()
    unit = name_of(one.organisation, on=request.actor.today)
    name = _("Thẻ đoàn viên %(unit)s") % {"unit": unit}
    return as_file(content, "application/pdf", f"{name} {one.asked_at:%Y-%m-%d}.pdf")
