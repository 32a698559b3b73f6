"""Opening a vote, beginning and ending it, making it void."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.voting import policies
from congdoan.areas.voting.forms import BeginForm, ReasonForm, VoteForm
from congdoan.areas.voting.selectors.votes import roll_of, visible_union
from congdoan.areas.voting.services import making, running
from congdoan.areas.voting.views.frame import managed, one_form, page_of
from congdoan.foundation import clock
from congdoan.foundation.acting import act, press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.kernel.organisations.api import name_of


@needs(policies.MANAGE)
def open_new(request: ActorRequest, organisation: int) -> HttpResponse:
    """Open an election or a vote of a union."""
    actor, today = request.actor, request.actor.today
    union = visible_union(actor, organisation)
    actor.require(policies.MANAGE, on=union)
    first = {"held_on": today, "seats": 1, "manner": "SECRET", "means": "ELECTRONIC"}
    form = VoteForm(request.POST or None, actor=actor, on=today, initial=first)

    def do() -> str:
        made = making.open_vote(
            actor=actor, organisation=union, data=form.as_data, on=today, at=clock.now()
        )
        return page_of(made.pk)

    page = {
        "heading": _("Mở cuộc bầu cử, biểu quyết"),
        "action": _("Mở"),
        "about": name_of(union, on=today),
    }
    back = f"{reverse('voting:votes')}?nhanh={union.pk}"
    return act(
        request, form, do, back=back, page=page, template="voting/form.html",
        done=_("Đã mở; hãy lập danh sách bầu, danh sách cử tri."),
    )  # fmt: skip


@needs(policies.MANAGE)
def begin(request: ActorRequest, pk: int) -> HttpResponse:
    """Let voting begin, with the number present."""
    found, actor = managed(request, pk), request.actor
    first = {"present": roll_of(found).entitled or None}
    form = BeginForm(request.POST or None, actor=actor, initial=first)

    def do() -> Any:
        present = form.cleaned_data["present"]
        running.begin_voting(
            actor=actor, vote=found, present=present, on=actor.today, at=clock.now()
        )

    return one_form(
        request, found, form, do, heading=_("Bắt đầu bỏ phiếu, biểu quyết"), action=_("Bắt đầu"),
        done=_("Đã bắt đầu."), field="present",
        about=_("Số người có mặt được công bố trước khi bỏ phiếu và lưu cùng kết quả."),
    )  # fmt: skip


@needs(policies.MANAGE)
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End voting."""
    found = managed(request, pk)

    def do() -> Any:
        running.end_voting(actor=request.actor, vote=found, at=clock.now())

    return press(request, do, back=page_of(pk), done=_("Đã kết thúc bỏ phiếu; hãy kiểm phiếu."))


@needs(policies.MANAGE)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    """Make the vote void, with the reason."""
    found, actor = managed(request, pk), request.actor
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> Any:
        running.make_void(actor=actor, vote=found, reason=form.cleaned_data["reason"])

    return one_form(
        request, found, form, do, heading=_("Hủy cuộc này"), action=_("Hủy cuộc này"),
        done=_("Đã hủy; cuộc này được giữ lại kèm lý do."), field="reason",
    )  # fmt: skip
