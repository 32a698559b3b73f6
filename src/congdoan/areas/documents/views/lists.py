"""The documents of a unit: what it writes, what came."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from congdoan.areas.documents import policies
from congdoan.areas.documents.selectors.cosigners import waiting_at
from congdoan.areas.documents.selectors.documents import documents_of, get_unit, own_unit
from congdoan.areas.documents.selectors.incoming import incoming_of, waiting_of
from congdoan.areas.documents.tables import DocumentTable, IncomingTable
from congdoan.areas.documents.views.frame import place
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed


@needs(policies.VIEW)
def home(request: ActorRequest) -> HttpResponse:
    """The way to the documents of the unit one works for."""
    unit = own_unit(request.actor)
    if unit is None:
        raise NotAllowed
    return redirect(reverse("documents:arrived", args=[unit.pk]))


@needs(policies.VIEW)
def of(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    table = DocumentTable(documents_of(found, on=request.actor.as_of), request)
    context = {**place(request, found, "of"), "table": table, "to_sign": waiting_at(found)}
    return render_page(request, "documents/of.html", context)


@needs(policies.VIEW)
def arrived(request: ActorRequest, unit: int) -> HttpResponse:
    """The incoming register, newest first, with what waits."""
    actor = request.actor
    found = get_unit(actor, unit)
    context = {
        **place(request, found, "arrived"),
        "table": IncomingTable(incoming_of(found, on=actor.as_of), request),
        "waiting": waiting_of(found, on=actor.today),
    }
    return render_page(request, "documents/arrived.html", context)
