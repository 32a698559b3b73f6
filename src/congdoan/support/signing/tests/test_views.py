import io
import re

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.kernel.people.models import Office, Person
from congdoan.support.signing import tasks
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.services import events
from congdoan.support.signing.services.closing import void_packet
from congdoan.support.signing.services.opening import SlotPlan
from congdoan.support.signing.tests.conftest import scanned

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def sign_form(packet, **given):
    form = {
        "key": "form-1",
        "text_hash": packet.text_hash,
        "place": "Đà Lạt",
        "secret": PASSWORD,
        "understood": "on",
    }
    return {**form, **given}


def act(name, slot_or_packet):
    return reverse(f"signing:{name}", args=[slot_or_packet.pk])


# --- who sees what --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["room", "text", "evidence", "void", "extend"])
def test_a_packet_of_another_branch_is_not_found(
    name, send_round, make_person, seat, actor_of, signed_in, tree
):
    person = make_person("Ngô Văn Xa", username="xa")
    seat(person, tree.far_province, "PRESIDENT")
    response = signed_in(actor_of(person)).get(act(name, send_round().packet))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["sign", "decline", "paper", "scan"])
def test_a_slot_of_another_branch_is_not_found(
    name, send_round, make_person, seat, actor_of, signed_in, tree
):
    person = make_person("Ngô Văn Xa", username="xa")
    seat(person, tree.far_province, "PRESIDENT")
    response = signed_in(actor_of(person)).get(act(name, send_round().slots[0]))
    assert response.status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(client, send_round):
    round_ = send_round()
    assert isinstance(AnonymousUser(), AnonymousUser)
    for name, thing in (("room", round_.packet), ("sign", round_.slots[0])):
        response = client.get(act(name, thing))
        assert response.status_code == 302
        assert "next=" in response.url


def test_the_room_offers_each_person_their_own_act(send_round, signed_in):
    round_ = send_round()
    page = words(signed_in(round_.lan).get(act("room", round_.packet)))
    assert act("sign", round_.slots[0]) in page
    assert act("sign", round_.slots[1]) not in page
    assert act("void", round_.packet) not in page
    page = words(signed_in(round_.clerk).get(act("room", round_.packet)))
    assert act("sign", round_.slots[0]) not in page
    assert act("paper", round_.slots[0]) in page
    assert act("void", round_.packet) in page
    assert round_.packet.short_hash in page


def test_the_list_is_empty_and_teaches_at_first(lan, signed_in):
    assert "Chưa có hồ sơ ký nào" in words(signed_in(lan).get(reverse("signing:packets")))


def test_the_list_shows_what_waits_for_me(send_round, sign, signed_in):
    round_ = send_round()
    browser = signed_in(round_.lan)
    address = reverse("signing:packets") + "?xem=cho-toi"
    page = words(browser.get(address))
    assert round_.packet.title in page
    assert "0/3" in page
    sign(round_.lan, round_.slots[0])
    assert round_.packet.title not in words(browser.get(address))
    assert "1/3" in words(browser.get(reverse("signing:packets") + "?state=OPEN&q=phối"))


def _queries(count_queries, get):
    with count_queries() as asked:
        assert get().status_code == 200
    # The rulebook asks for its mark once a second, whatever the page.
    return sum("rulebook_stamp" not in query["sql"] for query in asked)


@pytest.fixture
def count_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


def test_list_and_room_cost_the_same_for_one_row_and_for_three(
    send_round, sign, signed_in, count_queries, tree
):
    small = send_round(subject_id=1, plans=[SlotPlan(tree.middle)])
    sign(small.lan, small.slots[0])
    browser = signed_in(small.lan)
    browser.get(reverse("signing:packets"))
    one = _queries(count_queries, lambda: browser.get(reverse("signing:packets")))
    room_of_one = _queries(count_queries, lambda: browser.get(act("room", small.packet)))
    big = send_round(subject_id=2)
    send_round(subject_id=3)
    for actor, slot in zip([big.lan, big.minh, big.director], big.slots, strict=True):
        sign(actor, slot)
    assert _queries(count_queries, lambda: browser.get(reverse("signing:packets"))) == one
    room_of_three = _queries(count_queries, lambda: browser.get(act("room", big.packet)))
    assert room_of_three == room_of_one


