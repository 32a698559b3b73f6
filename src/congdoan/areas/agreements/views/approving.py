"""Each party's own approval before it signs: who wants it, who has it, the resolution itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.approving import RecordApproval
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.refusals import ReasonNeeded, ResolvedInTheFuture
from congdoan.areas.agreements.rules.states import FROZEN, Action
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.approvals import approvals_of
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal


@needs(policies.VIEW)
def approvals(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every party with what it requires and what its own body decided."""
    agreement = load(request, pk)
    rows = approvals_of(agreement, current_version(agreement))
    own = _own_ids(request, [row.party for row in rows])
    seen = set(
        request.actor.reach(policies.VIEW)
        .filter(pk__in=[row.party.organisation_id for row in rows])
        .values_list("pk", flat=True)
    )
    settle = states.allowed(agreement.state, Action.REQUIRE_APPROVAL)
    context = {
        **frame(request, agreement, "signing" if agreement.state in FROZEN else "parties"),
        "rows": rows,
        "called": party_names([row.party for row in rows], on=request.actor.today),
        "own": own,
        "seen": seen,
        "settle": settle,
        "manage": settle and request.actor.may(policies.MANAGE, on=agreement.drafting),
        "open": states.allowed(agreement.state, Action.APPROVE),
    }
    return render_page(request, "agreements/approvals.html", context)


def _own_ids(request: ActorRequest, parties: list[Party]) -> set[int]:
    """Return the parties the actor records resolutions for."""
    ids = [party.organisation_id for party in parties]
    held = request.actor.reach(policies.APPROVE).filter(pk__in=ids)
    return set(held.values_list("pk", flat=True))


def _party(request: ActorRequest, agreement: Agreement, party_pk: int) -> Party:
    """:raises NotFound: also for a party the actor does not act for"""
    party = next((row for row in parties_of(agreement) if row.pk == party_pk), None)
    if party is None or not request.actor.may(policies.APPROVE, on=party.organisation):
        raise NotFound
    return party


def _done(pk: int) -> str:
    return reverse("agreements:approvals", args=[pk])


@needs(policies.APPROVE)
def approve(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Record the resolution of a party's own body, or take it back."""
    agreement = load(request, pk)
    party = _party(request, agreement, party_pk)
    form = RecordApproval(request.POST or None, request.FILES or None, actor=request.actor)
    called = party_names([party], on=request.actor.today)[party.organisation_id]
    context: dict[str, Any] = {
        **frame(request, agreement),
        "form": form,
        "heading": _("Ghi nghị quyết chấp thuận: {party}").format(party=called),
        "action": _("Ghi nghị quyết"),
        "back": _done(pk),
    }
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with once(request):
                api.record_approval(
                    actor=request.actor,
                    agreement=agreement,
                    party=party,
                    body=values["body"],
                    number=values["number"],
                    dated=values["dated"],
                    upload=values["upload"],
                    on=request.actor.today,
                    at=clock.now(),
                )
        except NotAllowed:
            raise
        except ResolvedInTheFuture as refusal:
            form.refuse(refusal, "dated")
        except Refusal as refusal:
            context["refused"] = refusal.sentence
        else:
            messages.success(request, _("Đã ghi nghị quyết; bên này ký được."))
            return redirect(_done(pk))
    status = 409 if context.get("refused") else 422 if form.errors else 200
    return render_page(request, "agreements/form.html", context, status=status)


@needs(policies.APPROVE)
@require_POST
def withdraw(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Take a resolution back that was recorded wrongly."""
    agreement = load(request, pk)
    party = _party(request, agreement, party_pk)
    try:
        api.withdraw_approval(
            actor=request.actor,
            agreement=agreement,
            party=party,
            reason=request.POST.get("reason", "")[:1000],
            on=request.actor.today,
            at=clock.now(),
        )
    except ReasonNeeded as refusal:
        messages.error(request, refusal.sentence)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã rút nghị quyết đã ghi."))
    return redirect(_done(pk))


@needs(policies.VIEW)
@require_POST
def require(request: ActorRequest, pk: int) -> HttpResponse:
    """Say whether all parties, or the own one, need a resolution before signing."""
    agreement = load(request, pk)
    asked = request.POST.get("party", "")
    party = _party(request, agreement, int(asked)) if asked.isdecimal() else None
    try:
        api.require_approval(
            actor=request.actor,
            agreement=agreement,
            party=party,
            required=request.POST.get("required") == "1",
            on=request.actor.today,
            at=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã lưu."))
    return redirect(_done(pk))
