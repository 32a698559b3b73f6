"""The shared device: many voters, each by the code of their slip; nobody is signed in there."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from congdoan.areas.voting.enums import State
from congdoan.areas.voting.letters.slips import slips_paper
from congdoan.areas.voting.models import Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.votes import get_vote, standing
from congdoan.areas.voting.services.box import new_code
from congdoan.areas.voting.services.casting import cast_by_slip, demand_voter
from congdoan.areas.voting.services.slips import issue_slips, voter_of_slip
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.unlogged import unlogged
from congdoan.support.rendering.api import to_pdf


@signed_in
@require_POST
def slips(request: ActorRequest, pk: int) -> HttpResponse:
    """New slips for everybody who has not voted, as PDF; the election board prints them."""
    found = get_vote(request.actor, pk)
    made = issue_slips(actor=request.actor, vote=found)
    address = request.build_absolute_uri(reverse("voting:kiosk"))
    paper = slips_paper(found, made, address)
    return as_file(to_pdf(paper, created_at=clock.now()), "application/pdf", f"to-ma-{pk}.pdf")


@unlogged
@never_cache
@public("máy bỏ phiếu dùng chung: ai cầm tờ mã thì bỏ phiếu bằng mã ấy")
def kiosk(request: ActorRequest) -> HttpResponse:
    """Ask for the code, show the ballot, take it, and wait for the next voter."""
    if request.method != "POST":
        return _page(request, {})
    slip = request.POST.get("to_ma", "")[:40]
    step: dict[str, Any] = {}
    try:
        voter = voter_of_slip(slip)
        demand_voter(voter, on=clock.today())
        if voter.vote.state != State.VOTING:
            raise refusals.VotingNotOpen
        step = _ballot(voter, slip)
        if "ma" not in request.POST:
            return _page(request, step)
        step["chosen"] = [read_key(one) for one in request.POST.getlist("chon")]
        code = request.POST["ma"]
        cast_by_slip(
            slip=slip,
            chosen=step["chosen"],
            blank=bool(request.POST.get("trang")),
            code=code,
            on=clock.today(),
        )
    except refusals.VotedAlready:
        return _page(request, {"taken": True})
    except Refusal as refusal:
        return _page(request, {**step, "refusal": refusal}, status=422)
    return _page(request, {"taken": True, "code": code})


def _ballot(voter: Voter, slip: str) -> dict[str, Any]:
    vote = voter.vote
    return {
        "vote": vote,
        "slip": slip,
        "lines": standing(vote),
        "single": vote.seats == 1,
        "code": new_code(),
        "chosen": [],
        "name": voter.name,
    }


def _page(request: ActorRequest, step: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {"title": _("Máy bỏ phiếu dùng chung"), **step}
    return render_page(request, "voting/kiosk.html", context, status=status)
