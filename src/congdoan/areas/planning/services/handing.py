"""
Tasks handed down: receivers frozen, each with its own task in its own plan; answered, settled.

As with documents (ADR 27): who is named is written down at once, the units' tasks follow in
batches that may be killed and run twice.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.documents.api import Rule
from congdoan.areas.planning import policies
from congdoan.areas.planning.enums import Answer, PlanKind, PlanState, StepKind, TaskState
from congdoan.areas.planning.models import Given, HandDown, Plan, Step, Task
from congdoan.areas.planning.rules.refusals import (
    AnswerDayPast,
    AnsweredAlready,
    AnswerFirst,
    NobodyNamed,
    NotThatAnswer,
    PlanNotAdopted,
    ReceiversMoved,
    TaskNotOpen,
    WordsMissing,
)
from congdoan.areas.planning.selectors.giving import branches_of, receivers
from congdoan.areas.planning.selectors.plans import tasks_with_facts
from congdoan.areas.planning.services.doing import held_task, open_again
from congdoan.areas.planning.services.stories import note_step, record_task
from congdoan.areas.planning.services.telling import tell_again, tell_given, tell_giver
from congdoan.areas.planning.services.work import sync_task_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue

#: So many at once; more are written in the background.
AT_ONCE = 60
BATCH = 500


@dataclass(frozen=True)
class HandingData:
    """How the units are asked."""

    answer_by: date
    words: str = ""


@transaction.atomic
def hand_down(
    *,
    actor: Actor,
    task: Task,
    rule: Rule,
    data: HandingData,
    on: date,
    at: datetime,
    expected: int | None = None,
) -> HandDown:
    """
    Hand a task down to the units a rule names now; later changes of the tree change nothing.

    :raises PlanNotAdopted, AnswerFirst, TaskNotOpen, AnswerDayPast: when it cannot be
    :raises NobodyNamed, ReceiversMoved: when nobody is named, or others than were shown
    """
    actor.require(policies.HAND_DOWN, on=task.plan.organisation)
    held = held_task(task)
    _check(held, data, on=on)
    units = sorted(receivers(held, rule, on=on).values_list("pk", flat=True))
    if not units:
        raise NobodyNamed
    if expected is not None and expected != len(units):
        raise ReceiversMoved(before=expected, now=len(units))
    made = HandDown.objects.create(
        task=held,
        rule=rule.stored(),
        words=data.words.strip(),
        answer_by=data.answer_by,
        on=on,
        at=at,
        by_name=actor.name[:160],
        by_user_id=actor.user_id,
    )
    branches = branches_of(held.plan.organisation_id, units, on=on)
    Given.objects.bulk_create(
        (
            Given(handing=made, source=held, organisation_id=unit, branch_id=branches[unit])
            for unit in units
        ),
        batch_size=2000,
    )
    note_step(actor, held, StepKind.HANDED, str(len(units)), on=on, at=at)
    record_task(actor, held, "handed", count=len(units))
    if len(units) <= AT_ONCE:
        deliver(actor=actor, handing=made, on=on, at=at)
    else:
        enqueue("planning.deliver", key=f"planning.deliver.{made.pk}", handing=made.pk)
    return made


def _check(task: Task, data: HandingData, *, on: date) -> None:
    if not task.is_open:
        raise TaskNotOpen
    if task.asked and task.asked != Answer.ACCEPTED:
        raise AnswerFirst
    if not task.is_owed:
        raise PlanNotAdopted
    if data.answer_by < on or (task.until is not None and data.answer_by > task.until):
        raise AnswerDayPast


def deliver_waiting(*, actor: Actor, handing: int, on: date, at: datetime) -> None:
    """Go on with a handing down in the background; one that is no more asks nothing."""
    found = HandDown.objects.filter(pk=handing).first()
    if found is not None:
        deliver(actor=actor, handing=found, on=on, at=at)


def deliver(*, actor: Actor, handing: HandDown, on: date, at: datetime) -> int:
    """Write the tasks of the units that have none yet, batch by batch; return how many."""
    count = 0
    while True:
        with transaction.atomic():
            waiting = Given.objects.select_for_update(skip_locked=True, of=("self",))
            rows = list(waiting.filter(handing=handing, task=None).order_by("pk")[:BATCH])
            if not rows:
                return count
            _deliver_batch(actor, handing, rows, on, at)
            count += len(rows)


def _deliver_batch(
    actor: Actor, handing: HandDown, rows: list[Given], on: date, at: datetime
) -> None:
    source = tasks_with_facts().get(pk=handing.task_id)
    plans = _plans_for(actor, source.plan, [row.organisation_id for row in rows], at)
    tasks = Task.objects.bulk_create(
        Task(
            plan=plans[row.organisation_id],
            title=source.title,
            content=source.content,
            due=source.until,
            indicator=source.indicator,
            target=source.target,
            evidence=source.evidence,
        )
        for row in rows
    )
    for row, task in zip(rows, tasks, strict=True):
        row.task = task
    Given.objects.bulk_update(rows, ["task"])
    Step.objects.bulk_create(
        Step(
            task=task, kind=StepKind.GIVEN, note=handing.words, on=on, at=at,
            by_name=handing.by_name,
        )
        for task in tasks
    )  # fmt: skip
    fresh = list(tasks_with_facts().filter(pk__in=[task.pk for task in tasks]))
    for task in fresh:
        sync_task_work(actor=actor, task=task, on=on, at=at)
    tell_given(actor, handing, fresh, on=on, at=at)


def _plans_for(actor: Actor, like: Plan, units: list[int], at: datetime) -> dict[int, Plan]:
    """Return each unit's programme of the period; a draft is begun where there is none."""
    rows = Plan.objects.filter(
        period=like.period, kind=PlanKind.PROGRAMME, organisation__in=units
    ).exclude(state=PlanState.CLOSED)
    Plan.objects.bulk_create(
        (
            Plan(
                organisation_id=unit,
                period=like.period,
                kind=PlanKind.PROGRAMME,
                title=programme_title(like),
                made_by_name=actor.name[:160],
                made_at=at,
            )
            for unit in set(units) - set(rows.values_list("organisation_id", flat=True))
        ),
        ignore_conflicts=True,
    )
    return {plan.organisation_id: plan for plan in rows.all()}


