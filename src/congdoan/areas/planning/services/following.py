"""
What becomes of plans when organisations change (docs/meaning-of-events.md).

Asked of the facts, not of the event: open plans of a unit that is no more give their open tasks to
its heir's plan of the same period and close; without an heir they close where they are. When the
unit exists again, what nobody has finished since goes back.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.planning.enums import Answer, PlanKind, PlanState, StepKind, TaskState
from congdoan.areas.planning.models import Plan, Step, Task
from congdoan.areas.planning.selectors.plans import tasks_with_facts
from congdoan.areas.planning.services.work import sync_task_work
from congdoan.areas.planning.services.writing import move_task
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import Corrected, unscoped_heirs
from congdoan.kernel.organisations.models import Organisation


def follow(
    *,
    actor: Actor,
    touched: Iterable[int] | None,
    on: date,
    at: datetime,
    back: Iterable[int] = (),
) -> None:
    """
    Bring plans of touched organisations (all, when None) up to the facts.

    ``back``: who is about to exist again, since what ended it is being undone.
    """
    returning = set(back)
    planned = Plan.objects.filter(organisation__in=returning)
    for pk in sorted(set(planned.values_list("organisation_id", flat=True))):
        give_back(actor=actor, unit=pk, on=on, at=at)
    gone = _gone(touched, returning, on)
    if not gone:
        return
    heirs = {pk: one.heirs for pk, one in unscoped_heirs(gone, on=on).items()}
    for pk in sorted(gone):
        _pass_on(actor, pk, (heirs.get(pk) or (None,))[0], on, at)


def _gone(touched: Iterable[int] | None, returning: set[int], on: date) -> set[int]:
    """Return the units that have ended and still have something to do."""
    ended = Organisation.objects.filter(valid__endswith__lte=on)
    if touched is not None:
        ended = ended.filter(pk__in=set(touched))
    tasks = Q(state=TaskState.OPEN, plan__organisation__in=ended)
    owed = Q(plan__state=PlanState.ADOPTED) | Q(given__answer__in=[Answer.WAITING, Answer.ACCEPTED])
    found = set(Task.objects.filter(tasks & owed).values_list("plan__organisation_id", flat=True))
    plans = Plan.objects.filter(organisation__in=ended).exclude(state=PlanState.CLOSED)
    return (found | set(plans.values_list("organisation_id", flat=True))) - returning


def _pass_on(actor: Actor, unit: int, heir: int | None, on: date, at: datetime) -> None:
    tasks = list(tasks_with_facts().filter(plan__organisation=unit, state=TaskState.OPEN))
    owed = [task for task in tasks if task.is_owed or task.plan.is_draft]
    if heir is not None:
        for task in owed:
            plan = _plan_at(actor, heir, task.plan, at)
            move_task(actor, task, plan, StepKind.PASSED, on=on, at=at)
    open_plans = Plan.objects.filter(organisation=unit).exclude(state=PlanState.CLOSED)
    closed = open_plans.update(
        state=PlanState.CLOSED, closed_on=on, closed_by_name=actor.name[:160], close_note=_note()
    )
    if heir is None and closed:
        # Nobody is left to do it: the work list asks nothing of anybody.
        for task in tasks_with_facts().filter(pk__in=[task.pk for task in tasks]):
            sync_task_work(actor=actor, task=task, on=on, at=at)


def _note() -> str:
    with override("vi"):
        return _("Đơn vị đã kết thúc.")


def correct(*, actor: Actor, corrected: Corrected, on: date, at: datetime) -> None:
    """Let what an event passed on go to the other receiver, where that was said wrongly."""
    was, now = corrected.was, corrected.now
    if not was.results or not now.results or was.results == now.results:
        return
    steps = Step.objects.filter(kind=StepKind.PASSED, left__organisation__in=was.originals)
    there = tasks_with_facts().filter(
        pk__in=steps.values("task_id"),
        state=TaskState.OPEN,
        plan__organisation__in=was.results,
    )
    for task in there:
        plan = _plan_at(actor, now.results[0], task.plan, at)
        move_task(actor, task, plan, StepKind.PASSED, on=on, at=at)


def _plan_at(actor: Actor, heir: int, like: Plan, at: datetime) -> Plan:
    """Return the heir's open programme of the period, else one begun in the same state."""
    rows = Plan.objects.filter(organisation=heir, period=like.period, kind=PlanKind.PROGRAMME)
    found = rows.exclude(state=PlanState.CLOSED).select_related("organisation", "period").first()
    if found is not None:
        return found
    adopted = like.is_adopted
    made = Plan.objects.create(
        organisation_id=heir,
        period=like.period,
        kind=PlanKind.PROGRAMME,
        title=like.title,
        state=PlanState.ADOPTED if adopted else PlanState.DRAFT,
        adopted_on=like.adopted_on if adopted else None,
        adopted_by=like.adopted_by if adopted else "",
        decision=like.decision if adopted else "",
        adopted_by_name=like.adopted_by_name if adopted else "",
        made_by_name=actor.name[:160],
        made_at=at,
    )
    return Plan.objects.select_related("organisation", "period").get(pk=made.pk)


def give_back(*, actor: Actor, unit: int, on: date, at: datetime) -> None:
    """Undo ``follow``: what passed from the unit and is still open hangs on its plans again."""
    left = Step.objects.filter(kind=StepKind.PASSED, left__organisation=unit)
    newest = {
        step.task_id: step
        for step in left.select_related("left__organisation", "left__period").order_by("at", "pk")
    }
    plans = Plan.objects.filter(organisation=unit, state=PlanState.CLOSED, close_note=_note())
    plans.filter(adopted_on__isnull=True).update(
        state=PlanState.DRAFT, closed_on=None, closed_by_name="", close_note=""
    )
    plans.filter(adopted_on__isnull=False).update(
        state=PlanState.ADOPTED, closed_on=None, closed_by_name="", close_note=""
    )
    tasks = tasks_with_facts().filter(pk__in=newest, state=TaskState.OPEN)
    for task in tasks.exclude(plan__organisation=unit):
        home = newest[task.pk].left
        if home is not None:
            move_task(actor, task, home, StepKind.BACK, on=on, at=at)
    for task in tasks_with_facts().filter(plan__organisation=unit, state=TaskState.OPEN):
        sync_task_work(actor=actor, task=task, on=on, at=at, back=True)
