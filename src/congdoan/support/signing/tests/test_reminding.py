"""Lists by whose turn it is, reminders with limits, and the evidence on page and paper."""

from datetime import timedelta
import io
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import inbox
from congdoan.support.signing.enums import Following
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.services import reminding
from congdoan.support.signing.services.closing import decline_slot
from congdoan.support.signing.services.opening import FollowerPlan, GroupPlan, SlotPlan
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.reminding import (
    NothingChosen,
    RemindedLately,
    TooManyAtOnce,
    remind_parties,
)
from congdoan.support.signing.tests.conftest import scanned
from congdoan.support.signing.tests.test_scans import pdf

pytestmark = pytest.mark.django_db


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def reminders(*actors):
    return [inbox(actor).filter(kind="signing.reminded").count() for actor in actors]


# --- lists ----------------------------------------------------------------------------------


def test_each_list_holds_its_own(send_round, sign, signed_in, today, now, tree):
    mine = send_round(subject_id=1)
    theirs = send_round(subject_id=2, plans=[SlotPlan(tree.middle), SlotPlan(tree.leaf)])
    sign(theirs.lan, theirs.slots[0])
    done = send_round(subject_id=3, plans=[SlotPlan(tree.middle)])
    sign(done.lan, done.slots[0])
    back = send_round(subject_id=4)
    decline_slot(actor=back.lan, slot=back.slots[0], reason="chưa rõ", on=today, at=now)
    browser = signed_in(mine.lan)
    address = reverse("signing:packets")
    for asked, packet in {
        "cho-toi": mine.packet,
        "cho-ben-khac": theirs.packet,
        "da-ky-du": done.packet,
        "khong-thanh": back.packet,
    }.items():
        page = browser.get(f"{address}?xem={asked}").content.decode()
        rooms = set(re.findall(r'href="(/ky-so/\d+/)"', page))
        assert rooms == {reverse("signing:room", args=[packet.pk])}
    assert browser.get(f"{address}?xem=la").status_code == 200


# --- reminders ------------------------------------------------------------------------------


def test_a_reminder_reaches_whose_turn_it_is_and_not_again_tomorrow(send_round, today, now):
    going = send_round(ordered=True)
    told = remind_parties(actor=going.clerk, packets=[going.packet], on=today, at=now)
    assert [slot.pk for slot in told] == [going.slots[0].pk]
    assert reminders(going.lan, going.minh, going.director) == [1, 0, 0]
    with pytest.raises(RemindedLately, match="2 ngày"):
        remind_parties(
            actor=going.clerk, packets=[going.packet], on=today, at=now + timedelta(days=1)
        )
    later = now + timedelta(days=2)
    assert remind_parties(actor=going.clerk, packets=[going.packet], on=today, at=later)
    assert reminders(going.lan, going.minh, going.director) == [2, 0, 0]


def test_many_are_reminded_at_once_up_to_the_limit(send_round, today, now, monkeypatch):
    rounds = [send_round(subject_id=number) for number in (1, 2, 3)]
    packets = [one.packet for one in rounds]
    clerk = rounds[0].clerk
    with pytest.raises(NothingChosen):
        remind_parties(actor=clerk, packets=[], on=today, at=now)
    limits = {"signing.rule.reminder_batch": 2, "signing.rule.reminder_days": 2}
    monkeypatch.setattr(reminding, "value", lambda key, **_: limits[key])
    with pytest.raises(TooManyAtOnce, match="nhiều nhất 2 hồ sơ"):
        remind_parties(actor=clerk, packets=packets, on=today, at=now)
    assert len(remind_parties(actor=clerk, packets=packets[:2], on=today, at=now)) == 6


def test_a_party_does_not_remind_in_the_senders_name(send_round, today, now):
    going = send_round()
    with pytest.raises(NotAllowed):
        remind_parties(actor=going.minh, packets=[going.packet], on=today, at=now)


