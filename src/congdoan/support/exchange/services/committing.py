"""Carrying a plan out, checkpoint by checkpoint, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
import json

from django.db import connection, transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import BatchState, Plan, RowState, Severity
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import (
    ERROR,
    Context,
    ImportKind,
    Problem,
    RowDraft,
)
from congdoan.support.exchange.services.planning import context_of, kind_of, replan

#: Rows of one checkpoint: the most that a crash makes us write again.
CHECKPOINT = 1000

# Django's bulk_update writes a CASE per row and field, which costs more than the import itself.
_STORE_DONE = """
UPDATE exchange_importrow AS row SET state = %s, target_id = done.target_id, inverse = done.inverse
FROM unnest(%s::bigint[], %s::bigint[], %s::jsonb[]) AS done (id, target_id, inverse)
WHERE row.id = done.id
"""


class PlanOutOfDate(Refusal):
    """{count} dòng không còn nhập được vì dữ liệu đã đổi từ lúc xem trước; hãy xem lại rồi nhập."""


class NothingToImport(Refusal):
    """Không có dòng nào để nhập: các dòng đều phải sửa hoặc đã có trong hệ thống."""


class NotCommitted(Refusal):
    """Lô này chưa được nhập nên không có gì để hoàn tác; nếu không cần nữa, hãy hủy lô."""


def commit_import(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    """
    Write the rows that have no error; rows with errors stay for the result file.

    Each checkpoint is a transaction of its own (within the caller's, when there is one), and each
    row is written once: called again after a crash, it goes on with the rows that wait.

    :raises AlreadyDone: when the batch was committed, undone or discarded
    :raises PlanOutOfDate: when rows that were fine no longer are; the new plan is stored
    :raises NothingToImport: when no row can be written
    """
    batch, worse = _open(actor=actor, batch_id=batch_id, at=at)
    if worse:
        raise PlanOutOfDate(count=worse)
    kind = kind_of(batch)
    while _checkpoint(actor=actor, batch=batch, kind=kind, at=at):
        pass
    return _close(actor=actor, batch_id=batch_id, at=at)


@transaction.atomic
def _open(*, actor: Actor, batch_id: int, at: datetime) -> tuple[ImportBatch, int]:
    batch = _locked(actor, batch_id)
    if not batch.is_open:
        raise AlreadyDone
    worse = replan(batch, actor, at)
    if worse:
        return batch, worse
    writes = batch.rows.filter(state=RowState.WAITING, plan__in=[Plan.CREATE, Plan.UPDATE])
    if not writes.exists() and not batch.rows.filter(state=RowState.DONE).exists():
        raise NothingToImport
    batch.state = BatchState.RUNNING
    batch.save(update_fields=["state"])
    return batch, 0


@transaction.atomic
def _checkpoint(*, actor: Actor, batch: ImportBatch, kind: ImportKind, at: datetime) -> bool:
    """Write the next rows; tell whether there were any."""
    if _locked(actor, batch.pk).state != BatchState.RUNNING:
        return False
    rows = list(
        batch.rows.select_for_update()
        .filter(state=RowState.WAITING, plan__in=[Plan.CREATE, Plan.UPDATE])
        .order_by("rank", "n")[:CHECKPOINT]
    )
    if not rows:
        return False
    context = context_of(batch, actor, at)
    try:
        with transaction.atomic():
            _write(rows, kind, context)
    except Refusal:
        # Some row of the chunk is refused: find it by writing one at a time.
        for row in rows:
            _write_alone(row, kind, context)
    _store_results(rows)
    return True


def _write(rows: Sequence[ImportRow], kind: ImportKind, context: Context) -> None:
    done = kind.commit([_draft(row) for row in rows], context)
    for row, result in zip(rows, done, strict=True):
        row.state, row.target_id, row.inverse = RowState.DONE, result.target_id, result.inverse


def _write_alone(row: ImportRow, kind: ImportKind, context: Context) -> None:
    try:
        with transaction.atomic():
            _write([row], kind, context)
    except Refusal as refusal:
        row.state, row.plan, row.severity = RowState.REFUSED, Plan.ERROR, Severity.ERROR
        sentence = refusal.sentence.replace("{", "{{").replace("}", "}}")
        row.problems = [*row.problems, Problem(ERROR, "", sentence).as_json()]


def _store_results(rows: Sequence[ImportRow]) -> None:
    """Write what became of a checkpoint's rows: one statement for all that went well."""
    done = [row for row in rows if row.state == RowState.DONE]
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE_DONE,
            [
                RowState.DONE,
                [row.pk for row in done],
                [row.target_id for row in done],
                [json.dumps(row.inverse) for row in done],
            ],
        )
    for row in rows:
        if row.state == RowState.REFUSED:
            row.save(update_fields=["state", "plan", "severity", "problems"])


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
def _close(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    batch = _locked(actor, batch_id)
    batch.state, batch.committed_at = BatchState.DONE, at
    batch.save(update_fields=["state", "committed_at"])
    audit.record(
        actor=actor,
        verb="exchange.committed",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={
            "kind": batch.kind,
            "rows": batch.rows.filter(state=RowState.DONE).count(),
            "refused": batch.rows.filter(state=RowState.REFUSED).count(),
        },
    )
    return batch


@transaction.atomic
def undo_import(*, actor: Actor, batch_id: int, reason: str, at: datetime) -> ImportBatch:
    """
    Take back everything a batch wrote, newest first, or nothing.

    :raises NotCommitted: when nothing was written
    :raises AlreadyDone: when it was undone before
    """
    batch = _locked(actor, batch_id)
    if batch.state == BatchState.UNDONE:
        raise AlreadyDone
    if batch.state not in (BatchState.DONE, BatchState.RUNNING):
        raise NotCommitted
    rows = list(batch.rows.filter(state=RowState.DONE).order_by("-rank", "-n"))
    kind_of(batch).undo([row.inverse for row in rows], context_of(batch, actor, at), reason)
    batch.rows.filter(state=RowState.DONE).update(state=RowState.UNDONE)
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    audit.record(
        actor=actor,
        verb="exchange.undone",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": batch.kind, "rows": len(rows)},
        reason=reason,
    )
    return batch


@transaction.atomic
def discard_import(*, actor: Actor, batch_id: int) -> ImportBatch:
    """
    Put a plan aside for good; its rows stay readable.

    :raises AlreadyDone: when it was committed, undone or discarded
    """
    batch = _locked(actor, batch_id)
    if batch.state != BatchState.PLANNED:
        raise AlreadyDone
    batch.state = BatchState.DISCARDED
    batch.save(update_fields=["state"])
    audit.record(
        actor=actor,
        verb="exchange.discarded",
        target=batch,
        organisation_id=batch.organisation_id,
    )
    return batch


def _locked(actor: Actor, batch_id: int) -> ImportBatch:
    """Return the batch, locked; the kind's own services ask for the rights on each target."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    actor.require(policies.IMPORT, on=batch.organisation)
    actor.require(kind_of(batch).needs, on=batch.organisation)
    return batch
