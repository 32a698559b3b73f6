"""
Moving, adding, splitting and removing lines of the text.

Each of these holds the agreement, so two of them never interleave; the words of other clauses and
their revisions are left alone, so they never disturb somebody who writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace as replace_fields
from datetime import datetime

from django.db import transaction

from congdoan.areas.agreements.enums import ClauseAct, Level
from congdoan.areas.agreements.models import Clause, Version
from congdoan.areas.agreements.rules import structure
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.refusals import NothingAbove
from congdoan.areas.agreements.services.anchoring import follow_merge, follow_split
from congdoan.areas.agreements.services.clause_history import (
    remember,
    remember_lines,
    words_of,
)
from congdoan.areas.agreements.services.copying import write_lines
from congdoan.areas.agreements.services.editing import clean_text
from congdoan.areas.agreements.services.held_lines import (
    hold,
    index_of,
    place_of,
    put_words,
    record_line,
    refuse_changed,
    remember_parts,
    reorder,
    rows_of,
    take_out,
    with_removed,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.support.discussion.api import Comment


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
    agreement = hold(actor, version)
    line = NewLine(Level(level), tidy(heading)[:400], clean_text(text))
    made = put_line(actor=actor, version=version, line=line, at=at, after=after, before=before)
    record_line(actor, agreement, "clause_added", made)
    return made


def put_line(
    *,
    actor: Actor,
    version: Version,
    line: NewLine,
    at: datetime,
    after: Clause | None = None,
    before: Clause | None = None,
    suggestion: Comment | None = None,
) -> Clause:
    """Put a line into a held version; the caller has authorised (an accepted suggestion)."""
    rows = rows_of(version)
    place = place_of(rows, after=after, before=before)
    level = Level(line.level)
    structure.require_place([row.level for row in rows[:place] if row.removed_at is None], level)
    made = write_lines(version, [line], by=actor.name, at=at, first=len(rows) + 1)[0]
    reorder([*rows[:place], made, *rows[place:]])
    remember_lines(actor=actor, clauses=[made], act=ClauseAct.ADDED, at=at, suggestion=suggestion)
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
    agreement = hold(actor, version)
    rows = rows_of(version)
    if replace:
        take_out([row for row in rows if row.removed_at is None], actor=actor, at=at)
    place = len(rows) if replace or after is None else place_of(rows, after=after, before=None)
    cleaned = [
        replace_fields(line, heading=tidy(line.heading)[:400], text=clean_text(line.text))
        for line in lines
    ]
    made = write_lines(version, cleaned, by=actor.name, at=at, first=len(rows) + 1)
    reorder([*rows[:place], *made, *rows[place:]])
    remember_lines(actor=actor, clauses=made, act=ClauseAct.ADDED, at=at)
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
def move_clause(*, actor: Actor, clause: Clause, up: bool, at: datetime) -> Clause:
    """
    Move a line with all that stands under it one step up or down.

    :raises NothingAbove, NothingBelow: at the ends
    """
    step = structure.moved_up if up else structure.moved_down
    return _rearrange(actor, clause, at, step)


def _rearrange(
    actor: Actor,
    clause: Clause,
    at: datetime,
    order: Callable[[Sequence[str], int], list[int]],
) -> Clause:
    agreement = hold(actor, clause.version)
    rows = rows_of(clause.version)
    standing = [row for row in rows if row.removed_at is None]
    place = index_of(standing, clause)
    groups = with_removed(rows)
    new = order([row.level for row in standing], place)
    reorder([*groups[0], *(row for old in new for row in groups[old + 1])])
    moved = standing[place]
    remember(
        actor=actor,
        clause=moved,
        act=ClauseAct.MOVED,
        at=at,
        before={"place": place + 1},
        after={"place": new.index(place) + 1},
    )
    record_line(actor, agreement, "clause_moved", moved)
    return moved


@transaction.atomic
def shift_clause(*, actor: Actor, clause: Clause, deeper: bool, at: datetime) -> Clause:
    """
    Make an article a clause, a clause a point (``deeper``) or the other way, with what is under it.

    :raises LevelDoesNotFit: when the new level has no place there
    """
    agreement = hold(actor, clause.version)
    standing = [row for row in rows_of(clause.version) if row.removed_at is None]
    place = index_of(standing, clause)
    levels = structure.shifted([row.level for row in standing], place, deeper=deeper)
    for row, level in zip(standing, levels, strict=True):
        if row.level != level:
            row.level = level
            _recast(row, actor=actor, at=at)
    record_line(actor, agreement, "clause_moved", standing[place])
    return standing[place]


def _recast(row: Clause, *, actor: Actor, at: datetime) -> None:
    """Save a new level; where a heading becomes text, that is a change of words."""
    was = Clause.objects.values("level", "heading", "text").get(pk=row.pk)
    heading, text = structure.converted(row.level, row.heading, row.text)
    changed = (heading, text) != (row.heading, row.text)
    row.heading, row.text = heading, text
    if changed:
        row.revision += 1
        row.changed_at, row.changed_by_name = at, actor.name
    row.save(
        update_fields=["level", "heading", "text", "revision", "changed_at", "changed_by_name"]
    )
    remember(
        actor=actor,
        clause=row,
        act=ClauseAct.LEVELLED,
        at=at,
        before=was,
        after=words_of(row),
    )


@transaction.atomic
def split_clause(
    *, actor: Actor, clause: Clause, revision: int, first: str, second: str, at: datetime
) -> Clause:
    """
    Split a clause at the caret: it keeps ``first``, a new one of its level follows with ``second``.

    :raises ClauseChanged: when somebody changed the clause since ``revision``
    """
    agreement = hold(actor, clause.version)
    rows = rows_of(clause.version)
    place = index_of(rows, clause)
    kept = rows[place]
    refuse_changed(kept, revision)
    level = Level.CLAUSE if kept.level in {Level.CHAPTER, Level.ARTICLE} else Level(kept.level)
    before = [row.level for row in rows[: place + 1] if row.removed_at is None]
    structure.require_place(before, level)
    whole = kept.text
    put_words(kept, clean_text(first), actor=actor, at=at)
    line = NewLine(level, text=clean_text(second))
    made = write_lines(kept.version, [line], by=actor.name, at=at, first=len(rows) + 1)[0]
    reorder([*rows[: place + 1], made, *rows[place + 1 :]])
    remember_parts(actor, at, ClauseAct.SPLIT, kept, made, was=whole)
    follow_split(actor=actor, agreement=agreement, kept=kept, made=made, before=whole)
    record_line(actor, agreement, "clause_split", kept)
    return made


@transaction.atomic
def merge_clause(*, actor: Actor, clause: Clause, revision: int, at: datetime) -> Clause:
    """
    Join a clause to the line before it; return that line.

    :raises NothingAbove: for the first line
    :raises ClauseChanged: when somebody changed the clause since ``revision``
    """
    agreement = hold(actor, clause.version)
    standing = [row for row in rows_of(clause.version) if row.removed_at is None]
    place = index_of(standing, clause)
    if place == 0:
        raise NothingAbove
    above, gone = standing[place - 1], standing[place]
    refuse_changed(gone, revision)
    joined = "\n".join(part for part in (above.text, gone.heading, gone.text) if part)
    alone = above.text
    put_words(above, clean_text(joined), actor=actor, at=at)
    take_out([gone], actor=actor, at=at, remembered=False)
    remember_parts(actor, at, ClauseAct.MERGED, above, gone, was=alone)
    follow_merge(actor=actor, agreement=agreement, gone=gone, into=above)
    record_line(actor, agreement, "clause_merged", above)
    return above


@transaction.atomic
def remove_clause(*, actor: Actor, clause: Clause, whole: bool, at: datetime) -> list[Clause]:
    """
    Remove a line, or with ``whole`` also all that stands under it. It can be brought back.

    What stands under a line removed alone comes under the line before.
    """
    agreement = hold(actor, clause.version)
    gone = drop_lines(actor=actor, clause=clause, whole=whole, at=at)
    record_line(actor, agreement, "clause_removed", gone[0], count=len(gone))
    return gone


def drop_lines(
    *,
    actor: Actor,
    clause: Clause,
    whole: bool,
    at: datetime,
    suggestion: Comment | None = None,
) -> list[Clause]:
    """Take a line out of a held version; the caller has authorised (an accepted suggestion)."""
    standing = [row for row in rows_of(clause.version) if row.removed_at is None]
    place = index_of(standing, clause)
    end = structure.block_end([row.level for row in standing], place) if whole else place + 1
    gone = standing[place:end]
    take_out(gone, actor=actor, at=at, suggestion=suggestion)
    return gone


@transaction.atomic
def restore_clause(*, actor: Actor, clause: Clause, at: datetime) -> list[Clause]:
    """Bring back a removed line and whatever was removed together with it, in its old place."""
    agreement = hold(actor, clause.version)
    kept = Clause.objects.get(pk=clause.pk)
    if kept.removed_at is None:
        return [kept]
    together = list(Clause.objects.filter(version=kept.version, removed_at=kept.removed_at))
    for row in together:
        row.removed_at = None
        row.changed_at, row.changed_by_name = at, actor.name
    Clause.objects.bulk_update(together, ["removed_at", "changed_at", "changed_by_name"])
    remember_lines(actor=actor, clauses=together, act=ClauseAct.RESTORED, at=at)
    record_line(actor, agreement, "clause_restored", kept, count=len(together))
    return together
