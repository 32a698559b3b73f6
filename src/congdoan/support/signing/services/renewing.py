"""More time, another try, and the end of time."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from congdoan.foundation.actor import Actor
from congdoan.support.signing import policies
from congdoan.support.signing.enums import PacketState, SlotState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.rounds import Standing
from congdoan.support.signing.rules.slots import PacketClosed, ReasonMissing, StillCollecting
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.events import PacketEvent, expired, resumed
from congdoan.support.signing.services.locking import locked_packet, queue_for_subject, record
from congdoan.support.signing.services.opening import AlreadyGoingRound, DeadlineInThePast
from congdoan.support.signing.services.rounds import settle
from congdoan.support.signing.services.signing import refuse_other_text

_EXTENDABLE = {PacketState.OPEN, PacketState.EXPIRED}


@transaction.atomic
def extend_deadline(
    *, actor: Actor, packet: Packet, deadline: date, reason: str, on: date, at: datetime
) -> Packet:
    """
    Give the parties more time; an expired packet goes on where it stopped.

    Places whose own day has passed are open again, under the packet's day.

    :raises PacketClosed: when it ended otherwise than by the deadline
    :raises DeadlineInThePast, ReasonMissing: bad input
    :raises AlreadyGoingRound: when a newer packet of the subject is open
    """
    actor.require(policies.MANAGE, on=packet.organisation)
    if not reason:
        raise ReasonMissing
    if deadline < on:
        raise DeadlineInThePast
    held = locked_packet(packet.pk)
    if held.state not in _EXTENDABLE:
        raise PacketClosed(title=held.title, state=held.get_state_display())
    before, was_closed = held.deadline, not held.is_open
    held.deadline = deadline
    _open_again(held)
    late = held.slots.filter(deadline__lt=on)
    late.filter(state=SlotState.EXPIRED).update(state=SlotState.WAITING)
    late.update(deadline=None)
    settle(held)
    telling.ask_to_sign(actor=actor, packet=held, on=on, at=at)
    record(
        actor=actor,
        verb="signing.extended",
        packet=held,
        changes={"deadline": [before, deadline]},
        reason=reason,
    )
    if was_closed:
        resumed.ask(PacketEvent(held, actor, at, reason))
    return held


@transaction.atomic
def resume_packet(
    *,
    actor: Actor,
    packet: Packet,
    reason: str,
    on: date,
    at: datetime,
    deadline: date | None = None,
) -> Packet:
    """
    Send a returned packet round again with the same text: who declined has been won over.

    What was signed stays signed, since not a letter has changed. A text that has to change goes
    back to negotiation in its own slice, which voids the packet.

    :raises StillCollecting: unless a party has returned it
    :raises DeadlineInThePast, ReasonMissing: bad input
    :raises TextChanged: when the text was changed meanwhile
    :raises AlreadyGoingRound: when a newer packet of the subject is open
    """
    actor.require(policies.MANAGE, on=packet.organisation)
    if not reason:
        raise ReasonMissing
    queue_for_subject(packet.subject_type, packet.subject_id)
    held = locked_packet(packet.pk)
    if held.state != PacketState.RETURNED:
        raise StillCollecting(title=held.title, state=held.get_state_display())
    held.deadline = deadline or held.deadline
    if held.deadline is not None and held.deadline < on:
        raise DeadlineInThePast
    refuse_other_text(held, seen=held.text_hash)
    _open_again(held)
    held.slots.filter(state__in=[SlotState.DECLINED, SlotState.EXPIRED]).update(
        state=SlotState.WAITING, decline_reason="", declined_by_name="", declined_at=None
    )
    held.slots.filter(deadline__lt=on).update(deadline=None)
    settle(held)
    telling.ask_to_sign(actor=actor, packet=held, on=on, at=at, again=True)
    record(
        actor=actor,
        verb="signing.resumed",
        packet=held,
        parties=held.slots.values_list("organisation_id", flat=True),
        changes={"deadline": held.deadline},
        reason=reason,
    )
    resumed.ask(PacketEvent(held, actor, at, reason))
    return held


def _open_again(packet: Packet) -> None:
    """:raises AlreadyGoingRound: when a newer packet of the subject is open"""
    packet.state, packet.closed_at, packet.close_reason = PacketState.OPEN, None, ""
    try:
        with transaction.atomic():
            packet.save(update_fields=["deadline", "state", "closed_at", "close_reason"])
    except IntegrityError:
        raise AlreadyGoingRound from None


@transaction.atomic
def expire_packet(*, actor: Actor, packet: Packet, on: date, at: datetime) -> bool:
    """
    Close what is overdue on ``on``: a party's own place, or the whole packet.

    False when nothing was. A packet goes on without a place of a group whose others are enough.
    """
    actor.require(policies.MANAGE, on=packet.organisation)
    held = locked_packet(packet.pk)
    if not held.is_open:
        return False
    over = held.deadline is not None and held.deadline < on
    late = Slot.objects.filter(packet=held, state=SlotState.WAITING, deadline__lt=on)
    names = list(late.order_by("number").values_list("party_name", flat=True))
    if not (over or names):
        return False
    late.update(state=SlotState.EXPIRED)
    if not over and settle(held) != Standing.STUCK:
        telling.tell_late(actor=actor, packet=held, late=names, on=on, at=at)
        record(actor=actor, verb="signing.slot_expired", packet=held, changes={"late": names})
        return True
    held.state, held.closed_at = PacketState.EXPIRED, at
    held.save(update_fields=["state", "closed_at"])
    telling.tell_expired(actor=actor, packet=held, at=at)
    record(
        actor=actor,
        verb="signing.expired",
        packet=held,
        changes={"deadline": held.deadline, "late": names},
    )
    expired.ask(PacketEvent(held, actor, at))
    return True
