"""The long steps of a batch while its starter does other work, and telling them how it ended."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.urls import reverse

from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.accounts.models import User
from congdoan.support.exchange.enums import BatchState, RowState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.selectors.progress import STALLED
from congdoan.support.exchange.services.committing import commit_import, stop_commit
from congdoan.support.exchange.services.planning import make_plan, refuse_file
from congdoan.support.exchange.services.undoing import undo_import
from congdoan.support.notifications.api import notify

_STEPS = {
    BatchState.PLANNING: "exchange.plan",
    BatchState.RUNNING: "exchange.commit",
    BatchState.UNDOING: "exchange.undo",
}


def begin_step(*, batch_id: int, user_id: int, step: str) -> None:
    """Let a worker do a long step; one at a time for each batch."""
    enqueue(step, key=f"exchange-{batch_id}", batch_id=batch_id, user_id=user_id)


def take_up_stalled(*, at: datetime) -> int:
    """Let steps go on that a crash cut off: what was written stays, what was not is written."""
    stalled = ImportBatch.objects.filter(
        state__in=list(_STEPS), step_seen_at__lt=at - STALLED, step_by__isnull=False
    )
    for batch in stalled:
        begin_step(
            batch_id=batch.pk, user_id=batch.step_by_id or 0, step=_STEPS[BatchState(batch.state)]
        )
    return len(stalled)


def plan_import_of(*, user_id: int, batch_id: int, today: date, at: datetime) -> None:
    """Make the plan of a kept file, for the person who sent it."""

    def plan(actor: Actor) -> ImportBatch:
        return make_plan(actor=actor, batch_id=batch_id, at=at)

    def refused(refusal: Refusal) -> None:
        refuse_file(batch_id=batch_id, why=refusal.sentence)

    _carry(user_id, batch_id, today, at, plan, "exchange.read", refused)


def commit_import_of(*, user_id: int, batch_id: int, today: date, at: datetime) -> None:
    """
    Commit for the person who pressed the button, with the rights that person has now.

    For the background: a plan out of date goes back to review, one already carried out is left.
    The person is told of either end: nobody waits at the screen any more.
    """

    def commit(actor: Actor) -> ImportBatch:
        return commit_import(actor=actor, batch_id=batch_id, at=at)

    def refused(_refusal: Refusal) -> None:
        stop_commit(batch_id=batch_id)

    _carry(user_id, batch_id, today, at, commit, "exchange.finished", refused)


def undo_import_of(*, user_id: int, batch_id: int, today: date, at: datetime) -> None:
    """Take a batch back for the person who pressed the button."""
    reason = ImportBatch.objects.get(pk=batch_id).reason

    def undo(actor: Actor) -> ImportBatch:
        return undo_import(actor=actor, batch_id=batch_id, reason=reason, at=at)

    _carry(user_id, batch_id, today, at, undo, "exchange.taken_back")


def _carry(
    user_id: int,
    batch_id: int,
    today: date,
    at: datetime,
    act: Callable[[Actor], ImportBatch],
    told: str,
    refused: Callable[[Refusal], None] | None = None,
) -> None:
    try:
        batch = act(actor_for(User.objects.get(pk=user_id), today=today))
    except AlreadyDone:
        return
    except Refusal as refusal:
        if refused is not None:
            refused(refusal)
        stopped = ImportBatch.objects.get(pk=batch_id)
        why = {"file": stopped.file_name, "why": refusal.sentence}
        _tell(user_id, stopped, "exchange.stopped", why, at, key=f":{at.isoformat()}")
        return
    rows = batch.rows
    undone = batch.state == BatchState.UNDONE
    words = {
        "file": batch.file_name,
        "done": rows.filter(state=RowState.UNDONE if undone else RowState.DONE).count(),
        "left": rows.exclude(state=RowState.UNDONE if undone else RowState.DONE).count(),
    }
    _tell(user_id, batch, told, words, at)


def _tell(
    user_id: int,
    batch: ImportBatch,
    kind: str,
    words: Mapping[str, object],
    at: datetime,
    *,
    key: str = "",
) -> None:
    # Told by the system: nobody is told of what they did themselves, and this came later.
    notify(
        actor=system_actor(today=at.date()),
        kind=kind,
        key=f"{kind}:{batch.pk}{key}",
        at=at,
        users=[user_id],
        context=words,
        url=reverse("exchange:batch", args=[batch.pk]),
    )
