"""Remembering what happened to every clause: who, when, what stood there before."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from congdoan.areas.agreements.enums import ClauseAct
from congdoan.areas.agreements.models import Clause, ClauseChange
from congdoan.foundation.actor import Actor
from congdoan.support.discussion.api import Comment

#: Who saves while typing writes on in their own last row for so long.
_TYPING = timedelta(minutes=10)


def remember(
    *,
    actor: Actor,
    clause: Clause,
    act: ClauseAct,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    partner: UUID | None = None,
    suggestion: Comment | None = None,
) -> ClauseChange:
    """Write down one act on one clause; the caller holds the agreement."""
    last = _typed_on(actor, clause, at) if act == ClauseAct.WRITTEN and not suggestion else None
    if last is not None:
        last.after = {**last.after, **(after or {})}
        last.before = {**(before or {}), **last.before}
        last.at = at
        last.save(update_fields=["after", "before", "at"])
        return last
    return ClauseChange.objects.create(
        **_whose(actor, clause, at),
        act=act,
        before=dict(before or {}),
        after=dict(after or {}),
        partner=partner,
        suggestion=suggestion,
    )


def remember_lines(
    *,
    actor: Actor,
    clauses: Iterable[Clause],
    act: ClauseAct,
    at: datetime,
    suggestion: Comment | None = None,
) -> None:
    """Write down that whole lines came or went, with their words."""
    come = act in {ClauseAct.ADDED, ClauseAct.RESTORED}
    ClauseChange.objects.bulk_create(
        ClauseChange(
            **_whose(actor, clause, at),
            act=act,
            before={} if come else words_of(clause),
            after=words_of(clause) if come else {},
            suggestion=suggestion,
        )
        for clause in clauses
    )


def words_of(clause: Clause) -> dict[str, str]:
    return {"level": clause.level, "heading": clause.heading, "text": clause.text}


def _whose(actor: Actor, clause: Clause, at: datetime) -> dict[str, Any]:
    return {
        "agreement_id": clause.version.agreement_id,
        "version_id": clause.version_id,
        "clause": clause.stable_id,
        "at": at,
        "by_id": actor.user_id,
        "by_name": actor.name,
    }


def _typed_on(actor: Actor, clause: Clause, at: datetime) -> ClauseChange | None:
    """Return the row of the same person who goes on typing in the same clause."""
    last = (
        ClauseChange.objects.filter(version_id=clause.version_id, clause=clause.stable_id)
        .order_by("-at", "-pk")
        .first()
    )
    own = last is not None and last.act == ClauseAct.WRITTEN and last.by_id == actor.user_id
    if last is None or not own or last.suggestion_id is not None or at - last.at > _TYPING:
        return None
    return last
