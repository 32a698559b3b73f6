"""One task: its story, its report, its answer to who gave it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.indicators import api as indicators
from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import StepKind
from congdoan.areas.planning.forms import ReasonForm, ReportForm, TaskForm
from congdoan.areas.planning.models import Given, Plan, Step, Task
from congdoan.areas.planning.selectors.giving import below, progress, progress_by_branch, units_of
from congdoan.areas.planning.selectors.plans import (
    colleagues,
    get_plan,
    get_task,
    indicator_label,
    indicators_offered,
    positions_held,
    rights_on,
)
from congdoan.areas.planning.services import doing, handing
from congdoan.areas.planning.tables import GivenTable
from congdoan.areas.planning.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.api import position_choices

_ICONS = {
    StepKind.DONE: ("check", "good"),
    StepKind.DECLINED: ("chat-left-text", ""),
    StepKind.DROPPED: ("x", ""),
    StepKind.HANDED: ("send", ""),
}


def _form(request: ActorRequest, plan: Plan, task: Task | None = None) -> TaskForm:
    unit, today = plan.organisation, request.actor.today
    people = [(str(one.pk), one.full_name) for one in colleagues(unit, on=today)]
    first: dict[str, Any] = {}
    if task is not None:
        first = {name: getattr(task, name) for name in TaskForm.base_fields}
        first["lead"] = task.lead_id
    return TaskForm(
        request.POST or None,
        actor=request.actor,
        people=people,
        positions=positions_held(unit, on=today),
        indicators=indicators_offered(task, on=today),
        given=bool(task and task.asked),
        initial=first,
    )


@needs(policies.MANAGE)
def add(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a task into a plan."""
    actor, plan = request.actor, get_plan(request.actor, pk)
    actor.require(policies.MANAGE, on=plan.organisation)
    form = _form(request, plan)

    def do() -> None:
        doing.add_task(actor=actor, plan=plan, data=form.as_data, on=actor.today, at=clock.now())

    page = {
        **place(request, plan.organisation),
        "plan": plan,
        "title": _("Thêm nhiệm vụ"),
        "action": _("Thêm"),
    }
    back = reverse("planning:plan", args=[pk])
    return act(request, form, do, back=back, page=page, done=_("Đã thêm nhiệm vụ."), field="due")


@needs(policies.MANAGE)
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Change a task; of one given from above, who does it here."""
    actor, task = request.actor, _managed(request, pk)
    form = _form(request, task.plan, task)

    def do() -> None:
        doing.change_task(actor=actor, task=task, data=form.as_data, on=actor.today, at=clock.now())

    page = {**_page(request, task), "title": _("Sửa nhiệm vụ"), "action": _("Lưu")}
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã lưu."), field="due")


@needs(policies.VIEW)
@require_safe
def task(request: ActorRequest, pk: int) -> HttpResponse:
    """One task with its story, and what became of it below."""
    actor, found = request.actor, get_task(request.actor, pk)
    rights, today = rights_on(actor, found), actor.today
    given: Given | None = getattr(found, "given", None)
    giver = given.source.plan.organisation if given else None
    handed = found.given_out.exists()
    takes = found.asked in {"WAITING", "DECLINED"} and found.is_open
    context = {
        **_page(request, found),
        "given": given,
        "giver": name_of(giver, on=actor.as_of) if giver else "",
        "giver_seen": giver is not None and actor.may(policies.VIEW, on=giver),
        "position": dict(position_choices(today)).get(found.lead_position, ""),
        "indicator": indicator_label(found.indicator, on=today) if found.indicator else "",
        "indicators_seen": actor.may_somewhere(indicators.VIEW),
        "late": found.is_owed and found.until is not None and found.until < today,
        "rights": rights,
        "acts": {
            "report": rights.report and found.is_owed and found.asked != "WAITING",
            "change": rights.manage and found.is_open,
            "accept": rights.manage and takes,
            "decline": rights.manage and found.is_open and found.asked in {"WAITING", "ACCEPTED"},
            "hand": rights.hand
            and found.is_owed
            and found.asked != "WAITING"
            and below(found.plan.organisation_id, on=today).exists(),
            "reopen": rights.manage and not found.is_open,
            "drop": rights.manage and found.is_open and not found.asked,
        },
        "entries": _story(found),
        "handed": handed,
    }
    if handed:
        context |= {
            "progress": progress(found, on=today),
            "branches": progress_by_branch(found, on=today),
            "table": GivenTable(
                units_of(found), request, on=actor.as_of, today=today, may=rights.hand
            ),
        }
    return render_page(request, "planning/task.html", context)


def _story(task: Task) -> list[dict[str, Any]]:
    steps = task.steps.select_related("file").order_by("-at", "-pk")[:200]
    return [
        {
            "moment": step.at,
            "title": _title(step),
            "text": step.note if step.kind != StepKind.HANDED else "",
            "who": step.by_name,
            "icon": _ICONS.get(StepKind(step.kind), ("", ""))[0],
            "tone": _ICONS.get(StepKind(step.kind), ("", ""))[1],
            "file": step.file,
        }
        for step in steps
    ]


def _title(step: Step) -> str:
    label = str(step.get_kind_display())
    if step.kind == StepKind.HANDED:
        return _("Giao xuống {n} đơn vị").format(n=step.note)
    if step.kind == StepKind.PROGRESS:
        return f"{label}: {step.percent}%"
    return label


@needs(policies.VIEW)
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Say how far it has come, with a photo or a file.

    :raises NotAllowed: for whoever neither leads it nor manages the plan
    """
    actor, found = request.actor, get_task(request.actor, pk)
    if not rights_on(actor, found).report:
        raise NotAllowed
    form = ReportForm(request.POST or None, request.FILES or None, actor=actor)

    def do() -> None:
        doing.report_task(
            actor=actor, task=found, data=form.as_data, on=actor.today, at=clock.now()
        )

    about = _("Cần đạt: {target}").format(target=found.target) if found.target else ""
    page = {**_page(request, found), "title": _("Báo tiến độ"), "action": _("Báo"), "about": about}
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã ghi."), field="file")


