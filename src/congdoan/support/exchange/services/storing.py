"""Writing rows of a plan: a whole chunk by ``COPY``, changed rows by one statement."""

from collections.abc import Mapping, Sequence
import json
from typing import Any

from django.db import connection

from congdoan.foundation.copying import array_of, copy_lines
from congdoan.support.exchange.enums import Plan, RowState, Severity
from congdoan.support.exchange.rules.kinds import Problem, RowDraft
from congdoan.support.exchange.rules.sealing import Sealer

_COPY = """
COPY exchange_importrow (batch_id, n, raw, parsed, plan, severity, problems, rank, state,
                         target_id, inverse, edits, answer, keys) FROM STDIN
"""
# Django's bulk_update writes a CASE per row and field, which costs more than the import itself.
_JUDGED = """
UPDATE exchange_importrow AS row
SET parsed = new.parsed, plan = new.plan, severity = new.severity, problems = new.problems,
    rank = new.rank, target_id = new.target_id, edits = new.edits, answer = new.answer,
    keys = new.keys, state = %(state)s
FROM unnest(%(ids)s::bigint[], %(parsed)s::jsonb[], %(plan)s::text[], %(severity)s::smallint[],
            %(problems)s::jsonb[], %(rank)s::smallint[], %(target)s::bigint[], %(edits)s::jsonb[],
            %(answer)s::jsonb[], %(keys)s::jsonb[])
    AS new (id, parsed, plan, severity, problems, rank, target_id, edits, answer, keys)
WHERE row.id = new.id
"""
_OUTCOME = """
UPDATE exchange_importrow AS row
SET state = %(state)s, target_id = new.target_id, inverse = new.inverse
FROM unnest(%(ids)s::bigint[], %(target)s::bigint[], %(inverse)s::jsonb[])
    AS new (id, target_id, inverse)
WHERE row.id = new.id
"""
_PARKED = """
UPDATE exchange_importrow AS row
SET state = %(state)s, plan = %(plan)s, severity = %(severity)s,
    problems = row.problems || new.problem
FROM unnest(%(ids)s::bigint[], %(problem)s::jsonb[]) AS new (id, problem)
WHERE row.id = new.id
"""


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _copied(value: object) -> str:
    """Return JSON as ``COPY`` wants it: ``json`` itself writes no tab and no line end."""
    return as_json(value).replace("\\", "\\\\")


def copy_rows(batch_id: int, drafts: Sequence[RowDraft], sealer: Sealer) -> None:
    """Store new rows."""
    copy_lines(_COPY, (_line(batch_id, draft, sealer) for draft in drafts))


def _line(batch_id: int, draft: RowDraft, sealer: Sealer) -> str:
    cells = sealer.hidden(draft.raw, draft.sealed)
    target = "\\N" if draft.target_id is None else draft.target_id
    problems = _copied([one.as_json() for one in draft.problems]) if draft.problems else "[]"
    return (
        f"{batch_id}\t{draft.n}\t{_copied(cells)}\t{_copied(draft.parsed)}\t{draft.plan}\t"
        f"{draft.severity}\t{problems}\t{draft.rank}\tWAITING\t{target}\t{{}}\t{{}}\t{{}}\t"
        f"{_copied(draft.keys)}"
    )


def store_judged(rows: Sequence[tuple[int, RowDraft, dict[str, str]]]) -> None:
    """Store what rows that were there already are now worth: (row id, draft, hidden edits)."""
    if not rows:
        return
    drafts = [draft for _pk, draft, _edits in rows]
    values: dict[str, Any] = {
        "state": RowState.WAITING,
        "ids": [pk for pk, _draft, _edits in rows],
        "parsed": [as_json(draft.parsed) for draft in drafts],
        "plan": [draft.plan for draft in drafts],
        "severity": [draft.severity for draft in drafts],
        "problems": [as_json([one.as_json() for one in draft.problems]) for draft in drafts],
        "rank": [draft.rank for draft in drafts],
        "target": [draft.target_id for draft in drafts],
        "edits": [as_json(edits) for _pk, _draft, edits in rows],
        "answer": [as_json(draft.answer) for draft in drafts],
        "keys": [as_json(draft.keys) for draft in drafts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, values)


def store_outcomes(
    outcomes: Sequence[tuple[int, int | None, Mapping[str, Any]]], state: RowState
) -> None:
    """Mark rows: (row id, target, inverse)."""
    if not outcomes:
        return
    # Most rows are taken back alike: an inverse they share is spelled out once.
    shared = {id(inverse): inverse for _pk, _target, inverse in outcomes}
    spelled = {key: as_json(inverse) for key, inverse in shared.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            _OUTCOME,
            {
                "state": state,
                "ids": array_of(pk for pk, _target, _inverse in outcomes),
                "target": array_of(target for _pk, target, _inverse in outcomes),
                "inverse": array_of(spelled[id(inverse)] for _pk, _target, inverse in outcomes),
            },
        )


def park_rows(refused: Sequence[tuple[int, Problem]]) -> None:
    """Set rows aside that cannot be written, with the reason: (row id, problem)."""
    _told(refused, RowState.REFUSED, plan=Plan.ERROR)


def keep_rows(refused: Sequence[tuple[int, Problem]]) -> None:
    """Leave rows as written that cannot be taken back, with the reason."""
    _told(refused, RowState.DONE, plan="")


def _told(refused: Sequence[tuple[int, Problem]], state: RowState, *, plan: str) -> None:
    if not refused:
        return
    statement = _PARKED if plan else _PARKED.replace("plan = %(plan)s,", "")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "state": state,
                "plan": plan,
                "severity": Severity.ERROR,
                "ids": [pk for pk, _problem in refused],
                "problem": [as_json([problem.as_json()]) for _pk, problem in refused],
            },
        )
