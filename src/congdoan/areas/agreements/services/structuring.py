"""
Moving, adding, splitting and removing lines of the text.

Each of these holds the agreement, so two of them never interleave; the words of other clauses and
their revisions are left alone, so they never disturb somebody who writes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace as replace_fields
from datetime import datetime

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Agreement, Clause, Version
from congdoan.areas.agreements.rules import structure
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.refusals import ClauseChanged, ClauseGone, NothingAbove
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.services.copying import write_lines
from congdoan.areas.agreements.services.editing import clean_text
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record


@transaction.atomic
def add_clause(
    *,
    actor: Actor,
    version: Version,
    level: str,
    at: datetime,
    after: Clause | None = None,
    before: Clause | None = None,
    heading: str = "",
    text: str = "",
) -> Clause:
    """
    Add a line after (or before) another, or at the end.

    :raises LevelDoesNotFit: when a clause or point would stand in no article
    """
    agreement = _held(actor, version)
    rows = _rows(version)
    place = _place(rows, after=after, before=before)
    level = Level(level)
    structure.require_place([row.level for row in rows[:place] if row.removed_at is None], level)
    line = NewLine(level, tidy(heading)[:400], clean_text(text))
    made = write_lines(version, [line], by=actor.name, at=at, first=len(rows) + 1)[0]
    _reorder([*rows[:place], made, *rows[place:]])
    _record(actor, agreement, "clause_added", made)
    return made


@transaction.atomic
def add_lines(
    *,
    actor: Actor,
    version: Version,
    lines: Sequence[NewLine],
    at: datetime,
    after: Clause | None = None,
    replace: bool = False,
) -> list[Clause]:
    """
    Add many lines (a paste, a template) after a clause or at the end, or in place of everything.

    What is replaced is removed, not lost: it can be brought back from "Đã xóa".
    """
    agreement = _held(actor, version)
    rows = _rows(version)
    if replace:
        _remove([row for row in rows if row.removed_at is None], actor=actor, at=at)
    place = len(rows) if replace or after is None else _place(rows, after=after, before=None)
    cleaned = [
        replace_fields(line, heading=tidy(line.heading)[:400], text=clean_text(line.text))
        for line in lines
    ]
    made = write_lines(version, cleaned, by=actor.name, at=at, first=len(rows) + 1)
    _reorder([*rows[:place], *made, *rows[place:]])
    record(
        actor=actor,
        verb="agreements.lines_added",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes={"lines": len(made), "replace": replace},
        label=agreement.title,
    )
    return made


@transaction.atomic
def move_clause(*, actor: Actor, clause: Clause, up: bool) -> Clause:
    """
    Move a line with all that stands under it one step up or down.

    :raises NothingAbove, NothingBelow: at the ends
    """
    step = structure.moved_up if up else structure.moved_down
    return _rearrange(actor, clause, "clause_moved", step)


def _rearrange(
    actor: Actor,
    clause: Clause,
    verb: str,
    order: Callable[[Sequence[str], int], list[int]],
) -> Clause:
    agreement = _held(actor, clause.version)
    rows = _rows(clause.version)
    standing = [row for row in rows if row.removed_at is None]
    place = _index(standing, clause)
    groups = _with_removed(rows)
    new = order([row.level for row in standing], place)
    _reorder([*groups[0], *(row for old in new for row in groups[old + 1])])
    _record(actor, agreement, verb, standing[place])
    return standing[place]


@transaction.atomic
def shift_clause(*, actor: Actor, clause: Clause, deeper: bool, at: datetime) -> Clause:
    """
    Make an article a clause, a clause a point (``deeper``) or the other way, with what is under it.

    :raises LevelDoesNotFit: when the new level has no place there
    """
    agreement = _held(actor, clause.version)
    standing = [row for row in _rows(clause.version) if row.removed_at is None]
    place = _index(standing, clause)
    levels = structure.shifted([row.level for row in standing], place, deeper=deeper)
    for row, level in zip(standing, levels, strict=True):
        if row.level != level:
            row.level = level
            _recast(row, actor=actor, at=at)
    _record(actor, agreement, "clause_moved", standing[place])
    return standing[place]


def _recast(row: Clause, *, actor: Actor, at: datetime) -> None:
    """Save a new level; where a heading becomes text, that is a change of words."""
    heading, text = structure.converted(row.level, row.heading, row.text)
    changed = (heading, text) != (row.heading, row.text)
    row.heading, row.text = heading, text
    if changed:
        row.revision += 1
        row.changed_at, row.changed_by_name = at, actor.name
    row.save(
        update_fields=["level", "heading", "text", "revision", "changed_at", "changed_by_name"]
    )


@transaction.atomic
def split_clause(
    *, actor: Actor, clause: Clause, revision: int, first: str, second: str, at: datetime
) -> Clause:
    """
    Split a clause at the caret: it keeps ``first``, a new one of its level follows with ``second``.

    :raises ClauseChanged: when somebody changed the clause since ``revision``
    """
    agreement = _held(actor, clause.version)
    rows = _rows(clause.version)
    place = _index(rows, clause)
    kept = rows[place]
    _refuse_changed(kept, revision)
    level = Level.CLAUSE if kept.level in {Level.CHAPTER, Level.ARTICLE} else Level(kept.level)
    before = [row.level for row in rows[: place + 1] if row.removed_at is None]
    structure.require_place(before, level)
    _rewrite(kept, clean_text(first), actor=actor, at=at)
    line = NewLine(level, text=clean_text(second))
    made = write_lines(kept.version, [line], by=actor.name, at=at, first=len(rows) + 1)[0]
    _reorder([*rows[: place + 1], made, *rows[place + 1 :]])
    _record(actor, agreement, "clause_split", kept)
    return made


@transaction.atomic
def merge_clause(*, actor: Actor, clause: Clause, revision: int, at: datetime) -> Clause:
    """
    Join a clause to the line before it; return that line.

    :raises NothingAbove: for the first line
    :raises ClauseChanged: when somebody changed the clause since ``revision``
    """
    agreement = _held(actor, clause.version)
    standing = [row for row in _rows(clause.version) if row.removed_at is None]
    place = _index(standing, clause)
    if place == 0:
        raise NothingAbove
    above, gone = standing[place - 1], standing[place]
    _refuse_changed(gone, revision)
    joined = "\n".join(part for part in (above.text, gone.heading, gone.text) if part)
    _rewrite(above, clean_text(joined), actor=actor, at=at)
    _remove([gone], actor=actor, at=at)
    _record(actor, agreement, "clause_merged", above)
    return above


@transaction.atomic
def remove_clause(*, actor: Actor, clause: Clause, whole: bool, at: datetime) -> list[Clause]:
    """
    Remove a line, or with ``whole`` also all that stands under it. It can be brought back.

    What stands under a line removed alone comes under the line before.
    """
    agreement = _held(actor, clause.version)
    standing = [row for row in _rows(clause.version) if row.removed_at is None]
    place = _index(standing, clause)
    end = structure.block_end([row.level for row in standing], place) if whole else place + 1
    gone = standing[place:end]
    _remove(gone, actor=actor, at=at)
    _record(actor, agreement, "clause_removed", standing[place], count=len(gone))
    return gone


@transaction.atomic
def restore_clause(*, actor: Actor, clause: Clause, at: datetime) -> list[Clause]:
    """Bring back a removed line and whatever was removed together with it, in its old place."""
    agreement = _held(actor, clause.version)
    kept = Clause.objects.get(pk=clause.pk)
    if kept.removed_at is None:
        return [kept]
    together = list(Clause.objects.filter(version=kept.version, removed_at=kept.removed_at))
    for row in together:
        row.removed_at = None
        row.changed_at, row.changed_by_name = at, actor.name
    Clause.objects.bulk_update(together, ["removed_at", "changed_at", "changed_by_name"])
    _record(actor, agreement, "clause_restored", kept, count=len(together))
    return together


# --- the held version ---------------------------------------------------------------------------


def _held(actor: Actor, version: Version) -> Agreement:
    agreement = held(version.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.EDIT_TEXT)
    return agreement


def _rows(version: Version) -> list[Clause]:
    """Return all lines in order, removed ones in their old places."""
    return list(Clause.objects.select_for_update().filter(version=version).order_by("order", "pk"))


def _with_removed(rows: Sequence[Clause]) -> list[list[Clause]]:
    """Return each standing line with the removed ones after it; first those before them all."""
    groups: list[list[Clause]] = [[]]
    for row in rows:
        if row.removed_at is None:
            groups.append([])
        groups[-1].append(row)
    return groups


def _index(rows: Sequence[Clause], clause: Clause) -> int:
    """:raises ClauseGone: when somebody removed the line meanwhile"""
    for place, row in enumerate(rows):
        if row.pk == clause.pk and row.removed_at is None:
            return place
    raise ClauseGone(name=Clause.objects.get(pk=clause.pk).changed_by_name)


def _place(rows: Sequence[Clause], *, after: Clause | None, before: Clause | None) -> int:
    if after is not None:
        return _index(rows, after) + 1
    return _index(rows, before) if before is not None else len(rows)


def _reorder(rows: Iterable[Clause]) -> None:
    changed = []
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            changed.append(row)
    Clause.objects.bulk_update(changed, ["order"], batch_size=500)


def _refuse_changed(row: Clause, revision: int) -> None:
    if row.revision != revision:
        raise ClauseChanged(name=row.changed_by_name, clause_id=row.pk)


def _rewrite(row: Clause, text: str, *, actor: Actor, at: datetime) -> None:
    row.text = text
    row.revision += 1
    row.changed_at, row.changed_by_name = at, actor.name
    row.save(update_fields=["text", "revision", "changed_at", "changed_by_name"])


def _remove(rows: Iterable[Clause], *, actor: Actor, at: datetime) -> None:
    gone = list(rows)
    for row in gone:
        row.removed_at = row.changed_at = at
        row.changed_by_name = actor.name
    Clause.objects.bulk_update(gone, ["removed_at", "changed_at", "changed_by_name"])


def _record(actor: Actor, agreement: Agreement, verb: str, clause: Clause, count: int = 1) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=clause,
        organisation_id=agreement.drafting_id,
        changes={"clause": clause.stable_id.hex, "lines": count},
        label=agreement.title,
    )
