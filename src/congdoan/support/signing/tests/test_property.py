"""Whatever people do in whatever order: complete means signed by all, validly, the same text."""

from datetime import date, timedelta
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains
from congdoan.kernel.people.models import Office, Person
from congdoan.support.signing.models import Packet
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.opening import GroupPlan, SlotPlan
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.renewing import (
    expire_packet,
    extend_deadline,
    resume_packet,
)

pytestmark = pytest.mark.django_db

people = st.sampled_from(["lan", "minh", "director", "clerk"])
places = st.integers(0, 2)
days = st.integers(0, 4)
acts = st.one_of(
    st.tuples(st.just("sign"), people, places, days, st.booleans()),
    st.tuples(st.just("paper"), people, places, days, st.booleans()),
    st.tuples(st.just("end_office"), people, days),
    st.tuples(st.just("decline"), people, places, days),
    st.tuples(st.just("void"), people),
    st.tuples(st.just("resume"), days),
    st.tuples(st.just("expire"), days),
    st.tuples(st.just("extend"), days),
)


class World:
    """One packet and the people around it; every act may be refused, none may break the truth."""

    def __init__(self, round_, *, actor_of, sign, start, now):
        self.round, self.actor_of, self.signs, self.start, self.now = (
            round_,
            actor_of,
            sign,
            start,
            now,
        )
        self.people = {
            name: Person.objects.get(pk=getattr(round_, name).person_id)
            for name in ("lan", "minh", "director", "clerk")
        }

    def actor(self, name, on):
        return self.actor_of(self.people[name], on=on)

    def do(self, act):
        getattr(self, act[0])(*act[1:])

    def day(self, offset) -> date:
        return self.start + timedelta(days=offset)

    def sign(self, who, place, offset, right_text):
        on = self.day(offset)
        text_hash = "" if right_text else "0" * 64
        self.signs(
            self.actor(who, on), self.round.slots[place], on=on, text_hash=text_hash, key=self.key()
        )

    def paper(self, who, place, offset, right_text):
        on = self.day(offset)
        record_paper_signature(
            actor=self.actor("clerk", on),
            slot=self.round.slots[place],
            person=self.people[who],
            signed_on=on,
            place="Di Linh",
            typed_hash=self.round.packet.text_hash[:8] if right_text else "00000000",
            key=self.key(),
            on=on,
            at=self.now,
        )

    def end_office(self, who, offset):
        office = Office.objects.filter(person=self.people[who]).first()
        office.valid = type(office.valid)(office.valid.lower, self.day(offset), "[)")
        office.save(update_fields=["valid"])

    def decline(self, who, place, offset):
        on = self.day(offset)
        decline_slot(
            actor=self.actor(who, on),
            slot=self.round.slots[place],
            reason="không",
            on=on,
            at=self.now,
        )

    def void(self, who):
        void_packet(
            actor=self.actor(who, self.start), packet=self.round.packet, reason="sửa", at=self.now
        )

    def resume(self, offset):
        on = self.day(offset)
        resume_packet(
            actor=self.actor("clerk", on),
            packet=self.round.packet,
            reason="đã họp lại",
            on=on,
            at=self.now,
        )

    def expire(self, offset):
        on = self.day(offset)
        expire_packet(actor=self.actor("clerk", on), packet=self.round.packet, on=on, at=self.now)

    def extend(self, offset):
        on = self.day(offset)
        extend_deadline(
            actor=self.actor("clerk", self.start),
            packet=self.round.packet,
            deadline=on,
            reason="thêm ngày",
            on=self.start,
            at=self.now,
        )

    _keys = count()

    def key(self):
        return f"khoa-{next(self._keys)}"


def enough_signed(packet, slots):
    """Every place outside a group, and of each group as many as it needs."""
    alone = all(slot.is_signed for slot in slots if slot.group_id is None)
    return alone and all(
        sum(slot.is_signed for slot in slots if slot.group_id == group.pk) >= group.needed
        for group in packet.groups.all()
    )


def check(packet_id, before):
    packet = Packet.objects.get(pk=packet_id)
    slots = list(packet.slots.select_related("signature"))
    for slot in slots:
        assert slot.is_signed == (slot.signed is not None)
        if slot.signed:
            assert slot.signed.text_hash == packet.text_hash
            told = slot.signed.mandate
            begins, until = told["from"], told["until"]
            assert date.fromisoformat(begins) <= slot.signed.signed_on
            assert until is None or slot.signed.signed_on < date.fromisoformat(until)
            office = Office.objects.get(pk=told["office"])
            assert office.organisation_id == slot.organisation_id
            assert office.person_id == slot.signed.person_id
            assert contains(office.valid, slot.signed.signed_on) or office.valid.upper is not None
    all_signed = enough_signed(packet, slots)
    assert (packet.state == "COMPLETE") <= all_signed
    assert not (packet.state == "OPEN" and all_signed)
    for slot in slots:
        # Who is spared belongs to a group that has all it needs, and has not signed.
        assert slot.state != "NOT_NEEDED" or (slot.group_id and slot.signed is None)
    if packet.ordered:
        signed = [(slot.signed.pk, slot.turn) for slot in slots if slot.signed]
        turns = [turn for _, turn in sorted(signed)]
        assert turns == sorted(turns)
    if before in {"COMPLETE", "VOID"}:
        assert packet.state == before
    return packet.state


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sequence=st.lists(acts, min_size=3, max_size=14),
    ordered=st.booleans(),
    needed=st.integers(0, 3),
    own_deadline=st.none() | st.integers(0, 2),
)
def test_complete_always_means_enough_signed_validly_and_in_order(
    send_round, sign, actor_of, tree, today, now, sequence, ordered, needed, own_deadline
):
    """``needed`` of the three parties sign as one group; 0: each for itself, in turn."""
    with transaction.atomic():
        first = None if own_deadline is None else today + timedelta(days=own_deadline)
        group, turns = ("ba", (1, 1, 1)) if needed else ("", (1, 2, 3))
        parties = (tree.middle, tree.leaf, tree.department)
        plans = [
            SlotPlan(party, turn=turn, group=group, deadline=first if turn == 1 else None)
            for party, turn in zip(parties, turns, strict=True)
        ]
        groups = [GroupPlan("ba", "Ba bên", needed)] if needed else []
        round_ = send_round(
            ordered=ordered, deadline=today + timedelta(days=2), plans=plans, groups=groups
        )
        world = World(round_, actor_of=actor_of, sign=sign, start=today, now=now)
        state = "OPEN"
        for act in sequence:
            try:
                with transaction.atomic():
                    world.do(act)
            except Refusal:
                pass
            state = check(round_.packet.pk, state)
        transaction.set_rollback(True)
