"""Taking a batch back: whole for kinds that write row by row, all but what changed for the others."""  # noqa: E501

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.collector import collector_paused
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import SetEngine
from congdoan.support.exchange.services.committing import SET_CHECKPOINT, locked_batch, next_rows
from congdoan.support.exchange.services.judging import context_of
from congdoan.support.exchange.services.owing import list_parked
from congdoan.support.exchange.services.planning import kind_of
from congdoan.support.exchange.services.stepping import begin_moving, move_on
from congdoan.support.exchange.services.storing import keep_rows, store_outcomes

_LAST = """
SELECT id, n, plan, parsed, target_id, inverse FROM exchange_importrow
WHERE batch_id = %s AND n < %s AND state = 'DONE' ORDER BY n DESC LIMIT %s FOR UPDATE
"""
_BEYOND = 2_000_000_000


class NotCommitted(Refusal):
    """Lô này chưa được nhập nên không có gì để hoàn tác; nếu không cần nữa, hãy hủy lô."""


def undo_import(*, actor: Actor, batch_id: int, reason: str, at: datetime) -> ImportBatch:
    """
    Take back what a batch wrote, newest first.

    A kind without an engine takes back all or nothing. A kind with one goes checkpoint by
    checkpoint and leaves the rows that were changed since, each with the reason; once those
    changes are gone, calling it again takes them back too.

    :raises NotCommitted: when nothing was written
    :raises AlreadyDone: when it was undone before
    """
    batch = begin_undo(actor=actor, batch_id=batch_id, reason=reason)
    kind = kind_of(batch)
    if kind.engine is None:
        return _undo_whole(actor=actor, batch_id=batch_id, at=at)
    before: int | None = _BEYOND
    with collector_paused():
        while before is not None:
            before = _checkpoint(
                actor=actor, batch=batch, engine=kind.engine, before=before, reason=reason, at=at
            )
    return _close(actor=actor, batch_id=batch_id, at=at)


@transaction.atomic
def begin_undo(*, actor: Actor, batch_id: int, reason: str) -> ImportBatch:
    """Check that there is something to take back, and say so to everybody who looks."""
    batch = locked_batch(actor, batch_id)
    written = batch.rows.filter(state=RowState.DONE).count()
    if batch.state == BatchState.UNDONE and not written:
        raise AlreadyDone
    if batch.state not in (
        BatchState.DONE,
        BatchState.RUNNING,
        BatchState.UNDOING,
        BatchState.UNDONE,
    ):
        raise NotCommitted
    if batch.state == BatchState.UNDOING:
        return batch
    if kind_of(batch).engine is not None:
        begin_moving(batch, BatchState.UNDOING, total=written, user_id=actor.user_id)
    batch.reason = reason
    batch.save(update_fields=["reason"])
    return batch


@transaction.atomic
def _undo_whole(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    batch = locked_batch(actor, batch_id)
    rows = list(batch.rows.filter(state=RowState.DONE).order_by("-rank", "-n"))
    kind_of(batch).undo([row.inverse for row in rows], context_of(batch, actor, at), batch.reason)
    batch.rows.filter(state=RowState.DONE).update(state=RowState.UNDONE)
    _settle(actor, batch, at, rows=len(rows), kept=0)
    return batch


@transaction.atomic
def _checkpoint(
    *,
    actor: Actor,
    batch: ImportBatch,
    engine: SetEngine,
    before: int,
    reason: str,
    at: datetime,
) -> int | None:
    batch = locked_batch(actor, batch.pk)
    if batch.state != BatchState.UNDOING:
        return None
    rows = next_rows(_LAST, [batch.pk, before, SET_CHECKPOINT])
    if not rows:
        return None
    stay = engine.undo(rows, context_of(batch, actor, at), reason)
    store_outcomes(
        [(row.id, row.target_id, row.inverse) for row in rows if row.n not in stay],
        RowState.UNDONE,
    )
    keep_rows([(row.id, stay[row.n]) for row in rows if row.n in stay])
    move_on(batch, len(rows))
    return rows[-1].n


@transaction.atomic
def _close(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    batch = locked_batch(actor, batch_id)
    if batch.state == BatchState.UNDOING:
        counts = batch.rows.aggregate(
            rows=Count("pk", filter=Q(state=RowState.UNDONE)),
            kept=Count("pk", filter=Q(state=RowState.DONE)),
        )
        _settle(actor, batch, at, **counts)
    return batch


def _settle(actor: Actor, batch: ImportBatch, at: datetime, *, rows: int, kept: int) -> None:
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    audit.record(
        actor=actor,
        verb="exchange.undone",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": batch.kind, "rows": rows, "kept": kept},
        reason=batch.reason,
    )
    list_parked(actor=actor, batch=batch, at=at)


@transaction.atomic
def plan_again(*, actor: Actor, batch_id: int) -> ImportBatch:
    """
    Let a batch that was taken back wait as a plan once more, with all that was put right in it.

    :raises AlreadyDone: when it is not undone, or its rows were forgotten since
    """
    batch = locked_batch(actor, batch_id)
    rows = batch.rows.filter(state=RowState.UNDONE)
    if batch.state != BatchState.UNDONE or not rows.exists() or rows.filter(parsed={}).exists():
        raise AlreadyDone
    rows.filter(plan=Plan.CREATE).update(target_id=None)
    rows.update(state=RowState.WAITING, inverse={})
    batch.state = BatchState.PLANNED
    batch.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb="exchange.planned_again",
        target=batch,
        organisation_id=batch.organisation_id,
    )
    return batch
