"""What falls on the days of a unit: its tasks, what documents order, what agreements oblige to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import Answer, PlanState, TaskState
from congdoan.areas.planning.models import Task
from congdoan.areas.planning.selectors.plans import tasks_with_facts
from congdoan.areas.planning.selectors.related import related
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.worklist.api import Event, own_work

#: On one page, in one feed.
MOST = 500


@dataclass(frozen=True)
class Entry:
    """One thing on one day."""

    on: date
    title: str
    source: str
    url: str
    done: bool = False
    late: bool = False
    plan: bool = True


@dataclass(frozen=True)
class Day:
    on: date
    entries: list[Entry]
    inside: bool
    today: bool


def owed() -> Q:
    """Return what counts as owed or done: of plans that were adopted, or taken from above."""
    return Q(given=None) & ~Q(plan__state=PlanState.DRAFT) | Q(given__answer=Answer.ACCEPTED)


def _tasks(
    units: Iterable[int] | QuerySet[Organisation], first: date, last: date
) -> QuerySet[Task]:
    """Return tasks by their day: their own, else the last of the period."""
    ends = Q(due=None, plan__period__valid__endswith__range=(
        first + timedelta(days=1), last + timedelta(days=1)
    ))  # fmt: skip
    rows = tasks_with_facts().filter(Q(due__range=(first, last)) | ends, owed())
    return rows.filter(plan__organisation__in=units).exclude(state=TaskState.DROPPED)


def entries(actor: Actor, unit: Organisation, *, first: date, last: date) -> list[Entry]:
    """Return what falls on the days of a unit, as far as the actor may see it; by day."""
    today = actor.today
    found = [
        Entry(
            on=task.until or last,
            title=task.title,
            source=task.plan.title,
            url=reverse("planning:task", args=[task.pk]),
            done=task.state == TaskState.DONE,
            late=task.is_open and (task.until or last) < today,
        )
        for task in _tasks([unit.pk], first, last).order_by("due", "pk")[:MOST]
    ]
    besides = related(actor, unit, first=first, last=last)
    found += [
        Entry(
            on=one.due,
            title=one.title,
            source=one.paper,
            url=reverse("documents:incoming", args=[one.incoming]),
            done=one.done,
            late=not one.done and one.due < today,
            plan=False,
        )
        for one in besides.orders
    ]
    found += [
        Entry(
            on=one.due,
            title=one.words,
            source=one.title,
            url=reverse("agreements:duty", args=[one.agreement, one.duty]),
            done=one.done,
            late=not one.done and one.due < today,
            plan=False,
        )
        for one in besides.duties
    ]
    return sorted(found, key=lambda one: (one.on, one.done, one.title))


def weeks(
    found: list[Entry], *, first: date, last: date, month: int, today: date
) -> list[list[Day]]:
    """Put entries on the days from ``first`` to ``last``, week by week."""
    on: dict[date, list[Entry]] = {}
    for one in found:
        on.setdefault(one.on, []).append(one)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cells = [Day(day, on.get(day, []), day.month == month, day == today) for day in days]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def dates_of_plans(actor: Actor, since: date) -> list[Event]:
    """
    Answer the calendar on people's phones: open tasks of the units the actor holds an office in.

    What is on their own list is in that calendar already.
    """
    if actor.person_id is None:
        return []
    offices = Office.objects.on(actor.today).filter(person_id=actor.person_id)
    units = actor.reach(policies.VIEW).filter(pk__in=offices.values("organisation_id"))
    rows = _tasks(units, since, since + timedelta(days=800)).filter(state=TaskState.OPEN)
    known = set(
        own_work(actor).filter(key__startswith="planning.").values_list("key", flat=True)[:MOST]
    )
    return [
        Event(
            key=f"planning-{task.pk}",
            title=task.title,
            on=task.until or since,
            text=_("Nhiệm vụ trong “{plan}”").format(plan=task.plan.title),
            url=reverse("planning:task", args=[task.pk]),
        )
        for task in rows.order_by(F("due").asc(nulls_last=True), "pk")[:MOST]
        if f"planning.{task.pk}.do" not in known
    ]
