"""
Opening and withdrawing the steps around an event (hooks of organisations).

A whole province may end by one decision: a number of statements that does not depend on how many
units there are.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from congdoan.areas.restructuring.enums import HandOverKind
from congdoan.areas.restructuring.models import HandOver
from congdoan.areas.restructuring.selectors.hand_over import hands_over
from congdoan.areas.restructuring.services.hand_over_work import sync_event_work
from congdoan.areas.restructuring.services.recognising import (
    give_foundings_back,
    rehome_foundings,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import fold, sort_key
from congdoan.kernel.organisations.api import (
    MEANINGS,
    Followed,
    PlannedChange,
    unscoped_stand_ins,
)
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.rulebook import api as rulebook

TRANSFER = "TRANSFER"


def open_hand_overs(
    change: PlannedChange, *, actor: Actor, on: date, at: datetime
) -> Followed | None:
    """Answer ``changed``: open the steps of what ended or passed on; tell what was done."""
    if change.event_id is None:
        return None
    event = OrganisationEvent.objects.get(pk=change.event_id)
    ends = MEANINGS[str(change.kind)].ends_originals
    if not ends and str(change.kind) != TRANSFER:
        return None
    note: dict[str, Any] = {}
    if ends:
        note = _go_on_elsewhere(change, on=on, at=at)
        _sync(note.get("moved", {}), actor=actor, on=on, at=at)
    if not is_history(event):
        rows = _endings(change) if ends else _transfers(change)
        if rows:
            sync_event_work(actor=actor, event=event, on=on, at=at)
            note["hand_overs"] = len(rows)
    return Followed("restructuring", note) if note else None


def withdraw_hand_overs(change: PlannedChange, *, actor: Actor, on: date, at: datetime) -> None:
    """Answer ``undone``: the steps go with their event; what was written down stays, withdrawn."""
    rows = HandOver.objects.filter(event=change.event_id or 0)
    if rows.exists():
        touched = _touched(rows)
        rows.exclude(pk__in=touched).delete()
        # The receiver may have been founded by the event and goes with it.
        HandOver.objects.filter(pk__in=touched).update(withdrawn=True, receiver=None)
        event = OrganisationEvent.objects.get(pk=change.event_id or 0)
        sync_event_work(actor=actor, event=event, on=on, at=at)
    note = change.facts.get("followed", {}).get("restructuring", {})
    for pk, (overseer, receiver) in note.get("moved", {}).items():
        HandOver.objects.filter(pk=pk).update(overseer_id=overseer, receiver_id=receiver)
    _sync(note.get("moved", {}), actor=actor, on=on, at=at)
    give_foundings_back(note.get("foundings", {}), on=on, at=at)


def _touched(rows: Any) -> list[int]:
    written = (
        Q(dues_stopped_on__isnull=False)
        | Q(accounts_closed_on__isnull=False)
        | Q(handed_over_on__isnull=False)
        | Q(archived_on__isnull=False)
        | ~Q(givers="")
        | Q(items__isnull=False)
        | Q(receipts__isnull=False)
    )
    return list(rows.filter(written).values_list("pk", flat=True).distinct())


def is_history(event: OrganisationEvent) -> bool:
    """What is written down long after it happened was handed over long ago."""
    recorded = event.recorded_at.date()
    days = int(rulebook.value("organisation.hand_over.history_after_days", on=recorded))
    return recorded - event.effective_on > timedelta(days=days)


# --- units that end ---------------------------------------------------------------------------


def _endings(change: PlannedChange) -> list[HandOver]:
    last_day = change.on - timedelta(days=1)
    called = _unions_that_hand_over(change.originals, last_day)
    overseers = unscoped_stand_ins(list(called), on=change.on)
    heir = change.results[0] if change.results else None
    rows = [
        _row(
            change,
            HandOverKind.END,
            giver=pk,
            receiver=heir or overseers[pk],
            overseer=overseers[pk],
            name=name,
        )
        for pk, name in called.items()
        # A root that ends has nobody to hand over to.
        if pk in overseers
    ]
    return HandOver.objects.bulk_create(rows, batch_size=1000)


def _unions_that_hand_over(ids: Iterable[int], day: date) -> dict[int, str]:
    rows = OrganisationProfile.objects.on(day).filter(
        organisation__in=list(ids), organisation__family=Family.UNION
    )
    levels: dict[str, bool] = {}
    called: dict[int, str] = {}
    for pk, name, level in rows.values_list("organisation_id", "name", "level"):
        if level not in levels:
            levels[level] = hands_over(level, on=day)
        if levels[level]:
            called[pk] = name
    return called


def _go_on_elsewhere(change: PlannedChange, *, on: date, at: datetime) -> dict[str, Any]:
    """Move what an ended superior still had to see through to its heir or its own superior."""
    waiting = HandOver.objects.standing().unfinished().exclude(event=change.event_id)
    rows = list(
        waiting.filter(
            Q(overseer__in=change.originals) | Q(receiver__in=change.originals, handed_over_on=None)
        )
    )
    homes = unscoped_stand_ins(list(change.originals), on=change.on)
    if change.results:
        homes = dict.fromkeys(change.originals, change.results[0])
    note: dict[str, Any] = {}
    moved: dict[str, list[int | None]] = {}
    for row in rows:
        moved[str(row.pk)] = [row.overseer_id, row.receiver_id]
        row.overseer_id = homes.get(row.overseer_id, row.overseer_id)
        if row.receiver_id is not None and row.handed_over_on is None:
            row.receiver_id = homes.get(row.receiver_id, row.receiver_id)
    if moved:
        HandOver.objects.bulk_update(rows, ["overseer", "receiver"], batch_size=1000)
        note["moved"] = moved
    if foundings := rehome_foundings(homes, on=on, at=at):
        note["foundings"] = foundings
    return note


def _sync(moved: Iterable[str], *, actor: Actor, on: date, at: datetime) -> None:
    events = OrganisationEvent.objects.filter(
        pk__in=HandOver.objects.filter(pk__in=list(moved)).values("event")
    )
    for event in events:
        sync_event_work(actor=actor, event=event, on=on, at=at)


# --- units that pass to another superior ------------------------------------------------------


def _transfers(change: PlannedChange) -> list[HandOver]:
    """Open one hand-over for each pair of old and new superior, with the units that pass."""
    if change.facts.get("hierarchy") != int(HierarchyId.COMMAND):
        return []
    homes: dict[int, int] = {int(unit): pk for unit, pk in change.facts["parents"].items()}
    unions = set(
        Organisation.objects.filter(pk__in=homes, family=Family.UNION).values_list("pk", flat=True)
    )
    old = dict(
        Placement.objects.on(change.on - timedelta(days=1))
        .filter(hierarchy_id=HierarchyId.COMMAND, child__in=unions)
        .values_list("child_id", "parent_id")
    )
    pairs: dict[tuple[int, int], list[int]] = {}
    for unit in sorted(unions):
        if unit in old and old[unit] != homes[unit]:
            pairs.setdefault((old[unit], homes[unit]), []).append(unit)
    called = dict(
        OrganisationProfile.objects.on(change.on - timedelta(days=1))
        .filter(organisation__in={giver for giver, _receiver in pairs})
        .values_list("organisation_id", "name")
    )
    rows = HandOver.objects.bulk_create(
        _row(
            change,
            HandOverKind.TRANSFER,
            giver=giver,
            receiver=receiver,
            # Who takes over sees that the papers come.
            overseer=receiver,
            name=called.get(giver, ""),
        )
        for giver, receiver in pairs
    )
    through = HandOver.units.through
    through.objects.bulk_create(
        [
            through(handover_id=row.pk, organisation_id=unit)
            for row, units in zip(rows, pairs.values(), strict=True)
            for unit in units
        ],
        batch_size=1000,
    )
    return rows


def _row(
    change: PlannedChange,
    kind: HandOverKind,
    *,
    giver: int,
    receiver: int,
    overseer: int,
    name: str,
) -> HandOver:
    return HandOver(
        event_id=change.event_id or 0,
        kind=kind,
        giver_id=giver,
        receiver_id=receiver,
        overseer_id=overseer,
        effective_on=change.on,
        name=name,
        sort_key=sort_key(name)[:900],
        folded=fold(name)[:400],
    )
