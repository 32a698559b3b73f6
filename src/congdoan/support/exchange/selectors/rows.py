"""One row of a plan with its cells, as people see and change them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from congdoan.foundation.refusal import NotFound
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import ImportKind
from congdoan.support.exchange.rules.repairing import Decisions, Repairer
from congdoan.support.exchange.rules.sealing import Sealer


@dataclass(frozen=True)
class Cell:
    """One cell: what stood in the file, what it reads as (or was written over it), what is said."""

    column: str
    label: str
    in_file: str
    now: str
    notes: list[str]
    severity: int
    fix: str | None
    #: What may be meant instead: (column to write, text, what people call it).
    near: list[tuple[str, str, str]]

    @property
    def edited(self) -> bool:
        return self.in_file != self.now


def get_row(batch: ImportBatch, n: int) -> ImportRow:
    """:raises NotFound: when the batch has no such row"""
    row = batch.rows.select_related("batch").filter(n=n).first()
    if row is None:
        raise NotFound
    return row


def cells_of(row: ImportRow, kind: ImportKind) -> list[Cell]:
    """Return the row's cells in the order of the kind's columns; those in the file first."""
    batch = row.batch
    sealer = Sealer(kind.columns, batch.mapping)
    raw, edits = sealer.opened(row.raw), sealer.opened_edits(row.edits)
    repairer = Repairer(kind.columns, batch.mapping, Decisions.from_json(batch.reading))
    [mended] = repairer.rows([raw])
    cells = []
    for column in kind.columns:
        place = batch.mapping.get(column.code)
        in_file = raw[place] if place is not None and place < len(raw) else ""
        found = [one for one in row.problems if one["column"] == column.code]
        cells.append(
            Cell(
                column.code,
                gettext(column.label),
                in_file,
                edits.get(column.code, mended.cells.get(column.code, in_file)),
                [said(one) for one in found],
                max((one["severity"] for one in found), default=0),
                next((sealer.fix_of(one) for one in found if "fix" in one), None),
                [
                    (one["values"]["into"], text, name)
                    for one in found
                    for text, name in one["values"].get("near", ())
                ],
            )
        )
    return sorted(cells, key=lambda cell: (-cell.severity, cell.column not in batch.mapping))


def said(problem: dict[str, Any]) -> str:
    """Return one problem's sentence in the active language."""
    return gettext(problem["text"]).format(**problem["values"])


def may_change(row: ImportRow) -> bool:
    waits = row.state in (RowState.WAITING, RowState.REFUSED)
    return waits and row.batch.state in (BatchState.PLANNED, BatchState.DONE)


def who_may_be_meant(row: ImportRow) -> list[int]:
    """Return the ids of those a row may mean, where a person has to say."""
    if row.plan != Plan.ASK:
        return []
    return [pk for problem in row.problems for pk in problem["values"].get("who", ())]


def earlier_import(batch: ImportBatch) -> ImportBatch | None:
    """Return the last time the same file was imported for the same organisation."""
    same = ImportBatch.objects.filter(
        kind=batch.kind, organisation=batch.organisation_id, file_hash=batch.file_hash
    )
    done = same.filter(state=BatchState.DONE).exclude(pk=batch.pk)
    return done.filter(pk__lt=batch.pk).order_by("-pk").first()
