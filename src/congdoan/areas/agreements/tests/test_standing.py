"""What the public page says of a signed agreement on a day."""

from datetime import timedelta
import io

from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.selectors.standing import unscoped_standing
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.areas.agreements.tests.test_signing import sign_all
from congdoan.support.signing import api as signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(frozen, lan, tuan, today, now):
    """An agreement in force, with its packet."""
    packet = api.open_signing(actor=lan, agreement=frozen, on=today, at=now)
    sign_all(packet, lan, tuan, today, now)
    frozen.refresh_from_db()
    packet.refresh_from_db()
    return frozen, packet


def said(packet, day):
    answer = unscoped_standing(signing.TodayQuestion(packet, day))
    return (answer.tone, answer.sentence) if answer else None


def test_in_force_from_its_day_to_its_last(signed, today):
    agreement, packet = signed
    tone, sentence = said(packet, today)
    assert tone == "good"
    assert f"đến hết ngày {agreement.last_day:%d/%m/%Y}" in sentence
    tone, sentence = said(packet, agreement.last_day + timedelta(days=1))
    assert (tone, "hết hiệu lực" in sentence) == ("warn", True)
    tone, sentence = said(packet, today - timedelta(days=1))
    assert (tone, "có hiệu lực từ ngày" in sentence) == ("info", True)


def test_ended_early_is_said_with_the_day(signed, lan, today, now):
    agreement, packet = signed
    day = today + timedelta(days=3)
    end_by_consent(actor=lan, agreement=agreement, ended_on=day, reason="hết việc", on=day, at=now)
    assert said(packet, day) == ("bad", f"Đã chấm dứt trước hạn từ ngày {day:%d/%m/%Y}.")
    assert "hết việc" not in said(packet, day)[1]


def test_before_it_is_signed_there_is_nothing_to_say(frozen, lan, today, now):
    packet = api.open_signing(actor=lan, agreement=frozen, on=today, at=now)
    assert said(packet, today) is None


def test_a_replaced_text_names_its_successor(signed, today):
    agreement, packet = signed
    agreement.state = State.SUPERSEDED
    agreement.save(update_fields=["state"])
    assert said(packet, today) == ("warn", "Đã được thay thế bằng văn bản mới.")


def test_other_records_are_not_answered_for(signed, today):
    _, packet = signed
    packet.subject_type = "tests.paper"
    assert said(packet, today) is None


def test_the_finished_text_is_for_whoever_sees_the_packet_once_all_have_signed(
    frozen, lan, tuan, today, now, signed_in, stranger
):
    packet = api.open_signing(actor=lan, agreement=frozen, on=today, at=now)
    address = reverse("signing:finished", args=[packet.pk])
    assert signed_in(lan).get(address).status_code == 404
    sign_all(packet, lan, tuan, today, now)
    answer = signed_in(lan).get(address)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Trần Thị Lan" in text
    assert (
        address in signed_in(tuan).get(reverse("signing:room", args=[packet.pk])).content.decode()
    )
    assert signed_in(stranger).get(address).status_code == 404
