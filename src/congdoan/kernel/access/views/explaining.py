"""Who can see and do what on an organisation, and why."""

from itertools import groupby

from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.capabilities import declared
from congdoan.foundation.htmx import render_page
from congdoan.kernel.access import policies
from congdoan.kernel.access.enums import Role
from congdoan.kernel.access.selectors.explaining import Reason, unscoped_reasons
from congdoan.kernel.access.selectors.records import unscoped_grants_at
from congdoan.kernel.organisations.api import names, visible_organisation
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import NoRuleInForce, label


@needs(policies.EXPLAIN)
def explain(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = visible_organisation(request.actor, pk)
    request.actor.require(policies.EXPLAIN, on=organisation)
    wanted = request.GET.get("viec", "")
    reasons = unscoped_reasons(organisation, on=request.actor.as_of)
    if wanted:
        reasons = [r for r in reasons if wanted in {c.name for c in r.capabilities}]
    return render_page(
        request, "access/explain.html", _context(request, organisation, reasons, wanted)
    )


@needs(policies.EXPLAIN)
def explain_panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel "Ai được xem, vì sao" of an organisation's page."""
    organisation = visible_organisation(request.actor, pk)
    request.actor.require(policies.EXPLAIN, on=organisation)
    reasons = unscoped_reasons(organisation, on=request.actor.as_of)
    return render_page(
        request,
        "access/explain.html",
        _context(request, organisation, reasons[:12], ""),
        part="reasons",
    )


def _context(
    request: ActorRequest, organisation: Organisation, reasons: list[Reason], wanted: str
) -> dict[str, object]:
    ids = {reason.organisation_id for reason in reasons} | {organisation.pk}
    known = names(ids, on=request.actor.as_of)
    rows = [
        {
            "reason": reason,
            "where": known[reason.organisation_id],
            "role": Role(reason.role).label,
            "position": _position(reason, request),
            "capabilities": [capability.title for capability in reason.capabilities],
        }
        for reason in reasons
    ]
    grouped = [
        {"where": where, "rows": list(found)}
        for where, found in groupby(rows, key=lambda row: row["where"])
    ]
    grants = unscoped_grants_at(organisation, on=request.actor.as_of)
    return {
        "organisation": organisation,
        "name": known[organisation.pk],
        "groups": grouped,
        "capabilities": [(c.name, c.title) for c in declared().values()],
        "wanted": wanted,
        "grants": [
            {"grant": row, "role": row.get_role_display(), "reach": row.get_reach_display()}
            for row in grants
        ],
        "may": {"grant": request.actor.may(policies.GRANT, on=organisation)},
    }


def _position(reason: Reason, request: ActorRequest) -> str:
    if not reason.position:
        return ""
    try:
        return label("position", reason.position, request.actor.as_of)
    except NoRuleInForce:
        return reason.position
