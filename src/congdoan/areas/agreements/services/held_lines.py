"""The lines of a held version: reading them in order, changing them, writing down what changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ClauseAct
from congdoan.areas.agreements.models import Agreement, Clause, Version
from congdoan.areas.agreements.rules.refusals import ClauseChanged, ClauseGone
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.services.clause_history import remember, remember_lines, words_of
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.support.discussion.api import Comment


def hold(actor: Actor, version: Version) -> Agreement:
    agreement = held(version.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.EDIT_TEXT)
    return agreement


def rows_of(version: Version) -> list[Clause]:
    """Return all lines in order, removed ones in their old places."""
    return list(Clause.objects.select_for_update().filter(version=version).order_by("order", "pk"))


def with_removed(rows: Sequence[Clause]) -> list[list[Clause]]:
    """Return each standing line with the removed ones after it; first those before them all."""
    groups: list[list[Clause]] = [[]]
    for row in rows:
        if row.removed_at is None:
            groups.append([])
        groups[-1].append(row)
    return groups


def index_of(rows: Sequence[Clause], clause: Clause) -> int:
    """:raises ClauseGone: when somebody removed the line meanwhile"""
    for place, row in enumerate(rows):
        if row.pk == clause.pk and row.removed_at is None:
            return place
    raise ClauseGone(name=Clause.objects.get(pk=clause.pk).changed_by_name)


def place_of(rows: Sequence[Clause], *, after: Clause | None, before: Clause | None) -> int:
    if after is not None:
        return index_of(rows, after) + 1
    return index_of(rows, before) if before is not None else len(rows)


def reorder(rows: Iterable[Clause]) -> None:
    changed = []
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            row.order = order
            changed.append(row)
    Clause.objects.bulk_update(changed, ["order"], batch_size=500)


def refuse_changed(row: Clause, revision: int) -> None:
    if row.revision != revision:
        raise ClauseChanged(name=row.changed_by_name, clause_id=row.pk)


def put_words(row: Clause, text: str, *, actor: Actor, at: datetime) -> None:
    row.text = text
    row.revision += 1
    row.changed_at, row.changed_by_name = at, actor.name
    row.save(update_fields=["text", "revision", "changed_at", "changed_by_name"])


def remember_parts(
    actor: Actor, at: datetime, act: ClauseAct, kept: Clause, other: Clause, *, was: str
) -> None:
    """Write a split or merge into the histories of both lines, each naming the other."""
    remember(
        actor=actor,
        clause=kept,
        act=act,
        at=at,
        before={"text": was},
        after={"text": kept.text},
        partner=other.stable_id,
    )
    split = act == ClauseAct.SPLIT
    remember(
        actor=actor,
        clause=other,
        act=act,
        at=at,
        before={} if split else words_of(other),
        after=words_of(other) if split else {},
        partner=kept.stable_id,
    )


def take_out(
    rows: Iterable[Clause],
    *,
    actor: Actor,
    at: datetime,
    remembered: bool = True,
    suggestion: Comment | None = None,
) -> None:
    """Take rows out; a merge remembers its own way (``remembered``)."""
    gone = list(rows)
    if remembered:
        remember_lines(
            actor=actor, clauses=gone, act=ClauseAct.REMOVED, at=at, suggestion=suggestion
        )
    for row in gone:
        row.removed_at = row.changed_at = at
        row.changed_by_name = actor.name
    Clause.objects.bulk_update(gone, ["removed_at", "changed_at", "changed_by_name"])


def record_line(
    actor: Actor, agreement: Agreement, verb: str, clause: Clause, count: int = 1
) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=clause,
        organisation_id=agreement.drafting_id,
        changes={"clause": clause.stable_id.hex, "lines": count},
        label=agreement.title,
    )