def test_the_room_tells_a_deputy_why_the_place_is_not_theirs(
    send_round, signed_in, make_person, seat, actor_of, tree
):
    deputy = make_person("Lý Thị Phó", username="pho")
    seat(deputy, tree.middle, "VICE_PRESIDENT")
    round_ = send_round(plans=[SlotPlan(tree.middle, positions=["PRESIDENT"])])
    page = words(signed_in(actor_of(deputy)).get(act("room", round_.packet)))
    assert "không được ký thay Công đoàn phường Đông" in page
    assert act("sign", round_.slots[0]) not in page


# --- signing --------------------------------------------------------------------------------


def test_signing_shows_hash_capacity_and_meaning_then_signs_once(send_round, signed_in):
    round_ = send_round()
    browser = signed_in(round_.lan)
    address = act("sign", round_.slots[0])
    page = words(browser.get(address))
    assert round_.packet.text_hash in page
    assert "TM. BAN CHẤP HÀNH" in page
    assert "Ký có nghĩa là gì" in page
    assert "Điều 1. Phạm vi" in page
    for _ in range(2):  # a double click sends the same form twice
        response = browser.post(address, sign_form(round_.packet))
        assert response.status_code == 302
        assert response.url == act("room", round_.packet)
    signature = Signature.objects.get()
    assert (signature.person_name, signature.place) == ("Trần Thị Lan", "Đà Lạt")
    assert "Trần Thị Lan" in words(browser.get(act("room", round_.packet)))
    # An old tab or the way back offers no second signature.
    again = browser.get(address, follow=True)
    assert again.redirect_chain[-1][0] == act("room", round_.packet)
    assert "đã được thực hiện trước đó" in words(again)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"secret": "sai"}, "Mật khẩu hoặc mã xác thực chưa đúng"),
        ({"understood": ""}, "Hãy đánh dấu xác nhận"),
        ({"text_hash": "0" * 64}, "Bản bạn xem không phải bản đang lấy chữ ký"),
    ],
)
def test_a_refused_signature_says_why_and_signs_nothing(send_round, signed_in, given, sentence):
    round_ = send_round()
    response = signed_in(round_.lan).post(
        act("sign", round_.slots[0]), sign_form(round_.packet, **given)
    )
    assert response.status_code == 422
    assert sentence in words(response)
    assert PASSWORD not in words(response)
    assert "Đà Lạt" in words(response)
    assert not Signature.objects.exists()


def test_guessing_the_password_on_the_signing_page_locks_it(send_round, signed_in):
    round_ = send_round()
    browser = signed_in(round_.lan)
    address = act("sign", round_.slots[0])
    for number in range(12):
        page = words(browser.post(address, sign_form(round_.packet, secret=f"đoán {number}")))
    assert "Đã nhập sai quá nhiều lần" in page
    page = words(browser.post(address, sign_form(round_.packet)))
    assert "Đã nhập sai quá nhiều lần" in page  # the right one does not help while locked
    assert not Signature.objects.exists()


def test_the_six_digits_of_the_app_sign_as_well(send_round, signed_in, user_of, settings):
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    round_ = send_round()
    user = user_of(round_.lan)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    settings.MFA_TOTP_TOLERANCE = 1  # the half-minute may end while the page works
    counter = list(yield_hotp_counters_from_time())[1]
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", counter))
    browser = signed_in(round_.lan)
    spaced = f"{code[:3]} {code[3:]}"
    response = browser.post(act("sign", round_.slots[0]), sign_form(round_.packet, secret=spaced))
    assert response.status_code == 302
    assert Signature.objects.count() == 1


def test_who_lost_the_office_yesterday_reads_why_and_no_text(send_round, signed_in, tree, today):
    round_ = send_round()
    office = Office.objects.get(organisation=tree.middle)
    office.valid = type(office.valid)(office.valid.lower, today, "[)")
    office.save(update_fields=["valid"])
    response = signed_in(round_.lan).get(act("sign", round_.slots[0]))
    assert response.status_code == 403
    assert "kết thúc ngày 01/03/2026" in words(response)
    assert "Điều 1. Phạm vi" not in words(response)


def test_a_text_changed_meanwhile_voids_the_packet_for_good(
    send_round, sign, signed_in, monkeypatch
):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    monkeypatch.setattr(events.current_hash, "_handlers", {"test": lambda question: "f" * 64})
    response = signed_in(round_.lan).post(act("sign", round_.slots[0]), sign_form(round_.packet))
    assert response.status_code == 422
    assert "Văn bản bị sửa sau khi chốt" in words(response)
    assert Packet.objects.get().state == "VOID"  # the voiding outlives the refused request


