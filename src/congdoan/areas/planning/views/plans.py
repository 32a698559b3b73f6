"""Plans: those of a unit, one plan, and what is done with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import PlanKind
from congdoan.areas.planning.forms import AdoptForm, NoteForm, PlanForm, WordsForm
from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.selectors.giving import progress_of
from congdoan.areas.planning.selectors.plans import (
    NOT_TAKEN,
    get_plan,
    get_unit,
    left_of,
    periods_offered,
    plans_of,
    tasks_of,
    unfinished_before,
)
from congdoan.areas.planning.selectors.related import related
from congdoan.areas.planning.services import writing
from congdoan.areas.planning.views.frame import act, place, press
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.people.api import position_choices


@needs(policies.VIEW)
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """
    Go to the plans of the unit the actor works for, else of the first they may see.

    :raises NotFound: when there is none
    """
    actor = request.actor
    mine = actor.organisation_id
    if mine is None or not actor.reach(policies.VIEW).filter(pk=mine).exists():
        first = actor.reach(policies.VIEW).filter(family="UNION").order_by("pk").first()
        if first is None:
            raise NotFound
        mine = first.pk
    return redirect("planning:of", mine)


@needs(policies.VIEW)
@require_safe
def of(request: ActorRequest, unit: int) -> HttpResponse:
    """The plans of a unit, by period."""
    found = get_unit(request.actor, unit)
    context = {
        **place(request, found, "of"),
        "plans": plans_of(found),
        "ended": not found.exists_on(request.actor.today),
    }
    return render_page(request, "planning/of.html", context)


@needs(policies.MANAGE)
def begin(request: ActorRequest, unit: int) -> HttpResponse:
    """Begin a programme or a plan."""
    actor, found = request.actor, get_unit(request.actor, unit)
    actor.require(policies.MANAGE, on=found)
    periods = periods_offered(found, on=actor.today)
    year = next((one.pk for one in periods if actor.today in one.valid), None)
    form = PlanForm(
        request.POST or None,
        actor=actor,
        periods=periods,
        initial={"kind": PlanKind.PROGRAMME, "period": year},
    )

    def do() -> str:
        made = writing.start_plan(
            actor=actor, organisation=found, data=form.as_data, on=actor.today, at=clock.now()
        )
        return reverse("planning:plan", args=[made.pk])

    page = {**place(request, found), "title": _("Lập chương trình, kế hoạch"), "action": _("Lập")}
    back = reverse("planning:of", args=[unit])
    done = _("Đã lập dự thảo; hãy thêm nhiệm vụ.")
    return act(request, form, do, back=back, page=page, done=done, field="period")


@needs(policies.VIEW)
@require_safe
def plan(request: ActorRequest, pk: int) -> HttpResponse:
    """One plan with its tasks by part, what came from elsewhere, what moved on."""
    actor, found = request.actor, get_plan(request.actor, pk)
    today, unit = actor.today, found.organisation
    tasks = tasks_of(found)
    frame = place(request, unit, "of")
    last = found.last_day or today
    besides = related(actor, unit, first=found.period.first_day, last=last)
    waiting = unfinished_before(found).count() if frame["may"]["manage"] else 0
    counted = [task for task in tasks if task.state != "DROPPED" and task.asked not in NOT_TAKEN]
    context = {
        **frame,
        "plan": found,
        "groups": _groups(tasks, found, on=today),
        "counts": {
            "total": len(counted),
            "done": sum(task.state == "DONE" for task in counted),
            "late": sum(_late(task, today) for task in counted),
        },
        "related": besides,
        "left": left_of(found),
        "unfinished": 0 if found.is_closed else waiting,
        "today": today,
    }
    return render_page(request, "planning/plan.html", context)


def _late(task: Task, today: Any) -> bool:
    return task.is_owed and task.until is not None and task.until < today


def _groups(tasks: list[Task], plan: Plan, *, on: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return tasks by part, those from above that wait for a word first."""
    positions = dict(position_choices(on))
    below = progress_of([task.pk for task in tasks], on=on)
    groups: dict[str, list[dict[str, Any]]] = {}
    for task in sorted(tasks, key=lambda one: one.asked != "WAITING"):
        name = task.section
        if task.asked == "WAITING":
            name = _("Cấp trên giao, chờ nhận")
        elif not name and task.asked:
            name = _("Cấp trên giao")
        row = {
            "task": task,
            "lead": task.lead.full_name if task.lead else positions.get(task.lead_position, ""),
            "late": _late(task, on),
            "below": below.get(task.pk),
        }
        groups.setdefault(name, []).append(row)
    return list(groups.items())