@needs(policies.MANAGE)
@require_POST
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    """Take on what was given from above."""
    actor, found = request.actor, _managed(request, pk)

    def do() -> None:
        handing.accept_given(actor=actor, task=found, on=actor.today, at=clock.now())

    done = _("Đã nhận việc; hãy chọn người chủ trì.")
    return press(request, do, back=_back(pk), done=done)


@needs(policies.MANAGE)
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    """Say why it cannot be done, or not so."""
    actor, found = request.actor, _managed(request, pk)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        handing.decline_given(
            actor=actor,
            task=found,
            words=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    page = {
        **_page(request, found),
        "title": _("Có ý kiến về việc được giao"),
        "action": _("Gửi ý kiến"),
        "about": _("Cấp trên sẽ giao lại hoặc thu lại việc này."),
    }
    done = _("Đã gửi ý kiến đến nơi giao.")
    return act(request, form, do, back=_back(pk), page=page, done=done, field="reason")


@needs(policies.MANAGE)
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """Open a task again."""
    actor, found = request.actor, _managed(request, pk)
    form = ReasonForm(request.POST or None, actor=actor)

    def do() -> None:
        doing.reopen_task(
            actor=actor,
            task=found,
            reason=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    page = {**_page(request, found), "title": _("Mở lại nhiệm vụ"), "action": _("Mở lại")}
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã mở lại."), field="reason")


@needs(policies.MANAGE)
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a task out of its plan."""
    actor, found = request.actor, _managed(request, pk)
    form = ReasonForm(request.POST or None, actor=actor)
    back = reverse("planning:plan", args=[found.plan_id])

    def do() -> str:
        doing.drop_task(
            actor=actor,
            task=found,
            reason=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )
        return back

    page = {
        **_page(request, found),
        "title": _("Bỏ nhiệm vụ"),
        "action": _("Bỏ"),
        "tone": "danger",
    }
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã bỏ."), field="reason")


def _managed(request: ActorRequest, pk: int) -> Task:
    found = get_task(request.actor, pk)
    request.actor.require(policies.MANAGE, on=found.plan.organisation)
    return found


def _back(pk: int) -> str:
    return reverse("planning:task", args=[pk])


def _page(request: ActorRequest, found: Task) -> dict[str, Any]:
    return {**place(request, found.plan.organisation), "plan": found.plan, "task": found}
