"""Carrying a plan out, checkpoint by checkpoint."""

from collections.abc import Sequence
from datetime import datetime
import json

from django.db import connection, transaction
from django.db.models import Count, Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.collector import collector_paused
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportPart, ImportRow
from congdoan.support.exchange.rules.kinds import (
    ERROR,
    Context,
    Done,
    ImportKind,
    PlannedRow,
    Problem,
    RowDraft,
    SetEngine,
)
from congdoan.support.exchange.services.judging import context_of
from congdoan.support.exchange.services.owing import list_parked
from congdoan.support.exchange.services.planning import kind_of, replan
from congdoan.support.exchange.services.stepping import begin_moving, move_on
from congdoan.support.exchange.services.storing import park_rows, store_outcomes

#: Rows of one checkpoint: the most that a crash makes us write again.
CHECKPOINT = 1000
#: The same for kinds that write by set: a statement costs the same for one row as for thousands.
SET_CHECKPOINT = 10_000

#: Rows that committing writes.
WRITES = Q(state=RowState.WAITING, plan__in=[Plan.CREATE, Plan.UPDATE])

_NEXT = """
SELECT id, n, plan, parsed, target_id, inverse FROM exchange_importrow
WHERE batch_id = %s AND n > %s AND state = 'WAITING' AND plan IN ('CREATE', 'UPDATE')
ORDER BY n LIMIT %s FOR UPDATE
"""


class PlanOutOfDate(Refusal):
    """{count} dòng không còn nhập được vì dữ liệu đã đổi từ lúc xem trước; hãy xem lại rồi nhập."""


class NothingToImport(Refusal):
    """Không có dòng nào để nhập: các dòng đều phải sửa hoặc đã có trong hệ thống."""


class StillPlanning(Refusal):
    """Tệp này còn đang được đọc; hãy đợi đọc xong rồi nhập."""


