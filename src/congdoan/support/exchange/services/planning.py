"""From an uploaded file to a stored plan, and a fresh look at a plan before it is carried out."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.collector import collector_paused
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.exchange import policies
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportPart, ImportRow
from congdoan.support.exchange.rules.forms import check_form
from congdoan.support.exchange.rules.kinds import ImportKind, find_kind
from congdoan.support.exchange.rules.sealing import Sealer
from congdoan.support.exchange.selectors.columns import recalled
from congdoan.support.exchange.services.gathering import Gathered
from congdoan.support.exchange.services.judging import (
    Changed,
    Sheet,
    context_of,
    gathered,
    judged,
    rejudge,
)
from congdoan.support.exchange.services.keeping import keep_file, kept_file
from congdoan.support.exchange.services.preparing import Table, prepare
from congdoan.support.exchange.services.reading import (
    SheetIsEmpty,
    SheetTooLong,
    digest_of,
    read_workbook,
)
from congdoan.support.exchange.services.stepping import begin_anew, move_on, reading_on
from congdoan.support.exchange.services.storing import copy_rows

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation

#: Rows of one batch of a kind that judges them all at once; of one that judges by set: as many as
#: a spreadsheet has.
MOST_ROWS, MOST_BY_SET = 50_000, 1_048_576


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
    batch = take_in(
        actor=actor, kind=kind, organisation=organisation, upload=upload, options=options, at=at
    )
    return make_plan(actor=actor, batch_id=batch.pk, at=at)


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    kind: ImportKind,
    organisation: "Organisation | None",
    upload: UploadedFile,
    options: dict[str, Any],
    at: datetime,
) -> ImportBatch:
    """Keep a file whose plan is made afterwards (``make_plan``), by whoever gets to it."""
    actor.require(policies.IMPORT, on=organisation)
    actor.require(kind.needs, on=organisation)
    digest = digest_of(upload)
    ImportBatch.objects.filter(
        kind=kind.code,
        organisation=organisation,
        created_by_id=actor.user_id,
        file_hash=digest,
        state__in=[
            BatchState.MAPPING,
            BatchState.PLANNING,
            BatchState.PLANNED,
            BatchState.UNREADABLE,
        ],
    ).delete()
    batch = ImportBatch.objects.create(
        kind=kind.code,
        organisation=organisation,
        state=BatchState.PLANNING,
        file_name=(upload.name or "")[-150:],
        file_hash=digest,
        options=options,
        created_by_id=actor.user_id,
        creator_name=actor.name,
        created_at=at,
        step_by_id=actor.user_id,
        step_began_at=at,
        step_seen_at=at,
    )
    keep_file(batch.pk, upload)
    return batch


def make_plan(*, actor: Actor, batch_id: int, at: datetime) -> ImportBatch:
    """
    Read a kept file and store its plan, chunk by chunk.

    Each chunk is a transaction of its own (within the caller's, when there is one). A plan that
    was cut off is made anew from the file: twins are known only once the whole file was read.

    :raises AlreadyDone: when the batch has its plan
    :raises ColumnsMissing: when a required column is not there; as for unreadable files
    """
    batch = _begun(actor, batch_id)
    with collector_paused():
        rows = _gathered(batch)
        done = _judge_and_store(batch, actor, at, rows)
    return _planned(actor, batch, rows=done)


def _gathered(batch: ImportBatch) -> Gathered:
    """Return the rows of the kept file; how it was read is remembered, the opened file let go."""
    kind = kind_of(batch)
    table = table_of(batch, kind)
    _refuse_missing(table, batch.file_name)
    most = MOST_ROWS if kind.engine is None else MOST_BY_SET

    def tell(total: int) -> None:
        if total > most:
            raise SheetTooLong(name=batch.file_name, most=most)
        reading_on(batch, total)

    rows = gathered(kind, Sheet(table.numbered(), table.repairer), tell)
    if not rows.total:
        raise SheetIsEmpty(name=batch.file_name)
    batch.headings, batch.mapping = list(table.headings.texts), table.headings.mapping
    batch.unknown = list(table.headings.unknown)
    batch.reading = {**batch.reading, **table.decisions.as_json()}
    batch.skipped = [[one.n, one.reason, one.text] for one in table.skipped]
    batch.save(update_fields=["headings", "mapping", "unknown", "reading", "skipped"])
    return rows


def _judge_and_store(batch: ImportBatch, actor: Actor, at: datetime, rows: Gathered) -> int:
    kind = kind_of(batch)
    sealer = Sealer(kind.columns, batch.mapping)
    done = 0
    for drafts in judged(kind, context_of(batch, actor, at), rows):
        with transaction.atomic():
            copy_rows(batch.pk, drafts, sealer)
            done += len(drafts)
            move_on(batch, len(drafts))
    return done


@transaction.atomic
def _begun(actor: Actor, batch_id: int) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    actor.require(policies.IMPORT, on=batch.organisation)
    actor.require(kind_of(batch).needs, on=batch.organisation)
    if batch.state != BatchState.PLANNING:
        raise AlreadyDone
    batch.rows.all().delete()
    begin_anew(batch)
    return batch


@transaction.atomic
def _planned(actor: Actor, batch: ImportBatch, *, rows: int) -> ImportBatch:
    batch.state = BatchState.PLANNED
    batch.save(update_fields=["state"])
    tell_planner(ImportRow, added=rows)
    audit.record(
        actor=actor,
        verb="exchange.planned",
        target=batch,
        organisation_id=batch.organisation_id,
        changes={"kind": batch.kind, "rows": rows, "sha256": batch.file_hash},
    )
    return batch


def refuse_file(*, batch_id: int, why: str) -> None:
    """Set a file aside that cannot be read; its sender finds the reason on the batch's page."""
    ImportBatch.objects.filter(pk=batch_id, state=BatchState.PLANNING).update(
        state=BatchState.UNREADABLE, stopped_why=why
    )
    ImportPart.objects.filter(batch=batch_id).delete()


def table_of(batch: ImportBatch, kind: ImportKind) -> Table:
    """Open a kept file: the sheet and columns a person chose, or remembered, or recognised."""
    workbook = read_workbook(kept_file(batch.pk), batch.file_name)
    check_form((sheet.head for sheet in workbook.sheets), kind, batch.file_name)
    year = batch.created_at.year
    if choice := batch.reading.get("choice"):
        return prepare(workbook, kind, latest_year=year, **choice)
    table = prepare(workbook, kind, latest_year=year)
    known = recalled(batch.organisation_id, kind.code, table.signature)
    if known is None:
        return table
    return prepare(
        workbook, kind, latest_year=year, sheet=table.place, mapping=known, at=table.headings.at
    )


def _refuse_missing(table: Table, name: str) -> None:
    missing = table.headings.missing(table.columns)
    if missing:
        raise ColumnsMissing(columns=", ".join(f"“{column}”" for column in missing), name=name)


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

    Between review and commit others may have founded, ended or renamed what the plan rests on. A
    kind with an engine needs no second look: it checks each checkpoint by set while writing it.
    """
    kind = kind_of(batch)
    if kind.engine is not None:
        return 0
    was = dict(batch.rows.filter(state=RowState.WAITING).values_list("n", "plan"))
    first: list[ImportRow] = list(batch.rows.filter(n__in=list(was)[:1]))
    rejudge(batch, kind, context_of(batch, actor, at), [Changed(row, {}, {}) for row in first])
    now = batch.rows.filter(n__in=was, plan=Plan.ERROR).values_list("n", flat=True)
    return sum(was[n] != Plan.ERROR for n in now)
