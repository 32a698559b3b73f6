"""Each task is one item of "Việc của tôi", at its lead; nothing is typed twice."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.planning.enums import Answer, TaskState
from congdoan.areas.planning.models import Task
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import name_of
from congdoan.support.worklist.api import Wanted, WorkItem, sync_work

DOING = "planning.task"
ANSWERING = "planning.answer"


def page_of(task: int) -> str:
    """Return the address of a task; services know no URLconf."""
    return f"/ke-hoach/nhiem-vu/{task}/"


def key_of(task: int) -> str:
    return f"planning.{task}.do"


def sync_task_work(
    *,
    actor: Actor,
    task: Task,
    on: date,
    at: datetime,
    back: bool = False,
    former: int | None = None,
) -> None:
    """
    Make the work say what the task asks of its unit; ``task`` is read afresh by the caller.

    ``back``: the unit is about to exist again, since what ended it is being undone. ``former``: who
    led it until now; with nobody after them the work is the office's, or the unit's, again.
    """
    there = back or task.plan.organisation.exists_on(on)
    owed = there and task.is_owed
    with override("vi"):
        wanted = [_wanted(task, on)] if owed or task.state == TaskState.DONE else []
    sync_work(actor=actor, prefix=f"planning.{task.pk}.", wanted=wanted, on=on, at=at)
    if wanted and task.lead_id:
        WorkItem.objects.filter(key=key_of(task.pk)).update(assignee=task.lead_id)
    elif former:
        WorkItem.objects.filter(key=key_of(task.pk), assignee=former).update(assignee=None)


def _wanted(task: Task, on: date) -> Wanted:
    given = getattr(task, "given", None)
    waits = given is not None and given.answer == Answer.WAITING
    title, why, due = task.title, "", task.until
    if given is not None:
        giver = name_of(given.source.plan.organisation, on=on)
        why = _("{giver} giao.").format(giver=giver)
        if waits:
            title, due = _("Nhận việc được giao: {title}").format(title=title), _answer_day(task)
    return Wanted(
        key=key_of(task.pk),
        kind=ANSWERING if waits else DOING,
        title=title,
        organisation_id=task.plan.organisation_id,
        source_label=task.plan.title,
        source_url=page_of(task.pk),
        due=due,
        why=why,
        position=task.lead_position,
        escalate_to_id=given.source.plan.organisation_id if given is not None else None,
        done=task.state == TaskState.DONE,
    )


def _answer_day(task: Task) -> date:
    day: date = task.given.handing.answer_by
    return day
