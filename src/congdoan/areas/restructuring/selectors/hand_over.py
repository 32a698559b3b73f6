"""Hand-overs an actor may see, their deadlines, and how far an event's units are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import HandOverKind, HandOverStep
from congdoan.areas.restructuring.models import HandOver, HandOverItem, LateReceipt
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS, HandOverQuerySet
from congdoan.areas.restructuring.rules.hand_over import day_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook import api as rulebook

DEADLINES = "organisation.ending_deadline"
#: Which rule says when a step is due.
_RULES = {
    HandOverStep.DUES: "stop_dues",
    HandOverStep.ACCOUNTS: "close_accounts",
    HandOverStep.HAND_OVER: "hand_over",
    HandOverStep.ARCHIVE: "archive",
}


def visible_hand_overs(actor: Actor) -> HandOverQuerySet:
    """Return those in which a unit of the actor's gives, receives or answers for it."""
    reach = actor.reach(policies.FOLLOW)
    return HandOver.objects.standing().filter(
        Q(overseer__in=reach) | Q(giver__in=reach) | Q(receiver__in=reach)
    )


def find_hand_over(actor: Actor, pk: int) -> HandOver:
    """:raises NotFound: when there is none, or not for this actor"""
    rows = visible_hand_overs(actor).select_related("event", "giver", "receiver", "overseer")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def minutes_kept(event_id: int) -> dict[str, int]:
    """
    Return the hand-overs that an event opened, by giver and receiver as its papers name the pair.

    Their minutes are kept with the items, dates and people written down there
    (``letters.minutes``); the decision's own form is for drafts and for what is history.
    """
    rows = HandOver.objects.standing().filter(event=event_id, receiver__isnull=False)
    pairs = rows.values_list("giver_id", "receiver_id", "pk")
    return {f"{giver}~{receiver}": pk for giver, receiver, pk in pairs}


def hand_overs_of(organisation_id: int, actor: Actor) -> list[HandOver]:
    """Return the hand-overs one organisation takes part in; newest first."""
    rows = visible_hand_overs(actor).filter(
        Q(giver=organisation_id) | Q(receiver=organisation_id) | Q(units=organisation_id)
    )
    return list(rows.select_related("event").distinct().order_by("-effective_on", "-pk")[:20])


def rows_of_event(actor: Actor, event_id: int) -> QuerySet[HandOver]:
    """Return what the event asks to hand over, with what each still has to pay back."""
    owed = LateReceipt.objects.filter(hand_over=OuterRef("pk"), refunded_on=None)
    rows = visible_hand_overs(actor).filter(event=event_id)
    return rows.annotate(owes=Exists(owed)).select_related("event")


def may_write_some(actor: Actor, rows: QuerySet[HandOver]) -> bool:
    """Tell whether the actor answers for, or hands over, at least one of the rows."""
    reach = actor.reach(policies.HAND_OVER)
    return rows.filter(Q(overseer__in=reach) | Q(giver__in=reach)).exists()


def find_event(actor: Actor, pk: int) -> OrganisationEvent:
    """:raises NotFound: when nothing of the event is the actor's"""
    first = visible_hand_overs(actor).filter(event=pk).select_related("event").first()
    if first is None:
        raise NotFound
    return first.event


def last_day_of(row: HandOver) -> date:
    return row.effective_on - timedelta(days=1)


def units_of(row: HandOver) -> list[tuple[int, str]]:
    """Return the units that pass to another superior, by name."""
    ids = list(row.units.order_by("code").values_list("pk", flat=True))
    called = names(ids, on=row.effective_on)
    return [(pk, called.get(pk, "")) for pk in ids]


def find_item(row: HandOver, pk: int) -> HandOverItem:
    """:raises NotFound: when it is no item of this hand-over"""
    found = row.items.select_related("hand_over__giver", "hand_over__overseer").filter(pk=pk)
    if (item := found.first()) is None:
        raise NotFound
    return item


def find_receipt(row: HandOver, pk: int) -> LateReceipt:
    """:raises NotFound: when it is no receipt of this unit"""
    found = row.receipts.select_related("hand_over__giver", "hand_over__overseer").filter(pk=pk)
    if (receipt := found.first()) is None:
        raise NotFound
    return receipt


# --- deadlines ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepDue:
    """When a step is due, and the rule that says so."""

    due: date | None
    rule: str


