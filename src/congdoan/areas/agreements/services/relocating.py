"""Putting a line of the text, with all that stands under it, after another line."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.agreements.enums import ClauseAct
from congdoan.areas.agreements.models import Clause
from congdoan.areas.agreements.rules import structure
from congdoan.areas.agreements.services.clause_history import remember
from congdoan.areas.agreements.services.held_lines import (
    hold,
    index_of,
    record_line,
    reorder,
    rows_of,
    with_removed,
)
from congdoan.foundation.actor import Actor
from congdoan.support.discussion.api import Comment


@transaction.atomic
def place_clause(*, actor: Actor, clause: Clause, after: Clause | None, at: datetime) -> Clause:
    """
    Put a line of the own draft after another one, or at the very beginning.

    :raises AlreadyThere, InsideItself, LevelDoesNotFit: see ``structure.moved_to``
    """
    agreement = hold(actor, clause.version)
    moved = put_block(actor=actor, clause=clause, after=after, at=at)
    record_line(actor, agreement, "clause_moved", moved)
    return moved


def put_block(
    *,
    actor: Actor,
    clause: Clause,
    after: Clause | None,
    at: datetime,
    suggestion: Comment | None = None,
) -> Clause:
    """Move a line of a held version; the caller has authorised (an accepted suggestion)."""
    rows = rows_of(clause.version)
    standing = [row for row in rows if row.removed_at is None]
    place = index_of(standing, clause)
    target = 0 if after is None else index_of(standing, after) + 1
    order = structure.moved_to([row.level for row in standing], place, target)
    groups = with_removed(rows)
    reorder([*groups[0], *(row for old in order for row in groups[old + 1])])
    moved = standing[place]
    remember(
        actor=actor,
        clause=moved,
        act=ClauseAct.MOVED,
        at=at,
        before={"place": place + 1},
        after={"place": order.index(place) + 1},
        suggestion=suggestion,
    )
    return moved
