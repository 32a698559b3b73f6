"""Hanging organisations under another superior from a day on (bàn giao, chuyển giao)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import contains, overlap, span
from congdoan.kernel.organisations.enums import EventKind, HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent, Placement
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    record_by_superior,
    require_all,
    require_decision,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import (
    not_there,
    refuse_conflicts,
    refuse_orphans,
)
from congdoan.kernel.organisations.services.establishing import ParentNotThere
from congdoan.kernel.organisations.services.lawful import keep_to_rules, placing_departures
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import (
    GoesInCircles,
    hold,
    rebuild_lineage,
)

Move = tuple[Organisation, Organisation]


def move_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    parent: Organisation,
    on: date,
    decision: Decision,
    at: datetime,
    hierarchy: int = HierarchyId.COMMAND,
) -> OrganisationEvent:
    """Hang one organisation under ``parent``; see ``move_organisations``."""
    return move_organisations(
        actor=actor,
        moves=[(organisation, parent)],
        on=on,
        decision=decision,
        at=at,
        hierarchy=hierarchy,
    )


@transaction.atomic
def move_organisations(
    *,
    actor: Actor,
    moves: Sequence[Move],
    on: date,
    decision: Decision,
    at: datetime,
    hierarchy: int = HierarchyId.COMMAND,
) -> OrganisationEvent:
    """
    Hang organisations under their new parents from ``on`` until each one's next known placement.

    ``moves`` pairs an organisation with its new parent; one decision may move a whole district.
    Both superiors must be within the actor's reach: one lets go, the other takes over. All move or
    none.

    :raises SuperiorDecides: when one is the actor's own unit
    :raises GoesInCircles: when a parent stands below its child on some of those days
    :raises ParentNotThere: when a parent does not exist that day
    :raises AgainstTheRules, NeedsReason: see ``lawful``
    :raises NotThereThen: when an organisation does not exist that day
    :raises SameDayContradicts, ReceiverEndsSooner: see ``conflicts``
    """
    require_all(actor, [parent for _, parent in moves])
    require_decision(actor, [organisation for organisation, _ in moves])
    hold(organisation for move in moves for organisation in move)
    for organisation, parent in moves:
        _check(organisation, parent, on)
    pairs = [(child, parent, int(hierarchy)) for child, parent in moves]
    decision = keep_to_rules(placing_departures(pairs, on=on), decision)
    children = [organisation for organisation, _ in moves]
    ids = [organisation.pk for organisation in children]
    old = {
        row.child_id: row
        for row in Placement.objects.on(on).filter(hierarchy_id=hierarchy, child_id__in=ids)
    }
    affected = {parent.pk for _, parent in moves} | {row.parent_id for row in old.values()}
    change = PlannedChange(
        EventKind.TRANSFER,
        on,
        originals=tuple(ids),
        affected=tuple(sorted(affected - set(ids))),
        facts={"hierarchy": int(hierarchy), "parents": {c.pk: p.pk for c, p in moves}},
    )
    refuse_conflicts(change)
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    event.inverse = hang(
        [(child, parent, old.get(child.pk)) for child, parent in moves], on, hierarchy, event
    )
    event.save(update_fields=["inverse"])
    rebuild_lineage(hierarchy=hierarchy, organisations=ids)
    record_by_superior(
        actor=actor,
        organisations=children,
        event=event,
        hierarchy=int(hierarchy),
        homes={} if len(moves) == 1 else {child.pk: parent.pk for child, parent in moves},
    )
    tell_changed(change, event)
    return event


def _check(organisation: Organisation, parent: Organisation, on: date) -> None:
    if parent.pk == organisation.pk:
        raise GoesInCircles
    if not contains(organisation.valid, on):
        raise not_there(organisation, on)
    if not contains(parent.valid, on):
        raise ParentNotThere(parent=parent.code, day=on.strftime("%d/%m/%Y"))


def hang(
    moves: Sequence[tuple[Organisation, Organisation, Placement | None]],
    on: date,
    hierarchy: int,
    event: OrganisationEvent,
) -> list[dict[str, Any]]:
    """
    Hang children under new parents from ``on``, each in place of the placement it had (if any).

    A placement that begins later is replaced from its own first day. Return the steps back.

    :raises ParentNotThere: when no day is left for a placement
    :raises ReceiverEndsSooner: when a child would be left without a superior
    """
    ledger = Ledger()
    fresh = [
        Placement(
            hierarchy_id=hierarchy,
            child=organisation,
            parent=parent,
            event=event,
            valid=_days(organisation, parent, on, hierarchy, old),
        )
        for organisation, parent, old in moves
    ]
    refuse_orphans(fresh)
    ledger.cut_many([old for _child, _parent, old in moves if old], on=on)
    for placement in Placement.objects.bulk_create(fresh, batch_size=1000):
        ledger.created(placement)
    return ledger.steps


def _days(
    organisation: Organisation,
    parent: Organisation,
    on: date,
    hierarchy: int,
    old: Placement | None,
) -> DateRange:
    """
    Return the new placement's days: until the next known one, within both organisations' lives.

    :raises ParentNotThere: when no day is left
    """
    until = old.valid.upper if old else _next_start(organisation, hierarchy, on)
    begin = max(on, old.valid.lower) if old else on
    days = overlap(span(begin, until), parent.valid)
    days = overlap(days, organisation.valid) if days else None
    if days is None:
        raise ParentNotThere(parent=parent.code, day=on.strftime("%d/%m/%Y"))
    return days


def _next_start(organisation: Organisation, hierarchy: int, on: date) -> date | None:
    starts = Placement.objects.filter(
        hierarchy_id=hierarchy, child=organisation, valid__startswith__gt=on
    ).values_list("valid", flat=True)
    return min((valid.lower for valid in starts if valid.lower), default=None)
