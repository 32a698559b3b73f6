"""Hanging an organisation under another superior from a day on."""

from datetime import date, datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import OutsideItsSpan, contains, overlap, span
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventKind, HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent, Placement
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    changed,
    record_change,
    write_event,
)
from congdoan.kernel.organisations.services.establishing import ParentNotThere
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import (
    GoesInCircles,
    lock_hierarchy,
    rebuild_lineage,
)


@transaction.atomic
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
    """
    Hang ``organisation`` under ``parent`` from ``on`` until its next known placement.

    Both superiors must be within the actor's reach: one lets go, the other takes over (bàn giao).

    :raises GoesInCircles: when ``parent`` stands below ``organisation`` on some of those days
    :raises ParentNotThere: when ``parent`` does not exist that day
    :raises OutsideItsSpan: when ``organisation`` does not exist that day
    """
    actor.require(policies.CHANGE, on=organisation)
    actor.require(policies.CHANGE, on=parent)
    lock_hierarchy(hierarchy)
    if parent.pk == organisation.pk:
        raise GoesInCircles
    if not contains(organisation.valid, on):
        raise OutsideItsSpan(day=on.strftime("%d/%m/%Y"))
    if not contains(parent.valid, on):
        raise ParentNotThere(parent=parent.code, day=on.strftime("%d/%m/%Y"))
    old = Placement.objects.on(on).filter(hierarchy_id=hierarchy, child=organisation).first()
    affected = tuple(sorted({parent.pk, *([old.parent_id] if old else [])}))
    change = PlannedChange(
        EventKind.TRANSFER,
        on,
        originals=(organisation.pk,),
        affected=affected,
        facts={"hierarchy": int(hierarchy), "parent": parent.pk},
    )
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    event.inverse = _replace(organisation, parent, on, hierarchy, old, event)
    event.save(update_fields=["inverse"])
    rebuild_lineage(hierarchy=hierarchy, organisations=[organisation.pk, parent.pk])
    record_change(
        actor=actor,
        organisation=organisation,
        event=event,
        hierarchy=int(hierarchy),
        to=parent.code,
    )
    changed.ask(change)
    return event


def _replace(
    organisation: Organisation,
    parent: Organisation,
    on: date,
    hierarchy: int,
    old: Placement | None,
    event: OrganisationEvent,
) -> list[dict[str, object]]:
    """Cut the old placement, write the new one until the next known change; return the inverse."""
    ledger = Ledger()
    until = old.valid.upper if old else _next_start(organisation, hierarchy, on)
    if old and old.valid.lower == on:
        ledger.remove(old)
    elif old:
        ledger.change(old, valid=span(old.valid.lower, on))
    days = overlap(span(on, until), parent.valid)
    # The placement cannot outlive either organisation.
    days = overlap(days, organisation.valid) if days else None
    if days is None:
        raise ParentNotThere(parent=parent.code, day=on.strftime("%d/%m/%Y"))
    fresh = Placement.objects.create(
        hierarchy_id=hierarchy, child=organisation, parent=parent, valid=days, event=event
    )
    ledger.created(fresh)
    return ledger.steps


def _next_start(organisation: Organisation, hierarchy: int, on: date) -> date | None:
    starts = Placement.objects.filter(
        hierarchy_id=hierarchy, child=organisation, valid__startswith__gt=on
    ).values_list("valid", flat=True)
    return min((valid.lower for valid in starts if valid.lower), default=None)
