"""What a stranger with the paper in hand learns, and how often they may guess."""

import re

from django.urls import reverse
import pytest

from congdoan.kernel.people.models import Person
from congdoan.support.signing.services import events
from congdoan.support.signing.services.opening import SlotPlan
from congdoan.support.signing.services.paper import record_paper_signature

pytestmark = pytest.mark.django_db


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def signed(send_round, sign, tree):
    going = send_round(plans=[SlotPlan(tree.middle)])
    sign(going.lan, going.slots[0], place="Di Linh")
    return going.packet


def address(packet):
    return reverse("signing:verify", args=[packet.token])


def test_the_page_says_whether_it_is_in_force_today(client, signed, monkeypatch):
    said = events.SubjectToday("warn", "Đã hết hiệu lực từ ngày 01/01/2026.", ("Phụ lục số 1",))
    monkeypatch.setattr(events.today, "_handlers", {"test": lambda asked: said})
    page = words(client.get(address(signed)))
    assert said.sentence in page
    assert "Phụ lục số 1" in page


def test_what_is_not_signed_yet_has_no_force_to_speak_of(client, send_round, monkeypatch):
    asked = []
    monkeypatch.setattr(events.today, "_handlers", {"test": asked.append})
    client.get(address(send_round().packet))
    assert asked == []


def test_the_code_of_a_page_says_which_page_it_was(client, signed):
    assert "trang 3/12" in words(client.get(address(signed) + "?trang=3-12"))
    for odd in ("", "?trang=", "?trang=x", "?trang=<b>", "?trang=3-12-9"):
        assert "Mã bạn quét" not in words(client.get(address(signed) + odd))


def test_the_printed_address_with_its_page_is_found(client, signed):
    typed = f"https://congdoan.example{address(signed)}?trang=3-12"
    found = client.get(reverse("signing:verify_search"), {"code": typed})
    assert found.url == address(signed)


def test_each_way_of_signing_is_named_and_nothing_personal_beyond_the_paper(
    client, send_round, sign, tree, today, now
):
    going = send_round(plans=[SlotPlan(tree.middle), SlotPlan(tree.leaf)])
    sign(going.lan, going.slots[0], place="Nhà riêng số 7")
    record_paper_signature(
        actor=going.clerk,
        slot=going.slots[1],
        person=Person.objects.get(pk=going.minh.person_id),
        signed_on=today,
        place="Di Linh",
        typed_hash=going.packet.text_hash[:8],
        key="giay",
        on=today,
        at=now,
    )
    page = words(client.get(address(going.packet)))
    assert "Ký trên hệ thống sau khi xác nhận người ký; không phải chữ ký số." in page
    assert "Ký trên giấy; chưa có bản quét." in page
    assert "TM. BAN CHẤP HÀNH · CHỦ TỊCH · Trần Thị Lan" in page
    for secret in ("Nhà riêng số 7", "mật khẩu", going.clerk.name, "username"):
        assert secret not in page


def test_guessing_codes_is_slowed_down_and_says_so(client, signed):
    search = reverse("signing:verify_search")
    for number in range(50):
        response = client.get(search, {"code": f"doan-mo-{number:06}"})
    assert response.status_code == 422
    late = client.get(search, {"code": "doan-mo-them"})
    assert late.status_code == 429
    assert "nhập sai quá nhiều lần" in words(late)
    assert client.get(address(signed)).status_code == 429
    client.defaults["REMOTE_ADDR"] = "10.1.2.3"
    assert client.get(address(signed)).status_code == 200
