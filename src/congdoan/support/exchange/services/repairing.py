"""Putting a plan right on the review page: a cell, all cells of one problem, who is meant."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange.enums import BatchState, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import ImportKind, RowDraft
from congdoan.support.exchange.rules.sealing import Sealer
from congdoan.support.exchange.services.committing import locked_batch
from congdoan.support.exchange.services.judging import Changed, chunks, context_of, rejudge
from congdoan.support.exchange.services.owing import list_parked
from congdoan.support.exchange.services.planning import kind_of

#: A cell of an official list is a line, not a text.
LONGEST_CELL = 500
_ONCE = 5000


class RowIsWritten(Refusal):
    """Dòng này đã được nhập hoặc lô đang chạy nên không sửa ở đây được; hãy sửa ở hồ sơ, hoặc hoàn tác."""  # noqa: E501


class NoSuchColumn(Refusal):
    """Tệp không có cột này; hãy tải lại trang rồi chọn lại ô cần sửa."""


class CellTooLong(Refusal):
    """Ô dài quá {most} ký tự; hãy rút gọn rồi lưu lại."""


class NothingHeldBack(Refusal):
    """Không còn dòng nào bị giữ lại; hãy tải lại trang để xem kết quả mới nhất."""


class NothingToFix(Refusal):
    """Không còn dòng nào có vấn đề này; hãy tải lại trang để xem kết quả mới nhất."""


@transaction.atomic
def edit_cell(
    *, actor: Actor, batch_id: int, n: int, column: str, text: str, at: datetime
) -> RowDraft:
    """
    Write over one cell of a plan and judge its row again, and the rows it shared a key with.

    :raises RowIsWritten: when the row no longer waits
    :raises NoSuchColumn: when the kind has no such column
    :raises CellTooLong: for a text no cell holds
    """
    batch, kind = _open(actor, batch_id)
    if column not in {one.code for one in kind.columns}:
        raise NoSuchColumn
    if len(text) > LONGEST_CELL:
        raise CellTooLong(most=LONGEST_CELL)
    row = _one(batch, n)
    edits = Sealer(kind.columns, batch.mapping).opened_edits(row.edits)
    edits[column] = text.strip()
    changed = Changed(row, edits, row.answer)
    [draft] = rejudge(batch, kind, context_of(batch, actor, at), [changed])
    list_parked(actor=actor, batch=batch, at=at)
    return draft


@transaction.atomic
def answer_row(*, actor: Actor, batch_id: int, n: int, same: int, at: datetime) -> RowDraft:
    """
    Say who a row means: a person of the register (id), or somebody new (0).

    :raises RowIsWritten: when the row no longer waits
    """
    batch, kind = _open(actor, batch_id)
    row = _one(batch, n)
    edits = Sealer(kind.columns, batch.mapping).opened_edits(row.edits)
    changed = Changed(row, edits, {**row.answer, "same": same})
    [draft] = rejudge(batch, kind, context_of(batch, actor, at), [changed])
    list_parked(actor=actor, batch=batch, at=at)
    return draft


@transaction.atomic
def fix_all(*, actor: Actor, batch_id: int, column: str, text: str, at: datetime) -> int:
    """
    Take over what is suggested for every cell that has one problem; return how many.

    :raises NothingToFix: when no row has it, with a suggestion, any more
    """
    batch, kind = _open(actor, batch_id)
    sealer = Sealer(kind.columns, batch.mapping)
    fixed = 0
    for rows in chunks(_with_problem(batch, column, text).order_by("n").iterator(_ONCE), _ONCE):
        changed = [
            Changed(row, {**sealer.opened_edits(row.edits), column: fix}, row.answer)
            for row in rows
            if (fix := _fix(row, column, text, sealer)) is not None
        ]
        if changed:
            rejudge(batch, kind, context_of(batch, actor, at), changed)
        fixed += len(changed)
    if not fixed:
        raise NothingToFix
    list_parked(actor=actor, batch=batch, at=at)
    return fixed


@transaction.atomic
def fix_value(
    *, actor: Actor, batch_id: int, column: str, value: str, text: str, at: datetime
) -> int:
    """
    Write what one unknown value means over all rows that hold it; return how many.

    ``text`` is one of what the rows' problem offers (``values.near``), nothing else.

    :raises NothingToFix: when no row holds the value, or it was not offered for it
    """
    batch, kind = _open(actor, batch_id)
    sealer = Sealer(kind.columns, batch.mapping)
    wanted = [{"column": column, "values": {"of": value}}]
    rows = _waiting(batch).filter(problems__contains=wanted).order_by("n")
    fixed = 0
    for piece in chunks(rows.iterator(_ONCE), _ONCE):
        changed = [
            Changed(row, {**sealer.opened_edits(row.edits), into: text}, row.answer)
            for row in piece
            if (into := _offered(row, column, value, text))
        ]
        if changed:
            rejudge(batch, kind, context_of(batch, actor, at), changed)
        fixed += len(changed)
    if not fixed:
        raise NothingToFix
    list_parked(actor=actor, batch=batch, at=at)
    return fixed


def _offered(row: ImportRow, column: str, value: str, text: str) -> str:
    """Return the column that takes ``text``, where the row's problem offers it."""
    for problem in row.problems:
        told = problem["values"]
        if problem["column"] == column and told.get("of") == value:
            return str(told["into"]) if text in (one for one, _name in told["near"]) else ""
    return ""


