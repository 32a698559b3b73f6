"""Counting, announcing, and what comes after."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.voting import policies
from congdoan.areas.voting.enums import State
from congdoan.areas.voting.forms import CountForm, RecogniseForm
from congdoan.areas.voting.letters.minutes import counting_minutes, result_minutes
from congdoan.areas.voting.selectors.votes import get_vote, is_on_board, standing
from congdoan.areas.voting.services import counting, keeping, running
from congdoan.areas.voting.views.frame import managed, one_form, page_of
from congdoan.foundation import clock
from congdoan.foundation.acting import press
from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.downloads import as_file
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.support.rendering.api import to_pdf


@signed_in
def count(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down what one has counted; the election board does."""
    actor, found = request.actor, get_vote(request.actor, pk)
    if not (is_on_board(actor, found) or actor.may(policies.MANAGE, on=found.organisation)):
        raise NotAllowed
    if found.state != State.COUNTING:
        raise NotFound
    lines = standing(found)
    mine = found.counts.filter(counter__person=actor.person_id).first()
    first = mine.figures if mine else {}
    form = CountForm(request.POST or None, actor=actor, vote=found, lines=lines, initial=first)

    def do() -> Any:
        counting.enter_count(actor=actor, vote=found, figures=form.cleaned_data)

    about = (
        _("Hai người kiểm độc lập, mỗi người tự nhập số của mình; khớp nhau mới công bố được.")
        if found.on_paper
        else _("Nhập số người giơ tay.")
    )
    return one_form(
        request, found, form, do, heading=_("Nhập kết quả kiểm phiếu"), action=_("Lưu"),
        done=_("Đã lưu số đã kiểm."), about=about,
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def announce_result(request: ActorRequest, pk: int) -> HttpResponse:
    """Add up and announce."""
    found = managed(request, pk)

    def do() -> Any:
        counting.announce(actor=request.actor, vote=found, on=request.actor.today)

    return press(request, do, back=page_of(pk), done=_("Đã tính kết quả."))


@needs(policies.MANAGE)
@require_POST
def next_round(request: ActorRequest, pk: int) -> HttpResponse:
    """Open the next round."""
    found, actor = managed(request, pk), request.actor

    def do() -> str:
        made = running.open_next_round(actor=actor, vote=found, on=actor.today, at=clock.now())
        return page_of(made.pk)

    return press(request, do, back=page_of(pk), done=_("Đã mở vòng sau với cùng danh sách cử tri."))


@needs(policies.RECOGNISE)
def recognise_result(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down the decision of the superior."""
    actor, found = request.actor, get_vote(request.actor, pk)
    actor.require(policies.RECOGNISE, on=found.organisation)
    form = RecogniseForm(request.POST or None, actor=actor, initial={"day": actor.today})

    def do() -> Any:
        keeping.recognise(actor=actor, vote=found, on=actor.today, **form.cleaned_data)

    return one_form(
        request, found, form, do, heading=_("Ghi quyết định công nhận"), action=_("Ghi"),
        done=_("Đã ghi quyết định công nhận."), field="day",
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def destroy(request: ActorRequest, pk: int) -> HttpResponse:
    """Destroy the electronic ballots after the days of keeping."""
    found = managed(request, pk)

    def do() -> Any:
        keeping.destroy_ballots(actor=request.actor, vote=found, on=request.actor.today)

    return press(request, do, back=page_of(pk), done=_("Đã hủy phiếu điện tử."))


@signed_in
@require_safe
def minutes(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """
    The minutes of counting, or of the result, as PDF.

    :raises NotFound: for another paper, or before there is a result
    """
    found = get_vote(request.actor, pk)
    makers = {"kiem-phieu": counting_minutes, "ket-qua": result_minutes}
    if form not in makers or found.collected is None:
        raise NotFound
    paper = makers[form](found, standing(found))
    name = f"{paper.type_name} {found.title}.pdf"
    return as_file(to_pdf(paper, created_at=clock.now()), "application/pdf", name)


@signed_in
@require_safe
def export(request: ActorRequest, pk: int) -> HttpResponse:
    """All a recount needs, as JSON; the election board and who runs the vote take it."""
    found = get_vote(request.actor, pk)
    data = keeping.export_count(actor=request.actor, vote=found)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return as_file(text.encode(), "application/json", f"kiem-lai-{found.pk}.json")
