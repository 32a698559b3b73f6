"""Telling people about tasks."""

from collections.abc import Collection
from datetime import date, datetime

from congdoan.areas.planning.models import Given, HandDown, Task
from congdoan.areas.planning.services.work import page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify

#: Who is told at a unit.
TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST")


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "—"


def tell_lead(actor: Actor, task: Task, at: datetime) -> None:
    """Tell who leads a task that is owed, unless it is who says so."""
    if task.lead_id is None or task.lead_id == actor.person_id or not task.is_owed:
        return
    notify(
        actor=actor,
        kind="planning.lead",
        key=f"planning.{task.pk}.lead.{task.lead_id}.{at.isoformat()}",
        at=at,
        people=[task.lead_id],
        context={"task": task.title, "plan": task.plan.title, "due": _day(task.until)},
        url=page_of(task.pk),
    )


def tell_given(
    actor: Actor, handing: HandDown, tasks: Collection[Task], *, on: date, at: datetime
) -> None:
    """Tell the officers of the units what was handed down to each."""
    units = {task.plan.organisation_id: task for task in tasks}
    offices = Office.objects.on(on).filter(organisation__in=units, position__in=TOLD)
    people: dict[int, set[int]] = {}
    for unit, person in offices.values_list("organisation_id", "person_id"):
        people.setdefault(unit, set()).add(person)
    giver = name_of(handing.task.plan.organisation, on=on)
    for unit, told in people.items():
        task = units[unit]
        notify(
            actor=actor,
            kind="planning.given",
            key=f"planning.{task.pk}.given.{handing.pk}",
            at=at,
            people=told,
            context={
                "giver": giver,
                "task": task.title,
                "due": _day(task.until),
                "answer": _day(handing.answer_by),
            },
            url=page_of(task.pk),
        )


def tell_giver(actor: Actor, given: Given, *, on: date, at: datetime) -> None:
    """Tell who handed it down what a unit has against it."""
    handing = given.handing
    notify(
        actor=actor,
        kind="planning.answered",
        key=f"planning.given.{given.pk}.answered.{at.isoformat()}",
        at=at,
        users=[handing.by_user_id] if handing.by_user_id else [],
        context={
            "unit": name_of(given.organisation, on=on),
            "task": given.source.title,
            "words": given.words[:300],
        },
        url=page_of(given.source_id),
    )


def tell_again(actor: Actor, task: Task, words: str, *, on: date, at: datetime) -> None:
    """Tell the officers of a unit that the giver asks for it once more."""
    offices = Office.objects.on(on).filter(
        organisation_id=task.plan.organisation_id, position__in=TOLD
    )
    notify(
        actor=actor,
        kind="planning.again",
        key=f"planning.{task.pk}.again.{at.isoformat()}",
        at=at,
        people=sorted(set(offices.values_list("person_id", flat=True))),
        context={
            "giver": name_of(task.given.source.plan.organisation, on=on),
            "task": task.title,
            "words": words[:300],
        },
        url=page_of(task.pk),
    )
