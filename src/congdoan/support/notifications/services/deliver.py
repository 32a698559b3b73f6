"""The sender: looks through the outbox, channel by channel, as fast as the other side takes it."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from queue import SimpleQueue
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.selectors import addresses_of, unscoped_quiet_hours
from congdoan.support.notifications.services import budget, health, linking, outbox
from congdoan.support.notifications.services.channels.interface import (
    Adapter,
    ChannelAway,
    Message,
    Outcome,
    Result,
    Session,
)
from congdoan.support.notifications.services.channels.register import adapters, chosen_settings
from congdoan.support.notifications.services.outbox import Parcel
from congdoan.support.notifications.services.testing import TEST

#: Rows taken from the outbox at once; of those, a handful per lane is under way at a time.
BATCH = 400
HANDFUL = 8
#: A run ends then, so that the next one (a minute later) finds the worker free.
RUN = timedelta(seconds=50)
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def send_waiting(*, clock: Clock) -> int:
    """
    Send what is due on every channel that is set up and not paused; return how many were tried.

    Any number of workers may run at once. A killed one is explained in ``outbox``.
    """
    begun = clock()
    ready = adapters()
    outbox.take_back(
        at=begun, repeatable=[adapter.channel for adapter in ready if adapter.repeatable]
    )
    resting = health.channels_at_rest(at=begun)
    return sum(
        _send_channel(adapter, clock=clock, until=begun + RUN)
        for adapter in ready
        if adapter.channel not in resting
    )


def _send_channel(adapter: Adapter, *, clock: Clock, until: datetime) -> int:
    allowed = budget.left(adapter.channel, at=clock())
    run, parcels = outbox.claim(adapter.channel, at=clock(), limit=min(BATCH, allowed))
    if not parcels:
        return 0
    tried = 0
    try:
        with _Lanes(adapter, len(parcels), at=clock()) as lanes:
            while parcels:
                tried += _send_batch(lanes, run, parcels, clock=clock)
                if lanes.away or clock() >= until:
                    break
                allowed = budget.left(adapter.channel, at=clock())
                run, parcels = outbox.claim(adapter.channel, at=clock(), limit=min(BATCH, allowed))
    except ChannelAway as away:
        log.warning("Channel %s not reached: %s", adapter.channel, away.detail)
        health.was_away(adapter.channel, fault=away.fault, detail=away.detail, at=clock())
    finally:
        outbox.let_go(run)
    return tried


def _send_batch(lanes: "_Lanes", run: UUID, parcels: Sequence[Parcel], *, clock: Clock) -> int:
    if lanes.channel.rings:
        parcels = _awake(run, parcels, at=clock())
    addresses = addresses_of(
        lanes.channel, {parcel.first.notification.recipient_id for parcel in parcels}
    )
    all_done: list[Outcome] = []
    held = clock()
    for some in _handfuls(parcels, lanes.count * HANDFUL):
        if clock() >= held + outbox.RENEWED:
            held = clock()
            outbox.hold(run, at=held)
        ours = outbox.start(run, some, at=clock())
        done = lanes.send([_messages(parcel, addresses) for parcel in ours])
        outcomes = list(zip(ours, [_best(results) for results in done], strict=True))
        at = clock()
        outbox.write_down(run, outcomes, at=at)
        _forget_lost(lanes.channel, ours, addresses, done, at=at)
        all_done += [outcome for _parcel, outcome in outcomes]
        if lanes.away:
            break
    at = clock()
    health.tally(lanes.channel, all_done, at=at)
    if lanes.away:
        lanes.say_away(at=at)
    return sum(outcome.result is not Result.AWAY for outcome in all_done)


def _awake(run: UUID, parcels: Sequence[Parcel], *, at: datetime) -> Sequence[Parcel]:
    """Put off what would ring in somebody's quiet hours: it was late, or its channel was away."""
    here = timezone.localtime(at)
    hours = unscoped_quiet_hours(
        {parcel.first.notification.recipient_id for parcel in parcels}, on=here.date()
    )

    def until(parcel: Parcel) -> datetime:
        told = parcel.first.notification
        if told.kind == TEST.code:  # its sender was promised that it rings
            return here
        return rules.after_quiet(here, *(hours.get(told.recipient_id) or rules.QUIET_HOURS))

    asleep = [(parcel, day) for parcel in parcels if (day := until(parcel)) > here]
    outbox.postpone(run, asleep)
    put_off = {parcel for parcel, _until in asleep}
    return [parcel for parcel in parcels if parcel not in put_off]


