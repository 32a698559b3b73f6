"""Looking: the votes of a union, one vote, its roll."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import Manner, Standing, State
from congdoan.areas.voting.forms import UnionForm
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.selectors.votes import (
    following_round,
    get_vote,
    is_on_board,
    own_votes,
    roll_of,
    takes_part,
    unscoped_voices,
    visible_union,
    voters,
    votes_of,
)
from congdoan.areas.voting.services.counting import paper_differences
from congdoan.areas.voting.services.keeping import is_recognised_by_superior
from congdoan.areas.voting.services.running import needs_round
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import label

#: Votes, voters on one page.
PAGE = 50


def _pages(request: ActorRequest, rows: Any) -> dict[str, Any]:
    total = rows.count()
    last = max(1, -(-total // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    return {
        "rows": list(rows[(number - 1) * PAGE : number * PAGE]),
        "total": total,
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
    }


@signed_in
@require_safe
def votes(request: ActorRequest) -> HttpResponse:
    """What one may vote on now; the votes of a union, the latest first."""
    actor, day = request.actor, request.actor.as_of
    given: dict[str, Any] = {name: text for name, text in request.GET.dict().items() if text}
    plain = read_key(str(given.get("nhanh", ""))) or actor.organisation_id
    form = UnionForm({"don_vi": plain, **given}, actor=actor)
    form.is_valid()
    key = form.cleaned_data.get("don_vi") or plain
    context: dict[str, Any] = {
        "form": form,
        "mine": list(own_votes(actor)) if day >= actor.today else [],
        "union": None,
        "may": {"look": actor.may_somewhere(policies.VIEW)},
    }
    if key and context["may"]["look"]:
        union = visible_union(actor, key)
        context |= _pages(request, votes_of(actor, union, on=day))
        context |= {"union": union, "union_name": name_of(union, on=day)}
        context["may"]["manage"] = actor.may(policies.MANAGE, on=union)
    return render_page(request, "voting/votes.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def vote(request: ActorRequest, pk: int) -> HttpResponse:
    """One vote: its list, its roll, what comes next, its result."""
    actor, found = request.actor, get_vote(request.actor, pk)
    manages = actor.may(policies.MANAGE, on=found.organisation)
    on_board = is_on_board(actor, found)
    lines = list(found.candidates.all())
    context = {
        "vote": found,
        "union": name_of(found.organisation, on=found.held_on),
        "kind": label("voting.kind", found.kind, found.held_on),
        "lines": [one for one in lines if one.standing == Standing.STANDS],
        "off": [one for one in lines if one.standing != Standing.STANDS],
        "board": list(found.board.all()),
        "roll": roll_of(found),
        "voices": unscoped_voices(found)
        if found.manner == Manner.NAMED and (manages or takes_part(actor, found))
        else [],
        "following": following_round(found),
        **_counts(found),
        "may": _may(request, found, manages=manages, on_board=on_board),
    }
    return render_page(request, "voting/vote.html", context)


def _counts(found: Vote) -> dict[str, Any]:
    counts = list(found.counts.all()) if found.state == State.COUNTING else []
    differing = paper_differences(found) if counts and found.on_paper else None
    agreed = differing == [] or (found.manner == Manner.HANDS and bool(counts))
    return {
        "counters": [one.by_name for one in counts],
        "differing": differing or [],
        "ready": agreed or found.manner == Manner.NAMED or (found.is_secret and not found.on_paper),
    }


def _may(request: ActorRequest, found: Vote, *, manages: bool, on_board: bool) -> dict[str, bool]:
    state, actor = found.state, request.actor
    listing = manages and state == State.LIST_OPEN
    return {
        "manage": manages,
        "roll": manages or on_board,
        "list": listing and found.is_election,
        "close": listing,
        "board": manages and state in {State.LIST_OPEN, State.LIST_CLOSED, State.VOTING},
        "slips": on_board and found.electronic and state in {State.LIST_CLOSED, State.VOTING},
        "begin": manages and state == State.LIST_CLOSED,
        "end": manages and state == State.VOTING,
        "void": manages
        and state in {State.LIST_OPEN, State.LIST_CLOSED, State.VOTING, State.COUNTING},
        "count": state == State.COUNTING
        and (
            (on_board and found.on_paper)
            or (found.manner == Manner.HANDS and (manages or on_board))
        ),
        "announce": manages and state == State.COUNTING,
        "next": manages and needs_round(found) and following_round(found) is None,
        "recognise": state == State.RESULT
        and is_recognised_by_superior(found)
        and actor.may(policies.RECOGNISE, on=found.organisation),
        "export": found.has_result
        and found.is_secret
        and found.destroyed_on is None
        and (manages or on_board),
        "destroy": manages
        and found.electronic
        and found.destroyed_on is None
        and found.keep_until is not None
        and actor.today > found.keep_until,
    }


@signed_in
@require_safe
def roll(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Who may vote, and who has taken part; for who runs the vote and the election board only.

    :raises NotAllowed: to others
    """
    actor, found = request.actor, get_vote(request.actor, pk)
    manages = actor.may(policies.MANAGE, on=found.organisation)
    on_board = is_on_board(actor, found)
    if not (manages or on_board):
        raise NotAllowed
    text, only = request.GET.get("q", "").strip()[:80], request.GET.get("xem", "")
    changing = found.state in {State.LIST_OPEN, State.LIST_CLOSED, State.VOTING}
    context = {
        "vote": found,
        "roll": roll_of(found),
        "text": text,
        "only": only,
        "tabs": [
            ("", _("Tất cả")), ("chua", _("Chưa bỏ phiếu")), ("roi", _("Đã bỏ phiếu")),
            ("ra", _("Đã đưa ra")),
        ],
        **_pages(request, voters(found, text=text, only=only)),
        "may": {
            "change": manages and changing,
            "hand_out": on_board and found.on_paper and found.state == State.VOTING,
        },
    }  # fmt: skip
    return render_page(request, "voting/roll.html", context)
