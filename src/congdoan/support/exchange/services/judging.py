"""Judging rows: of a file that came in, and of a stored plan whose cells were changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from congdoan.foundation.actor import Actor
from congdoan.support.exchange.enums import RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import Context, ImportKind, RowDraft
from congdoan.support.exchange.rules.repairing import Repairer
from congdoan.support.exchange.rules.sealing import Sealer
from congdoan.support.exchange.services.gathering import Gathered
from congdoan.support.exchange.services.preparing import repaired
from congdoan.support.exchange.services.storing import as_json, store_judged
from congdoan.support.exchange.services.telling import tell_all

#: Rows that are judged and stored together: each key is asked once a chunk.
CHUNK = 5000

Item = TypeVar("Item")

_TWINS = """
SELECT key, array_agg(n ORDER BY n) FROM exchange_importrow, jsonb_array_elements_text(keys) key
WHERE batch_id = %s AND keys ?| %s AND key = ANY(%s) GROUP BY key HAVING count(*) > 1
"""


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


@dataclass(frozen=True)
class Sheet:
    """The table of a file: its rows (from 1, as in the file) below the headings."""

    rows: Iterable[tuple[int, list[str]]]
    repairer: Repairer

    def pieces(self) -> Iterator[list[RowDraft]]:
        """Yield the rows with their cells repaired, so many at a time."""
        for piece in chunks(self.rows, CHUNK):
            done = self.repairer.numbered(piece)
            yield [
                RowDraft(n, one.cells, raw=raw, repairs=one.repairs or ())
                for (n, raw), one in zip(piece, done, strict=True)
            ]


def context_of(batch: ImportBatch, actor: Actor, at: datetime) -> Context:
    return Context(actor, batch.organisation_id, batch.options, at)


def gathered(kind: ImportKind, sheet: Sheet, tell: Callable[[int], None]) -> Gathered:
    """Return the rows repaired, and which share a key; ``tell`` hears how many there are."""
    rows = Gathered()
    for piece in sheet.pieces():
        if kind.engine is not None:
            for draft in piece:
                draft.keys = kind.engine.keys(draft.cells)
        rows.add(piece)
        tell(rows.total)
    rows.settle()
    return rows


def judged(kind: ImportKind, context: Context, rows: Gathered) -> Iterator[list[RowDraft]]:
    """Yield the file's rows, judged, in chunks; a kind without an engine sees them all at once."""
    if kind.engine is None:
        drafts = [draft for piece in rows.pieces() for draft in piece]
        kind.plan(drafts, context)
        tell_all(drafts, kind.columns)
        yield drafts
        return
    judge = kind.engine.begin(context)
    for piece in rows.pieces():
        judge(piece, rows.twins(piece))
        tell_all(piece, kind.columns)
        yield piece


@dataclass
class Changed:
    """Rows of a plan about to be judged again, with what people wrote over them."""

    row: ImportRow
    edits: dict[str, str]
    answer: dict[str, Any]


def rejudge(
    batch: ImportBatch, kind: ImportKind, context: Context, changed: Sequence[Changed]
) -> list[RowDraft]:
    """
    Judge changed rows anew, and those that shared or now share a key with them; store the result.

    A kind without an engine judges rows against each other: all that wait are judged again.
    """
    sealer = Sealer(kind.columns, batch.mapping)
    repairer = repaired(kind.columns, batch.mapping, batch.reading)
    by_id = {one.row.pk: one for one in changed}
    if kind.engine is None:
        return _rejudge_all(batch, kind, context, by_id, sealer, repairer)
    engine = kind.engine
    drafts: dict[int, RowDraft] = {}
    touched: set[str] = set()
    for one in changed:
        draft = _draft(one, sealer, repairer)
        draft.keys = engine.keys(draft.cells)
        touched.update(one.row.keys, draft.keys)
        drafts[one.row.pk] = draft
    _store_keys(drafts)
    for row in _sharing(batch, touched, apart_from=list(drafts)):
        by_id[row.pk] = Changed(row, sealer.opened_edits(row.edits), row.answer)
        drafts[row.pk] = _draft(by_id[row.pk], sealer, repairer)
        drafts[row.pk].keys = tuple(row.keys)
    known = {key for draft in drafts.values() for key in draft.keys}
    judge = engine.begin(context)
    twins = _twins(batch, known)
    for ids in chunks(drafts, CHUNK):
        judge([drafts[pk] for pk in ids], twins)
        tell_all((drafts[pk] for pk in ids), kind.columns)
        store_judged([(pk, drafts[pk], sealer.hidden_edits(by_id[pk].edits)) for pk in ids])
    return [drafts[one.row.pk] for one in changed]


def _rejudge_all(
    batch: ImportBatch,
    kind: ImportKind,
    context: Context,
    by_id: dict[int, Changed],
    sealer: Sealer,
    repairer: Repairer,
) -> list[RowDraft]:
    rows = batch.rows.filter(state__in=[RowState.WAITING, RowState.REFUSED]).order_by("n")
    all_rows = [
        by_id.get(row.pk) or Changed(row, sealer.opened_edits(row.edits), row.answer)
        for row in rows
    ]
    drafts = [_draft(one, sealer, repairer) for one in all_rows]
    kind.plan(drafts, context)
    tell_all(drafts, kind.columns)
    store_judged(
        [
            (one.row.pk, draft, sealer.hidden_edits(one.edits))
            for one, draft in zip(all_rows, drafts, strict=True)
        ]
    )
    return [draft for one, draft in zip(all_rows, drafts, strict=True) if one.row.pk in by_id]


def _draft(one: Changed, sealer: Sealer, repairer: Repairer) -> RowDraft:
    raw = sealer.opened(one.row.raw)
    [draft] = next(Sheet([(one.row.n, raw)], repairer).pieces())
    draft.cells = {**draft.cells, **one.edits}
    # What a person wrote over a cell is not repaired, and no longer what the file said.
    draft.repairs = [found for found in draft.repairs if found.column not in one.edits]
    draft.answer = one.answer
    return draft


def _store_keys(drafts: Mapping[int, RowDraft]) -> None:
    """Write the new keys first: twins are looked for among what is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_importrow AS row SET keys = new.keys"
            " FROM unnest(%s::bigint[], %s::jsonb[]) AS new (id, keys) WHERE row.id = new.id",
            [list(drafts), [as_json(draft.keys) for draft in drafts.values()]],
        )


def _sharing(
    batch: ImportBatch, keys: Iterable[str], *, apart_from: Sequence[int]
) -> list[ImportRow]:
    wanted = list(keys)
    if not wanted:
        return []
    open_rows = batch.rows.filter(state__in=[RowState.WAITING, RowState.REFUSED])
    return list(
        open_rows.filter(keys__has_any_keys=wanted).exclude(pk__in=apart_from).order_by("n")
    )


def _twins(batch: ImportBatch, keys: Iterable[str]) -> dict[str, list[int]]:
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TWINS, [batch.pk, wanted, wanted])
        return dict(cursor.fetchall())
