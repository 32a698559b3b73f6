"""From an uploaded file to a stored plan, and a fresh look at a plan before it is carried out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.headings import Headings, find_headings
from congdoan.support.exchange.rules.kinds import (
    Context,
    ImportKind,
    RowDraft,
    find_kind,
    fingerprint,
)
from congdoan.support.exchange.services.reading import (
    MOST_ROWS,
    SheetIsEmpty,
    SheetTooLong,
    Workbook,
    read_workbook,
)

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation

_BATCH = 1000


class ColumnsMissing(Refusal):
    """Không thấy cột {columns} trong tệp “{name}”; hãy dùng tệp mẫu, hoặc đặt đúng tên cột ở dòng tiêu đề."""  # noqa: E501


@transaction.atomic
def plan_import(
    *,
    actor: Actor,
    kind: ImportKind,
    organisation: "Organisation | None",
    upload: UploadedFile,
    options: dict[str, Any],
    at: datetime,
) -> ImportBatch:
    """
    Read a file and store what importing it would do; nothing else is written.

    The same file sent again (a double click, a second thought) takes the place of its waiting plan.

    :raises ColumnsMissing: when a required column is not there
    :raises NotASpreadsheet, SheetIsEmpty, SheetHasMacros, SheetHasPassword, SheetTooLong: bad file
    """
    actor.require(policies.IMPORT, on=organisation)
    actor.require(kind.needs, on=organisation)
    workbook = read_workbook(upload, upload.name or "")
    headings, rows = _table(workbook, kind)
    ImportBatch.objects.filter(
        kind=kind.code,
        organisation=organisation,
        created_by_id=actor.user_id,
        file_hash=workbook.digest,
        state=BatchState.PLANNED,
    ).delete()
    batch = ImportBatch.objects.create(
        kind=kind.code,
        organisation=organisation,
        state=BatchState.PLANNED,
        file_name=workbook.name[-150:],
        file_hash=workbook.digest,
        headings=rows[headings.at],
        mapping=headings.mapping,
        unknown=list(headings.unknown),
        options=options,
        created_by_id=actor.user_id,
        creator_name=actor.name,
        created_at=at,
    )
    drafts = drafts_of(enumerate(rows), headings.mapping, below=headings.at)
    kind.plan(drafts, context_of(batch, actor, at))
    _store(batch, drafts, rows)
    audit.record(
        actor=actor,
        verb="exchange.planned",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": kind.code, "rows": len(drafts), "sha256": batch.file_hash},
    )
    return batch


def _table(workbook: Workbook, kind: ImportKind) -> tuple[Headings, list[list[str]]]:
    """Return the sheet that looks most like the kind, and where its headings stand."""
    if not any(workbook.sheets):
        raise SheetIsEmpty(name=workbook.name)
    found = [(find_headings(rows, kind.columns), rows) for rows in workbook.sheets]
    headings, rows = max(found, key=lambda pair: len(pair[0].mapping))
    missing = headings.missing(kind.columns)
    if missing:
        raise ColumnsMissing(columns=", ".join(f"“{name}”" for name in missing), name=workbook.name)
    if not any(any(row) for row in rows[headings.at + 1 :]):
        raise SheetIsEmpty(name=workbook.name)
    if len(rows) - headings.at > MOST_ROWS:
        raise SheetTooLong(name=workbook.name, most=MOST_ROWS)
    return headings, rows


def drafts_of(
    rows: Iterable[tuple[int, Sequence[str]]], mapping: dict[str, int], *, below: int
) -> list[RowDraft]:
    """Return a draft for each row that holds something, numbered as in the file (from 1)."""
    return [
        RowDraft(
            n=at + 1,
            cells={code: row[i] if i < len(row) else "" for code, i in mapping.items()},
        )
        for at, row in rows
        if at > below and any(row)
    ]


def context_of(batch: ImportBatch, actor: Actor, at: datetime) -> Context:
    return Context(actor, batch.organisation_id, batch.options, at)


def _store(batch: ImportBatch, drafts: list[RowDraft], rows: list[list[str]]) -> None:
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                n=draft.n,
                raw=rows[draft.n - 1],
                state=RowState.WAITING,
                **planned_values(batch, draft),
            )
            for draft in drafts
        ),
        batch_size=_BATCH,
    )


def planned_values(batch: ImportBatch, draft: RowDraft) -> dict[str, Any]:
    return {
        "parsed": draft.parsed,
        "fingerprint": fingerprint(batch.kind, batch.organisation_id, draft.parsed),
        "plan": draft.plan,
        "severity": draft.severity,
        "problems": [problem.as_json() for problem in draft.problems],
        "rank": draft.rank,
        "target_id": draft.target_id,
    }


def kind_of(batch: ImportBatch) -> ImportKind:
    """
    Return the batch's kind.

    :raises LookupError: when the slice that brought it is no longer installed
    """
    kind = find_kind(batch.kind)
    if kind is None:
        message = f"No import kind {batch.kind}"
        raise LookupError(message)
    return kind


def replan(batch: ImportBatch, actor: Actor, at: datetime) -> int:
    """
    Judge the waiting rows again against the present data; return how many got worse.

    Between review and commit others may have founded, ended or renamed what the plan rests on.
    """
    kind = kind_of(batch)
    rows = {row.n: row for row in batch.rows.filter(state=RowState.WAITING).order_by("n")}
    drafts = drafts_of(((n - 1, row.raw) for n, row in rows.items()), batch.mapping, below=-1)
    kind.plan(drafts, context_of(batch, actor, at))
    differing, worse = [], 0
    for draft in drafts:
        row, values = rows[draft.n], planned_values(batch, draft)
        if all(getattr(row, name) == value for name, value in values.items()):
            continue
        worse += draft.plan == Plan.ERROR and row.plan != Plan.ERROR
        for name, value in values.items():
            setattr(row, name, value)
        differing.append(row)
    ImportRow.objects.bulk_update(
        differing,
        ["parsed", "fingerprint", "plan", "severity", "problems", "rank", "target_id"],
        batch_size=_BATCH,
    )
    return worse
