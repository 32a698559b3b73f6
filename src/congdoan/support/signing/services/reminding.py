"""Asking those whose turn it is once more, for many packets at a time and not too often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.rulebook.api import value
from congdoan.support.signing import policies
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.locking import locked_packet, record

_DAYS, _BATCH = "signing.rule.reminder_days", "signing.rule.reminder_batch"


class TooManyAtOnce(Refusal):
    """Nhắc nhiều nhất {limit} hồ sơ một lần; hãy bớt lựa chọn rồi nhắc tiếp."""


class RemindedLately(Refusal):
    """Các bên đã được nhắc trong {days} ngày qua; hãy chờ đến lượt nhắc sau."""


class NothingChosen(Refusal):
    """Hãy chọn ít nhất một hồ sơ để nhắc."""


@dataclass(frozen=True)
class Remindable:
    """An open packet and who of it can be reminded; ``last`` is the latest reminder."""

    packet: Packet
    waiting: list[Slot]
    last: datetime | None
    ready: bool


def remindable(packet: Packet, *, on: date, at: datetime) -> Remindable:
    """Return who of a packet is waited for; its slots and groups are prefetched in lists."""
    due = telling.due_slots(packet, list(packet.slots.all()))
    told = [slot.reminded_at for slot in due if slot.reminded_at]
    ready = bool(_ready(packet, due, on=on, at=at))
    return Remindable(packet, due, max(told, default=None), ready)


@transaction.atomic
def remind_parties(
    *, actor: Actor, packets: Sequence[Packet], on: date, at: datetime
) -> list[Slot]:
    """
    Remind whose turn it is in each packet; return the places reminded.

    A party is reminded once in the days the rulebook gives: more often nobody reads it.

    :raises NothingChosen, TooManyAtOnce: bad input
    :raises RemindedLately: when nobody is due for a reminder
    """
    if not packets:
        raise NothingChosen
    limit = value(_BATCH, on=on)
    if len(packets) > limit:
        raise TooManyAtOnce(limit=limit)
    for packet in packets:
        actor.require(policies.MANAGE, on=packet.organisation)
    # All packets first, the trails last and by organisation: nobody waits crosswise.
    held = [locked_packet(pk) for pk in sorted(packet.pk for packet in packets)]
    told: list[Slot] = []
    for packet in sorted(held, key=lambda one: (one.organisation_id, one.pk)):
        told += _remind(actor, packet, on=on, at=at)
    if not told:
        raise RemindedLately(days=value(_DAYS, on=on, for_=held[0].organisation_id))
    return told


def _remind(actor: Actor, packet: Packet, *, on: date, at: datetime) -> list[Slot]:
    due = telling.due_slots(packet, list(packet.slots.select_related("organisation")))
    ready = _ready(packet, due, on=on, at=at)
    if not ready:
        return []
    Slot.objects.filter(pk__in=[slot.pk for slot in ready]).update(reminded_at=at)
    telling.remind(actor=actor, packet=packet, slots=ready, on=on, at=at)
    names = [slot.party_name for slot in ready]
    record(actor=actor, verb="signing.reminded", packet=packet, changes={"parties": names})
    return ready


def _ready(packet: Packet, due: Sequence[Slot], *, on: date, at: datetime) -> list[Slot]:
    days = value(_DAYS, on=on, for_=packet.organisation_id)
    since = at - timedelta(days=days)
    return [slot for slot in due if slot.reminded_at is None or slot.reminded_at <= since]
