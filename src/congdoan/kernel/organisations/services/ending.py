"""Ending organisations: dissolved, or their operation ended (2025); one decision may end many."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import EndReason, EventKind, HierarchyId
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
    record_by_superior,
    require_decision,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import not_there, refuse_conflicts
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import hold, rebuild_everywhere


class HasSubordinates(Refusal):
    """Còn {count} đơn vị trực thuộc vào ngày {day}; hãy chuyển hoặc kết thúc chúng trước."""


def end_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    reason: EndReason,
    on: date,
    decision: Decision,
    at: datetime,
) -> OrganisationEvent:
    """End one organisation; see ``end_organisations``."""
    return end_organisations(
        actor=actor, organisations=[organisation], reason=reason, on=on, decision=decision, at=at
    )


@transaction.atomic
def end_organisations(
    *,
    actor: Actor,
    organisations: Sequence[Organisation],
    reason: EndReason,
    on: date,
    decision: Decision,
    at: datetime,
) -> OrganisationEvent:
    """
    End organisations by one decision: ``on`` is the first day they no longer exist.

    Names, placements and counterparts end the same day; the past stays. Offices, work and
    agreements are the upper slices' to settle, through the hooks. All end or none.

    :raises SuperiorDecides: when one is the actor's own unit
    :raises HasSubordinates: subordinates outside the list must be moved or ended first
    :raises NotThereThen: when one does not exist the day before
    :raises LaterStands, SameDayContradicts: see ``conflicts``
    """
    require_decision(actor, organisations)
    hold(organisations)
    for organisation in organisations:
        if organisation.valid.lower >= on or not lasts_until(organisation, on):
            raise not_there(organisation, on)
    ids = [organisation.pk for organisation in organisations]
    kind = EventKind.END_OPERATION if reason == EndReason.ENDED_2025 else EventKind.DISSOLVE
    change = PlannedChange(kind, on, originals=tuple(ids), facts={"reason": str(reason)})
    refuse_conflicts(change)
    _refuse_subordinates(ids, on)
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    homes = _superiors(ids, on - timedelta(days=1))
    event.inverse = cut_existence(organisations, reason, on)
    event.save(update_fields=["inverse"])
    rebuild_everywhere(organisations=ids)
    record_by_superior(
        actor=actor, organisations=organisations, homes=homes, event=event, end_reason=str(reason)
    )
    tell_changed(change, event)
    return event


def _refuse_subordinates(ids: Sequence[int], on: date) -> None:
    below = Placement.objects.filter(reaches(on), parent_id__in=ids).exclude(child_id__in=ids)
    count = below.values("child").distinct().count()
    if count:
        raise HasSubordinates(count=count, day=on.strftime("%d/%m/%Y"))


def _superiors(ids: Sequence[int], day: date) -> dict[int, int]:
    return dict(
        Placement.objects.on(day)
        .filter(hierarchy_id=HierarchyId.COMMAND, child_id__in=ids)
        .values_list("child_id", "parent_id")
    )


def cut_existence(
    organisations: Sequence[Organisation], reason: str, on: date
) -> list[dict[str, Any]]:
    """End every dated row of the organisations on ``on``; return the steps back."""
    ledger = Ledger()
    for organisation in organisations:
        ledger.change(organisation, end_reason=reason)
    ledger.cut_many(organisations, on=on)
    pair = Q(union__in=organisations) | Q(partner__in=organisations)
    ledger.cut_many(
        [
            *OrganisationProfile.objects.filter(reaches(on), organisation__in=organisations),
            *Placement.objects.filter(reaches(on), child__in=organisations),
            *Counterpart.objects.filter(reaches(on) & pair),
            *GroupingMember.objects.filter(reaches(on), organisation__in=organisations),
        ],
        on=on,
    )
    return ledger.steps


def lasts_until(organisation: Organisation, on: date) -> bool:
    """Tell whether the organisation exists on ``on`` or would without an end."""
    return organisation.valid.upper is None or contains(organisation.valid, on)


def reaches(on: date) -> Q:
    """Rows that hold on ``on`` or later."""
    return Q(valid__endswith__gt=on) | Q(valid__endswith__isnull=True)