def _handfuls(parcels: Sequence[Parcel], size: int) -> Iterable[Sequence[Parcel]]:
    return (parcels[start : start + size] for start in range(0, len(parcels), size))


def _messages(parcel: Parcel, addresses: dict[int, list[str]]) -> list[Message]:
    """Write a parcel for each address of its person: one, or every browser they linked."""
    told = parcel.first.notification
    more = tuple(
        (other.notification.title, _page(other.notification.url)) for other in parcel.deliveries[1:]
    )
    return [
        Message(
            key=str(parcel.first.key),
            address=address,
            title=told.title,
            url=_page(told.url),
            language=told.recipient.language,
            categories=tuple({one.notification.category for one in parcel.deliveries}),
            recipient_id=told.recipient_id,
            more=more,
        )
        for address in addresses.get(told.recipient_id, [])
    ]


def _page(url: str) -> str:
    return urljoin(settings.SITE_ADDRESS, url or "/")


def _best(results: list[Outcome]) -> Outcome:
    """Return what became of a parcel: one address that took it is enough."""
    order = (Result.TAKEN, Result.AWAY, Result.UNSURE, Result.LATER, Result.NEVER)
    nowhere = Outcome(Result.NEVER, Fault.ADDRESS, "no address")
    return min(results, key=lambda one: order.index(one.result), default=nowhere)


def _forget_lost(
    channel: Channel,
    parcels: Sequence[Parcel],
    addresses: dict[int, list[str]],
    done: list[list[Outcome]],
    *,
    at: datetime,
) -> None:
    for parcel, results in zip(parcels, done, strict=True):
        person = parcel.first.notification.recipient_id
        for address, outcome in zip(addresses.get(person, []), results, strict=True):
            if outcome.lost:
                linking.lose_address(channel=channel, user_id=person, address=address, at=at)


class _Lanes:
    """Connections that send side by side; with one lane everything happens in this thread."""

    def __init__(self, adapter: Adapter, waiting: int, *, at: datetime) -> None:
        self.channel = adapter.channel
        self.count = max(1, min(adapter.lanes, waiting // 4))
        self._adapter, self._at = adapter, at
        self._sessions: SimpleQueue[Session] = SimpleQueue()
        self._opened: list[Session] = []
        self._pool: ThreadPoolExecutor | None = None
        self.away: Outcome | None = None

    def __enter__(self) -> "_Lanes":
        chosen = chosen_settings(self.channel)
        try:
            for _lane in range(self.count):
                session = self._adapter.open(chosen, at=self._at)
                self._opened.append(session)
                self._sessions.put(session)
        except ChannelAway:
            # A server may allow fewer connections than we would like.
            if not self._opened:
                raise
            self.count = len(self._opened)
        if self.count > 1:
            self._pool = ThreadPoolExecutor(self.count, thread_name_prefix="notifications")
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()
        for session in self._opened:
            session.close()

    def say_away(self, *, at: datetime) -> None:
        """Write down why the channel is away, and let its adapter know when the key is why."""
        away = self.away or Outcome(Result.AWAY)
        fault = away.fault or Fault.AWAY
        health.was_away(self.channel, fault=fault, detail=away.detail, at=at)
        if fault is Fault.KEY:
            self._adapter.key_refused(at=at)

    def send(self, parcels: list[list[Message]]) -> list[list[Outcome]]:
        if self._pool is None:
            return [self._send_one(messages) for messages in parcels]
        return list(self._pool.map(self._send_one, parcels))

    def _send_one(self, messages: list[Message]) -> list[Outcome]:
        """Send to each address; once the channel is known to be away, nothing more leaves."""
        if self.away is not None:
            return [self.away] * len(messages)
        session = self._sessions.get()
        try:
            results = [_tried(session, message) for message in messages]
        finally:
            self._sessions.put(session)
        for outcome in results:
            if outcome.result is Result.AWAY or outcome.fault is Fault.LIMIT:
                # Too fast for the other side: the rest waits as if it were away.
                self.away = replace(outcome, result=Result.AWAY)
        return results


def _tried(session: Session, message: Message) -> Outcome:
    try:
        return session.send(message)
    except Exception as problem:  # noqa: BLE001 - one bad message must not hold up all others
        return Outcome(Result.LATER, Fault.UNREADABLE, type(problem).__name__)
