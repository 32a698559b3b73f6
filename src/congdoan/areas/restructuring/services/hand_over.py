"""Writing down what is settled: steps, minutes, late receipts and their refund."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import HandOverKind, HandOverStep
from congdoan.areas.restructuring.models import HandOver, HandOverItem, LateReceipt
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS, HandOverQuerySet
from congdoan.areas.restructuring.rules import hand_over as rules
from congdoan.areas.restructuring.selectors.hand_over import collecting_stops, deadlines_of_event
from congdoan.areas.restructuring.services.hand_over_work import sync_event_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import OrganisationEvent


@dataclass(frozen=True)
class Minutes:
    """What the minutes say besides their items; one person a line ("họ tên, chức vụ")."""

    place: str = ""
    givers: str = ""
    receivers: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class ItemData:
    kind: str
    what: str
    quantity: str = ""
    amount: Decimal | None = None
    condition: str = ""


@dataclass(frozen=True)
class ReceiptData:
    kind: str
    payer: str
    received_on: date
    amount: Decimal


@transaction.atomic
def mark_steps(
    *,
    actor: Actor,
    hand_over: HandOver,
    days: Mapping[str, date | None],
    archive_note: str | None = None,
    on: date,
    at: datetime,
) -> HandOver:
    """
    Write down on which day which step was done; None takes a day back.

    :raises NotOfATransfer: a unit that only changes its superior closes nothing
    :raises InTheFuture: a step is written down when it is done
    :raises StepsMissing: archiving comes last
    """
    hand_over = _held(actor, hand_over)
    changed = {
        step: day for step, day in days.items() if getattr(hand_over, STEP_FIELDS[step]) != day
    }
    for step, day in changed.items():
        if step not in hand_over.steps:
            raise rules.NotOfATransfer
        _demand_past(day, on)
        setattr(hand_over, STEP_FIELDS[step], day)
    note = hand_over.archive_note if archive_note is None else tidy(archive_note)
    if not changed and note == hand_over.archive_note:
        return hand_over
    hand_over.archive_note = note
    if hand_over.archived_on is not None:
        _demand_complete(hand_over)
    hand_over.save(update_fields=[*(STEP_FIELDS[step] for step in changed), "archive_note"])
    changes = {step: day and day.isoformat() for step, day in changed.items()}
    _settle(actor, hand_over, "marked", on=on, at=at, changes=changes)
    return hand_over


@transaction.atomic
def mark_many(
    *,
    actor: Actor,
    event: OrganisationEvent,
    rows: QuerySet[HandOver],
    step: str,
    day: date,
    on: date,
    at: datetime,
) -> int:
    """
    Write one step down for many units of an event; those that have it keep their own day.

    ``rows`` are what the actor sees of it. All or none; a constant number of statements.

    :raises NothingChosen: when no row is meant
    :raises StepsMissing: archiving comes last, for each of them
    """
    _demand_past(day, on)
    chosen = list(rows.filter(event=event).values_list("pk", "giver_id", "overseer_id"))
    if not chosen:
        raise rules.NothingChosen
    reached = set(
        actor.reach(policies.HAND_OVER)
        .values_list("pk", flat=True)
        .filter(pk__in={pk for _row, *both in chosen for pk in both})
    )
    if any(giver not in reached and overseer not in reached for _pk, giver, overseer in chosen):
        raise NotAllowed
    standing = HandOver.objects.standing().filter(pk__in=[pk for pk, *_both in chosen])
    locked = standing.missing(step).select_for_update(of=("self",)).order_by("pk")
    open_rows = list(locked.values_list("pk", "name"))
    if not open_rows:
        raise AlreadyDone
    touched = HandOver.objects.filter(pk__in=[pk for pk, _name in open_rows])
    if step == HandOverStep.ARCHIVE:
        _demand_all_complete(touched)
    touched.update(**{STEP_FIELDS[step]: day})
    sync_event_work(actor=actor, event=event, on=on, at=at)
    homes: dict[int, list[int]] = {}
    overseers = {pk: overseer for pk, _giver, overseer in chosen}
    for pk, _name in open_rows:
        homes.setdefault(overseers[pk], []).append(pk)
    for overseer, marked in sorted(homes.items()):
        record(
            actor=actor,
            verb="restructuring.hand_overs_marked",
            target=event,
            organisation_id=overseer,
            changes={"step": step, "day": day.isoformat(), "count": len(marked), "rows": marked},
            label=str(event),
        )
    return len(open_rows)


@transaction.atomic
def close_history(*, actor: Actor, before: date, on: date, at: datetime) -> int:
    """
    Say of everything that took effect before a day that it was settled then, each on its day.

    For an installation that begins with history: nobody is asked again for what was done long ago.
    The operator's to do: it reaches every branch.
    """
    actor.require(policies.HAND_OVER, on=None)
    rows = HandOver.objects.standing().unfinished().filter(effective_on__lt=before)
    events = list(OrganisationEvent.objects.filter(pk__in=rows.values("event")))
    for event in events:
        day = deadlines_of_event(event)[HandOverStep.HAND_OVER].due or event.effective_on
        mine = HandOver.objects.filter(event=event)
        mine.filter(handed_over_on=None).update(handed_over_on=day)
        for name in STEP_FIELDS.values():
            mine.filter(kind=HandOverKind.END, **{name: None}).update(**{name: day})
        sync_event_work(actor=actor, event=event, on=on, at=at)
    return len(events)


@transaction.atomic
def write_minutes(
    *, actor: Actor, hand_over: HandOver, data: Minutes, on: date, at: datetime
) -> HandOver:
    """Write who hands over to whom, where, and what they declare."""
    hand_over = _held(actor, hand_over)
    values = {
        "place": tidy(data.place),
        **{name: nfc(getattr(data, name)).strip() for name in ("givers", "receivers", "remarks")},
    }
    touched = [name for name, value in values.items() if getattr(hand_over, name) != value]
    if touched:
        for name in touched:
            setattr(hand_over, name, values[name])
        hand_over.save(update_fields=touched)
        _settle(actor, hand_over, "minuted", on=on, at=at, changes={"fields": touched})
    return hand_over


@transaction.atomic
def add_item(
    *, actor: Actor, hand_over: HandOver, data: ItemData, on: date, at: datetime
) -> HandOverItem:
    """:raises TooManyItems: minutes of more lines are an annex"""
    hand_over = _held(actor, hand_over)
    if hand_over.items.count() >= rules.MOST_ITEMS:
        raise rules.TooManyItems(most=rules.MOST_ITEMS)
    item = HandOverItem.objects.create(hand_over=hand_over, **_item_values(data))
    _settle(actor, hand_over, "item_added", on=on, at=at, changes={"what": item.what})
    return item


@transaction.atomic
def change_item(
    *, actor: Actor, item: HandOverItem, data: ItemData, on: date, at: datetime
) -> HandOverItem:
    hand_over = _held(actor, item.hand_over)
    values = _item_values(data)
    touched = [name for name, value in values.items() if getattr(item, name) != value]
    for name in touched:
        setattr(item, name, values[name])
    if touched:
        item.save(update_fields=touched)
        _settle(actor, hand_over, "item_changed", on=on, at=at, changes={"what": item.what})
    return item


@transaction.atomic
def remove_item(*, actor: Actor, item: HandOverItem, on: date, at: datetime) -> None:
    hand_over = _held(actor, item.hand_over)
    HandOverItem.objects.filter(pk=item.pk).delete()
    _settle(actor, hand_over, "item_removed", on=on, at=at, changes={"what": item.what})


def _item_values(data: ItemData) -> dict[str, Any]:
    values = asdict(data)
    for name in ("what", "quantity", "condition"):
        values[name] = tidy(values[name])
    return values


@transaction.atomic
def note_receipt(
    *, actor: Actor, hand_over: HandOver, data: ReceiptData, on: date, at: datetime
) -> LateReceipt:
    """
    Write down what came in after collecting had to stop: it is flagged until it is paid back.

    :raises BeforeTheStop: what came before belongs to the unit
    """
    hand_over = _held(actor, hand_over)
    if not hand_over.is_end:
        raise rules.NotOfATransfer
    _demand_past(data.received_on, on)
    stop = collecting_stops(hand_over.effective_on)
    if data.received_on < stop:
        raise rules.BeforeTheStop(day=f"{stop:%d/%m/%Y}")
    receipt = LateReceipt.objects.create(
        hand_over=hand_over,
        kind=data.kind,
        payer=tidy(data.payer),
        received_on=data.received_on,
        amount=data.amount,
        by_name=actor.name,
        at=at,
    )
    if hand_over.archived_on is not None:
        # Something is owed again: it is not over.
        hand_over.archived_on = None
        hand_over.save(update_fields=["archived_on"])
    changes = {"amount": str(data.amount), "received_on": data.received_on.isoformat()}
    _settle(actor, hand_over, "receipt_noted", on=on, at=at, changes=changes)
    return receipt


@transaction.atomic
def refund_receipt(
    *, actor: Actor, receipt: LateReceipt, day: date, note: str, on: date, at: datetime
) -> LateReceipt:
    """Write down that it was paid back; once."""
    hand_over = _held(actor, receipt.hand_over)
    receipt = LateReceipt.objects.select_for_update().get(pk=receipt.pk)
    if receipt.refunded_on is not None:
        raise AlreadyDone
    _demand_past(day, on)
    if day < receipt.received_on:
        raise rules.RefundBeforeReceipt(day=f"{receipt.received_on:%d/%m/%Y}")
    receipt.refunded_on, receipt.refund_note = day, tidy(note)
    receipt.save(update_fields=["refunded_on", "refund_note"])
    changes = {"amount": str(receipt.amount), "on": day.isoformat()}
    _settle(actor, hand_over, "receipt_refunded", on=on, at=at, changes=changes)
    return receipt


def _held(actor: Actor, hand_over: HandOver) -> HandOver:
    """Ask for the right at the unit or at who answers for it; lock the row."""
    if not actor.may(policies.HAND_OVER, on=hand_over.giver):
        actor.require(policies.HAND_OVER, on=hand_over.overseer)
    rows = HandOver.objects.standing().select_related("event", "giver", "receiver", "overseer")
    found = rows.select_for_update(of=("self",)).filter(pk=hand_over.pk).first()
    if found is None:
        raise NotFound
    return found


def _demand_past(day: date | None, on: date) -> None:
    if day is not None and day > on:
        raise rules.InTheFuture(day=f"{day:%d/%m/%Y}")


def _demand_complete(hand_over: HandOver) -> None:
    missing = [
        str(step.label)
        for step in hand_over.steps
        if step != HandOverStep.ARCHIVE and getattr(hand_over, STEP_FIELDS[step]) is None
    ]
    if hand_over.receipts.filter(refunded_on=None).exists():
        missing.append(_("hoàn trả khoản thu sau ngày dừng"))
    if missing:
        raise rules.StepsMissing(steps="; ".join(missing))


def _demand_all_complete(rows: HandOverQuerySet) -> None:
    for step in HandOverStep:
        if step != HandOverStep.ARCHIVE:
            lacking = _some(rows.filter(**{f"{STEP_FIELDS[step]}__isnull": True}))
            if lacking:
                raise rules.StepsMissing(steps=f"{step.label} ({lacking})")
    if owing := _some(rows.to_refund()):
        raise rules.StepsMissing(
            steps=_("hoàn trả khoản thu sau ngày dừng ({units})").format(units=owing)
        )


def _some(rows: Any, most: int = 3) -> str:
    found: Collection[str] = list(rows.values_list("name", flat=True)[: most + 1])
    shown = ", ".join(list(found)[:most])
    return f"{shown} …" if len(found) > most else shown


def _settle(
    actor: Actor,
    hand_over: HandOver,
    verb: str,
    *,
    on: date,
    at: datetime,
    changes: Mapping[str, object],
) -> None:
    sync_event_work(actor=actor, event=hand_over.event, on=on, at=at)
    record(
        actor=actor,
        verb=f"restructuring.hand_over_{verb}",
        target=hand_over,
        organisation_id=hand_over.overseer_id,
        changes=changes,
        label=hand_over.name,
    )