def test_declining_wants_a_reason_and_returns_the_packet(send_round, signed_in):
    round_ = send_round()
    browser = signed_in(round_.lan)
    address = act("decline", round_.slots[0])
    assert browser.post(address, {"reason": "  "}).status_code == 422
    assert browser.post(address, {"reason": "Điều 5 chưa đúng"}).status_code == 302
    page = words(browser.get(act("room", round_.packet)))
    assert "Điều 5 chưa đúng" in page
    assert "bị trả lại" in page


# --- paper ----------------------------------------------------------------------------------


def paper_form(round_, actor, **given):
    form = {
        "key": "giay-1",
        "person": str(actor.person_id),
        "signed_on": "02/03/2026",
        "place": "Di Linh",
        "typed_hash": round_.packet.short_hash,
    }
    return {**form, **given}


def test_a_paper_signature_is_written_down_and_the_missing_scan_is_shown(send_round, signed_in):
    round_ = send_round()
    browser = signed_in(round_.clerk)
    assert "Trần Thị Lan" in words(browser.get(act("paper", round_.slots[0])))
    response = browser.post(act("paper", round_.slots[0]), paper_form(round_, round_.lan))
    assert response.status_code == 302
    page = words(browser.get(act("room", round_.packet)))
    assert "thiếu bản quét" in page
    scan = SimpleUploadedFile("trang-ky.pdf", scanned(round_.packet), "application/pdf")
    assert browser.post(act("scan", round_.slots[0]), {"upload": scan}).status_code == 302
    page = words(browser.get(act("room", round_.packet)))
    assert "thiếu bản quét" not in page
    assert "trang-ky.pdf" in page
    file = reverse("files:download", args=[Signature.objects.get().scan_id])
    assert signed_in(round_.lan).get(file).status_code == 200  # a party reads the scan


def test_a_scan_is_not_read_by_strangers(send_round, signed_in, stranger):
    round_ = send_round()
    scan = SimpleUploadedFile("trang-ky.pdf", scanned(round_.packet), "application/pdf")
    form = paper_form(round_, round_.lan, upload=scan)
    signed_in(round_.clerk).post(act("paper", round_.slots[0]), form)
    file = reverse("files:download", args=[Signature.objects.get().scan_id])
    assert signed_in(stranger).get(file).status_code == 404


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"typed_hash": "00000000"}, "Mã ở chân trang không khớp"),
        ({"signed_on": "01/03/2026"}, "trước ngày chốt"),
        ({"signed_on": "03/03/2026"}, "còn ở phía trước"),
        ({"signed_on": "hôm qua"}, "Ngày chưa đúng"),
        ({"person": "999999"}, "999999"),
        ({"place": ""}, "id_place_error"),
    ],
)
def test_bad_paper_input_keeps_what_was_typed(send_round, signed_in, given, sentence):
    round_ = send_round()
    response = signed_in(round_.clerk).post(
        act("paper", round_.slots[0]), paper_form(round_, round_.lan, **given)
    )
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Signature.objects.exists()


def test_a_disguised_scan_is_refused_beside_its_field(send_round, signed_in):
    round_ = send_round()
    virus = SimpleUploadedFile("trang-ky.pdf", b"MZ\x90\x00", "application/pdf")
    form = paper_form(round_, round_.lan, upload=virus)
    response = signed_in(round_.clerk).post(act("paper", round_.slots[0]), form)
    assert response.status_code == 422
    assert not Signature.objects.exists()


# --- managing -------------------------------------------------------------------------------


def test_voiding_names_what_is_lost(send_round, sign, signed_in):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    browser = signed_in(round_.clerk)
    assert "Nguyễn Văn Minh" in words(browser.get(act("void", round_.packet)))
    assert browser.post(act("void", round_.packet), {"reason": "sửa Điều 3"}).status_code == 302
    assert Packet.objects.get().state == "VOID"
    response = browser.post(act("void", round_.packet), {"reason": "lần nữa"})
    assert response.status_code == 422


def test_a_party_may_not_void(send_round, signed_in):
    round_ = send_round()
    response = signed_in(round_.lan).post(act("void", round_.packet), {"reason": "không thích"})
    assert response.status_code in {403, 422}
    assert Packet.objects.get().state == "OPEN"


