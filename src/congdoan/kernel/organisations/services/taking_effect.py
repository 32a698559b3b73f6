"""
Events decided ahead, on their day (ADR 0019).

Their dated rows were written with the decision, so every picture of that day was true all along.
What is left for the day: what came since the decision (people who joined a unit that ends …), the
officers who decided are told, the event is marked. Each event is a transaction of its own; a second
run finds nothing to do.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
import logging

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Veto
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.enums import EventState, HierarchyId
from congdoan.kernel.organisations.models import OrganisationEvent, Placement
from congdoan.kernel.organisations.services.changing import (
    ChangeRefused,
    Followed,
    PlannedChange,
    Settled,
    change_of,
    settled,
    settling,
)
from congdoan.kernel.organisations.services.lineage import lock_hierarchy
from congdoan.kernel.organisations.services.undoing import primary_of, require_undoing

logger = logging.getLogger(__name__)


class NotItsDay(Refusal):
    """Sự kiện này chưa đến ngày có hiệu lực, hoặc đã được thực hiện hay hoàn tác; hãy tải lại trang để xem trạng thái."""  # noqa: E501


def due_events(*, on: date) -> list[int]:
    """Return the events (ids) whose day has come, the earliest first."""
    due = OrganisationEvent.objects.filter(state=EventState.PLANNED, effective_on__lte=on)
    return list(due.order_by("effective_on", "pk").values_list("pk", flat=True))


def settle_due(*, actor: Actor, on: date, at: datetime) -> tuple[int, int]:
    """
    Settle every event whose day has come, each on its own; one that fails keeps no other waiting.

    Return how many took effect and how many wait because a slice refused.

    :raises Exception: the last failure that was no refusal, after all others had their turn
    """
    done, waiting, failure = 0, 0, None
    for pk in due_events(on=on):
        try:
            event = settle_event(actor=actor, event_id=pk, on=on, at=at)
        except NotItsDay:
            continue  # somebody else was faster
        except Exception as error:
            logger.exception("organisation event %s was not settled", pk)
            failure = error
            continue
        done += event.state == EventState.APPLIED
        waiting += event.state == EventState.PLANNED
    if failure is not None:
        raise failure
    return done, waiting


@transaction.atomic
def settle_event(*, actor: Actor, event_id: int, on: date, at: datetime) -> OrganisationEvent:
    """
    Let one event take effect: all of what the slices do, or the reason why not.

    :raises NotItsDay: when it is not waiting for this day (any more)
    """
    lock_hierarchy(0)
    event = (
        OrganisationEvent.objects.select_for_update(of=("self",))
        .filter(pk=event_id, state=EventState.PLANNED, effective_on__lte=on)
        .first()
    )
    if event is None:
        raise NotItsDay
    primary = primary_of(event)
    require_undoing(actor, event, primary)
    change = change_of(event)
    refused = ""
    try:
        with transaction.atomic():
            event.followed = _asked(change)
    except Refusal as refusal:
        event.refresh_from_db(fields=["followed"])
        refused = refusal.sentence
    told_before = refused and refused == event.held_up
    event.held_up = refused
    if not refused:
        event.state, event.settled_at = EventState.APPLIED, at
    event.save(update_fields=["followed", "held_up", "state", "settled_at"])
    deciders = deciders_of([one.pk for one in primary], event.effective_on)
    settled.ask(Settled(change, deciders, on, at, refused))
    if not told_before:
        _record(actor, event, deciders, refused)
    return event


def _asked(change: PlannedChange) -> dict[str, object]:
    """:raises ChangeRefused: with the sentences of all the slices that refuse"""
    answers = settling.ask(change)
    vetoes = [one for one in answers if isinstance(one, Veto)]
    if vetoes:
        raise ChangeRefused(reasons=" ".join(veto.sentence for veto in vetoes))
    notes = {one.slice: one.note for one in answers if isinstance(one, Followed)}
    return {**change.facts["followed"], **notes}


def deciders_of(organisations: Iterable[int], on: date) -> tuple[int, ...]:
    """Return who decides about organisations: their superiors on the eve, else on the day."""
    ids = list(organisations)
    found: dict[int, int] = {}
    for day in (on, on - timedelta(days=1)):
        rows = Placement.objects.on(day).filter(hierarchy_id=HierarchyId.COMMAND, child_id__in=ids)
        found |= dict(rows.values_list("child_id", "parent_id"))
    above = set(found.values()) - set(ids)
    return tuple(sorted(above or ids))


def _record(
    actor: Actor, event: OrganisationEvent, deciders: tuple[int, ...], refused: str
) -> None:
    verb = "held_up" if refused else "took_effect"
    for home in deciders:
        record(
            actor=actor,
            verb=f"organisations.{verb}",
            target=event,
            organisation_id=home,
            changes={"on": event.effective_on.isoformat(), "event": event.pk},
            reason=refused or event.decision_no,
        )
