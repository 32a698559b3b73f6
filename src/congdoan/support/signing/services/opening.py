"""Sending a frozen text round for signatures, and giving it more time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
import secrets

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.rendering.api import text_hash
from congdoan.support.signing import policies
from congdoan.support.signing.enums import PacketState
from congdoan.support.signing.models import Packet, Slot
from congdoan.support.signing.rules.slots import NoParties, PacketClosed, ReasonMissing
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.events import PacketEvent, expired
from congdoan.support.signing.services.locking import locked_packet, record

_EXTENDABLE = {PacketState.OPEN, PacketState.EXPIRED}


class AlreadyGoingRound(Refusal):
    """Văn bản này đang có hồ sơ ký chưa kết thúc; hãy hoàn tất hoặc hủy hồ sơ đó trước."""


class DeadlineInThePast(Refusal):
    """Hạn ký phải từ hôm nay trở đi."""


@dataclass(frozen=True)
class SlotPlan:
    """
    A place for one signature.

    ``positions`` may narrow who signs (no positions: whoever signs for the organisation itself);
    ``body`` is the collective signed for; ``turn`` counts where the packet is ordered.
    """

    organisation: Organisation
    positions: Sequence[str] = ()
    body: str = ""
    label: str = ""
    turn: int = 1


@transaction.atomic
def open_packet(
    *,
    actor: Actor,
    organisation: Organisation,
    subject_type: str,
    subject_id: int,
    title: str,
    text: str,
    slots: Sequence[SlotPlan],
    on: date,
    at: datetime,
    subject_url: str = "",
    deadline: date | None = None,
    ordered: bool = False,
) -> Packet:
    """
    Send ``text`` (canonical, frozen) round to the parties.

    :raises NoParties: without a slot
    :raises AlreadyGoingRound: while an earlier packet of the same subject is open
    :raises DeadlineInThePast: when nobody could sign in time
    """
    actor.require(policies.MANAGE, on=organisation)
    if not slots:
        raise NoParties
    if deadline is not None and deadline < on:
        raise DeadlineInThePast
    # Waits for a concurrent opening of the same subject's unit; the constraint is the last guard.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if Packet.objects.open().about(subject_type, subject_id).exists():
        raise AlreadyGoingRound
    packet = Packet.objects.create(
        organisation=organisation,
        subject_type=subject_type,
        subject_id=subject_id,
        subject_url=subject_url,
        title=title[:400],
        text=text,
        text_hash=text_hash(text),
        token=secrets.token_urlsafe(12),
        ordered=ordered,
        deadline=deadline,
        opened_at=at,
        opened_by_id=actor.user_id,
    )
    _make_slots(packet, slots, on=on)
    telling.ask_to_sign(actor=actor, packet=packet, on=on, at=at)
    record(
        actor=actor,
        verb="signing.opened",
        packet=packet,
        changes={"hash": packet.text_hash, "parties": len(slots), "deadline": deadline},
    )
    return packet


def _make_slots(packet: Packet, plans: Sequence[SlotPlan], *, on: date) -> None:
    called = names([plan.organisation.pk for plan in plans], on=on)
    Slot.objects.bulk_create(
        Slot(
            packet=packet,
            number=number,
            turn=plan.turn,
            organisation=plan.organisation,
            party_name=called.get(plan.organisation.pk, plan.organisation.code),
            label=plan.label,
            positions=list(plan.positions),
            body=plan.body,
        )
        for number, plan in enumerate(plans, start=1)
    )


@transaction.atomic
def extend_deadline(
    *,
    actor: Actor,
    packet: Packet,
    deadline: date,
    reason: str,
    on: date,
    at: datetime,
) -> Packet:
    """
    Give the parties more time; an expired packet goes on where it stopped.

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
    others = Packet.objects.open().about(held.subject_type, held.subject_id).exclude(pk=held.pk)
    if others.exists():
        raise AlreadyGoingRound
    before = held.deadline
    held.deadline, held.state, held.closed_at, held.close_reason = (
        deadline,
        PacketState.OPEN,
        None,
        "",
    )
    held.save(update_fields=["deadline", "state", "closed_at", "close_reason"])
    telling.ask_to_sign(actor=actor, packet=held, on=on, at=at)
    record(
        actor=actor,
        verb="signing.extended",
        packet=held,
        changes={"deadline": [before, deadline]},
        reason=reason,
    )
    return held


@transaction.atomic
def expire_packet(*, actor: Actor, packet: Packet, on: date, at: datetime) -> bool:
    """Close a packet whose last day for signing has passed; False when it has not."""
    actor.require(policies.MANAGE, on=packet.organisation)
    held = locked_packet(packet.pk)
    if not held.is_open or held.deadline is None or held.deadline >= on:
        return False
    held.state, held.closed_at = PacketState.EXPIRED, at
    held.save(update_fields=["state", "closed_at"])
    telling.tell_expired(actor=actor, packet=held, at=at)
    expired.ask(PacketEvent(held, actor, at))
    record(actor=actor, verb="signing.expired", packet=held, changes={"deadline": held.deadline})
    return True
