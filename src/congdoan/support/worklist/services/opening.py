"""
Opening, closing and moving work.

Called by the slice in which the work arises, after its own authorisation: the one who opens work
for another organisation (a superior, the other party) need hold no right there.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import PlannedChange
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.rules import kinds, wording

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation
    from congdoan.kernel.people.models import Person


@transaction.atomic
def open_work(
    *,
    actor: Actor,
    kind: str,
    key: str,
    title: str,
    organisation: "Organisation",
    on: date,
    source_label: str,
    source_url: str = "",
    due: date | None = None,
    why: str = "",
    position: str = "",
    assignee: "Person | None" = None,
    escalate_to: "Organisation | None" = None,
) -> WorkItem:
    """Open a piece of work; with a key that is known, return what stands there."""
    title, source_label = wording.shortened(title), wording.shortened(source_label)
    item, _ = WorkItem.objects.get_or_create(
        key=key,
        defaults={
            "kind": kinds.kind_of(kind).code,
            "title": title,
            "folded": wording.folded(title, source_label),
            "organisation": organisation,
            "opened_on": on,
            "opened_by_name": actor.name,
            "source_label": source_label,
            "source_url": source_url,
            "due": due,
            "why": wording.shortened(why, wording.WHY_LENGTH),
            "position": position,
            "assignee": assignee,
            "escalate_to": escalate_to,
        },
    )
    return item


@transaction.atomic
def close_work(*, actor: Actor, key: str, at: datetime) -> bool:
    """Mark the work with this key as done; False when there was none open."""
    return _close(key, WorkState.DONE, by=actor.name, at=at)


@transaction.atomic
def cancel_work(*, actor: Actor, key: str, at: datetime) -> bool:
    """Say that the work with this key is no longer owed; False when there was none open."""
    return _close(key, WorkState.CANCELLED, by=actor.name, at=at)


@transaction.atomic
def move_due(*, actor: Actor, key: str, due: date | None) -> bool:
    """Move the due day of open work; reminders and escalation start anew for the new day."""
    item = WorkItem.objects.open().select_for_update(of=("self",)).filter(key=key).first()
    if item is None or item.due == due:
        return False
    before = item.due
    item.due = due
    item.escalated_to_id = item.escalated_on = None
    item.save(update_fields=["due", "escalated_to", "escalated_on"])
    audit.record(
        actor=actor,
        verb="worklist.moved",
        target=item,
        organisation_id=item.organisation_id,
        changes={"due": [before, due]},
    )
    return True


def _close(key: str, state: WorkState, *, by: str, at: datetime) -> bool:
    return bool(
        WorkItem.objects.open().filter(key=key).update(state=state, closed_at=at, closed_by_name=by)
    )


def forget_founded(change: PlannedChange) -> None:
    """
    Answer ``undone`` of organisations: what was asked of one that never was goes with it.

    Where somebody has written a note, the work stays, and with it the organisation.
    """
    asked = WorkItem.objects.filter(organisation__in=change.facts.get("founded", ()))
    asked.filter(notes__isnull=True).delete()
