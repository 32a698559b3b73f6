"""Groups, own deadlines, followers, another try, parties that ended."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.kernel.organisations.api import Decision, end_organisation
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import notify
from congdoan.support.signing.enums import Following
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.rules.rounds import GroupInSeveralTurns, GroupNeedsTooMany
from congdoan.support.signing.rules.slots import (
    PartyEnded,
    SignsTwice,
    SlotOver,
    SparedSlot,
    StillCollecting,
    TextChanged,
    WrongTurn,
)
from congdoan.support.signing.selectors.packets import visible_packets
from congdoan.support.signing.services import events, telling
from congdoan.support.signing.services.closing import decline_slot
from congdoan.support.signing.services.opening import (
    DeadlineAfterThePacket,
    FollowerPlan,
    GroupPlan,
    SlotPlan,
)
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.renewing import (
    expire_packet,
    extend_deadline,
    resume_packet,
)
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
ANY_TWO = GroupPlan("ba", "Ba bên", 2)


@pytest.fixture
def two_of_three(send_round, tree):
    """Send a text round of which any two of the three sign."""

    def send(**given):
        places = [
            SlotPlan(tree.middle, group="ba"),
            SlotPlan(tree.leaf, group="ba"),
            SlotPlan(tree.department, group="ba"),
        ]
        return send_round(plans=given.pop("plans", places), groups=[ANY_TWO], **given)

    return send


@pytest.fixture
def told(monkeypatch):
    said = []

    def tell(**given):
        said.append(given)
        return notify(**given)

    monkeypatch.setattr(telling, "notify", tell)
    return said


@pytest.fixture
def decline(today, now):
    def act(actor, slot, reason="chưa rõ"):
        return decline_slot(actor=actor, slot=slot, reason=reason, on=today, at=now)

    return act


def states(packet):
    return list(
        Slot.objects.filter(packet=packet).order_by("number").values_list("state", flat=True)
    )


def state(packet):
    return Packet.objects.get(pk=packet.pk).state


def kinds(told):
    return [one["kind"] for one in told]


# --- k of n ---------------------------------------------------------------------------------


def test_two_of_three_are_enough_and_the_third_is_spared(two_of_three, sign):
    going = two_of_three()
    sign(going.lan, going.slots[0])
    assert state(going.packet) == "OPEN"

    sign(going.director, going.slots[2])

    assert state(going.packet) == "COMPLETE"
    assert states(going.packet) == ["SIGNED", "NOT_NEEDED", "SIGNED"]
    assert not WorkItem.objects.filter(state="OPEN").exists()


def test_who_is_spared_is_told_so(two_of_three, send_round, sign, tree):
    going = two_of_three(
        plans=[
            SlotPlan(tree.province),
            SlotPlan(tree.middle, group="ba"),
            SlotPlan(tree.leaf, group="ba"),
            SlotPlan(tree.department, group="ba"),
        ]
    )
    sign(going.lan, going.slots[1])
    sign(going.director, going.slots[3])
    with pytest.raises(SparedSlot, match="đã đủ 2 chữ ký"):
        sign(going.minh, going.slots[2])
    assert state(going.packet) == "OPEN"  # the province still signs


def test_one_of_the_group_declines_and_the_others_go_on(two_of_three, sign, decline, told):
    going = two_of_three()
    decline(going.minh, going.slots[1])
    assert state(going.packet) == "OPEN"
    assert kinds(told)[-1] == "signing.declined"
    with pytest.raises(SlotOver, match="từ chối ký"):
        sign(going.minh, going.slots[1])
    sign(going.lan, going.slots[0])
    sign(going.director, going.slots[2])
    assert state(going.packet) == "COMPLETE"


def test_when_too_few_are_left_the_packet_goes_back(two_of_three, decline):
    going = two_of_three()
    decline(going.minh, going.slots[1])
    decline(going.lan, going.slots[0])
    assert state(going.packet) == "RETURNED"


@pytest.mark.parametrize(
    ("needed", "turns", "refusal"),
    [
        (3, (1, 1), GroupNeedsTooMany),
        (0, (1, 1), GroupNeedsTooMany),
        (1, (1, 2), GroupInSeveralTurns),
    ],
)
def test_a_group_that_could_never_be_complete_is_refused(send_round, tree, needed, turns, refusal):
    plans = [
        SlotPlan(party, group="a", turn=turn)
        for party, turn in zip((tree.middle, tree.leaf), turns, strict=True)
    ]
    with pytest.raises(refusal):
        send_round(plans=plans, groups=[GroupPlan("a", "Nhóm A", needed)])


def test_the_next_turn_waits_for_the_group_not_for_all_of_it(two_of_three, sign, tree, told):
    going = two_of_three(
        ordered=True,
        plans=[
            SlotPlan(tree.middle, group="ba", turn=1),
            SlotPlan(tree.leaf, group="ba", turn=1),
            SlotPlan(tree.department, turn=2),
            SlotPlan(tree.province, group="ba", turn=1),
        ],
    )
    sign(going.lan, going.slots[0])
    with pytest.raises(WrongTurn):
        sign(going.director, going.slots[2])
    sign(going.minh, going.slots[1])
    assert states(going.packet) == ["SIGNED", "SIGNED", "WAITING", "NOT_NEEDED"]
    sign(going.director, going.slots[2])
    assert state(going.packet) == "COMPLETE"


def test_two_places_of_one_party_want_two_people(
    send_round, sign, tree, make_person, seat, actor_of
):
    going = send_round(plans=[SlotPlan(tree.middle), SlotPlan(tree.middle)])
    sign(going.lan, going.slots[0])
    with pytest.raises(SignsTwice, match="Trần Thị Lan"):
        sign(going.lan, going.slots[1])
    deputy = make_person("Lý Thị Phó", username="pho")
    seat(deputy, tree.middle, "VICE_PRESIDENT")
    sign(actor_of(deputy), going.slots[1])
    assert state(going.packet) == "COMPLETE"


def test_the_order_holds_at_the_direct_address(send_round, signed_in):
    going = send_round(ordered=True)
    browser = signed_in(going.minh)
    room = browser.get(reverse("signing:room", args=[going.packet.pk])).content.decode()
    address = reverse("signing:sign", args=[going.slots[1].pk])
    assert "Chưa đến lượt: Công đoàn phường Đông ký trước." in room
    assert address not in room

    form = {
        "key": "truc-tiep",
        "text_hash": going.packet.text_hash,
        "secret": "mat-khau-thu-nghiem",
        "understood": "on",
    }
    response = browser.post(address, form)

    assert response.status_code == 422
    assert "Chưa đến lượt" in response.content.decode()
    assert not Signature.objects.exists()


# --- own deadlines --------------------------------------------------------------------------


def test_a_party_that_is_late_alone_ends_the_round(send_round, tree, clerk, today, now):
    soon = today + timedelta(days=2)
    going = send_round(
        deadline=today + timedelta(days=9),
        plans=[SlotPlan(tree.middle, deadline=soon), SlotPlan(tree.leaf)],
    )
    late = soon + timedelta(days=1)
    assert not expire_packet(actor=clerk, packet=going.packet, on=soon, at=now)
    assert expire_packet(actor=clerk, packet=going.packet, on=late, at=now)
    assert state(going.packet) == "EXPIRED"
    assert states(going.packet) == ["EXPIRED", "WAITING"]


def test_a_late_one_of_a_group_is_left_behind_and_the_sender_told(
    two_of_three, tree, clerk, sign, actor_of, today, now, told
):
    soon = today + timedelta(days=2)
    going = two_of_three(
        plans=[
            SlotPlan(tree.middle, group="ba", deadline=soon),
            SlotPlan(tree.leaf, group="ba"),
            SlotPlan(tree.department, group="ba"),
        ]
    )
    late = soon + timedelta(days=1)
    assert expire_packet(actor=clerk, packet=going.packet, on=late, at=now)
    assert not expire_packet(actor=clerk, packet=going.packet, on=late, at=now)
    assert state(going.packet) == "OPEN"
    assert kinds(told)[-1] == "signing.late"
    with pytest.raises(SlotOver, match="quá hạn ký"):
        sign(actor_of(Person.objects.get(pk=going.lan.person_id), on=late), going.slots[0], on=late)

    extend_deadline(actor=clerk, packet=going.packet, deadline=late, reason="lùi", on=late, at=now)

    assert states(going.packet)[0] == "WAITING"


def test_an_own_deadline_lies_within_the_packets(send_round, tree, today):
    plans = [SlotPlan(tree.middle, deadline=today + timedelta(days=3))]
    with pytest.raises(DeadlineAfterThePacket, match="Công đoàn phường Đông"):
        send_round(plans=plans, deadline=today + timedelta(days=2))


# --- followers ------------------------------------------------------------------------------


@pytest.fixture
def chief(tree, make_person, seat, actor_of):
    """The head of a school that is party to nothing."""
    person = make_person("Võ Thị Trưởng", username="truong")
    seat(person, tree.school, "PRINCIPAL")
    return actor_of(person)


def test_an_observer_sees_everything_from_the_first_day_and_signs_nothing(
    send_round, tree, chief, told, signed_in
):
    going = send_round(followers=[FollowerPlan(tree.school, Following.OBSERVER)])
    assert going.packet in visible_packets(chief)
    assert "signing.watching" in kinds(told)
    room = signed_in(chief).get(reverse("signing:room", args=[going.packet.pk]))
    assert room.status_code == 200
    assert reverse("signing:sign", args=[going.slots[0].pk]) not in room.content.decode()


def test_a_copy_receiver_is_told_and_sees_it_when_all_have_signed(
    send_round, tree, chief, told, sign
):
    going = send_round(plans=[SlotPlan(tree.middle)], followers=[FollowerPlan(tree.school)])
    assert going.packet not in visible_packets(chief)
    assert "signing.copy" not in kinds(told)

    sign(going.lan, going.slots[0])

    assert going.packet in visible_packets(chief)
    copy = next(one for one in told if one["kind"] == "signing.copy")
    assert copy["people"] == {chief.person_id}


def test_one_named_person_follows_without_the_office(send_round, tree, stranger):
    person = Person.objects.get(pk=stranger.person_id)
    going = send_round(followers=[FollowerPlan(tree.leaf, Following.OBSERVER, person)])
    assert going.packet in visible_packets(stranger)


# --- another try ----------------------------------------------------------------------------


def test_a_returned_text_goes_round_again_and_what_was_signed_stays(
    send_round, sign, decline, clerk, today, now, told
):
    going = send_round()
    sign(going.minh, going.slots[1])
    decline(going.lan, going.slots[0])

    resume_packet(actor=clerk, packet=going.packet, reason="đã thống nhất", on=today, at=now)

    assert states(going.packet) == ["WAITING", "SIGNED", "WAITING"]
    sign(going.lan, going.slots[0])
    sign(going.director, going.slots[2])
    assert state(going.packet) == "COMPLETE"


def test_only_a_returned_packet_is_sent_again(send_round, clerk, today, now):
    going = send_round()
    with pytest.raises(StillCollecting):
        resume_packet(actor=clerk, packet=going.packet, reason="x", on=today, at=now)


def test_a_text_changed_meanwhile_is_not_sent_again(
    send_round, decline, clerk, today, now, monkeypatch
):
    going = send_round()
    decline(going.lan, going.slots[0])
    monkeypatch.setattr(events.current_hash, "_handlers", {"test": lambda question: "f" * 64})
    with pytest.raises(TextChanged):
        resume_packet(actor=clerk, packet=going.packet, reason="x", on=today, at=now)
    assert state(going.packet) == "RETURNED"


def test_resuming_from_the_page(send_round, decline, signed_in, clerk):
    going = send_round()
    decline(going.lan, going.slots[0])
    browser = signed_in(clerk)
    room = browser.get(reverse("signing:room", args=[going.packet.pk])).content.decode()
    address = reverse("signing:resume", args=[going.packet.pk])
    assert address in room
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "đã họp lại"}).status_code == 302
    assert state(going.packet) == "OPEN"
    again = browser.post(address, {"reason": "đã họp lại"})
    assert again.status_code == 422


# --- a party that ended ---------------------------------------------------------------------


def test_a_party_that_ended_after_the_freeze_is_not_signed_for(
    send_round, sign, tree, system, actor_of, today, now, clerk
):
    going = send_round()
    tomorrow = today + timedelta(days=1)
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=tomorrow,
        decision=Decision(number="9/QĐ", signed_on=today),
        at=now,
    )
    later = tomorrow + timedelta(days=1)
    minh = Person.objects.get(pk=going.minh.person_id)
    slot = Slot.objects.get(pk=going.slots[1].pk)

    with pytest.raises(PartyEnded, match="trình ký lại với đơn vị kế thừa") as refused:
        sign(actor_of(minh, on=later), slot, on=later)
    assert f"{tomorrow:%d/%m/%Y}" in refused.value.sentence
    with pytest.raises(PartyEnded):
        record_paper_signature(
            actor=actor_of(Person.objects.get(pk=clerk.person_id), on=later),
            slot=slot,
            person=minh,
            signed_on=later,
            place="Di Linh",
            typed_hash=going.packet.text_hash[:8],
            key="giay",
            on=later,
            at=now,
        )
    # What was signed on paper while the party lived may still be written down.
    record_paper_signature(
        actor=actor_of(Person.objects.get(pk=clerk.person_id), on=later),
        slot=slot,
        person=minh,
        signed_on=today,
        place="Di Linh",
        typed_hash=going.packet.text_hash[:8],
        key="giay",
        on=later,
        at=now,
    )