@needs(policies.MANAGE)
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Change the name and the aims."""
    actor, found = request.actor, _held(request, pk)
    first = {"title": found.title, "aims": found.aims}
    form = WordsForm(request.POST or None, actor=actor, initial=first)

    def do() -> None:
        writing.change_plan(actor=actor, plan=found, at=clock.now(), **form.cleaned_data)

    page = {**_page(request, found), "title": _("Sửa tên, mục đích"), "action": _("Lưu")}
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã lưu."))


@needs(policies.ADOPT)
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down who adopted it, on which paper."""
    actor, found = request.actor, get_plan(request.actor, pk)
    actor.require(policies.ADOPT, on=found.organisation)
    paper = found.paper
    first = {
        "on": paper.signed_on if paper and paper.signed_on else actor.today,
        "by": _("Ban Chấp hành"),
        "decision": paper.symbol if paper else "",
    }
    form = AdoptForm(request.POST or None, actor=actor, initial=first)

    def do() -> None:
        writing.adopt_plan(
            actor=actor, plan=found, adoption=form.as_data, on=actor.today, at=clock.now()
        )

    page = {
        **_page(request, found),
        "title": _("Ghi việc ban hành"),
        "action": _("Ghi ban hành"),
        "about": _("Từ lúc này mỗi nhiệm vụ là một việc trong “Việc của tôi” của người chủ trì."),
    }
    done = _("Đã ghi việc ban hành; các nhiệm vụ đã đến người chủ trì.")
    return act(request, form, do, back=_back(pk), page=page, done=done, field="on")


@needs(policies.ADOPT)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close a plan with what came of it."""
    actor, found = request.actor, get_plan(request.actor, pk)
    actor.require(policies.ADOPT, on=found.organisation)
    form = NoteForm(request.POST or None, actor=actor)
    waiting = sum(task.is_open for task in tasks_of(found))

    def do() -> None:
        writing.close_plan(
            actor=actor,
            plan=found,
            note=form.cleaned_data["note"],
            on=actor.today,
            at=clock.now(),
        )

    warning = _(
        "Còn {n} nhiệm vụ chưa xong. Kết thúc rồi vẫn chuyển được chúng sang chương trình kỳ sau; "
        "việc cấp trên giao vẫn phải làm."
    ).format(n=waiting)
    page = {
        **_page(request, found),
        "title": _("Kết thúc chương trình"),
        "action": _("Kết thúc"),
        "warning": warning if waiting else "",
    }
    return act(request, form, do, back=_back(pk), page=page, done=_("Đã kết thúc."))


@needs(policies.MANAGE)
@require_POST
def discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _held(request, pk)
    there = reverse("planning:of", args=[found.organisation_id])

    def do() -> str:
        writing.discard_plan(actor=request.actor, plan=found)
        return there

    return press(request, do, back=_back(pk), done=_("Đã bỏ dự thảo."))


@needs(policies.MANAGE)
@require_POST
def carry(request: ActorRequest, pk: int) -> HttpResponse:
    """Move here what earlier periods left undone."""
    actor, found = request.actor, _held(request, pk)

    def do() -> None:
        writing.carry_over(actor=actor, plan=found, on=actor.today, at=clock.now())

    return press(request, do, back=_back(pk), done=_("Đã chuyển các nhiệm vụ chưa xong sang đây."))


def _held(request: ActorRequest, pk: int) -> Plan:
    found = get_plan(request.actor, pk)
    request.actor.require(policies.MANAGE, on=found.organisation)
    return found


def _back(pk: int) -> str:
    return reverse("planning:plan", args=[pk])


def _page(request: ActorRequest, found: Plan) -> dict[str, Any]:
    return {**place(request, found.organisation), "plan": found}
