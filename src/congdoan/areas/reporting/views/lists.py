"""Lists: what one's unit owes, the rounds, the reports of a round."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Round
from congdoan.areas.reporting.selectors.choices import may_open_round
from congdoan.areas.reporting.selectors.rounds import (
    counts_of,
    named,
    own_reports,
    visible_reports,
    visible_round,
    visible_rounds,
    with_openers,
)
from congdoan.areas.reporting.selectors.standing import taking_unit
from congdoan.areas.reporting.selectors.totals import leads_somebody
from congdoan.areas.reporting.tables import OwnTable, ReportTable, RoundTable
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of


@needs(policies.VIEW)
@require_safe
def reports(request: ActorRequest) -> HttpResponse:
    """What the actor's unit owes and has done."""
    actor = request.actor
    context = {
        "table": OwnTable(own_reports(actor), request),
        "tab": "own",
        "may": {"open": may_open_round(actor)},
    }
    return render_page(request, "reporting/list.html", context)


@needs(policies.VIEW)
@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    """The rounds one has to do with."""
    actor = request.actor
    context = {
        "table": RoundTable(with_openers(visible_rounds(actor)), request),
        "tab": "rounds",
        "may": {"open": may_open_round(actor)},
    }
    return render_page(request, "reporting/list.html", context)


@needs(policies.VIEW)
@require_safe
def round_(request: ActorRequest, pk: int) -> HttpResponse:
    """A round: how far it has come, and its reports with states."""
    actor = request.actor
    found = visible_round(actor, pk)
    seen = named(visible_reports(actor), found, today=actor.today)
    held = actor.held_at(policies.JUDGE)
    mine = seen
    if request.GET.get("pham_vi") != "tat-ca" and held is not None:
        mine = seen.filter(Q(superior__in=held) | Q(second__in=held))
    may_open = actor.may(policies.OPEN, on=found.organisation)
    context = {
        "round": found,
        "opener": name_of(found.organisation, on=found.on),
        "counts": counts_of(seen, today=actor.today),
        "table": ReportTable(mine, request),
        "own": own_reports(actor).filter(round=found).first(),
        "has_totals": leads_somebody(actor, found),
        "may": {
            "lock": may_open and found.is_open,
            "unlock": may_open and not found.is_open,
            "adjust": _takes(actor, found),
        },
    }
    return render_page(request, "reporting/round.html", context)


def _takes(actor: Actor, found: Round) -> bool:
    try:
        taking_unit(actor, found)
    except NotAllowed:
        return False
    return True


@needs(policies.VIEW)
@require_safe
def owed(request: ActorRequest, pk: int) -> HttpResponse:
    """Go to the report one owes in a round; where it is several (units stood for), to the list."""
    found = visible_round(request.actor, pk)
    mine = list(own_reports(request.actor).filter(round=found)[:2])
    if len(mine) == 1:
        return redirect("reporting:report", mine[0].pk)
    return redirect("reporting:reports" if mine else "reporting:round", *([] if mine else [pk]))
