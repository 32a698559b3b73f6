"""One campaign: its steps, its log, what comes next; the panel of an employer's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.campaigns import policies
from congdoan.areas.campaigns.enums import Aim
from congdoan.areas.campaigns.forms import ContactForm
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.selectors.campaigns import (
    may_work_on,
    open_campaign_at,
    owner_of,
    visible_campaign,
)
from congdoan.areas.campaigns.selectors.progress import unscoped_progress
from congdoan.areas.campaigns.services.running import log_contact
from congdoan.areas.campaigns.views.acting import did
from congdoan.areas.restructuring.api import FOUND, Verdict, founding_page, unscoped_employers
from congdoan.areas.workforce.api import unscoped_numbers
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@needs(policies.VIEW)
def campaign(request: ActorRequest, pk: int) -> HttpResponse:
    """One campaign; who runs it writes contacts down here."""
    held, actor = visible_campaign(request.actor, pk), request.actor
    form = None
    if held.is_open and may_work_on(actor, held):
        first = {"day": actor.today}
        form = ContactForm(request.POST or None, actor=actor, initial=first)

        def do() -> Any:
            return log_contact(
                actor=actor, campaign=held, data=form.as_data, on=actor.today, at=clock.now()
            )

        if did(request, form, do, _("Đã ghi lần liên hệ.")):
            return redirect("campaigns:campaign", pk)
    elif request.method == "POST":
        raise NotAllowed
    status = 422 if form is not None and form.is_bound and form.errors else 200
    context = {**_facts(request, held), "form": form}
    return render_page(request, "campaigns/campaign.html", context, status=status)


def _facts(request: ActorRequest, held: Campaign) -> dict[str, Any]:
    actor, day = request.actor, request.actor.as_of
    progress = unscoped_progress([held], on=day)[held.pk]
    may = actor.may(policies.MANAGE, on=held.organisation) and held.is_open
    may_found = held.aim == Aim.FOUND and actor.may(FOUND, on=held.organisation)
    return {
        "campaign": held,
        "name": name_of(held.place, on=day),
        "owner": name_of(held.organisation, on=day),
        "is_found": held.aim == Aim.FOUND,
        "there": held.place.exists_on(actor.today),
        "progress": progress,
        "contacts": list(held.contacts.all()[:200]),
        "said": unscoped_numbers([held.place_id], on=day).get(held.place_id),
        "late": held.is_open and held.next_due < actor.today,
        "founding_link": founding_page(held.organisation_id, held.place_id)
        if may_found and held.is_open and not progress.founding and not progress.union
        else "",
        "may": {
            "manage": may,
            "founding": may_found,
            "employer": held.aim == Aim.FOUND,
        },
    }


@needs(policies.VIEW)
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """
    The panel "Vận động" of an employer's page.

    :raises NotFound: when it is none whose campaigns the actor may see
    """
    actor = request.actor
    place = Organisation.objects.filter(pk=pk).first()
    owner = owner_of(place, on=actor.today) if place else None
    if place is None or owner is None or not actor.may(policies.VIEW, on=owner):
        raise NotFound
    there = open_campaign_at(pk)
    if there is not None and not actor.may(policies.VIEW, on=there.organisation):
        there = None
    rows = unscoped_employers([pk], on=actor.today)
    free = bool(rows) and rows[0].verdict in {Verdict.MAY_FOUND, Verdict.UNKNOWN}
    context = {
        "place": place,
        "name": name_of(place, on=actor.as_of),
        "campaign": there,
        "progress": unscoped_progress([there], on=actor.as_of)[there.pk] if there else None,
        "may": {"start": there is None and free and actor.may(policies.MANAGE, on=owner)},
    }
    return render_page(request, "campaigns/panel.html", context, part="campaign")
