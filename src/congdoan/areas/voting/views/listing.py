"""The list of candidates, the election board, the roll."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.voting import policies
from congdoan.areas.voting.forms import (
    BoardForm,
    CandidateForm,
    CloseListForm,
    ReasonForm,
    StrikeForm,
    VoterForm,
)
from congdoan.areas.voting.selectors.eligible import all_members, all_officers
from congdoan.areas.voting.selectors.picking import get_person
from congdoan.areas.voting.selectors.votes import get_vote
from congdoan.areas.voting.services import making
from congdoan.areas.voting.services import roll as rolling
from congdoan.areas.voting.views.frame import managed, one_form, page_of, roll_page
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs, signed_in


@needs(policies.MANAGE)
def candidate_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Put somebody on the list."""
    found, actor = managed(request, pk), request.actor
    form = CandidateForm(request.POST or None, actor=actor)

    def do() -> Any:
        data = form.cleaned_data
        making.add_candidate(
            actor=actor,
            vote=found,
            person=get_person(data["person"]),
            note=data["note"],
            by_oneself=data["by_oneself"],
        )

    return one_form(
        request, found, form, do, heading=_("Thêm người vào danh sách bầu"), action=_("Thêm"),
        done=_("Đã thêm vào danh sách bầu."), field="person",
    )  # fmt: skip


@needs(policies.MANAGE)
def candidate_strike(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Take somebody off the list, with the reason."""
    found, actor = managed(request, pk), request.actor
    candidate = get_object_or_404(found.candidates, pk=line)
    form = StrikeForm(request.POST or None, actor=actor)

    def do() -> Any:
        making.strike_candidate(
            actor=actor,
            candidate=candidate,
            withdrawn=form.cleaned_data["how"] == "rut",
            reason=form.cleaned_data["reason"],
        )

    return one_form(
        request, found, form, do, heading=_("Đưa ra khỏi danh sách bầu"), action=_("Đưa ra"),
        done=_("Đã đưa ra khỏi danh sách bầu."), about=candidate.name,
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def candidate_move(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Move a name one place up on the ballot."""
    found = managed(request, pk)
    candidate = get_object_or_404(found.candidates, pk=line)

    def do() -> Any:
        making.move_candidate(actor=request.actor, candidate=candidate, up=True)

    return press(request, do, back=page_of(pk), done="")


@needs(policies.MANAGE)
def board_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Put somebody on the election board."""
    found, actor = managed(request, pk), request.actor
    form = BoardForm(request.POST or None, actor=actor)

    def do() -> Any:
        data = form.cleaned_data
        person = get_person(data["person"])
        making.add_to_board(actor=actor, vote=found, person=person, heads=data["heads"])

    return one_form(
        request, found, form, do, heading=_("Thêm người vào ban bầu cử"), action=_("Thêm"),
        done=_("Đã thêm vào ban bầu cử."), field="person",
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def board_leave(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Take somebody off the board before voting."""
    found = managed(request, pk)
    member = get_object_or_404(found.board, pk=line)

    def do() -> Any:
        making.leave_board(actor=request.actor, member=member)

    return press(request, do, back=page_of(pk), done=_("Đã đưa ra khỏi ban bầu cử."))


@needs(policies.MANAGE)
def list_close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close the list."""
    found, actor = managed(request, pk), request.actor
    form = CloseListForm(request.POST or None, actor=actor)

    def do() -> Any:
        reason = form.cleaned_data["exception"]
        making.close_list(actor=actor, vote=found, exception=reason)

    return one_form(
        request, found, form, do, heading=_("Chốt danh sách"), action=_("Chốt danh sách"),
        done=_("Đã chốt danh sách; tờ phiếu không thay đổi nữa."), field="exception",
    )  # fmt: skip


@needs(policies.MANAGE)
def voter_add(request: ActorRequest, pk: int) -> HttpResponse:
    """Put one person on the roll, also while voting."""
    found, actor = managed(request, pk), request.actor
    form = VoterForm(request.POST or None, actor=actor)

    def do() -> Any:
        person = get_person(form.cleaned_data["person"])
        rolling.add_voter(actor=actor, vote=found, person=person, on=actor.today)

    return one_form(
        request, found, form, do, heading=_("Thêm cử tri"), action=_("Thêm"),
        done=_("Đã thêm vào danh sách cử tri."), field="person", back=roll_page(pk),
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def voters_fill(request: ActorRequest, pk: int) -> HttpResponse:
    """Take all members, or the whole committee, onto the roll."""
    found, actor = managed(request, pk), request.actor
    take = all_officers if request.POST.get("ai") == "bch" else all_members

    def do() -> Any:
        people = take(found.organisation, on=actor.today)
        rolling.add_voters(actor=actor, vote=found, people=people, on=actor.today)

    return press(request, do, back=roll_page(pk), done=_("Đã bổ sung danh sách cử tri."))


@needs(policies.MANAGE)
def voter_remove(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Take somebody off the roll, with the reason."""
    found, actor = managed(request, pk), request.actor
    voter = get_object_or_404(found.voters, pk=line)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> Any:
        rolling.remove_voter(actor=actor, voter=voter, reason=form.cleaned_data["reason"])

    return one_form(
        request, found, form, do, heading=_("Đưa ra khỏi danh sách cử tri"), action=_("Đưa ra"),
        done=_("Đã đưa ra khỏi danh sách cử tri."), about=voter.name, back=roll_page(pk),
    )  # fmt: skip


@signed_in
@require_POST
def voter_hand_out(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    """Hand somebody a paper ballot; the election board does."""
    found = get_vote(request.actor, pk)
    voter = get_object_or_404(found.voters, pk=line)

    def do() -> Any:
        rolling.hand_out(actor=request.actor, voter=voter, on=request.actor.today)

    return press(request, do, back=roll_page(pk), done=_("Đã ghi: phát phiếu giấy."))
