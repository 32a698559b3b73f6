"""Each party's own approval before it signs: who wants it, who has it, the resolution itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.approving import RecordApproval
from congdoan.areas.agreements.models import Agreement, Amendment, Party
from congdoan.areas.agreements.rules import amending, states
from congdoan.areas.agreements.rules.amending import AmendAction
from congdoan.areas.agreements.rules.refusals import ResolvedInTheFuture
from congdoan.areas.agreements.rules.states import FROZEN, Action
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.amendments import find_amendment
from congdoan.areas.agreements.selectors.approvals import Text, approvals_of
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.views.amending import amendment_frame
from congdoan.areas.agreements.views.duties_form import answer_form
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal


@dataclass(frozen=True)
class Target:
    """What is approved: the text itself, or one addendum to it."""

    agreement: Agreement
    amendment: Amendment | None

    @property
    def text(self) -> Text:
        return self.amendment or current_version(self.agreement)

    @property
    def open(self) -> bool:
        if self.amendment is not None:
            return amending.allowed(self.amendment.state, AmendAction.APPROVE)
        return states.allowed(self.agreement.state, Action.APPROVE)

    def url(self, name: str, *more: int) -> str:
        if self.amendment is None:
            return reverse(f"agreements:{name}", args=[self.agreement.pk, *more])
        args = [self.agreement.pk, self.amendment.pk, *more]
        return reverse(f"agreements:amendment_{name}", args=args)


def _target(request: ActorRequest, pk: int, amendment_pk: int | None) -> Target:
    """:raises NotFound: also for an addendum its proposer has not sent out"""
    agreement = load(request, pk)
    if amendment_pk is None:
        return Target(agreement, None)
    return Target(agreement, find_amendment(request.actor, agreement, amendment_pk))


def _frame(request: ActorRequest, target: Target) -> dict[str, Any]:
    if target.amendment is not None:
        return amendment_frame(request, target.amendment)
    here = "signing" if target.agreement.state in FROZEN else "parties"
    return frame(request, target.agreement, here)


@needs(policies.VIEW)
def approvals(request: ActorRequest, pk: int, amendment_pk: int | None = None) -> HttpResponse:
    """Show every party with what it requires and what its own body decided."""
    target = _target(request, pk, amendment_pk)
    agreement = target.agreement
    rows = approvals_of(agreement, target.text)
    own = _own_ids(request, [row.party for row in rows])
    seen = set(
        request.actor.reach(policies.VIEW)
        .filter(pk__in=[row.party.organisation_id for row in rows])
        .values_list("pk", flat=True)
    )
    settle = states.allowed(agreement.state, Action.REQUIRE_APPROVAL)
    context = {
        **_frame(request, target),
        "rows": [
            (
                row,
                target.url("approve", row.party.pk),
                target.url("approval_withdraw", row.party.pk),
            )
            for row in rows
        ],
        "require_url": target.url("approval_require"),
        "called": party_names([row.party for row in rows], on=request.actor.today),
        "own": own,
        "seen": seen,
        "settle": settle,
        "manage": settle and request.actor.may(policies.MANAGE, on=agreement.drafting),
        "open": target.open,
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


@needs(policies.APPROVE)
def approve(
    request: ActorRequest, pk: int, party_pk: int, amendment_pk: int | None = None
) -> HttpResponse:
    """Record the resolution of a party's own body."""
    target = _target(request, pk, amendment_pk)
    party = _party(request, target.agreement, party_pk)
    form = RecordApproval(request.POST or None, request.FILES or None, actor=request.actor)
    called = party_names([party], on=request.actor.today)[party.organisation_id]
    return answer_form(
        request,
        form,
        lambda values: api.record_approval(
            actor=request.actor,
            agreement=target.agreement,
            amendment=target.amendment,
            party=party,
            body=values["body"],
            number=values["number"],
            dated=values["dated"],
            upload=values["upload"],
            on=request.actor.today,
            at=clock.now(),
        ),
        {
            **_frame(request, target),
            "heading": _("Ghi nghị quyết chấp thuận: {party}").format(party=called),
            "action": _("Ghi nghị quyết"),
        },
        said=_("Đã ghi nghị quyết; bên này ký được."),
        done=target.url("approvals"),
        field={ResolvedInTheFuture: "dated"},
    )


@needs(policies.APPROVE)
@require_POST
def withdraw(
    request: ActorRequest, pk: int, party_pk: int, amendment_pk: int | None = None
) -> HttpResponse:
    """Take a resolution back that was recorded wrongly."""
    target = _target(request, pk, amendment_pk)
    party = _party(request, target.agreement, party_pk)
    try:
        api.withdraw_approval(
            actor=request.actor,
            agreement=target.agreement,
            amendment=target.amendment,
            party=party,
            reason=request.POST.get("reason", "")[:1000],
            on=request.actor.today,
            at=clock.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã rút nghị quyết đã ghi."))
    return redirect(target.url("approvals"))


@needs(policies.VIEW)
@require_POST
def require(request: ActorRequest, pk: int, amendment_pk: int | None = None) -> HttpResponse:
    """Say whether all parties, or the own one, need a resolution before signing."""
    target = _target(request, pk, amendment_pk)
    agreement = target.agreement
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
    return redirect(target.url("approvals"))
