"""The voter's own page: the ballot, and whether it is in. Its calls leave no line in any log."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congdoan.areas.voting.enums import Manner, State
from congdoan.areas.voting.models import Vote, Voter
from congdoan.areas.voting.rules.refusals import VotedAlready
from congdoan.areas.voting.selectors.votes import get_vote, get_vote_of_voter, receipts, standing
from congdoan.areas.voting.services.box import new_code
from congdoan.areas.voting.services.casting import cast_ballot, speak_by_name
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.foundation.unlogged import unlogged
from congdoan.kernel.organisations.api import name_of


@unlogged
@never_cache
@signed_in
def ballot(request: ActorRequest, pk: int) -> HttpResponse:
    """
    The ballot of who stands on the roll; taken once.

    :raises NotFound: to who is not on the roll
    """
    found, line = get_vote_of_voter(request.actor, pk)
    chosen = [read_key(one) for one in request.POST.getlist("chon")]
    code = request.POST.get("ma", "") or new_code()
    if request.method != "POST":
        return _page(request, found, line, code=code)
    try:
        if found.manner == Manner.NAMED:
            place = chosen[0] if len(chosen) == 1 else 0
            speak_by_name(actor=request.actor, vote=found, place=place, on=request.actor.today)
        else:
            cast_ballot(
                actor=request.actor,
                vote=found,
                chosen=chosen,
                blank=bool(request.POST.get("trang")),
                code=code,
                on=request.actor.today,
            )
    except VotedAlready:
        return _page(request, *get_vote_of_voter(request.actor, pk), code="")
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        return _page(request, found, line, code=new_code(), chosen=chosen, refusal=refusal)
    return _page(request, *get_vote_of_voter(request.actor, pk), code=code, taken=True)


def _page(
    request: ActorRequest,
    vote: Vote,
    line: Voter,
    *,
    code: str,
    chosen: list[int] | None = None,
    refusal: Refusal | None = None,
    taken: bool = False,
) -> HttpResponse:
    """Draw the page; a refusal stands above the ballot."""
    answered = line.marked != ""
    fits = vote.electronic or vote.manner == Manner.NAMED
    context = {
        "vote": vote,
        "union": name_of(vote.organisation, on=vote.held_on),
        "line": line,
        "lines": [] if answered else standing(vote),
        "open": vote.state == State.VOTING and fits,
        "fits": fits,
        "chosen": chosen or [],
        "single": vote.seats == 1,
        "code": code,
        "taken": taken,
        "refusal": refusal,
        "voice": line.voice.candidate.name if vote.manner == Manner.NAMED and answered else "",
        "title": _("Lá phiếu của bạn"),
    }
    status = 422 if refusal else 200
    return render_page(request, "voting/ballot.html", context, status=status)


@unlogged
@never_cache
@signed_in
@require_safe
def codes(request: ActorRequest, pk: int) -> HttpResponse:
    """
    The receipts of all electronic ballots once voting is over: who is in, never what.

    :raises NotFound: to who neither votes nor runs the vote, and while voting goes on
    """
    found = get_vote(request.actor, pk)
    context = {"vote": found, "codes": receipts(found)}
    return render_page(request, "voting/codes.html", context)
