"""A task handed down: whom by a rule, looked at, given; what the giver does with an answer."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.planning import policies
from congdoan.areas.planning.forms import HandForm, ReasonForm
from congdoan.areas.planning.models import Task
from congdoan.areas.planning.selectors.giving import (
    get_given,
    groupings,
    kinds,
    levels,
    preview,
)
from congdoan.areas.planning.selectors.plans import get_task
from congdoan.areas.planning.services import handing
from congdoan.areas.planning.views.frame import act, place
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.kernel.organisations.api import name_of, names

#: Days a unit has to take a task on, unless it is due before.
_ANSWER_DAYS = 7


def _form(request: ActorRequest, task: Task) -> HandForm:
    today = request.actor.today
    until = task.until or today + timedelta(days=_ANSWER_DAYS)
    return HandForm(
        (request.POST if request.method == "POST" else request.GET) or None,
        actor=request.actor,
        levels=levels(on=today),
        kinds=kinds(on=today),
        groupings=groupings(task.plan.organisation, on=today),
        initial={
            "reach": "CHILDREN",
            "answer_by": max(today, min(until, today + timedelta(days=_ANSWER_DAYS))),
        },
        use_required_attribute=False,
    )


@needs(policies.HAND_DOWN)
def hand(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose units by rule, look at who they are, hand down: the list is frozen then."""
    actor, task = request.actor, get_task(request.actor, pk)
    unit = task.plan.organisation
    actor.require(policies.HAND_DOWN, on=unit)
    form = _form(request, task)
    back = reverse("planning:task", args=[pk])
    shown = None
    if form.is_bound and form.is_valid():
        shown = preview(task, form.rule, on=actor.today)
    picked = form.picked if form.is_bound and hasattr(form, "cleaned_data") else ()
    known = names(picked, on=actor.today)

    def do() -> None:
        handing.hand_down(
            actor=actor,
            task=task,
            rule=form.rule,
            data=form.as_data,
            on=actor.today,
            at=clock.now(),
            expected=read_key(request.POST.get("expected", "")) or None,
        )

    page = {
        **place(request, unit),
        "plan": task.plan,
        "task": task,
        "shown": shown,
        "picked": [(key, known.get(key, "")) for key in picked],
        "hidden": _hidden(form) if shown else [],
    }
    if request.method != "POST":
        status = 422 if form.is_bound and form.errors else 200
        context = {"form": form, "back": back, **page}
        return render_page(request, "planning/hand.html", context, status=status)
    done = _("Đã giao xuống; mỗi đơn vị có việc trong chương trình của mình.")
    return act(request, form, do, back=back, page=page, done=done, template="planning/hand.html")


def _hidden(form: HandForm) -> list[tuple[str, str]]:
    """Return the choices as fields of the form that hands down: what was seen is what is given."""
    data = form.cleaned_data
    values = [(name, str(data[name])) for name in ("reach", "level", "kind", "grouping", "words")]
    values.append(("answer_by", f"{data['answer_by']:%d/%m/%Y}"))
    return [
        *((name, value) for name, value in values if value),
        *(("picked", str(key)) for key in form.picked),
    ]


@needs(policies.HAND_DOWN)
def given(request: ActorRequest, pk: int, given: int) -> HttpResponse:
    """What the giver does about one unit: ask once more, or take the task back."""
    actor, task = request.actor, get_task(request.actor, pk)
    actor.require(policies.HAND_DOWN, on=task.plan.organisation)
    one = get_given(task, given)
    back = reverse("planning:task", args=[pk])
    form = ReasonForm(request.POST or None, actor=actor)
    again = request.POST.get("do") != "withdraw"

    def do() -> None:
        service = handing.insist if again else handing.withdraw_given
        service(
            actor=actor,
            given=one,
            words=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    page = {
        **place(request, task.plan.organisation),
        "plan": task.plan,
        "task": task,
        "given": one,
        "given_name": name_of(one.organisation, on=actor.as_of),
        "title": _("Xử lý ở đơn vị"),
    }
    done = _("Đã giao lại.") if again else _("Đã thu lại.")
    return act(
        request, form, do, back=back, page=page, done=done, field="reason",
        template="planning/given.html",
    )  # fmt: skip
