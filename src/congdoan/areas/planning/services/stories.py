"""What is written down beside each act: the task's story, the audit row."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from congdoan.areas.planning.enums import StepKind
from congdoan.areas.planning.models import Plan, Step, Task
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record

if TYPE_CHECKING:
    from congdoan.support.files.api import StoredFile


def record_plan(actor: Actor, plan: Plan, verb: str, **changes: Any) -> None:
    record(
        actor=actor,
        verb=f"planning.{verb}",
        target=plan,
        organisation_id=plan.organisation_id,
        label=plan.title,
        changes=changes,
    )


def record_task(actor: Actor, task: Task, verb: str, **changes: Any) -> None:
    record(
        actor=actor,
        verb=f"planning.task_{verb}",
        target=task,
        organisation_id=task.plan.organisation_id,
        label=task.title,
        changes=changes,
    )


def note_step(
    actor: Actor,
    task: Task,
    kind: StepKind,
    note: str = "",
    *,
    on: date,
    at: datetime,
    percent: int | None = None,
    file: "StoredFile | None" = None,
    left: Plan | None = None,
) -> Step:
    return Step.objects.create(
        task=task,
        kind=kind,
        percent=percent,
        note=note.strip(),
        file=file,
        left=left,
        on=on,
        at=at,
        by_name=actor.name[:160],
    )
