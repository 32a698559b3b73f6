"""Preparing a round: places, turns, own deadlines, groups, who follows; from the page down."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Party
from congdoan.areas.agreements.rules.rounds import (
    FollowerIsParty,
    FollowerNotThere,
    GroupUnplanned,
    PartyMightNotSign,
    Seat,
    refuse_unsure_parties,
)
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.consolidated import text_before
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.kernel.accounts.models import User
from congdoan.support.signing import api as signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputies(tree, make_person, seat, actor_of):
    """Two vice-presidents of Lan's unit."""
    people = [
        make_person("Đỗ Thị Phó", username="pho1"),
        make_person("Lê Văn Phó", username="pho2"),
    ]
    for person in people:
        seat(person, tree.middle, "VICE_PRESIDENT")
    return [actor_of(person) for person in people]


@pytest.fixture
def send(frozen, lan, today, now):
    def send(**changes):
        return api.open_signing(actor=lan, agreement=frozen, on=today, at=now, **changes)

    return send


def sign(actor, slot, on, at):
    identity = signing.confirm_identity(
        user=User.objects.get(pk=actor.user_id), secret="mat-khau-thu-nghiem", at=at
    )
    return signing.sign_slot(
        actor=actor,
        slot=slot,
        identity=identity,
        text_hash=slot.packet.text_hash,
        key=f"{actor.name}-{slot.pk}",
        on=on,
        at=at,
    )


def page_of(agreement):
    return reverse("agreements:open_signing", args=[agreement.pk])


def posted(agreement, **changes):
    """Return what the page sends when nothing in particular is chosen, plus ``changes``."""
    data = {"number": "01/QCPH", "place": "An", "order": "free"}
    for name, rows in (("extras", 2), ("groups", 3), ("followers", 2)):
        data |= {f"{name}-TOTAL_FORMS": str(rows), f"{name}-INITIAL_FORMS": "0"}
    for party in parties_of(agreement):
        data[f"place-{party.pk}-position"] = party.signatory_position
    for row in range(2):
        data[f"followers-{row}-kind"] = "COPY"
    return data | {key.replace("__", "-"): value for key, value in changes.items()}


def the_packet(agreement):
    return signing.unscoped_packets_about(SUBJECT, agreement.pk).get()


# --- the plan ------------------------------------------------------------------------------------


def test_without_particulars_each_party_has_its_usual_place(send):
    slots = list(signing.slots_of(send()))
    assert [(slot.turn, slot.deadline, slot.group) for slot in slots] == [(1, None, None)] * 2


def test_two_of_three_of_one_party_bind_it(send, frozen, tree, lan, deputies, tuan, today, now):
    three = [
        api.PlaceData(tree.middle.pk, office, group="1")
        for office in ("PRESIDENT", "VICE_PRESIDENT", "VICE_PRESIDENT")
    ]
    group = signing.GroupPlan("1", "Thường trực", 2)
    packet = send(round_=api.RoundData(three, [group]))
    own = [s for s in signing.slots_of(packet) if s.organisation_id == tree.middle.pk]
    theirs = next(s for s in signing.slots_of(packet) if s.organisation_id != tree.middle.pk)

    sign(deputies[0], own[1], today, now)
    sign(deputies[1], own[2], today, now)
    own[0].refresh_from_db()
    assert own[0].state == signing.SlotState.NOT_NEEDED
    sign(tuan, theirs, today, now)

    frozen.refresh_from_db()
    assert frozen.state == State.EFFECTIVE
    printed = signing.signature_blocks(packet)
    assert [block.name for block in printed] == ["Đỗ Thị Phó", "Lê Văn Phó", "Phạm Anh Tuấn"]


@pytest.mark.parametrize(
    ("seats", "needed", "unsure"),
    [
        ([("A", ""), ("B", "")], {}, None),
        ([("A", "1"), ("A", "1"), ("B", "")], {"1": 1}, None),
        ([("A", "1"), ("B", "1")], {"1": 1}, "A"),
        ([("A", "1"), ("B", "1")], {"1": 2}, None),
        ([("A", "1"), ("A", "1"), ("B", "1")], {"1": 2}, "B"),
        ([("A", "1"), ("A", "1"), ("B", "1"), ("B", "")], {"1": 2}, None),
    ],
)
def test_every_party_is_sure_to_sign(seats, needed, unsure):
    rows = [Seat(*seat) for seat in seats]
    if unsure is None:
        refuse_unsure_parties(rows, needed)
        return
    with pytest.raises(PartyMightNotSign) as caught:
        refuse_unsure_parties(rows, needed)
    assert caught.value.sentence.startswith(f"Theo nhóm này {unsure} có thể không ký")


