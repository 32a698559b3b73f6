"""Ending an organisation: dissolved, or its operation ended (2025)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import OutsideItsSpan, contains, span
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    changed,
    record_change,
    write_event,
)
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import lock_hierarchy, rebuild_lineage


class HasSubordinates(Refusal):
    """Còn {count} đơn vị trực thuộc vào ngày {day}; hãy chuyển hoặc kết thúc chúng trước."""


@transaction.atomic
def end_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    reason: EndReason,
    on: date,
    decision: Decision,
    at: datetime,
) -> OrganisationEvent:
    """
    End an organisation: ``on`` is the first day it no longer exists.

    Names, placements and counterparts end the same day; the past stays. Offices, work and
    agreements are the upper slices' to settle, through the hooks.

    :raises HasSubordinates: subordinates must be moved or ended first
    :raises OutsideItsSpan: when it does not exist the day before
    """
    actor.require(policies.CHANGE, on=organisation)
    lock_hierarchy(0)
    if organisation.valid.lower >= on or not _exists_until(organisation, on):
        raise OutsideItsSpan(day=on.strftime("%d/%m/%Y"))
    below = Placement.objects.filter(parent=organisation).filter(_reaches(on))
    if below.exists():
        count = below.values("child").distinct().count()
        raise HasSubordinates(count=count, day=on.strftime("%d/%m/%Y"))
    kind = EventKind.END_OPERATION if reason == EndReason.ENDED_2025 else EventKind.DISSOLVE
    change = PlannedChange(kind, on, originals=(organisation.pk,), facts={"reason": str(reason)})
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    hierarchies = set(
        Placement.objects.filter(child=organisation).values_list("hierarchy_id", flat=True)
    )
    event.inverse = cut_existence(organisation, reason, on)
    event.save(update_fields=["inverse"])
    for hierarchy in sorted(hierarchies | {1}):
        rebuild_lineage(hierarchy=hierarchy, organisations=[organisation.pk])
    record_change(actor=actor, organisation=organisation, event=event, end_reason=str(reason))
    changed.ask(change)
    return event


def cut_existence(organisation: Organisation, reason: str, on: date) -> list[dict[str, object]]:
    """End every dated row of an organisation on ``on``; return the steps back."""
    ledger = Ledger()
    ledger.change(organisation, valid=span(organisation.valid.lower, on), end_reason=reason)
    rows = [
        *OrganisationProfile.objects.filter(_reaches(on), organisation=organisation),
        *Placement.objects.filter(_reaches(on), child=organisation),
        *Counterpart.objects.filter(
            _reaches(on) & (Q(union=organisation) | Q(partner=organisation))
        ),
        *GroupingMember.objects.filter(_reaches(on), organisation=organisation),
    ]
    for row in rows:
        if row.valid.lower >= on:
            ledger.remove(row)
        else:
            ledger.change(row, valid=span(row.valid.lower, on))
    return ledger.steps


def _exists_until(organisation: Organisation, on: date) -> bool:
    return organisation.valid.upper is None or contains(organisation.valid, on)


def _reaches(on: date) -> Q:
    """Rows that hold on ``on`` or later."""
    return Q(valid__endswith__gt=on) | Q(valid__endswith__isnull=True)
