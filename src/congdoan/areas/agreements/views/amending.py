"""Addenda of an agreement: the list, a new proposal, the page of one."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import AmendmentState, State
from congdoan.areas.agreements.forms.amending import Describe, Propose
from congdoan.areas.agreements.models import Agreement, Amendment, Party, ReviewProposal
from congdoan.areas.agreements.rules import amending
from congdoan.areas.agreements.rules.amending import AmendAction
from congdoan.areas.agreements.selectors.addendum import articles_of
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.amending_impact import impacts_of
from congdoan.areas.agreements.selectors.amendments import (
    SUBJECT,
    answers_of,
    awaited,
    find_amendment,
    meetings,
    stale_changes,
    visible_amendments,
)
from congdoan.areas.agreements.selectors.approvals import awaited_approvals
from congdoan.areas.agreements.selectors.reviews import agreed_proposals
from congdoan.areas.agreements.services.amending_steps import title_of
from congdoan.areas.agreements.views.duties_form import answer_form
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.signing.api import unscoped_packets_about

TONES = {
    AmendmentState.CONSENT: "info",
    AmendmentState.FROZEN: "info",
    AmendmentState.SIGNED: "good",
    AmendmentState.EFFECTIVE: "good",
    AmendmentState.WITHDRAWN: "neutral",
}


def amendment_badge(amendment: Amendment) -> SafeString:
    state = AmendmentState(amendment.state)
    return badge(str(state.label), TONES.get(state, "neutral"))


def load_amendment(request: ActorRequest, pk: int, amendment_pk: int) -> Amendment:
    """:raises NotFound: also for what a party has not sent out yet"""
    return find_amendment(request.actor, load(request, pk), amendment_pk)


def proposing_parties(actor: Actor, agreement: Agreement) -> list[Party]:
    """Return the parties the actor may propose for, who they work for now first."""
    rows = agreement.parties.filter(organisation__in=actor.reach(policies.DRAFT))
    found = list(rows.select_related("organisation").order_by("order", "pk"))
    return sorted(found, key=lambda party: party.organisation_id != actor.organisation_id)


@needs(policies.VIEW)
def amendments(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every addendum with its number, state and day."""
    agreement = load(request, pk)
    actor = request.actor
    rows = list(visible_amendments(actor, agreement).order_by("-pk"))
    called = party_names(parties_of(agreement), on=actor.as_of)
    may_propose = agreement.state == State.EFFECTIVE and bool(proposing_parties(actor, agreement))
    context = {
        **frame(request, agreement, "amendments"),
        "rows": [
            (row, title_of(row), amendment_badge(row), called.get(row.proposer_id, ""))
            for row in rows
        ],
        "may_propose": may_propose,
        "proposals": agreed_proposals(agreement) if may_propose else (),
    }
    return render_page(request, "agreements/amendments.html", context)


@needs(policies.DRAFT)
def propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin a proposal; what reviews agreed on stands in the reason."""
    agreement = load(request, pk)
    actor = request.actor
    parties = proposing_parties(actor, agreement)
    if not parties:
        raise NotAllowed
    called = party_names(parties, on=actor.today)
    agreed = list(agreed_proposals(agreement))
    form = Propose(
        request.POST or None,
        actor=actor,
        parties=[(one.organisation_id, called[one.organisation_id]) for one in parties],
        proposals=[(one.pk, _said(one)) for one in agreed],
        initial={
            "reason": "\n".join(f"– {_said(one)}" for one in agreed),
            "proposals": [one.pk for one in agreed],
        },
    )
    by_id = {str(one.organisation_id): one.organisation for one in parties}

    def do(values: dict[str, Any]) -> Amendment:
        proposer: Organisation = by_id[values["proposer"]]
        return api.propose_amendment(
            actor=actor,
            agreement=agreement,
            proposer=proposer,
            data=form.as_data(),
            on=actor.today,
            at=clock.now(),
            proposals=[int(pk) for pk in values.get("proposals", ())],
        )

    return answer_form(
        request,
        form,
        do,
        {
            **frame(request, agreement, "amendments"),
            "heading": _("Đề nghị sửa đổi, bổ sung"),
            "action": _("Tiếp: chọn điều, khoản"),
            "back": reverse("agreements:amendments", args=[pk]),
        },
        said=_("Đã lập đề nghị. Bước tiếp theo: chọn điều, khoản cần sửa."),
        done=lambda made: reverse("agreements:amendment_text", args=[pk, made.pk]),
    )


def _said(proposal: ReviewProposal) -> str:
    return f"{proposal.place}: {proposal.wording}" if proposal.place else proposal.wording


@needs(policies.DRAFT)
def describe(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Change title, reason and day of a proposal."""
    amendment = load_amendment(request, pk, amendment_pk)
    actor = request.actor
    form = Describe(
        request.POST or None,
        actor=actor,
        initial={
            "title": amendment.title,
            "reason": amendment.reason,
            "wanted_on": amendment.wanted_on,
        },
    )
    return answer_form(
        request,
        form,
        lambda _values: api.describe_amendment(
            actor=actor, amendment=amendment, data=form.as_data()
        ),
        {**amendment_frame(request, amendment), "heading": _("Sửa thông tin đề nghị")},
        said=_("Đã lưu thông tin."),
        done=page_of_amendment(amendment),
        field="wanted_on",
    )