def commit_import(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    """
    Write the rows that have no error; rows with errors are parked for the review page.

    Each checkpoint is a transaction of its own (within the caller's, when there is one), and each
    row is written once: called again after a crash, it goes on with the rows that wait. Rows that
    were parked and put right since are written by calling it again.

    :raises AlreadyDone: when all was written, or the batch was undone or discarded
    :raises PlanOutOfDate: when rows that were fine no longer are; the new plan is stored
    :raises NothingToImport: when no row can be written
    """
    batch, worse = _open(actor=actor, batch_id=batch_id, at=at)
    if worse:
        raise PlanOutOfDate(count=worse)
    kind = kind_of(batch)
    if kind.engine is None:
        while _checkpoint(actor=actor, batch=batch, kind=kind, at=at):
            pass
    else:
        reached: int | None = 0
        with collector_paused():
            while reached is not None:
                reached = _set_checkpoint(
                    actor=actor, batch=batch, engine=kind.engine, after=reached, at=at
                )
    return _close(actor=actor, batch_id=batch_id, at=at)


@transaction.atomic
def begin_commit(*, actor: Actor, batch_id: int) -> ImportBatch:
    """
    Say to everybody who looks that a plan is about to be carried out by the worker.

    :raises AlreadyDone, StillPlanning, NothingToImport: as ``commit_import``
    """
    batch = _openable(actor, batch_id)
    left = batch.rows.filter(WRITES).count()
    if not left:
        raise NothingToImport
    begin_moving(batch, BatchState.RUNNING, total=left, user_id=actor.user_id)
    return batch


def stop_commit(*, batch_id: int) -> None:
    """Let a plan wait again that the worker may not carry out; what is written stays written."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=BatchState.RUNNING)
    begun = ImportRow.objects.filter(batch=batch_id, state=RowState.DONE).exists()
    batch.update(state=BatchState.DONE if begun else BatchState.PLANNED)


def _openable(actor: Actor, batch_id: int) -> ImportBatch:
    batch = locked_batch(actor, batch_id)
    if batch.state in (BatchState.MAPPING, BatchState.PLANNING):
        raise StillPlanning
    going_on = batch.state == BatchState.DONE and batch.rows.filter(WRITES).exists()
    if not batch.is_open and not going_on:
        raise AlreadyDone
    return batch


@transaction.atomic
def _open(*, actor: Actor, batch_id: int, at: datetime) -> tuple[ImportBatch, int]:
    batch = _openable(actor, batch_id)
    worse = replan(batch, actor, at)
    if worse:
        return batch, worse
    left = batch.rows.filter(WRITES).count()
    if not left and not batch.rows.filter(state=RowState.DONE).exists():
        raise NothingToImport
    begin_moving(batch, BatchState.RUNNING, total=left, user_id=actor.user_id)
    return batch, 0


@transaction.atomic
def _checkpoint(*, actor: Actor, batch: ImportBatch, kind: ImportKind, at: datetime) -> bool:
    """Write the next rows; tell whether there were any."""
    batch = locked_batch(actor, batch.pk)
    if batch.state != BatchState.RUNNING:
        return False
    rows = list(batch.rows.select_for_update().filter(WRITES).order_by("rank", "n")[:CHECKPOINT])
    if not rows:
        return False
    context = context_of(batch, actor, at)
    try:
        with transaction.atomic():
            _write(rows, kind, context)
    except Refusal:
        # Some row of the chunk is refused: find it by writing one at a time.
        refused = [
            (row.pk, problem) for row in rows if (problem := _write_alone(row, kind, context))
        ]
        park_rows(refused)
    done = [row for row in rows if row.state == RowState.DONE]
    store_outcomes([(row.pk, row.target_id, row.inverse) for row in done], RowState.DONE)
    move_on(batch, len(rows))
    return True


def _write(rows: Sequence[ImportRow], kind: ImportKind, context: Context) -> None:
    done = kind.commit([_draft(row) for row in rows], context)
    for row, result in zip(rows, done, strict=True):
        row.state, row.target_id, row.inverse = RowState.DONE, result.target_id, result.inverse


def _write_alone(row: ImportRow, kind: ImportKind, context: Context) -> Problem | None:
    try:
        with transaction.atomic():
            _write([row], kind, context)
    except Refusal as refusal:
        sentence = refusal.sentence.replace("{", "{{").replace("}", "}}")
        return Problem(ERROR, "", sentence)
    return None


def _draft(row: ImportRow) -> RowDraft:
    return RowDraft(
        n=row.n,
        cells={},
        parsed=row.parsed,
        plan=row.plan,
        target_id=row.target_id,
        rank=row.rank,
    )


@transaction.atomic
def _set_checkpoint(
    *, actor: Actor, batch: ImportBatch, engine: SetEngine, after: int, at: datetime
) -> int | None:
    """Write the next rows by set; return the number of the last one, None when there are none."""
    batch = locked_batch(actor, batch.pk)
    if batch.state != BatchState.RUNNING:
        return None
    rows = next_rows(_NEXT, [batch.pk, after, SET_CHECKPOINT])
    if not rows:
        return None
    answers = engine.commit(rows, context_of(batch, actor, at))
    done, refused = [], []
    for row in rows:
        answer = answers[row.n]
        if isinstance(answer, Done):
            done.append((row.id, answer.target_id, answer.inverse))
        else:
            refused.append((row.id, answer))
    store_outcomes(done, RowState.DONE)
    park_rows(refused)
    move_on(batch, len(rows))
    return rows[-1].n


def next_rows(statement: str, values: Sequence[int]) -> list[PlannedRow]:
    """
    Return the next rows of a batch in the order of an index.

    The planner knows nothing of a batch that was stored a moment ago, takes it for one row, and
    would sort all of it for every checkpoint.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(statement, values)
        found = cursor.fetchall()
        cursor.execute("SET LOCAL enable_sort = on")
    # One text of all rows is read twice as fast as a text each.
    parsed, inverse = (
        json.loads(f"[{','.join([row[column] for row in found])}]") for column in (3, 5)
    )
    return [
        PlannedRow(pk, n, plan, understood, target, before)
        for (pk, n, plan, _parsed, target, _inverse), understood, before in zip(
            found, parsed, inverse, strict=True
        )
    ]


@transaction.atomic
def _close(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    batch = locked_batch(actor, batch_id)
    if batch.state != BatchState.RUNNING:
        return batch
    batch.state, batch.committed_at = BatchState.DONE, at
    batch.save(update_fields=["state", "committed_at"])
    # The file has served: what is parked is corrected in the plan or in the result file.
    ImportPart.objects.filter(batch=batch).delete()
    counts = batch.rows.aggregate(
        rows=Count("pk", filter=Q(state=RowState.DONE)),
        refused=Count("pk", filter=Q(state=RowState.REFUSED)),
    )
    if engine := kind_of(batch).engine:
        # Taking it back right away must not be planned for the tables as they were before.
        tell_planner(*engine.tables, added=counts["rows"])
    audit.record(
        actor=actor,
        verb="exchange.committed",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": batch.kind, **counts, "sha256": batch.file_hash},
    )
    list_parked(actor=actor, batch=batch, at=at)
    return batch


@transaction.atomic
def discard_import(*, actor: Actor, batch_id: int) -> ImportBatch:
    """
    Put a plan aside for good; its rows stay readable.

    :raises AlreadyDone: when it was committed, undone or discarded
    """
    batch = locked_batch(actor, batch_id)
    if batch.state not in (BatchState.MAPPING, BatchState.PLANNED, BatchState.UNREADABLE):
        raise AlreadyDone
    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    ImportPart.objects.filter(batch=batch).delete()
    audit.record(
        actor=actor,
        verb="exchange.discarded",
        target=batch,
        organisation_id=batch.organisation_id,
    )
    return batch


def locked_batch(actor: Actor, batch_id: int) -> ImportBatch:
    """Return the batch, locked; the kind's own services ask for the rights on each target."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    actor.require(policies.IMPORT, on=batch.organisation)
    actor.require(kind_of(batch).needs, on=batch.organisation)
    return batch