def test_a_round_that_cannot_be_is_refused(send, frozen, tree, today):
    unit, other = tree.middle.pk, tree.department.pk
    any_one = signing.GroupPlan("1", "Hai bên", 1)
    both = [api.PlaceData(unit, group="1"), api.PlaceData(other, group="1")]
    party = api.FollowerData(other)
    for data, refusal in (
        (api.RoundData(both, [any_one]), PartyMightNotSign),
        (api.RoundData(both), GroupUnplanned),
        (api.RoundData(groups=[any_one]), signing.GroupNeedsTooMany),
        (api.RoundData(followers=[party]), FollowerIsParty),
        (api.RoundData(followers=[api.FollowerData(0)]), FollowerNotThere),
        (
            api.RoundData([api.PlaceData(unit, deadline=today - timedelta(days=1))]),
            signing.DeadlineInThePast,
        ),
    ):
        with pytest.raises(refusal):
            send(round_=data)
    frozen.refresh_from_db()
    assert not signing.unscoped_packets_about(SUBJECT, frozen.pk).exists()


def test_what_is_printed_stands_in_the_order_of_the_text_not_of_the_turns(
    send, tree, tuan, today, now
):
    turns = [api.PlaceData(tree.middle.pk, turn=2), api.PlaceData(tree.department.pk, turn=1)]
    packet = send(ordered=True, round_=api.RoundData(turns))
    sign(tuan, signing.slots_of(packet)[0], today, now)

    first, second = signing.signature_blocks(packet)

    assert (first.title, first.name) == ("CHỦ TỊCH", "")
    assert second.name == "Phạm Anh Tuấn"


# --- the page ------------------------------------------------------------------------------------


def test_the_plain_round_needs_no_particulars(signed_in, lan, frozen, today):
    page = signed_in(lan).post(page_of(frozen), posted(frozen, deadline=f"{today:%d/%m/%Y}"))

    assert page.url == reverse("agreements:signing", args=[frozen.pk])
    packet = the_packet(frozen)
    assert (packet.ordered, packet.deadline) == (False, today)
    assert not packet.followers.exists()


def test_the_whole_round_from_the_page(signed_in, lan, frozen, tree, today, deputies):
    first, second = parties_of(frozen)
    soon = f"{today + timedelta(days=3):%d/%m/%Y}"
    watcher = deputies[0]
    data = posted(frozen, order="turns", deadline=f"{today + timedelta(days=9):%d/%m/%Y}")
    data |= {
        f"place-{first.pk}-turn": "2",
        f"place-{first.pk}-group": "2",
        f"place-{second.pk}-turn": "1",
        f"place-{second.pk}-deadline": soon,
        "extras-0-party": str(first.organisation_id),
        "extras-0-position": "VICE_PRESIDENT",
        "extras-0-turn": "2",
        "extras-0-group": "2",
        "groups-1-label": "Thường trực",
        "groups-1-needed": "1",
        "followers-0-organisation": tree.school.code,
        "followers-0-kind": "OBSERVER",
        "followers-1-organisation": tree.leaf.code,
        "followers-1-person": f"P{watcher.person_id}",
    }
    client = signed_in(lan)

    page = client.post(page_of(frozen), data)

    assert page.status_code == 302, page.content.decode()
    packet = the_packet(frozen)
    told = [(s.turn, s.organisation_id, s.positions[0]) for s in signing.slots_of(packet)]
    unit, other = first.organisation_id, second.organisation_id
    assert told == [(1, other, "DIRECTOR"), (2, unit, "PRESIDENT"), (2, unit, "VICE_PRESIDENT")]
    assert signing.slots_of(packet)[0].deadline == today + timedelta(days=3)
    assert [(g.label, g.needed) for g in packet.groups.all()] == [("Thường trực", 1)]
    kept = packet.followers.order_by("kind").values_list("kind", "organisation", "person")
    assert list(kept) == [
        ("COPY", tree.leaf.pk, watcher.person_id),
        ("OBSERVER", tree.school.pk, None),
    ]
    shown = client.get(page.url).content.decode()
    assert "nhóm “Thường trực”" in shown
    assert "hạn riêng" in shown
    room = client.get(reverse("signing:room", args=[packet.pk])).content.decode()
    assert "Chức vụ ký: Phó Chủ tịch" in room
    assert "cần 1 trong 2 chữ ký" in room


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"extras-0-party": "FIRST"}, "Hãy chọn chức vụ ký ở chỗ ký thêm này."),
        ({"extras-0-position": "PRESIDENT"}, "Hãy chọn bên có chỗ ký thêm này."),
        ({"extras-0-party": "999999"}, "Hãy chọn"),
        ({"groups-0-label": "Nhóm lạ"}, "Hãy ghi nhóm này cần mấy chữ ký."),
        ({"groups-0-needed": "0"}, "1"),
        ({"groups-0-needed": "hai"}, "số"),
        ({"place-FIRST-turn": "2"}, "Có lượt ghi ở chỗ ký"),
        ({"place-FIRST-turn": "-1", "order": "turns"}, "1"),
        ({"place-FIRST-deadline": "31/02/2026"}, "Ngày chưa đúng"),
        ({"followers-0-organisation": "khong-co-don-vi-nay"}, "Không tìm thấy"),
        ({"followers-0-kind": "SIGNER"}, "SIGNER"),
        ({"order": "bua"}, "bua"),
        ({"extras-TOTAL_FORMS": ""}, ""),
    ],
)
def test_bad_particulars_stand_beside_their_field_and_nothing_is_lost(
    signed_in, lan, frozen, changes, sentence
):
    first = parties_of(frozen)[0]
    data = posted(frozen, place="Gia Nghĩa")
    for key, value in changes.items():
        own = str(first.organisation_id) if value == "FIRST" else value
        data[key.replace("FIRST", str(first.pk))] = own

    page = signed_in(lan).post(page_of(frozen), data)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Gia Nghĩa" in page.content.decode()
    assert not signing.unscoped_packets_about(SUBJECT, frozen.pk).exists()