def ending_deadlines(*, effective_on: date, decided_on: date | None) -> dict[str, StepDue]:
    """
    Return when each step is due.

    Asked of the law of the unit's last day, so that the wave of 2025 keeps its own dates. Working
    days count from the day the decision takes effect, or from its own day if that came later.
    """
    start = max(effective_on, decided_on) if decided_on else effective_on
    law = effective_on - timedelta(days=1)
    return {
        str(step): StepDue(
            _named_day(name, law, effective_on if step == HandOverStep.DUES else start),
            f"{DEADLINES}.{name}",
        )
        for step, name in _RULES.items()
    }


def deadlines_of_event(event: OrganisationEvent) -> dict[str, StepDue]:
    return ending_deadlines(effective_on=event.effective_on, decided_on=event.decision_on)


def settled_as_at(effective_on: date) -> date | None:
    """Return the day whose figures the settlement shows."""
    return _named_day("settle_as_at", effective_on - timedelta(days=1), effective_on)


def collecting_stops(effective_on: date) -> date:
    """Return the first day from which nothing may be collected."""
    return _named_day("stop_dues", effective_on - timedelta(days=1), effective_on) or effective_on


def _named_day(name: str, law: date, start: date) -> date | None:
    """None where the rulebook has no row, or the table of days off does not reach."""
    try:
        value = rulebook.value(f"{DEADLINES}.{name}", on=law)
        return day_of(value, start=start, working=add_working_days)
    except rulebook.NoRuleInForce:
        return None


def hands_over(level: str, *, on: date) -> bool:
    """Tell whether a union of this level has accounts and a seal of its own to hand over."""
    entry = rulebook.find_entry("organisation.level", level, on=on)
    lowest = rulebook.value("organisation.hand_over.lowest_rank", on=on)
    return entry is not None and int(entry.attributes["rank"]) <= int(lowest)


# --- counting ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """One step over many units: how many have done it."""

    step: str
    label: str
    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def progress_of(rows: QuerySet[HandOver]) -> list[Progress]:
    """Return how far the rows are, step by step; one query."""
    ends = Q(kind=HandOverKind.END)
    wanted = {
        step: Count("pk", filter=Q(**{f"{STEP_FIELDS[step]}__isnull": False}), distinct=True)
        for step in HandOverStep
    }
    found = rows.order_by().aggregate(
        total=Count("pk", distinct=True),
        ends=Count("pk", filter=ends, distinct=True),
        **{str(step): count for step, count in wanted.items()},
    )
    return [
        Progress(
            step=str(step),
            label=str(step.label),
            done=found[str(step)],
            total=found["total"] if step == HandOverStep.HAND_OVER else found["ends"],
        )
        for step in HandOverStep
        if step == HandOverStep.HAND_OVER or found["ends"]
    ]


@dataclass(frozen=True)
class Refunds:
    """What came in after the stop and has not been paid back."""

    units: int
    amount: int


def refunds_of(rows: QuerySet[HandOver]) -> Refunds:
    owed = LateReceipt.objects.filter(hand_over__in=rows.order_by().values("pk"), refunded_on=None)
    found = owed.aggregate(units=Count("hand_over", distinct=True), amount=Sum("amount"))
    return Refunds(found["units"], int(found["amount"] or 0))


@dataclass(frozen=True)
class EventLine:
    """An event with hand-overs, as the list shows it."""

    event: OrganisationEvent
    total: int
    done: int
    name: str


def events_with_hand_overs(actor: Actor, *, most: int = 100) -> list[EventLine]:
    """Return the newest events whose units hand over, with how many are through; three queries."""
    rows = visible_hand_overs(actor)
    through = rows.exclude(pk__in=rows.unfinished().values("pk"))
    counted = list(
        rows.order_by()
        .values("event", "effective_on")
        .annotate(
            total=Count("pk", distinct=True),
            done=Count("pk", filter=Q(pk__in=through.values("pk")), distinct=True),
        )
        .order_by("-effective_on", "-event")[:most]
    )
    events = OrganisationEvent.objects.in_bulk([row["event"] for row in counted])
    first = {
        row.event_id: row.name
        for row in rows.filter(event__in=events).order_by("event", "-sort_key", "-pk")
    }
    return [
        EventLine(events[row["event"]], row["total"], row["done"], first.get(row["event"], ""))
        for row in counted
    ]


def names_of(hand_overs: Sequence[HandOver], *, on: date) -> dict[int, str]:
    """Return the names of everybody in these rows; one query."""
    ids = {
        pk
        for row in hand_overs
        for pk in (row.giver_id, row.receiver_id, row.overseer_id)
        if pk is not None
    }
    return names(ids, on=on)