def test_extending_from_the_page(send_round, signed_in, today):
    round_ = send_round(deadline=today)
    browser = signed_in(round_.clerk)
    past = browser.post(act("extend", round_.packet), {"deadline": "01/03/2026", "reason": "lùi"})
    assert past.status_code == 422
    assert (
        browser.post(
            act("extend", round_.packet), {"deadline": "09/03/2026", "reason": "lùi"}
        ).status_code
        == 302
    )
    assert f"{Packet.objects.get().deadline:%d/%m}" == "09/03"


def test_the_nightly_job_closes_what_is_overdue(send_round, settings, today):
    send_round(deadline=today)
    settings.CLOCK = "2026-03-02"
    tasks.expire_packets()
    assert Packet.objects.get().state == "OPEN"
    settings.CLOCK = "2026-03-03"
    tasks.expire_packets()
    tasks.expire_packets()
    assert Packet.objects.get().state == "EXPIRED"


# --- evidence and verification --------------------------------------------------------------


def test_the_evidence_sheet_says_who_when_how_by_what_right(send_round, sign, signed_in):
    round_ = send_round()
    sign(round_.lan, round_.slots[0])
    response = signed_in(round_.clerk).get(act("evidence", round_.packet))
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    for piece in (
        "PHIẾU XÁC NHẬN CHỮ KÝ",
        "Trần Thị Lan",
        "TM. BAN CHẤP HÀNH",
        "02/03/2026",
        "quyết định 02/QĐ",
        round_.packet.short_hash,
        "không phải chữ ký số",
        "chờ ký",
    ):
        assert piece in text
    assert round_.packet.text_hash in text.replace(" ", "")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("OPEN", "đang lấy chữ ký; chưa có giá trị"),
        ("COMPLETE", "đã được các bên ký đủ"),
        ("VOID", "đã bị hủy"),
    ],
)
def test_anybody_can_check_a_printed_copy(client, send_round, sign, now, tree, state, sentence):
    round_ = send_round(plans=[SlotPlan(tree.middle)])
    if state == "COMPLETE":
        sign(round_.lan, round_.slots[0])
    if state == "VOID":
        void_packet(actor=round_.clerk, packet=round_.packet, reason="bí mật", at=now)
    page = words(client.get(reverse("signing:verify", args=[round_.packet.token])))
    assert sentence in page
    assert round_.packet.text_hash in page
    assert "bí mật" not in page
    if state == "COMPLETE":
        assert "Trần Thị Lan" in page
        assert "02/QĐ" not in page  # the mandate's papers are not for the street
        assert "Điều 1" not in page


@pytest.mark.parametrize("how", ["hash", "spaced", "token", "address"])
def test_a_copy_is_found_by_hash_code_or_address(client, send_round, how):
    packet = send_round().packet
    address = reverse("signing:verify", args=[packet.token])
    code = {
        "hash": packet.text_hash.upper(),
        "spaced": " ".join(re.findall("....", packet.text_hash)),
        "token": packet.token,
        "address": f"https://congdoan.example{address}",
    }[how]
    response = client.get(reverse("signing:verify_search"), {"code": code})
    assert response.status_code == 302
    assert response.url == address


def test_an_unknown_code_is_told_as_such(client, db):
    found = client.get(reverse("signing:verify_search"), {"code": "khong-co"})
    assert found.status_code == 422
    assert "Không có văn bản nào với mã này" in words(found)
    missing = client.get(reverse("signing:verify", args=["khong-co"]))
    assert missing.status_code == 404
    assert "không do hệ thống này in ra" in words(missing)
    assert client.get(reverse("signing:verify_search")).status_code == 200


def test_a_delegate_reaches_the_room_by_the_delegation_alone(
    send_round, signed_in, make_person, actor_of, tree, today
):
    from datetime import timedelta

    from congdoan.kernel.access.api import delegate

    round_ = send_round()
    deputy = make_person("Hà Thị Quyền", username="quyen")
    delegate(
        actor=round_.lan,
        office=Office.objects.get(organisation=tree.middle),
        to=deputy,
        capabilities=["signing.sign"],
        start=today,
        until=today + timedelta(days=3),
        decision_no="07/GUQ",
    )
    browser = signed_in(actor_of(Person.objects.get(pk=deputy.pk)))
    assert act("sign", round_.slots[0]) in words(browser.get(act("room", round_.packet)))
    page = words(browser.get(act("sign", round_.slots[0])))
    assert "TUQ. CHỦ TỊCH" in page
    assert "07/GUQ" in page