def programme_title(like: Plan) -> str:
    return f"{PlanKind.PROGRAMME.label} {like.period.label.lower()}"[:250]


@transaction.atomic
def accept_given(*, actor: Actor, task: Task, on: date, at: datetime) -> Task:
    """:raises AnsweredAlready: when it was accepted, or taken back"""
    held = _to_answer(actor, task, {Answer.WAITING, Answer.DECLINED})
    _answer(actor, held, Answer.ACCEPTED, "", at)
    note_step(actor, held, StepKind.ACCEPTED, on=on, at=at)
    record_task(actor, held, "accepted")
    sync_task_work(actor=actor, task=held, on=on, at=at)
    return held


@transaction.atomic
def decline_given(*, actor: Actor, task: Task, words: str, on: date, at: datetime) -> Task:
    """
    Say why it cannot be done, or not so; the giver insists or takes it back.

    :raises WordsMissing, AnsweredAlready: without a reason, or when it was answered so
    """
    held = _to_answer(actor, task, {Answer.WAITING, Answer.ACCEPTED})
    if not words.strip():
        raise WordsMissing
    if not held.is_open:
        raise TaskNotOpen
    _answer(actor, held, Answer.DECLINED, words.strip(), at)
    note_step(actor, held, StepKind.DECLINED, words, on=on, at=at)
    record_task(actor, held, "declined", words=words)
    sync_task_work(actor=actor, task=held, on=on, at=at)
    tell_giver(actor, held.given, on=on, at=at)
    return held


def _to_answer(actor: Actor, task: Task, states: set[Answer]) -> Task:
    actor.require(policies.MANAGE, on=task.plan.organisation)
    held = held_task(task)
    if held.asked not in states:
        raise AnsweredAlready
    return held


def _answer(actor: Actor, task: Task, answer: Answer, words: str, at: datetime) -> None:
    given: Given = task.given
    given.answer, given.words = answer, words
    given.answered_at, given.answered_by_name = at, actor.name[:160]
    given.save(update_fields=["answer", "words", "answered_at", "answered_by_name"])


@transaction.atomic
def insist(*, actor: Actor, given: Given, words: str, on: date, at: datetime) -> None:
    """
    Give it once more: to a unit that had something against it, or whose report is not enough, or
    from which it was taken back.

    :raises WordsMissing, NotThatAnswer: without a reason, or when the unit is at it
    :raises TaskNotOpen: when it was taken back and is over at the giver
    """
    task = _at_unit(actor, given)
    if task.asked in {Answer.DECLINED, Answer.WITHDRAWN}:
        if not words.strip():
            raise WordsMissing
        if task.asked == Answer.WITHDRAWN and not given.source.is_open:
            raise TaskNotOpen
        _answer_back(task, Answer.WAITING)
        note_step(actor, task, StepKind.INSISTED, words, on=on, at=at)
        record_task(actor, task, "insisted", words=words)
        sync_task_work(actor=actor, task=task, on=on, at=at)
    elif task.state == TaskState.DONE:
        open_again(actor, task, StepKind.RETURNED, words, on=on, at=at)
    else:
        raise NotThatAnswer(state=task.given.get_answer_display())
    tell_again(actor, task, words, on=on, at=at)


@transaction.atomic
def withdraw_given(*, actor: Actor, given: Given, words: str, on: date, at: datetime) -> None:
    """
    Take a task back from a unit; what the unit did stays in its story.

    :raises WordsMissing, NotThatAnswer: without a reason, or when it is done
    """
    task = _at_unit(actor, given)
    if task.asked == Answer.WITHDRAWN:
        raise NotThatAnswer(state=task.given.get_answer_display())
    if not words.strip():
        raise WordsMissing
    if not task.is_open:
        raise NotThatAnswer(state=task.get_state_display())
    _answer_back(task, Answer.WITHDRAWN)
    note_step(actor, task, StepKind.WITHDRAWN, words, on=on, at=at)
    record_task(actor, task, "withdrawn", words=words)
    sync_task_work(actor=actor, task=task, on=on, at=at)


def _at_unit(actor: Actor, given: Given) -> Task:
    """
    Return the unit's task afresh, for who gave it.

    :raises NotThatAnswer: when it is not written yet
    """
    actor.require(policies.HAND_DOWN, on=given.source.plan.organisation)
    if given.task is None:
        raise NotThatAnswer(state=given.get_answer_display())
    return held_task(given.task)


def _answer_back(task: Task, answer: Answer) -> None:
    task.given.answer = answer
    task.given.save(update_fields=["answer"])