def page_of_amendment(amendment: Amendment) -> str:
    return reverse("agreements:amendment", args=[amendment.agreement_id, amendment.pk])


def amendment_frame(request: ActorRequest, amendment: Amendment) -> dict[str, Any]:
    """Return the context of a page of one addendum."""
    return {
        **frame(request, amendment.agreement, "amendments"),
        "amendment": amendment,
        "addendum": title_of(amendment),
        "amendment_state": amendment_badge(amendment),
        "act": rights(request.actor, amendment),
    }


def rights(actor: Actor, amendment: Amendment) -> dict[str, bool]:
    """Return what the actor may do here, given who they are and the state it is in."""
    own = amendment.proposer
    manage, draft = actor.may(policies.MANAGE, on=own), actor.may(policies.DRAFT, on=own)
    can = {action: amending.allowed(amendment.state, action) for action in AmendAction}
    return {
        "write": draft and can[AmendAction.WRITE],
        "discard": draft and can[AmendAction.DISCARD] and amendment.shared_on is None,
        "send_out": manage and can[AmendAction.SEND_OUT],
        "call_back": manage and can[AmendAction.CALL_BACK],
        "freeze": actor.may(policies.FREEZE, on=own)
        and can[AmendAction.FREEZE]
        and not awaited(amendment),
        "reopen": manage and can[AmendAction.REOPEN],
        "open_signing": manage and can[AmendAction.OPEN_SIGNING],
        "withdraw": manage and can[AmendAction.WITHDRAW] and amendment.shared_on is not None,
        "impact": manage and can[AmendAction.REVIEW_IMPACT],
        "answer": can[AmendAction.ANSWER] and bool(answering_parties(actor, amendment)),
        "print": amendment.frozen_on is not None,
    }


def answering_parties(actor: Actor, amendment: Amendment) -> list[Party]:
    """Return the parties the actor answers for that have not answered this round."""
    reach = actor.reach(policies.MANAGE)
    rows = amendment.agreement.parties.filter(organisation__in=reach)
    said = amendment.consents.filter(round=amendment.round).values("party")
    rows = rows.exclude(organisation=amendment.proposer_id).exclude(pk__in=said)
    return list(rows.select_related("organisation").order_by("order", "pk"))


@needs(policies.VIEW)
def amendment(request: ActorRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """Show what an addendum changes, who agreed, and what comes next."""
    one = load_amendment(request, pk, amendment_pk)
    answers = answers_of(one)
    called = party_names([answer.party for answer in answers], on=request.actor.as_of)
    pending = one.state in {AmendmentState.DRAFT, AmendmentState.CONSENT, AmendmentState.FROZEN}
    impacts = impacts_of(one) if one.state != AmendmentState.EFFECTIVE else []
    context = {
        **amendment_frame(request, one),
        "articles": articles_of(one),
        "answers": [(answer, called.get(answer.party.organisation_id, "")) for answer in answers],
        "asked": one.round > 0,
        "proposer": called.get(one.proposer_id, ""),
        "meetings": meetings(one) if pending else [],
        "stale": stale_changes(one) if pending else [],
        "packet": unscoped_packets_about(SUBJECT, one.pk).first(),
        "impact_count": len(impacts),
        "impact_waits": one.impact_reviewed_at is None
        and any(impact.open_duties for impact in impacts),
        "unresolved": len(awaited_approvals(one.agreement, one)),
    }
    return render_page(request, "agreements/amendment.html", context)
