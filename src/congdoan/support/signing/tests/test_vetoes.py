"""A slice above may hold one party's signature back, on the system and on paper."""

from django.urls import reverse
import pytest

from congdoan.foundation.hooks import Veto
from congdoan.kernel.people.models import Person
from congdoan.support.signing.services import events
from congdoan.support.signing.services.paper import record_paper_signature

pytestmark = pytest.mark.django_db
WHY = "Chờ nghị quyết của Ban Thường vụ."


@pytest.fixture
def veto(monkeypatch):
    """Hold back the slots whose ids are put in here."""
    held = {}
    monkeypatch.setattr(
        events.may_sign,
        "_handlers",
        {"test": lambda asked: {s.pk: Veto(held[s.pk]) for s in asked.slots if s.pk in held}},
    )
    return held


def test_a_slot_held_back_is_not_signed_and_the_reason_is_said(send_round, sign, veto):
    going = send_round()
    veto[going.slots[0].pk] = WHY

    with pytest.raises(events.HeldBack) as refused:
        sign(going.lan, going.slots[0])

    assert WHY in refused.value.sentence
    assert sign(going.minh, going.slots[1]).slot == going.slots[1]
    veto.clear()
    assert sign(going.lan, going.slots[0]).slot == going.slots[0]


def test_paper_is_held_back_as_well(send_round, veto, today, now):
    going = send_round()
    veto[going.slots[0].pk] = WHY

    with pytest.raises(events.HeldBack):
        record_paper_signature(
            actor=going.clerk,
            slot=going.slots[0],
            person=Person.objects.get(pk=going.lan.person_id),
            signed_on=today,
            place="Di Linh",
            typed_hash=going.packet.text_hash[:8],
            key="giay",
            on=today,
            at=now,
        )


def test_the_room_says_plainly_what_is_waited_for(send_round, signed_in, veto):
    going = send_round()
    veto[going.slots[0].pk] = WHY

    page = signed_in(going.lan).get(reverse("signing:room", args=[going.packet.pk]))

    text = page.content.decode()
    assert WHY in text
    assert reverse("signing:sign", args=[going.slots[0].pk]) not in text


@pytest.mark.parametrize("slots", [1, 3])
def test_the_question_is_asked_once_for_all_slots(slots, send_round, monkeypatch, today):
    going = send_round()
    asked = []
    monkeypatch.setattr(events.may_sign, "_handlers", {"test": asked.append})
    events.unscoped_vetoes(going.packet, going.slots[:slots], on=today)
    assert len(asked) == 1
