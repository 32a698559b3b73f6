"""
The outbox's rows: taken in batches, marked before they leave, written down after.

``WAITING`` → claimed (``SENDING``) → ``started`` → ``SENT``, or ``WAITING`` again, or given up.
A worker that dies leaves claims that run out. What had not started is simply taken again; what had
is repeated under its key where the other side recognises it, else it is said to be unsure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, DeliveryState, Fault
from congdoan.support.notifications.models import Attempt, Delivery
from congdoan.support.notifications.services.channels.interface import Outcome, Result

#: Longer than any handful takes; renewed while the run lives.
CLAIM = timedelta(minutes=5)
RENEWED = timedelta(minutes=1)
#: How long a message waits that came too fast for the other side, unless that says how long.
LIMITED = timedelta(minutes=5)
_WRITE = """
    UPDATE notifications_delivery d
    SET state = v.state, failures = v.failures, fault = v.fault, next_attempt_at = v.again,
        sent_at = v.sent, provider_id = v.provider, started = false, claim = NULL,
        claimed_until = NULL
    FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[], %s::timestamptz[],
                %s::timestamptz[], %s::text[])
         AS v(id, state, failures, fault, again, sent, provider)
    WHERE d.id = v.id AND d.claim = %s
"""


@dataclass(frozen=True)
class Parcel:
    """What leaves as one message: one delivery, or a person's daily letter of several."""

    deliveries: tuple[Delivery, ...]

    @property
    def first(self) -> Delivery:
        return self.deliveries[0]


@transaction.atomic
def claim(channel: Channel, *, at: datetime, limit: int) -> tuple[UUID, list[Parcel]]:
    """Take up to ``limit`` due rows of a channel; other workers skip them."""
    run = uuid4()
    if limit <= 0:
        return run, []
    due = Delivery.objects.filter(
        channel=channel, state=DeliveryState.WAITING, next_attempt_at__lte=at
    )
    ids = list(
        due.select_for_update(of=("self",), skip_locked=True)
        .order_by("next_attempt_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
    if not ids:
        return run, []
    with_daily = Delivery.objects.filter(pk__in=ids, daily=True).values("notification__recipient")
    ids += list(
        due.filter(daily=True, notification__recipient__in=with_daily)
        .exclude(pk__in=ids)
        .select_for_update(of=("self",), skip_locked=True)
        .values_list("pk", flat=True)
    )
    Delivery.objects.filter(pk__in=ids).update(
        state=DeliveryState.SENDING, claim=run, claimed_until=at + CLAIM
    )
    taken = (
        Delivery.objects.filter(pk__in=ids)
        .select_related("notification__recipient")
        .order_by("next_attempt_at", "id")
    )
    return run, _parcels(list(taken))


def _parcels(deliveries: list[Delivery]) -> list[Parcel]:
    letters: dict[int, list[Delivery]] = {}
    parcels = []
    for delivery in deliveries:
        if delivery.daily:
            letters.setdefault(delivery.notification.recipient_id, []).append(delivery)
        else:
            parcels.append(Parcel((delivery,)))
    return parcels + [Parcel(tuple(letter)) for letter in letters.values()]


@transaction.atomic
def start(run: UUID, parcels: Sequence[Parcel], *, at: datetime) -> list[Parcel]:
    """Write down which are about to leave: a run that slept too long has lost them to another."""
    ids = [delivery.pk for parcel in parcels for delivery in parcel.deliveries]
    held = Delivery.objects.filter(pk__in=ids, claim=run).select_for_update()
    ours = set(held.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ours).update(started=True, claimed_until=at + CLAIM)
    return [one for one in parcels if all(each.pk in ours for each in one.deliveries)]


def postpone(run: UUID, parcels: Sequence[tuple[Parcel, datetime]]) -> None:
    """Give back what may not ring now, each until its hour."""
    hours: dict[datetime, list[int]] = {}
    for parcel, until in parcels:
        hours.setdefault(until, []).extend(one.pk for one in parcel.deliveries)
    for until, ids in hours.items():
        Delivery.objects.filter(pk__in=ids, claim=run).update(
            state=DeliveryState.WAITING, claim=None, claimed_until=None, next_attempt_at=until
        )


def withdraw(*, user_id: int, channel: Channel, categories: Collection[str]) -> None:
    """Take out what waits for somebody who no longer wants it there."""
    Delivery.objects.filter(
        notification__recipient=user_id,
        notification__category__in=categories,
        channel=channel,
        state=DeliveryState.WAITING,
    ).delete()


def hold(run: UUID, *, at: datetime) -> None:
    """Keep what the run has claimed and not yet started, while it goes on living."""
    Delivery.objects.filter(claim=run).update(claimed_until=at + CLAIM)


@transaction.atomic
def write_down(run: UUID, done: Sequence[tuple[Parcel, Outcome]], *, at: datetime) -> None:
    """Keep what became of each, and the try itself; a run that lost its claim changes nothing."""
    rows, attempts = [], []
    for parcel, outcome in done:
        for delivery in parcel.deliveries:
            rows.append(_after(delivery, outcome, at))
            if outcome.result is not Result.AWAY:
                cause = "" if outcome.result is Result.TAKEN else outcome.detail or "?"
                attempts.append(Attempt(delivery=delivery, at=at, fault=cause[:200]))
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*(list(column) for column in zip(*rows, strict=True)), run])
    Attempt.objects.bulk_create(attempts)


def _after(delivery: Delivery, outcome: Outcome, at: datetime) -> tuple[Any, ...]:
    state, failures, again = DeliveryState.SENT, delivery.failures, delivery.next_attempt_at
    sent: datetime | None = at
    if outcome.result is not Result.TAKEN:
        state, sent = DeliveryState.WAITING, None
    if outcome.result is Result.LATER and outcome.fault is Fault.LIMIT:
        # Not the message's fault, and never the end of it.
        again = at + (outcome.wait or LIMITED)
    elif outcome.result is Result.LATER:
        failures += 1
        wait = rules.next_attempt(failures)
        if wait is None:
            state = DeliveryState.GIVEN_UP
        else:
            again = at + (outcome.wait or wait)
    if outcome.result is Result.UNSURE:
        state = DeliveryState.UNSURE
    if outcome.result is Result.NEVER:
        failures, state = failures + 1, DeliveryState.GIVEN_UP
    fault = outcome.fault.value if outcome.fault else ""
    return delivery.pk, state.value, failures, fault, again, sent, outcome.provider_id[:120]


def let_go(run: UUID) -> None:
    """Give back what the run holds and has not started."""
    Delivery.objects.filter(claim=run, started=False).update(
        state=DeliveryState.WAITING, claim=None, claimed_until=None
    )


@transaction.atomic
def take_back(*, at: datetime, repeatable: Sequence[Channel]) -> None:
    """Take up what dead workers held."""
    dead = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_until__lt=at)
    ids = list(dead.select_for_update(skip_locked=True).values_list("pk", flat=True))
    if not ids:
        return
    dead = Delivery.objects.filter(pk__in=ids, state=DeliveryState.SENDING)
    free = {"claim": None, "claimed_until": None}
    dead.filter(started=True).exclude(channel__in=repeatable).update(
        state=DeliveryState.UNSURE, started=False, **free
    )
    dead.update(state=DeliveryState.WAITING, started=False, **free)
