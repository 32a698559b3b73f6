"""From an uploaded file to a stored plan, and a fresh look at a plan before it is carried out."""

from collections.abc import Mapping, Sequence
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
from congdoan.support.exchange.rules.kinds import (
    Context,
    ImportKind,
    RowDraft,
    find_kind,
    fingerprint,
)
from congdoan.support.exchange.services.preparing import Row, Table, prepare, repaired, tell
from congdoan.support.exchange.services.reading import (
    SheetIsEmpty,
    SheetTooLong,
    read_workbook,
)

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation

_BATCH = 1000
#: Kinds without a way to judge by chunks see all rows at once.
MOST_ROWS = 20_000


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
    sheet: int | None = None,
    mapping: Mapping[str, int] | None = None,
    heads_at: int | None = None,
) -> ImportBatch:
    """
    Read a file and store what importing it would do; nothing else is written.

    ``sheet``, ``mapping`` and ``heads_at`` are what a person chose on the page of the columns.

    The same file sent again (a double click, a second thought) takes the place of its waiting plan.

    :raises ColumnsMissing: when a required column is not there
    :raises NotASpreadsheet, SheetIsEmpty, SheetHasMacros, SheetHasPassword, SheetTooLong: bad file
    """
    actor.require(policies.IMPORT, on=organisation)
    actor.require(kind.needs, on=organisation)
    workbook = read_workbook(upload, upload.name or "")
    table = prepare(workbook, kind, latest_year=at.year, sheet=sheet, mapping=mapping, at=heads_at)
    rows = _checked(table, workbook.name)
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
        headings=list(table.headings.texts),
        mapping=table.headings.mapping,
        unknown=list(table.headings.unknown),
        reading=table.decisions.as_json(),
        skipped=[[one.n, one.reason, one.text] for one in table.skipped],
        options=options,
        created_by_id=actor.user_id,
        creator_name=actor.name,
        created_at=at,
    )
    drafts = _judged(rows, kind, context_of(batch, actor, at))
    _store(batch, drafts, {row.n: row.raw for row in rows})
    audit.record(
        actor=actor,
        verb="exchange.planned",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": kind.code, "rows": len(drafts), "sha256": batch.file_hash},
    )
    return batch


def _checked(table: Table, name: str) -> list[Row]:
    """Return the rows of the table, or say what it lacks."""
    missing = table.headings.missing(table.columns)
    if missing:
        raise ColumnsMissing(columns=", ".join(f"“{column}”" for column in missing), name=name)
    rows = []
    for piece in table.rows():
        rows += piece
        if len(rows) > MOST_ROWS:
            raise SheetTooLong(name=name, most=MOST_ROWS)
    if not rows:
        raise SheetIsEmpty(name=name)
    return rows


def _judged(rows: Sequence[Row], kind: ImportKind, context: Context) -> list[RowDraft]:
    """Return the rows judged by their kind, with what was repaired in them beside its words."""
    drafts = [RowDraft(row.n, row.cells) for row in rows]
    kind.plan(drafts, context)
    for row, draft in zip(rows, drafts, strict=True):
        tell(draft, row.repairs)
    return drafts


def context_of(batch: ImportBatch, actor: Actor, at: datetime) -> Context:
    return Context(actor, batch.organisation_id, batch.options, at)


def _store(
    batch: ImportBatch, drafts: Sequence[RowDraft], raw: Mapping[int, Sequence[str]]
) -> None:
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                n=draft.n,
                raw=raw[draft.n],
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
    done = repaired(kind.columns, batch.mapping, batch.reading).rows(
        [row.raw for row in rows.values()]
    )
    drafts = _judged(
        [
            Row(n, row.raw, one.cells, one.repairs)
            for (n, row), one in zip(rows.items(), done, strict=True)
        ],
        kind,
        context_of(batch, actor, at),
    )
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
