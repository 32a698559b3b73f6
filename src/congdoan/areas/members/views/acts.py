"""What happens to a member: leaving, pausing, another category, discipline."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import PauseReason
from congdoan.areas.members.forms.joining import ReasonForm
from congdoan.areas.members.forms.person import (
    CategoryForm,
    DisciplineForm,
    LeaveForm,
    LiftForm,
    PauseForm,
    ResumeForm,
)
from congdoan.areas.members.models import Membership
from congdoan.areas.members.selectors.person import get_discipline, get_leaving
from congdoan.areas.members.services.disciplining import (
    discipline_member,
    lift_discipline,
    read_grounds,
)
from congdoan.areas.members.services.leaving import (
    change_category,
    let_leave,
    pause_member,
    resume_member,
    take_leaving_back,
)
from congdoan.areas.members.services.pausing import sync_pause
from congdoan.areas.members.services.suggesting import SuggestionAsked, discipline_suggested
from congdoan.areas.members.views.frame import act
from congdoan.areas.members.views.person import crumbs, load, page_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.api import unscoped_offices_of


@needs(policies.MANAGE)
def leave(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk)
    today = request.actor.today
    form = LeaveForm(request.POST or None, actor=request.actor, initial={"last_day": today})

    def do() -> None:
        let_leave(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            data=form.leaving,
            today=today,
            at=clock.now(),
        )

    offices = list(unscoped_offices_of(membership.person_id, on=today))
    page = {
        "title": _("Thôi sinh hoạt"),
        "action": _("Ghi thôi sinh hoạt"),
        "tone": "danger",
        "warning": _(
            "Người này đang giữ chức vụ công đoàn; hãy kết thúc chức vụ ở trang cán bộ sau khi ghi."
        )
        if offices
        else "",
        **crumbs(request, membership),
    }
    done = _("Đã ghi; hồ sơ vẫn giữ và xem lại được.")
    return act(request, form, do, back=page_of(membership), done=done, page=page, field="last_day")


@needs(policies.MANAGE)
def leave_undo(request: ActorRequest, leaving: int) -> HttpResponse:
    one = get_leaving(request.actor, leaving)
    membership = one.membership
    request.actor.require(policies.MANAGE, on=membership.organisation)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        take_leaving_back(actor=request.actor, leaving=one, reason=form.cleaned_data["reason"])

    page = {
        "title": _("Rút lại việc thôi sinh hoạt ghi nhầm"),
        "question": _("{name} lại là đoàn viên như trước khi ghi.").format(
            name=membership.person.full_name
        ),
        "action": _("Rút lại"),
        "tone": "danger",
    }
    return act(
        request,
        form,
        do,
        back=page_of(membership),
        done=_("Đã rút lại."),
        page=page,
        template="ui/confirm.html",
    )


@needs(policies.MANAGE)
def pause(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk)
    initial = {"start": request.actor.today}
    form = PauseForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        data = form.cleaned_data
        pause_member(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            start=data["start"],
            until=form.until,
            reason=PauseReason(data["reason"]),
            note=data["note"],
        )
        _ask_in_time(request, membership)

    page = {
        "title": _("Tạm dừng sinh hoạt"),
        "action": _("Ghi tạm dừng"),
        **crumbs(request, membership),
    }
    done = _("Đã ghi; người này vẫn được tính là đoàn viên.")
    return act(request, form, do, back=page_of(membership), done=done, page=page, field="start")


def _ask_in_time(request: ActorRequest, membership: Membership) -> None:
    """Let the work list know at once, not at night, what becomes of a pause at its limit."""
    sync_pause(actor=request.actor, membership=membership, on=request.actor.today, at=clock.now())


@needs(policies.MANAGE)
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk)
    form = ResumeForm(
        request.POST or None, actor=request.actor, initial={"on": request.actor.today}
    )

    def do() -> None:
        resume_member(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            on=form.cleaned_data["on"],
        )
        _ask_in_time(request, membership)

    page = {"title": _("Sinh hoạt lại"), "action": _("Ghi"), **crumbs(request, membership)}
    done = _("Đã ghi sinh hoạt lại.")
    return act(request, form, do, back=page_of(membership), done=done, page=page, field="on")


@needs(policies.MANAGE)
def category(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk)
    initial = {"category": membership.category, "on": request.actor.today}
    form = CategoryForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> str:
        made = change_category(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            category=form.cleaned_data["category"],
            on=form.cleaned_data["on"],
            today=request.actor.today,
        )
        return page_of(made)

    page = {"title": _("Đổi nhóm"), "action": _("Ghi"), **crumbs(request, membership)}
    done = _("Đã ghi; số liệu trước ngày này giữ nguyên.")
    return act(request, form, do, back=page_of(membership), done=done, page=page, field="on")


def _suggested(membership: Membership, on: date) -> dict[str, Any]:
    """Return what the watch list knows, to start the form with."""
    asked = SuggestionAsked(membership.organisation, membership.person_id, on)
    known = discipline_suggested.ask(asked)
    return {"penalty": known[0].penalty, "grounds": known[0].grounds} if known else {}


@needs(policies.DISCIPLINE)
def discipline(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk, policies.DISCIPLINE)
    initial: dict[str, Any] = {"decided_on": request.actor.today}
    if "goi-y" in request.GET:
        initial |= _suggested(membership, request.actor.today)
    form = DisciplineForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        discipline_member(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            data=form.discipline,
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        "title": _("Ghi kỷ luật"),
        "action": _("Ghi kỷ luật"),
        "tone": "danger",
        "private": True,
        "warning": _("Khai trừ thì tư cách đoàn viên kết thúc ngay sau ngày quyết định."),
        **crumbs(request, membership),
    }
    done = _("Đã ghi; lý do được mã hóa.")
    return act(request, form, do, back=page_of(membership), done=done, page=page)


@needs(policies.DISCIPLINE)
def grounds(request: ActorRequest, discipline: int) -> HttpResponse:
    """Why somebody was disciplined: read by asking for it, which is written down."""
    one = get_discipline(request.actor, discipline)
    text = read_grounds(actor=request.actor, discipline=one) if request.method == "POST" else None
    context = {
        "discipline": one,
        "text": text,
        "unit": one.organisation,
        "unit_name": name_of(one.organisation, on=request.actor.today),
    }
    return render_page(request, "members/grounds.html", context)


@needs(policies.DISCIPLINE)
def lift(request: ActorRequest, discipline: int) -> HttpResponse:
    one = get_discipline(request.actor, discipline)
    form = LiftForm(request.POST or None, actor=request.actor, initial={"on": request.actor.today})

    def do() -> None:
        lift_discipline(
            actor=request.actor,
            discipline=one,
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
        )

    page = {
        "title": _("Kỷ luật hết hiệu lực"),
        "lead": one.person.full_name,
        "action": _("Ghi"),
        "unit": one.organisation,
        "unit_name": name_of(one.organisation, on=request.actor.today),
    }
    back = reverse("members:grounds", args=[one.pk])
    return act(request, form, do, back=back, done=_("Đã ghi."), page=page, field="on")