def test_a_refusal_of_the_round_keeps_what_was_typed(signed_in, lan, frozen):
    first, second = parties_of(frozen)
    data = posted(frozen) | {
        f"place-{first.pk}-group": "1",
        f"place-{second.pk}-group": "1",
        "groups-0-label": "Một trong hai",
        "groups-0-needed": "1",
    }

    page = signed_in(lan).post(page_of(frozen), data)

    assert page.status_code == 409
    assert "có thể không ký" in page.content.decode()
    assert "Một trong hai" in page.content.decode()


def test_who_may_not_manage_sends_nothing(signed_in, tuan, far, frozen):
    assert signed_in(tuan).post(page_of(frozen), posted(frozen)).status_code == 403
    assert signed_in(far).post(page_of(frozen), posted(frozen)).status_code in {403, 404}


def test_the_page_asks_as_much_for_two_parties_as_for_five(signed_in, lan, frozen, tree):
    client = signed_in(lan)
    client.get(page_of(frozen))
    with CaptureQueriesContext(connection) as two:
        client.get(page_of(frozen))
    for place, one in enumerate((tree.school, tree.leaf, tree.far_middle), start=3):
        Party.objects.create(
            agreement=frozen,
            organisation=one,
            side="B",
            order=place,
            label=f"Bên B{place}",
            signatory_position="PRESIDENT",
        )
    with CaptureQueriesContext(connection) as five:
        client.get(page_of(frozen))
    assert len(five) == len(two)


def test_an_addendum_goes_round_the_same_way(amend, lan, tree, signed_in):
    def write(amendment):
        place = next(line for line in text_before(amendment) if line.path == "Điều 2")
        api.abolish_clause(actor=lan, amendment=amendment, clause=place.item.stable_id)

    amendment = amend(write, signed=False)
    agreement = amendment.agreement
    url = reverse("agreements:amendment_open_signing", args=[agreement.pk, amendment.pk])
    client = signed_in(lan)
    assert client.get(url).status_code == 200
    data = posted(agreement, order="sides") | {
        "followers-0-organisation": tree.school.code,
        "followers-0-kind": "OBSERVER",
    }
    page = client.post(url, data)
    assert page.status_code == 302, page.content.decode()
    packet = signing.Packet.objects.exclude(subject_type=SUBJECT).get()
    assert [slot.turn for slot in signing.slots_of(packet)] == [1, 2]
    assert packet.followers.get().organisation == tree.school
