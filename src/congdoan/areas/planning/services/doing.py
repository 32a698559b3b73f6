"""Tasks: put into a plan, changed, reported, dropped, opened again."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format

from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import Answer, StepKind, TaskState
from congdoan.areas.planning.models import Plan, Task
from congdoan.areas.planning.rules.refusals import (
    AnswerFirst,
    DueAfterGiven,
    DueOutside,
    EvidenceMissing,
    GivenFromAbove,
    LeadNotHere,
    PlanClosed,
    StillBelow,
    TaskIsOpen,
    TaskNotBegun,
    TaskNotOpen,
    WordsMissing,
)
from congdoan.areas.planning.selectors.files import EVIDENCE
from congdoan.areas.planning.selectors.plans import (
    colleagues,
    leads,
    positions_held,
    tasks_with_facts,
)
from congdoan.areas.planning.services.stories import note_step, record_plan, record_task
from congdoan.areas.planning.services.telling import tell_lead
from congdoan.areas.planning.services.work import sync_task_work
from congdoan.areas.planning.services.writing import held_plan
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.vietnamese import tidy
from congdoan.support.files.api import StoredFile, store_file

if TYPE_CHECKING:
    from django.core.files.base import File


@dataclass(frozen=True)
class TaskData:
    """What is to be done, by whom, until when, how much."""

    title: str
    section: str = ""
    content: str = ""
    lead_position: str = ""
    lead: int | None = None
    helpers: str = ""
    due: date | None = None
    indicator: str = ""
    target: str = ""
    evidence: bool = False


@dataclass(frozen=True)
class ReportData:
    """How far it has come, with what shows it."""

    done: bool
    percent: int = 0
    note: str = ""
    reached: str = ""
    uploads: "list[File[bytes]]" = field(default_factory=list)


def held_task(task: Task) -> Task:
    """Return the task afresh, locked, with what its pages know."""
    Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    return tasks_with_facts().get(pk=task.pk)


@transaction.atomic
def add_task(*, actor: Actor, plan: Plan, data: TaskData, on: date, at: datetime) -> Task:
    """
    Put a task into a plan.

    :raises PlanClosed, LeadNotHere, DueOutside: when it cannot stand there
    """
    actor.require(policies.MANAGE, on=plan.organisation)
    held = held_plan(plan)
    _check(data, held, on=on)
    made = Task.objects.create(
        plan=held, **_words(data), lead_id=data.lead, due=data.due, evidence=data.evidence
    )
    note_step(actor, made, StepKind.MADE, on=on, at=at)
    record_task(actor, made, "added")
    fresh = held_task(made)
    sync_task_work(actor=actor, task=fresh, on=on, at=at)
    tell_lead(actor, fresh, at)
    return fresh


@transaction.atomic
def change_task(*, actor: Actor, task: Task, data: TaskData, on: date, at: datetime) -> Task:
    """
    Change a task; of one given from above only who does it here, and an earlier day.

    :raises PlanClosed, TaskNotOpen, LeadNotHere, DueOutside, DueAfterGiven: when it cannot be
    """
    actor.require(policies.MANAGE, on=task.plan.organisation)
    held = held_task(task)
    _require_open(held)
    values: dict[str, Any] = {**_words(data), "lead_id": data.lead, "due": data.due}
    if held.asked:
        for kept in ("title", "target", "indicator", "content"):
            values.pop(kept)
        _check_given(held, data, on=on)
    else:
        values["evidence"] = data.evidence
        _check(data, held.plan, on=on)
    before = held.lead_id
    changes = {
        name: [str(getattr(held, name) or ""), str(new or "")]
        for name, new in values.items()
        if getattr(held, name) != new
    }
    if not changes:
        return held
    for name, new in values.items():
        setattr(held, name, new)
    held.save(update_fields=[name.removesuffix("_id") for name in values])
    note_step(actor, held, StepKind.CHANGED, on=on, at=at)
    record_task(actor, held, "changed", **changes)
    fresh = held_task(held)
    sync_task_work(actor=actor, task=fresh, on=on, at=at, former=before)
    if fresh.lead_id != before:
        tell_lead(actor, fresh, at)
    return fresh


def _words(data: TaskData) -> dict[str, Any]:
    return {
        "section": tidy(data.section)[:160],
        "title": tidy(data.title)[:300],
        "content": data.content.strip(),
        "lead_position": data.lead_position,
        "helpers": tidy(data.helpers)[:300],
        "indicator": tidy(data.indicator).upper()[:40],
        "target": tidy(data.target)[:120],
    }


def _check(data: TaskData, plan: Plan, *, on: date) -> None:
    _check_lead(data, plan, on=on)
    first, last = plan.period.first_day, plan.last_day
    if data.due and (data.due < first or (last is not None and data.due > last)):
        last_words = date_format(last, "d/m/Y") if last else "…"
        raise DueOutside(first=date_format(first, "d/m/Y"), last=last_words)


def _check_given(task: Task, data: TaskData, *, on: date) -> None:
    _check_lead(data, task.plan, on=on)
    limit = task.given.source.until
    if limit is not None and (data.due is None or data.due > limit):
        raise DueAfterGiven(due=date_format(limit, "d/m/Y"))


def _check_lead(data: TaskData, plan: Plan, *, on: date) -> None:
    unit = plan.organisation
    if data.lead and data.lead not in {one.pk for one in colleagues(unit, on=on)}:
        raise LeadNotHere
    if data.lead_position and data.lead_position not in dict(positions_held(unit, on=on)):
        raise LeadNotHere


def _require_open(task: Task) -> None:
    if not task.is_open:
        raise TaskNotOpen
    if task.plan.is_closed and not task.asked:
        raise PlanClosed


@transaction.atomic
def report_task(*, actor: Actor, task: Task, data: ReportData, on: date, at: datetime) -> Task:
    """
    Say how far a task has come, or that it is done, with what shows it.

    :raises AnswerFirst, TaskNotBegun, TaskNotOpen, PlanClosed: when it is not owed
    :raises EvidenceMissing: when it must come with a file
    """
    unit = task.plan.organisation
    if not actor.may(policies.MANAGE, on=unit) and not leads(actor, task):
        raise NotAllowed
    held = held_task(task)
    _require_open(held)
    _require_owed(held)
    if data.done and held.evidence and not data.uploads and not _has_file(held):
        raise EvidenceMissing
    kind = StepKind.DONE if data.done else StepKind.PROGRESS
    held.percent = 100 if data.done else min(max(data.percent, 0), 99)
    held.reached = tidy(data.reached)[:120] or held.reached
    if data.done:
        held.state, held.done_on = TaskState.DONE, on
    held.save(update_fields=["percent", "reached", "state", "done_on"])
    files: list[StoredFile | None] = [
        store_file(actor=actor, organisation=unit, upload=one, purpose=EVIDENCE, at=at)
        for one in data.uploads
    ]
    for n, file in enumerate(files or [None]):
        words = data.note if n == 0 else ""
        note_step(actor, held, kind, words, on=on, at=at, percent=held.percent, file=file)
    record_task(actor, held, "done" if data.done else "reported", percent=held.percent)
    sync_task_work(actor=actor, task=held, on=on, at=at)
    return held


def _require_owed(task: Task) -> None:
    if task.asked and task.asked != Answer.ACCEPTED:
        raise AnswerFirst
    if not task.is_owed:
        raise TaskNotBegun


def _has_file(task: Task) -> bool:
    return task.steps.filter(file__isnull=False).exists()


@transaction.atomic
def reopen_task(*, actor: Actor, task: Task, reason: str, on: date, at: datetime) -> Task:
    """
    Say that a task is not done after all, or is to be done again.

    :raises TaskIsOpen, WordsMissing, PlanClosed: when it cannot be
    """
    actor.require(policies.MANAGE, on=task.plan.organisation)
    held = held_task(task)
    if held.plan.is_closed and not held.asked:
        raise PlanClosed
    return open_again(actor, held, StepKind.REOPENED, reason, on=on, at=at)


def open_again(
    actor: Actor, task: Task, kind: StepKind, reason: str, *, on: date, at: datetime
) -> Task:
    """Open a task that was done or dropped (a step of others' acts)."""
    if task.is_open:
        raise TaskIsOpen
    if not reason.strip():
        raise WordsMissing
    task.state, task.done_on, task.percent = TaskState.OPEN, None, min(task.percent, 90)
    task.save(update_fields=["state", "done_on", "percent"])
    note_step(actor, task, kind, reason, on=on, at=at, percent=task.percent)
    record_task(actor, task, "reopened", reason=reason)
    sync_task_work(actor=actor, task=task, on=on, at=at)
    return task


@transaction.atomic
def drop_task(*, actor: Actor, task: Task, reason: str, on: date, at: datetime) -> None:
    """
    Take a task out: of a draft it goes, of an adopted plan it stays with the reason.

    :raises GivenFromAbove, StillBelow, WordsMissing, TaskNotOpen, PlanClosed: when it cannot be
    """
    actor.require(policies.MANAGE, on=task.plan.organisation)
    held = held_task(task)
    _require_open(held)
    if held.asked:
        raise GivenFromAbove
    if held.given_out.exclude(answer=Answer.WITHDRAWN).exists():
        raise StillBelow
    if held.plan.is_draft and not held.steps.filter(left__isnull=False).exists():
        record_plan(actor, held.plan, "task_removed", title=held.title)
        held.delete()
        return
    if not reason.strip():
        raise WordsMissing
    held.state = TaskState.DROPPED
    held.save(update_fields=["state"])
    note_step(actor, held, StepKind.DROPPED, reason, on=on, at=at)
    record_task(actor, held, "dropped", reason=reason)
    sync_task_work(actor=actor, task=held, on=on, at=at)
