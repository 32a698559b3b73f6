"""Sending a frozen text round for signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
import secrets

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person
from congdoan.support.rendering.api import text_hash
from congdoan.support.signing import policies
from congdoan.support.signing.enums import Following
from congdoan.support.signing.models import Follower, Packet, Slot, SlotGroup
from congdoan.support.signing.rules.rounds import refuse_bad_group
from congdoan.support.signing.rules.slots import NoParties
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.locking import queue_for_subject, record


class AlreadyGoingRound(Refusal):
    """Văn bản này đang có hồ sơ ký chưa kết thúc; hãy hoàn tất hoặc hủy hồ sơ đó trước."""


class DeadlineInThePast(Refusal):
    """Hạn ký phải từ hôm nay trở đi."""


class DeadlineAfterThePacket(Refusal):
    """Hạn ký riêng của {party} muộn hơn hạn chung {day}; hãy đặt sớm hơn hoặc để trống."""


@dataclass(frozen=True)
class SlotPlan:
    """
    A place for one signature.

    ``positions`` may narrow who signs (no positions: whoever signs for the organisation itself);
    ``body`` is the collective signed for; ``turn`` counts where the packet is ordered. ``group``
    names a ``GroupPlan``; ``deadline`` is the party's own last day, when earlier than the packet's.
    """

    organisation: Organisation
    positions: Sequence[str] = ()
    body: str = ""
    label: str = ""
    turn: int = 1
    group: str = ""
    deadline: date | None = None


@dataclass(frozen=True)
class GroupPlan:
    """``needed`` of the slots that name ``code`` have to sign; the rest is then spared."""

    code: str
    label: str
    needed: int


@dataclass(frozen=True)
class FollowerPlan:
    """Who watches the packet, or gets the finished text: an organisation or a person of it."""

    organisation: Organisation
    kind: Following = Following.COPY
    person: Person | None = None


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
    groups: Sequence[GroupPlan] = (),
    followers: Sequence[FollowerPlan] = (),
) -> Packet:
    """
    Send ``text`` (canonical, frozen) round to the parties.

    :raises NoParties: without a slot
    :raises AlreadyGoingRound: while an earlier packet of the same subject is open
    :raises DeadlineInThePast, DeadlineAfterThePacket: when somebody could not sign in time
    :raises GroupNeedsTooMany, GroupInSeveralTurns: a group that could never be complete
    """
    actor.require(policies.MANAGE, on=organisation)
    if not slots:
        raise NoParties
    _refuse_bad_days(slots, deadline, on=on)
    for group in groups:
        turns = [plan.turn for plan in slots if plan.group == group.code]
        refuse_bad_group(group=group.label, needed=group.needed, turns=turns)
    queue_for_subject(subject_type, subject_id)
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
    _make_slots(packet, slots, groups, on=on)
    _make_followers(packet, followers, on=on)
    telling.ask_to_sign(actor=actor, packet=packet, on=on, at=at)
    telling.tell_observers(actor=actor, packet=packet, on=on, at=at)
    record(
        actor=actor,
        verb="signing.opened",
        packet=packet,
        changes={"hash": packet.text_hash, "parties": len(slots), "deadline": deadline},
    )
    return packet


def _refuse_bad_days(slots: Sequence[SlotPlan], deadline: date | None, *, on: date) -> None:
    if any(day is not None and day < on for day in [deadline, *(one.deadline for one in slots)]):
        raise DeadlineInThePast
    if deadline is None:
        return
    for plan in slots:
        if plan.deadline is not None and plan.deadline > deadline:
            party = names([plan.organisation.pk], on=on).get(plan.organisation.pk, "")
            raise DeadlineAfterThePacket(party=party, day=f"{deadline:%d/%m/%Y}")


def _make_slots(
    packet: Packet, plans: Sequence[SlotPlan], groups: Sequence[GroupPlan], *, on: date
) -> None:
    """:raises ValueError: when a plan names a group nobody planned, a fault of the caller"""
    called = names([plan.organisation.pk for plan in plans], on=on)
    made = {
        group.code: SlotGroup.objects.create(
            packet=packet, number=number, label=group.label[:120], needed=group.needed
        )
        for number, group in enumerate(groups, start=1)
    }
    if unknown := {plan.group for plan in plans if plan.group} - made.keys():
        message = f"Slots name unplanned groups: {sorted(unknown)}"
        raise ValueError(message)
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
            group=made.get(plan.group),
            deadline=plan.deadline,
        )
        for number, plan in enumerate(plans, start=1)
    )


def _make_followers(packet: Packet, plans: Sequence[FollowerPlan], *, on: date) -> None:
    called = names([plan.organisation.pk for plan in plans], on=on)
    Follower.objects.bulk_create(
        (
            Follower(
                packet=packet,
                kind=plan.kind,
                organisation=plan.organisation,
                organisation_name=called.get(plan.organisation.pk, plan.organisation.code),
                person=plan.person,
            )
            for plan in plans
        ),
        ignore_conflicts=True,
    )
