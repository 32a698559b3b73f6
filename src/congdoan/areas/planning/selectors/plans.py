"""Plans and tasks an actor may see, who may lead, what is left from before."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from congdoan.areas.indicators.api import indicator, indicators
from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import Answer, PlanState, TaskState
from congdoan.areas.planning.models import Plan, Step, Task
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import position_choices
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.periods.api import periods_between, term_of
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period

Choices = list[tuple[str, str]]
#: How far ahead (days) a plan of each kind of period may be begun.
_AHEAD = {
    PeriodKind.SCHOOL_YEAR: 400,
    PeriodKind.CALENDAR_YEAR: 400,
    PeriodKind.QUARTER: 200,
    PeriodKind.MONTH: 95,
}
_BACK = timedelta(days=30)
#: What a unit no longer does: its word is against it, or the giver took it back.
NOT_TAKEN = (Answer.DECLINED, Answer.WITHDRAWN)


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when it is no union whose plans the actor may see"""
    found = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    return Plan.objects.filter(organisation__in=actor.reach(policies.VIEW).values("pk"))


def get_plan(actor: Actor, pk: int) -> Plan:
    """:raises NotFound: when there is none the actor may see"""
    rows = visible_plans(actor).select_related("organisation", "period", "paper")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def get_task(actor: Actor, pk: int) -> Task:
    """:raises NotFound: when there is none the actor may see"""
    rows = tasks_with_facts().filter(pk=pk)
    found = rows.filter(plan__in=visible_plans(actor).values("pk")).first()
    if found is None:
        raise NotFound
    return found


def tasks_with_facts() -> QuerySet[Task]:
    return Task.objects.select_related(
        "plan__organisation",
        "plan__period",
        "lead",
        "given__handing",
        "given__source__plan__organisation",
        "given__organisation",
    )


def plans_of(unit: Organisation) -> list[Plan]:
    """Return the plans of a unit, newest period first, with ``total`` and ``done``."""
    counted = Plan.objects.filter(organisation=unit).annotate(
        total=Count("tasks", filter=LIVE),
        done=Count("tasks", filter=LIVE & Q(tasks__state=TaskState.DONE)),
    )
    rows = counted.select_related("period")
    return list(rows.order_by("-period__valid", "kind", "pk"))


#: Tasks that count: not dropped, not refused, not taken back (from the plan, and from the task).
LIVE = ~Q(tasks__state=TaskState.DROPPED) & (
    Q(tasks__given=None) | ~Q(tasks__given__answer__in=NOT_TAKEN)
)
COUNTED = ~Q(state=TaskState.DROPPED) & (Q(given=None) | ~Q(given__answer__in=NOT_TAKEN))


def tasks_of(plan: Plan) -> list[Task]:
    """Return the tasks of a plan in the order it is read: by part, then by day."""
    rows = tasks_with_facts().filter(plan=plan)
    return list(rows.order_by("section", F("due").asc(nulls_last=True), "pk"))


def left_of(plan: Plan) -> list[Step]:
    """Return what moved on from a plan: to the next one, or to the unit's successor."""
    rows = Step.objects.filter(left=plan).exclude(task__plan=plan)
    return list(rows.select_related("task__plan__period").order_by("pk"))


def unfinished_before(plan: Plan) -> QuerySet[Task]:
    """Return what plans of earlier periods of the same kind left undone at the same unit."""
    rows = Task.objects.filter(
        plan__organisation_id=plan.organisation_id,
        plan__period__kind=plan.period.kind,
        plan__period__valid__endswith__lte=plan.period.valid.lower,
        state=TaskState.OPEN,
    ).exclude(plan__state=PlanState.DRAFT, given=None)
    return rows.filter(Q(given=None) | Q(given__answer=Answer.ACCEPTED))


def periods_offered(unit: Organisation, *, on: date) -> list[Period]:
    """Return the periods a plan may be begun for: those of now and the near ones."""
    found: list[Period] = []
    for kind, days in _AHEAD.items():
        found += periods_between(kind, on - _BACK, on + timedelta(days=days))
    term = term_of(unit.pk, on)
    return [*found, term] if term is not None else found


def counted_period(pk: int) -> Period | None:
    """Return a period that is the same for everybody, by its key."""
    return Period.objects.counted().filter(pk=pk).first()


def colleagues(unit: Organisation, *, on: date) -> list[Person]:
    """Return who holds an office in the unit that day, by name."""
    offices = Office.objects.on(on).filter(organisation=unit)
    people = Person.objects.filter(pk__in=offices.values("person_id"))
    return list(people.order_by("sort_key", "pk"))


def positions_held(unit: Organisation, *, on: date) -> Choices:
    """Return the offices somebody holds in the unit that day, in the order of rank."""
    held = set(Office.objects.on(on).filter(organisation=unit).values_list("position", flat=True))
    return [(code, label) for code, label in position_choices(on) if code in held]


def indicators_offered(task: Task | None, *, on: date) -> Choices:
    """Return the catalogue of the day, and what the task names of an older one."""
    found = [(one.code, f"{one.code} · {one.label}") for one in indicators(on)]
    named = task.indicator if task is not None else ""
    if named and named not in dict(found):
        found.append((named, named))
    return found


def indicator_label(code: str, *, on: date) -> str:
    """Return what an indicator is called; its code when the catalogue does not know it."""
    try:
        return indicator(code, on).label
    except NotFound:
        return code


@dataclass(frozen=True)
class Rights:
    """What the actor may do with a task."""

    manage: bool
    report: bool
    hand: bool


def rights_on(actor: Actor, task: Task) -> Rights:
    unit = task.plan.organisation
    manage = actor.may(policies.MANAGE, on=unit)
    return Rights(
        manage=manage,
        report=manage or leads(actor, task),
        hand=actor.may(policies.HAND_DOWN, on=unit),
    )


def leads(actor: Actor, task: Task) -> bool:
    """Tell whether the actor leads the task today: by name, or by the office they hold."""
    if actor.person_id is None or not actor.may(policies.VIEW, on=task.plan.organisation):
        return False
    held = Office.objects.on(actor.today).filter(
        person_id=actor.person_id, organisation_id=task.plan.organisation_id
    )
    if task.lead_id == actor.person_id:
        return held.exists()
    return bool(task.lead_position) and held.filter(position=task.lead_position).exists()
