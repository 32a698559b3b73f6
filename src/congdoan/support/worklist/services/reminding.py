"""
The daily round: remind of what is near or late, tell the office above of what stays undone.

Each reminder and each escalation happens at most once per due day, however often the round runs
and whoever else runs it at the same time; a round that did not run makes up for the newest step
only.
"""

from dataclasses import dataclass
from datetime import date, datetime
import logging
from typing import Any

from django.db import transaction
from django.utils import formats

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.periods import api as periods
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.models import Reminder, WorkItem
from congdoan.support.worklist.rules import deadlines, kinds
from congdoan.support.worklist.rules.kinds import WorkKind
from congdoan.support.worklist.selectors.recipients import Recipients

CHUNK = 200
log = logging.getLogger(__name__)


@dataclass
class Round:
    """One day's round and what it did."""

    actor: Actor
    on: date
    at: datetime
    recipients: Recipients
    reminded: int = 0
    escalated: int = 0


def remind(*, actor: Actor, on: date, at: datetime) -> Round:
    """Walk over all open work with a due day, in chunks of a transaction each."""
    walk = Round(actor, on, at, Recipients(on=on))
    last = 0
    while True:
        found = _chunk(after=last)
        if not found:
            return walk
        with transaction.atomic():
            _remind_chunk(walk, found)
        last = found[-1]


def _chunk(*, after: int) -> list[int]:
    dated = WorkItem.objects.open().filter(due__isnull=False, pk__gt=after)
    return list(dated.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _remind_chunk(walk: Round, ids: list[int]) -> None:
    """Decide under a lock: work that was closed since is left alone, two rounds do not double."""
    items = list(
        WorkItem.objects.open()
        .filter(pk__in=ids, due__isnull=False)
        .select_related("organisation", "escalate_to")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    sent = set(Reminder.objects.filter(item__in=items).values_list("item_id", "due", "step"))
    names = organisations.names({item.organisation_id for item in items}, on=walk.on)
    for item in items:
        kind = kinds.find_kind(item.kind)
        if kind is not None and item.due is not None:
            name = names.get(item.organisation_id, item.organisation.code)
            _remind_item(walk, item, item.due, kind, sent, name)
            _escalate_item(walk, item, item.due, kind, name)


def _remind_item(
    walk: Round,
    item: WorkItem,
    due: date,
    kind: WorkKind,
    sent: set[tuple[int, date, int]],
    name: str,
) -> None:
    steps = tuple(_ruled(walk, item, kind.reminder_rule, kind.reminder_days))
    step = deadlines.reminder_step(due=due, opened=item.opened_on, on=walk.on, steps=steps)
    if step is None or (item.pk, due, step) in sent:
        return
    Reminder.objects.create(item=item, due=due, step=step, sent_on=walk.on)
    notify(
        actor=walk.actor,
        kind="worklist.reminder" if due >= walk.on else "worklist.overdue",
        key=f"worklist.{item.pk}.{due:%Y%m%d}.{step}",
        at=walk.at,
        people=walk.recipients.of(item),
        context=_context(item, due, name),
        url=f"/viec/{item.pk}/",
    )
    walk.reminded += 1


def _escalate_item(walk: Round, item: WorkItem, due: date, kind: WorkKind, name: str) -> None:
    if (
        item.escalated_on is not None
        or due >= walk.on
        or not _is_long_overdue(walk, item, due, kind)
    ):
        return
    above = item.escalate_to or organisations.unscoped_parent(item.organisation_id, on=walk.on)
    if above is None:
        return
    item.escalated_to = above
    item.escalated_on = walk.on
    item.save(update_fields=["escalated_to", "escalated_on"])
    audit.record(
        actor=walk.actor,
        verb="worklist.escalated",
        target=item,
        organisation_id=item.organisation_id,
        changes={"to": above.code, "due": due},
    )
    notify(
        actor=walk.actor,
        kind="worklist.escalated",
        key=f"worklist.{item.pk}.{due:%Y%m%d}.escalated",
        at=walk.at,
        people=walk.recipients.answering_for(above),
        context=_context(item, due, name),
        url=f"/viec/{item.pk}/",
    )
    walk.escalated += 1


def _is_long_overdue(walk: Round, item: WorkItem, due: date, kind: WorkKind) -> bool:
    days = _ruled(walk, item, kind.escalation_rule, kind.escalate_after_days)
    if days is None:
        return False
    try:
        return walk.on >= periods.add_working_days(due, days)
    except rulebook.NoRuleInForce:
        # Without the table of days off we would report somebody late who may not be.
        log.warning("No table of days off for work item %s; not escalated", item.pk)
        return False


def _ruled(walk: Round, item: WorkItem, key: str, otherwise: Any) -> Any:
    """Return what the rulebook says for the organisation that day, else the kind's own value."""
    if not key:
        return otherwise
    try:
        return rulebook.value(key, on=walk.on, for_=item.organisation_id)
    except rulebook.NoRuleInForce:
        return otherwise


def _context(item: WorkItem, due: date, name: str) -> dict[str, object]:
    return {
        "title": item.title,
        "due": formats.date_format(due, "d/m/Y"),
        "organisation": name,
        "source": item.source_label,
    }
