"""Plans: begun, changed, adopted, closed; what is unfinished moves on to the next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import PlanKind, PlanState, StepKind
from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.rules.refusals import (
    AdoptedAhead,
    HoldsGivenTasks,
    NotADraft,
    NothingPlanned,
    NothingUnfinished,
    PeriodNotOffered,
    PlanClosed,
    ProgrammeAlready,
    UnitEnded,
)
from congdoan.areas.planning.selectors.plans import (
    periods_offered,
    tasks_of,
    tasks_with_facts,
    unfinished_before,
)
from congdoan.areas.planning.services.stories import note_step, record_plan
from congdoan.areas.planning.services.telling import tell_lead
from congdoan.areas.planning.services.work import sync_task_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class PlanData:
    """What a plan is called and for."""

    period: int
    kind: str
    title: str
    aims: str = ""


@dataclass(frozen=True)
class Adoption:
    """Which body adopted it, when, by which paper."""

    on: date
    by: str
    decision: str = ""


def held_plan(plan: Plan) -> Plan:
    """
    Return the plan afresh, locked.

    :raises PlanClosed: when it was closed meanwhile
    """
    found = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("organisation", "period")
        .get(pk=plan.pk)
    )
    if found.is_closed:
        raise PlanClosed
    return found


@transaction.atomic
def start_plan(
    *, actor: Actor, organisation: Organisation, data: PlanData, on: date, at: datetime
) -> Plan:
    """
    Begin the programme of a period, or a plan on a subject.

    :raises UnitEnded, PeriodNotOffered: when there is nothing to plan for
    :raises ProgrammeAlready: when the unit has a programme of the period
    """
    actor.require(policies.MANAGE, on=organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.exists_on(on):
        raise UnitEnded
    if data.period not in {one.pk for one in periods_offered(organisation, on=on)}:
        raise PeriodNotOffered
    _refuse_second(organisation.pk, data)
    made = Plan.objects.create(
        organisation=organisation,
        period_id=data.period,
        kind=data.kind,
        title=tidy(data.title)[:250],
        aims=data.aims.strip(),
        made_by_name=actor.name[:160],
        made_at=at,
    )
    record_plan(actor, made, "begun")
    return made


def _refuse_second(organisation: int, data: PlanData) -> None:
    rows = Plan.objects.filter(
        organisation=organisation, period=data.period, kind=PlanKind.PROGRAMME
    ).exclude(state=PlanState.CLOSED)
    if data.kind == PlanKind.PROGRAMME and rows.exists():
        raise ProgrammeAlready


@transaction.atomic
def change_plan(*, actor: Actor, plan: Plan, title: str, aims: str, at: datetime) -> Plan:
    """:raises PlanClosed: when it was closed meanwhile"""
    actor.require(policies.MANAGE, on=plan.organisation)
    held = held_plan(plan)
    if not held.is_draft:
        # What was adopted is changed by who may adopt.
        actor.require(policies.ADOPT, on=held.organisation)
    title, aims = tidy(title)[:250], aims.strip()
    changes = {
        name: [getattr(held, name), new]
        for name, new in (("title", title), ("aims", aims))
        if getattr(held, name) != new
    }
    if changes:
        held.title, held.aims = title, aims
        held.save(update_fields=["title", "aims"])
        record_plan(actor, held, "changed", **changes)
        _sync_all(actor, held, at.date(), at)
    return held


@transaction.atomic
def adopt_plan(*, actor: Actor, plan: Plan, adoption: Adoption, on: date, at: datetime) -> Plan:
    """
    Write down that a body has adopted it; its tasks are owed from now on.

    :raises NotADraft, AdoptedAhead, NothingPlanned: when it cannot be
    """
    actor.require(policies.ADOPT, on=plan.organisation)
    held = held_plan(plan)
    if not held.is_draft:
        raise NotADraft
    if adoption.on > on:
        raise AdoptedAhead
    if not held.tasks.exists():
        raise NothingPlanned
    held.state, held.adopted_on = PlanState.ADOPTED, adoption.on
    held.adopted_by, held.decision = tidy(adoption.by)[:160], tidy(adoption.decision)[:160]
    held.adopted_by_name = actor.name[:160]
    held.save(update_fields=["state", "adopted_on", "adopted_by", "decision", "adopted_by_name"])
    record_plan(actor, held, "adopted", by=held.adopted_by, decision=held.decision)
    for task in _sync_all(actor, held, on, at):
        if not task.asked:
            tell_lead(actor, task, at)
    return held


@transaction.atomic
def close_plan(*, actor: Actor, plan: Plan, note: str, on: date, at: datetime) -> Plan:
    """
    Close it with what came of it; what is unfinished waits to be moved to the next.

    What was given from above is still owed.
    """
    actor.require(policies.ADOPT, on=plan.organisation)
    held = held_plan(plan)
    if held.is_draft:
        raise NothingPlanned
    held.state, held.closed_on = PlanState.CLOSED, on
    held.closed_by_name, held.close_note = actor.name[:160], note.strip()
    held.save(update_fields=["state", "closed_on", "closed_by_name", "close_note"])
    record_plan(actor, held, "closed")
    _sync_all(actor, held, on, at)
    return held


@transaction.atomic
def discard_plan(*, actor: Actor, plan: Plan) -> None:
    """
    Throw a draft away.

    :raises NotADraft: once it was adopted
    :raises HoldsGivenTasks: while it holds tasks given from above, or what moved here or away
    """
    actor.require(policies.MANAGE, on=plan.organisation)
    held = held_plan(plan)
    if not held.is_draft:
        raise NotADraft
    moved = held.tasks.filter(steps__left__isnull=False)
    given = held.tasks.filter(given__isnull=False)
    if given.exists() or moved.exists() or held.left_steps.exists():
        raise HoldsGivenTasks
    record_plan(actor, held, "discarded")
    held.tasks.all().delete()
    held.delete()


@transaction.atomic
def carry_over(*, actor: Actor, plan: Plan, on: date, at: datetime) -> int:
    """
    Move what earlier periods of the same kind left undone here; return how many.

    :raises NothingUnfinished: when there is nothing
    """
    actor.require(policies.MANAGE, on=plan.organisation)
    held = held_plan(plan)
    keys = list(unfinished_before(held).values_list("pk", flat=True))
    if not keys:
        raise NothingUnfinished
    Task.objects.select_for_update().filter(pk__in=keys).order_by("pk").first()
    for task in tasks_with_facts().filter(pk__in=keys).order_by("pk"):
        move_task(actor, task, held, StepKind.CARRIED, on=on, at=at)
    record_plan(actor, held, "carried", count=len(keys))
    return len(keys)


def move_task(
    actor: Actor, task: Task, plan: Plan, kind: StepKind, *, on: date, at: datetime
) -> None:
    """Hang a task on another plan, its story with it (a step of others' acts)."""
    left, task.plan = task.plan, plan
    fields = ["plan"]
    first = plan.period.first_day
    if kind == StepKind.CARRIED and task.due and task.due < first and not task.asked:
        # A day of the old period says nothing in the new one; the day the giver set stays.
        task.due = None
        fields.append("due")
    task.save(update_fields=fields)
    note_step(actor, task, kind, left.title, on=on, at=at, left=left)
    sync_task_work(actor=actor, task=task, on=on, at=at)


def _sync_all(actor: Actor, plan: Plan, on: date, at: datetime) -> list[Task]:
    tasks = tasks_of(plan)
    for task in tasks:
        sync_task_work(actor=actor, task=task, on=on, at=at)
    return tasks
