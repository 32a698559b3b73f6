from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit import policies
from congdoan.kernel.audit.selectors.entries import unscoped_installation_log, visible_log
from congdoan.kernel.audit.selectors.names import name_of
from congdoan.kernel.audit.tables import Log


@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """Go to the log of the organisation one works for, else of the first one in reach."""
    actor = request.actor
    reach = actor.reach(policies.VIEW)
    chosen = reach.filter(pk=actor.organisation_id).first() or reach.order_by("pk").first()
    if chosen is not None:
        return redirect("audit:log", chosen.pk)
    if _is_operator(request):
        return redirect("audit:installation")
    raise NotAllowed


@needs(policies.VIEW)
def log(request: ActorRequest, organisation_id: int) -> HttpResponse:
    actor = request.actor
    rows = visible_log(actor, organisation_id)
    title = gettext("Nhật ký của {name}").format(name=name_of(organisation_id, on=actor.as_of))
    return _page(request, rows=Log(rows, request), title=title)


@signed_in
def installation(request: ActorRequest) -> HttpResponse:
    """What belongs to no organisation: sign-ins, locks, passwords; for who runs the system."""
    if not _is_operator(request):
        raise NotFound
    rows = unscoped_installation_log(request.actor)
    return _page(request, rows=Log(rows, request), title=gettext("Nhật ký hệ thống"))


def _page(request: ActorRequest, *, rows: Log, title: str) -> HttpResponse:
    return render_page(
        request,
        "audit/log.html",
        {"table": rows, "log_title": title, "may": {"see_installation": _is_operator(request)}},
    )


def _is_operator(request: ActorRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_operator
