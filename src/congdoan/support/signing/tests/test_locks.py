"""Many packets of the same organisations acted on at once: nobody waits crosswise."""

from datetime import timedelta

import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Person
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.rules.slots import SparedSlot
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.opening import GroupPlan, SlotPlan
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.reminding import remind_parties
from congdoan.support.signing.services.renewing import (
    expire_packet,
    extend_deadline,
    resume_packet,
)
from congdoan.support.signing.tests.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fresh(today):
    return lambda actor: actor_for(User.objects.get(pk=actor.user_id), today=today)


def slot(packet, number):
    return Slot.objects.select_related("organisation", "packet__organisation").get(
        packet=packet, number=number
    )


@pytest.mark.parametrize("attempt", range(3))
def test_signing_reminding_and_ending_many_packets_at_once(
    send_round, sign, fresh, today, now, attempt
):
    """Every act on three packets of the same three parties, all in one moment."""
    rounds = [
        send_round(subject_id=number, deadline=today + timedelta(days=3)) for number in (1, 2, 3)
    ]
    first, second, third = [one.packet for one in rounds]
    one = rounds[0]

    def paper(packet):
        record_paper_signature(
            actor=fresh(one.clerk),
            slot=slot(packet, 2),
            person=Person.objects.get(pk=one.minh.person_id),
            signed_on=today,
            place="Di Linh",
            typed_hash=packet.text_hash[:8],
            key="giay",
            on=today,
            at=now,
        )

    def extend(packet):
        extend_deadline(
            actor=fresh(one.clerk),
            packet=packet,
            deadline=today + timedelta(days=9),
            reason="lùi",
            on=today,
            at=now,
        )

    # A deadlock is no refusal: it would come out of here.
    at_once(
        lambda: sign(fresh(one.lan), slot(first, 1)),
        lambda: sign(fresh(one.director), slot(first, 3)),
        lambda: paper(first),
        lambda: sign(fresh(one.lan), slot(second, 1)),
        lambda: void_packet(actor=fresh(one.clerk), packet=second, reason="sửa", at=now),
        lambda: decline_slot(
            actor=fresh(one.director), slot=slot(third, 3), reason="chưa rõ", on=today, at=now
        ),
        lambda: remind_parties(
            actor=fresh(one.clerk), packets=[third, first, second], on=today, at=now
        ),
        lambda: extend(third),
    )

    assert Packet.objects.get(pk=first.pk).state == "COMPLETE"
    assert Packet.objects.get(pk=second.pk).state == "VOID"
    assert Packet.objects.get(pk=third.pk).state == "RETURNED"


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_group_no_more_sign_than_it_needs(send_round, sign, fresh, tree, attempt):
    plans = [SlotPlan(party, group="a") for party in (tree.middle, tree.leaf, tree.department)]
    going = send_round(plans=plans, groups=[GroupPlan("a", "Ba bên", 2)])
    results = at_once(
        lambda: sign(fresh(going.lan), slot(going.packet, 1)),
        lambda: sign(fresh(going.minh), slot(going.packet, 2)),
        lambda: sign(fresh(going.director), slot(going.packet, 3)),
    )
    assert sum(isinstance(found, Signature) for found in results) == 2
    assert sum(isinstance(found, SparedSlot) for found in results) == 1
    assert Packet.objects.get().state == "COMPLETE"
    states = list(Slot.objects.order_by("state").values_list("state", flat=True))
    assert states == ["NOT_NEEDED", "SIGNED", "SIGNED"]


def test_expiring_and_the_last_signature_at_once(send_round, sign, fresh, tree, today, now):
    going = send_round(plans=[SlotPlan(tree.middle)], deadline=today)
    late = today + timedelta(days=1)
    at_once(
        lambda: sign(fresh(going.lan), slot(going.packet, 1)),
        lambda: expire_packet(actor=fresh(going.clerk), packet=going.packet, on=late, at=now),
    )
    signed = Signature.objects.count()
    assert Packet.objects.get().state == ("COMPLETE" if signed else "EXPIRED")


def test_one_text_is_not_resumed_and_sent_anew_at_once(send_round, fresh, today, now):
    going = send_round()
    decline_slot(actor=going.lan, slot=slot(going.packet, 1), reason="chưa rõ", on=today, at=now)
    results = at_once(
        lambda: resume_packet(
            actor=fresh(going.clerk), packet=going.packet, reason="đã họp", on=today, at=now
        ),
        send_round,
    )
    assert sum(isinstance(found, Refusal) for found in results) == 1
    assert Packet.objects.open().count() == 1