def test_the_page_reminds_what_was_chosen(send_round, signed_in, sign):
    going = send_round()
    sign(going.lan, going.slots[0])
    browser = signed_in(going.clerk)
    address = reverse("signing:remind")
    page = words(browser.get(address))
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen" in page
    assert "Công đoàn phường Đông" not in page
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"packet": "x"}).status_code == 404
    assert browser.post(address, {"packet": [going.packet.pk] * 2}).status_code == 302
    assert reminders(going.lan, going.minh, going.director) == [0, 1, 1]
    assert "Vừa được nhắc, chưa nhắc lại." in words(browser.get(address))
    assert browser.post(address, {"packet": going.packet.pk}).status_code == 422


def test_the_page_to_remind_costs_the_same_for_one_and_three(send_round, signed_in, tree):
    groups = {"groups": [GroupPlan("a", "Nhóm", 1)]}
    plans = [SlotPlan(tree.middle, group="a"), SlotPlan(tree.leaf, group="a")]
    first = send_round(subject_id=1, plans=plans, **groups)
    browser = signed_in(first.clerk)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(reverse("signing:remind")).status_code == 200
        return sum("rulebook_stamp" not in query["sql"] for query in asked)

    cost()
    one = cost()
    send_round(subject_id=2, plans=plans, **groups)
    send_round(subject_id=3, plans=plans, **groups)
    assert cost() == one


# --- evidence -------------------------------------------------------------------------------


def test_page_and_sheet_tell_the_whole_story(send_round, sign, signed_in, tree, today, now):
    going = send_round(
        plans=[SlotPlan(tree.middle), SlotPlan(tree.leaf), SlotPlan(tree.department)],
        followers=[FollowerPlan(tree.school, Following.COPY)],
    )
    signature = sign(going.lan, going.slots[0])
    Signature.objects.filter(pk=signature.pk).update(proofs=["TOTP"])
    record_paper_signature(
        actor=going.clerk,
        slot=going.slots[1],
        person=Person.objects.get(pk=going.minh.person_id),
        signed_on=today,
        place="Di Linh",
        typed_hash=going.packet.text_hash[:8],
        key="giay",
        upload=pdf(scanned(going.packet, pages=2, order=(2, 1))),
        on=today,
        at=now,
    )
    decline_slot(actor=going.director, slot=going.slots[2], reason="Thiếu Điều 4", on=today, at=now)
    told = (
        "mã của ứng dụng xác thực (lớp thứ hai)",
        "khớp văn bản đã chốt",
        "Các tờ không theo thứ tự",
        "Trường Tiểu học Hoa Sen",
        "Thiếu Điều 4",
        "trình ký",
        "quyết định 02/QĐ",
        "Di Linh",
        f"ghi nhận chữ ký trên giấy của văn bản: {going.slots[1].party_name}",
        f"từ chối ký văn bản: {going.slots[2].party_name}",
    )
    browser = signed_in(going.clerk)
    page = words(browser.get(reverse("signing:evidence_page", args=[going.packet.pk])))
    sheet = browser.get(reverse("signing:evidence", args=[going.packet.pk]))
    reader = PdfReader(io.BytesIO(sheet.content))
    text = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in reader.pages))
    text = text.replace("\u200b", "")
    for piece in told:
        assert piece in page, piece
        assert piece in text, piece


def test_a_stranger_reads_no_evidence(send_round, signed_in, stranger):
    going = send_round()
    for name in ("evidence_page", "evidence"):
        response = signed_in(stranger).get(reverse(f"signing:{name}", args=[going.packet.pk]))
        assert response.status_code == 404


def test_a_reminder_leaves_the_states_alone(send_round, today, now):
    going = send_round()
    remind_parties(actor=going.clerk, packets=[going.packet], on=today, at=now)
    assert set(Slot.objects.values_list("state", flat=True)) == {"WAITING"}
    assert Packet.objects.get().state == "OPEN"
