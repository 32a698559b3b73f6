"""What the union answers: proposed corrections, each fact by itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members.api import RESTRICTED, SEALED
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import FieldState, ProposalState
from congdoan.areas.privacy.forms.proposing import (
    VerdictForm,
    correction_choices,
    correction_labels,
)
from congdoan.areas.privacy.models import ChangeProposal
from congdoan.areas.privacy.selectors.proposals import (
    get_proposal,
    lines_of,
    openly_shown,
    proposals_at,
)
from congdoan.areas.privacy.selectors.units import get_unit
from congdoan.areas.privacy.services.proposing import answer_proposal, open_values
from congdoan.areas.privacy.views.frame import frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, Refusal

SHOWN = 200


@needs(policies.VIEW)
def proposals(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    rows = proposals_at(found)
    open_ = rows.filter(state=ProposalState.OPEN).order_by("asked_at", "pk")
    closed = rows.exclude(state=ProposalState.OPEN).order_by("-closed_at", "-pk")
    context = frame(request, found, "proposals") | {
        "waiting": list(open_[:SHOWN]),
        "closed": list(closed[:50]),
    }
    return render_page(request, "privacy/proposals.html", context)


@needs(policies.VIEW)
def proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """Old beside new; a POST answers what was decided."""
    found = get_proposal(request.actor, pk)
    if request.method != "POST":
        return _page(request, found)
    request.actor.require(policies.ANSWER, on=found.keeper)
    form = _form(request, found)
    refused = ""
    if form.is_valid():
        try:
            with once(request):
                answer_proposal(
                    actor=request.actor,
                    proposal=found,
                    verdicts=form.verdicts,
                    labels=correction_labels(on=request.actor.today),
                    on=request.actor.today,
                    at=clock.now(),
                )
        except AlreadyDone:
            return redirect(reverse("privacy:proposal", args=[pk]))
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("Đã ghi; đoàn viên thấy kết quả."))
            return redirect(reverse("privacy:proposal", args=[pk]))
    # Who corrects a mistake in the form had the values open, and has them open again.
    shown = open_values(actor=request.actor, proposal=found, purpose=_("Xét đề nghị sửa hồ sơ"))
    found = get_proposal(request.actor, pk)
    return _page(request, found, shown=shown, form=form, refused=refused)


@needs(policies.ANSWER)
def open_private(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the private values; that somebody looked is written down."""
    found = get_proposal(request.actor, pk)
    request.actor.require(policies.ANSWER, on=found.keeper)
    if request.method != "POST":
        return redirect(reverse("privacy:proposal", args=[pk]))
    shown = open_values(actor=request.actor, proposal=found, purpose=_("Xét đề nghị sửa hồ sơ"))
    return _page(request, found, shown=shown)


def _form(request: ActorRequest, found: ChangeProposal) -> VerdictForm:
    labels = correction_labels(on=request.actor.today)
    restricted = request.actor.may(RESTRICTED, on=found.keeper)
    rows = {
        row.pk: labels[row.name]
        for row in found.fields.order_by("pk")
        if row.state == FieldState.WAITING and (restricted or row.name not in SEALED)
    }
    posted = request.POST if request.method == "POST" and "decide" in request.POST else None
    return VerdictForm(posted, actor=request.actor, rows=rows)


def _page(
    request: ActorRequest,
    found: ChangeProposal,
    *,
    shown: set[str] | None = None,
    form: VerdictForm | None = None,
    refused: str = "",
) -> HttpResponse:
    actor, on = request.actor, request.actor.today
    labels = correction_labels(on=on)
    seen = shown if shown is not None else openly_shown(labels)
    lines = lines_of(found, labels, on=on, shown=seen, choices=correction_choices(on=on))
    open_ = found.state == ProposalState.OPEN
    may = open_ and actor.may(policies.ANSWER, on=found.keeper)
    own = found.person_id == actor.person_id
    form = form or _form(request, found)
    context = frame(request, found.keeper, "proposals") | {
        "proposal": found,
        "lines": [(line, form.pair(line.row.pk) if may and not own else None) for line in lines],
        "hidden": any(line.hidden for line in lines),
        "decides": may and not own,
        "own": own,
        "may_open": actor.may(policies.ANSWER, on=found.keeper),
        "form": form,
        "refused": refused,
    }
    status = 422 if refused or form.errors else 200
    return render_page(request, "privacy/proposal.html", context, status=status)
