"""
Work lists are computed from data.

A slice states what is owed under a prefix of keys; the list is made to say the same. Nothing has to
remember to close a message when the facts behind it change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from congdoan.foundation.actor import Actor
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.rules import kinds, wording


@dataclass(frozen=True)
class Wanted:
    """One thing that is owed, or was (``done``), as the owning slice sees it now."""

    key: str
    #: Code of a declared ``WorkKind``.
    kind: str
    title: str
    organisation_id: int
    source_label: str
    source_url: str = ""
    due: date | None = None
    why: str = ""
    position: str = ""
    escalate_to_id: int | None = None
    done: bool = False


@dataclass(frozen=True)
class Synced:
    """What a sync changed."""

    opened: int = 0
    changed: int = 0
    closed: int = 0
    cancelled: int = 0


_COPIED = tuple(field.name for field in fields(Wanted) if field.name not in {"key", "done"})
_WRITTEN = (
    "kind",
    "title",
    "folded",
    "organisation",
    "stands_for",
    "source_label",
    "source_url",
    "due",
    "why",
    "position",
    "escalate_to",
    "state",
    "closed_at",
    "closed_by_name",
    "assignee",
    "escalated_to",
    "escalated_on",
)


@transaction.atomic
def sync_work(
    *, actor: Actor, prefix: str, wanted: Iterable[Wanted], on: date, at: datetime
) -> Synced:
    """
    Make the work under ``prefix`` equal to ``wanted``.

    Open work that is not wanted is cancelled; done work that is no longer mentioned stays done;
    wanted work that was done or cancelled opens again (a dispute), unless people close that kind
    by hand. Running it again changes nothing. The calling slice has authorised.

    :raises ValueError: for an undeclared kind, a key outside the prefix or twice: caller's faults
    """
    owed = _by_key(prefix, wanted)
    _hold(prefix)
    held = {item.key: item for item in WorkItem.objects.under(prefix).select_for_update()}
    opened = [
        new_item(one, actor=actor, on=on, at=at) for key, one in owed.items() if key not in held
    ]
    WorkItem.objects.bulk_create(opened, batch_size=500)
    changed = [
        item
        for key, item in held.items()
        if key in owed and _take_over(item, owed[key], actor=actor, at=at)
    ]
    stale = [item for key, item in held.items() if key not in owed and item.state == WorkState.OPEN]
    for item in stale:
        _set_state(item, WorkState.CANCELLED, actor=actor, at=at)
    WorkItem.objects.bulk_update([*changed, *stale], _WRITTEN, batch_size=500)
    return Synced(
        opened=sum(item.state == WorkState.OPEN for item in opened),
        changed=sum(item.state == WorkState.OPEN for item in changed),
        closed=sum(item.state == WorkState.DONE for item in [*opened, *changed]),
        cancelled=len(stale),
    )


def _by_key(prefix: str, wanted: Iterable[Wanted]) -> dict[str, Wanted]:
    owed: dict[str, Wanted] = {}
    for one in wanted:
        if not prefix or not one.key.startswith(prefix) or one.key in owed:
            message = f"Key {one.key!r} stands twice or outside {prefix!r}"
            raise ValueError(message)
        kinds.kind_of(one.kind)
        owed[one.key] = one
    return owed


def _hold(prefix: str) -> None:
    """Let one sync of a prefix run at a time, also when nothing is there to lock yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('worklist.sync'), hashtext(%s))", [prefix]
        )


def new_item(one: Wanted, *, actor: Actor, on: date, at: datetime | None) -> WorkItem:
    """Return the row of something owed, not written yet; ``at``: when it is done already."""
    item = WorkItem(key=one.key, opened_on=on, opened_by_name=actor.name, **_copied(one))
    if one.done and at is not None:
        _set_state(item, WorkState.DONE, actor=actor, at=at)
    return item


def _copied(one: Wanted) -> dict[str, Any]:
    title, source = wording.shortened(one.title), wording.shortened(one.source_label)
    return {
        **{name: getattr(one, name) for name in _COPIED},
        "title": title,
        "source_label": source,
        "folded": wording.folded(title, source),
        "why": wording.shortened(one.why, wording.WHY_LENGTH),
    }


def _take_over(item: WorkItem, one: Wanted, *, actor: Actor, at: datetime) -> bool:
    """Write what is wanted onto the item; tell whether anything differed."""
    wished = _copied(one)
    if item.stands_for_id == one.organisation_id:
        wished["organisation_id"] = item.organisation_id  # its heir answers for it
    else:
        wished["stands_for_id"] = None
    differs = {name for name, value in wished.items() if getattr(item, name) != value}
    for name in differs:
        setattr(item, name, wished[name])
    if differs & {"due", "organisation_id"}:
        item.escalated_to_id = item.escalated_on = None
    if "organisation_id" in differs:
        # A delegation holds inside the organisation that owes the work.
        item.assignee_id = None
    state = WorkState.DONE if one.done else WorkState.OPEN
    if item.state != state and not (
        kinds.kind_of(one.kind).by_hand and item.state == WorkState.DONE
    ):
        _set_state(item, state, actor=actor, at=at)
        return True
    return bool(differs)


def _set_state(item: WorkItem, state: WorkState, *, actor: Actor, at: datetime) -> None:
    item.state = state
    item.closed_at = None if state == WorkState.OPEN else at
    item.closed_by_name = "" if state == WorkState.OPEN else actor.name