@transaction.atomic
def compare_again(*, actor: Actor, batch_id: int, at: datetime) -> int:
    """
    Judge the rows that were refused while they were written against the data as they are now.

    Somebody else was there first: what they wrote is skipped, what differs becomes a change to be
    looked at. Return how many rows were judged.

    :raises NothingHeldBack: when no row was refused
    :raises RowIsWritten: while the batch runs, or once it was undone or discarded
    """
    batch, kind = _open(actor, batch_id)
    sealer = Sealer(kind.columns, batch.mapping)
    held = batch.rows.filter(state=RowState.REFUSED).order_by("n")
    compared = 0
    for rows in chunks(held.iterator(_ONCE), _ONCE):
        changed = [Changed(row, sealer.opened_edits(row.edits), row.answer) for row in rows]
        rejudge(batch, kind, context_of(batch, actor, at), changed)
        compared += len(changed)
    if not compared:
        raise NothingHeldBack
    list_parked(actor=actor, batch=batch, at=at)
    return compared


@transaction.atomic
def forget_edits(*, actor: Actor, batch_id: int, numbers: Iterable[int], at: datetime) -> None:
    """Put rows back to what stood in the file."""
    batch, kind = _open(actor, batch_id)
    rows = _waiting(batch).filter(n__in=list(numbers)).order_by("n")
    rejudge(batch, kind, context_of(batch, actor, at), [Changed(row, {}, {}) for row in rows])
    list_parked(actor=actor, batch=batch, at=at)


def _fix(row: ImportRow, column: str, text: str, sealer: Sealer) -> str | None:
    for problem in row.problems:
        if problem["column"] == column and problem["text"] == text and "fix" in problem:
            return sealer.fix_of(problem)
    return None


def _with_problem(batch: ImportBatch, column: str, text: str) -> QuerySet[ImportRow]:
    return _waiting(batch).filter(problems__contains=[{"column": column, "text": text}])


def _waiting(batch: ImportBatch) -> QuerySet[ImportRow]:
    return batch.rows.filter(state__in=[RowState.WAITING, RowState.REFUSED])


def _one(batch: ImportBatch, n: int) -> ImportRow:
    row = _waiting(batch).filter(n=n).first()
    if row is None:
        raise RowIsWritten
    return row


def _open(actor: Actor, batch_id: int) -> tuple[ImportBatch, ImportKind]:
    batch = locked_batch(actor, batch_id)
    if batch.state not in (BatchState.PLANNED, BatchState.DONE):
        raise RowIsWritten
    return batch, kind_of(batch)
