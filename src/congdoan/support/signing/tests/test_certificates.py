"""A packet signed in its PDF with certificates: mandate, order and lease hold together."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pypdf
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.certificates.api import (
    Account,
    FieldKind,
    FileIsHeld,
    Signed,
    content_of,
    current_lease,
    last_revision,
    order_of,
    provider,
    revisions_of,
)
from congdoan.support.signing.enums import Method, PacketState
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.rules.mandate import NotYourParty
from congdoan.support.signing.rules.slots import PacketClosed, TextChanged, WrongTurn
from congdoan.support.signing.selectors.signed_files import file_of
from congdoan.support.signing.services import events
from congdoan.support.signing.services.certificates import (
    PersonSignsFirst,
    begin_with_certificate,
    close_waiting_files,
    finish_with_certificate,
)
from congdoan.support.signing.services.closing import decline_slot, void_packet

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-rat-dai"


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("signing-authority")


@pytest.fixture(autouse=True)
def home(settings, authority_folder):
    settings.HOME = authority_folder


@pytest.fixture
def sign_with(today, now):
    """Sign a slot with the test certificate of who acts; in two steps like every key."""

    def begin(actor, slot, *, kind=FieldKind.PERSON, at=None):
        is_seal = kind == FieldKind.SEAL
        holder = slot.party_name if is_seal else actor.name
        account = Account(holder, f"{kind}-{actor.user_id}-{slot.pk}", is_seal, at or now)
        key = provider("test")
        slot.refresh_from_db()
        lease = begin_with_certificate(
            actor=actor,
            slot=slot,
            kind=kind,
            provider=key.code,
            credential=key.get_certificates(account)[0],
            on=today,
            at=at or now,
        )
        answer = key.sign_hash(account, order_of(lease, title=slot.packet.title))
        assert isinstance(answer, Signed)
        return lease, answer.value

    def act(actor, slot, *, kind=FieldKind.PERSON, at=None):
        lease, value = begin(actor, slot, kind=kind, at=at)
        return finish_with_certificate(
            actor=actor, slot=slot, kind=kind, lease=lease, signature=value, on=today, at=at or now
        )

    act.begin = begin
    return act


def state_of(packet):
    return Packet.objects.get(pk=packet.pk).state


def test_a_mixed_packet_of_certificate_click_and_certificate(send_round, sign_with, sign, today):
    round_ = send_round()
    lan_slot, minh_slot, director_slot = round_.slots
    sign_with(round_.lan, lan_slot)
    sign(round_.minh, minh_slot)
    sign_with(round_.director, director_slot)
    assert state_of(round_.packet) == PacketState.COMPLETE
    methods = Signature.objects.order_by("slot__number").values_list("method", flat=True)
    assert list(methods) == [Method.CERTIFICATE, Method.CLICK, Method.CERTIFICATE]
    file = file_of(round_.packet)
    report = last_revision(file).report
    assert [(one["field"], one["verdict"]) for one in report] == [
        ("CongDoanSo", "VALID"),
        ("NguoiKy1", "VALID"),
        ("NguoiKy3", "VALID"),
    ]
    # The place of who clicked stays empty: a click is no digital signature.
    fields = pypdf.PdfReader(BytesIO(content_of(last_revision(file)))).get_fields()
    assert "/V" not in fields["NguoiKy2"]
    assert Signature.objects.get(slot=lan_slot).mandate["holder"] == round_.lan.name


def test_the_printed_page_says_that_it_is_a_test(send_round, sign_with):
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    pdf = content_of(last_revision(file_of(round_.packet)))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    assert "CHỮ KÝ THỬ NGHIỆM" in text
    assert "Điều 1. Phạm vi" in text


def test_the_seal_comes_after_the_person_and_is_a_signature_of_its_own(
    send_round, sign_with, tree, seat, make_person, actor_of
):
    round_ = send_round()
    slot = round_.slots[0]
    clerk_person = make_person("Hồ Văn Thư", username="vanthu")
    seat(clerk_person, tree.middle, "CLERK")
    clerk = actor_of(clerk_person)
    with pytest.raises(PersonSignsFirst):
        sign_with(clerk, slot, kind=FieldKind.SEAL)
    sign_with(round_.lan, slot)
    with pytest.raises(NotAllowed):
        sign_with(round_.minh, slot, kind=FieldKind.SEAL)
    sign_with(clerk, slot, kind=FieldKind.SEAL)
    report = last_revision(file_of(round_.packet)).report
    assert [one["field"] for one in report[1:]] == ["NguoiKy1", "ConDau1"]
    # A seal signs for nobody: still one signature in the packet.
    assert Signature.objects.count() == 1


def test_order_and_mandate_hold_for_certificates_too(send_round, sign_with):
    round_ = send_round(ordered=True)
    first, second, _third = round_.slots
    with pytest.raises(NotYourParty):
        sign_with(round_.minh, first)
    with pytest.raises(WrongTurn):
        sign_with(round_.minh, second)
    assert Signature.objects.count() == 0
    # Nobody was asked to confirm anything, and the file is in nobody's hand.
    assert file_of(round_.packet) is None


def test_while_one_holds_the_file_the_other_waits_or_clicks(send_round, sign_with, sign, now):
    round_ = send_round()
    sign_with.begin(round_.lan, round_.slots[0])
    with pytest.raises(FileIsHeld):
        sign_with(round_.minh, round_.slots[1])
    # Other ways of signing need no file.
    sign(round_.minh, round_.slots[1])
    sign_with(round_.director, round_.slots[2], at=now + timedelta(minutes=11))
    assert Signature.objects.count() == 2


def test_a_text_changed_meanwhile_voids_the_packet_and_writes_nothing(
    send_round, sign_with, monkeypatch, today, now
):
    round_ = send_round()
    lease, value = sign_with.begin(round_.lan, round_.slots[0])
    monkeypatch.setattr(events.current_hash, "_handlers", {"test": lambda question: "0" * 64})
    with pytest.raises(TextChanged):
        finish_with_certificate(
            actor=round_.lan,
            slot=round_.slots[0],
            kind=FieldKind.PERSON,
            lease=lease,
            signature=value,
            on=today,
            at=now,
        )
    assert state_of(round_.packet) == PacketState.VOID
    assert revisions_of(file_of(round_.packet)).count() == 1


def test_the_file_closes_when_seals_were_waited_for(send_round, sign_with, sign, now):
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    sign(round_.minh, round_.slots[1])
    sign(round_.director, round_.slots[2])
    file = file_of(round_.packet)
    assert file.closed_at is None
    close_waiting_files(at=now + timedelta(days=6))
    assert file_of(round_.packet).closed_at is None
    close_waiting_files(at=now + timedelta(days=7))
    assert file_of(round_.packet).closed_at == now + timedelta(days=7)


def test_a_voided_packet_takes_no_further_signature(send_round, sign_with, now, today):
    round_ = send_round()
    lease, value = sign_with.begin(round_.lan, round_.slots[0])
    void_packet(actor=round_.clerk, packet=round_.packet, reason="sửa", at=now)
    with pytest.raises(PacketClosed):
        finish_with_certificate(
            actor=round_.lan,
            slot=round_.slots[0],
            kind=FieldKind.PERSON,
            lease=lease,
            signature=value,
            on=today,
            at=now,
        )
    assert revisions_of(file_of(round_.packet)).count() == 1


def test_both_signing_and_sealing_are_in_the_log(send_round, sign_with):
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"certificates.file_started", "certificates.signed", "signing.signed"} <= verbs


# --- pages ----------------------------------------------------------------------------------


@pytest.fixture
def browser(client, user_of):
    def act(actor):
        user = user_of(actor)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        client.force_login(user)
        return client

    return act


def test_signing_on_the_page_from_the_room_to_the_file(send_round, browser, now, time_machine):
    time_machine.move_to(now, tick=False)
    round_ = send_round()
    slot = round_.slots[0]
    page = browser(round_.lan)
    room = page.get(reverse("signing:room", args=[round_.packet.pk])).content.decode()
    address = reverse("signing:certificate", args=[slot.pk])
    assert address in room
    shown = page.get(address)
    form = shown.context["form"]
    assert round_.lan.name in shown.content.decode()
    sent = {
        "provider": "test",
        "identifier": "",
        "credential": form.fields["credential"].choices[0][0],
        "secret": PASSWORD,
        "understood": "on",
    }
    wrong = page.post(address, sent | {"secret": "sai"})
    assert wrong.status_code == 422
    assert not Signature.objects.exists()
    done = page.post(address, sent, follow=True)
    assert "Đã ký số." in done.content.decode()
    assert "Chữ ký thử nghiệm" in done.content.decode()
    content = last_revision(file_of(round_.packet)).content_id
    assert page.get(reverse("files:download", args=[content])).status_code == 200


def test_who_sees_not_the_packet_reads_not_its_file(send_round, sign_with, browser, stranger):
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    page = browser(stranger)
    content = last_revision(file_of(round_.packet)).content_id
    assert page.get(reverse("files:download", args=[content])).status_code == 404
    assert page.get(reverse("signing:signed_file", args=[round_.packet.pk])).status_code == 404


def test_the_page_says_who_holds_the_file(send_round, sign_with, browser, now, time_machine):
    time_machine.move_to(now, tick=False)
    round_ = send_round()
    sign_with.begin(round_.lan, round_.slots[0])
    page = browser(round_.minh)
    shown = page.get(reverse("signing:certificate", args=[round_.slots[1].pk])).content.decode()
    assert f"{round_.lan.name} đang ký" in shown
    assert "10 phút" in shown


def test_giving_the_turn_back(send_round, sign_with, browser, now, time_machine):
    time_machine.move_to(now, tick=False)
    round_ = send_round()
    sign_with.begin(round_.lan, round_.slots[0])
    page = browser(round_.lan)
    page.post(reverse("signing:certificate_release", args=[round_.packet.pk]))
    assert current_lease(file_of(round_.packet), at=now) is None


def test_without_any_provider_the_page_says_so(send_round, browser, settings):
    settings.CERTIFICATES = settings.CERTIFICATES | {"tests": False}
    round_ = send_round()
    page = browser(round_.lan)
    shown = page.get(reverse("signing:certificate", args=[round_.slots[0].pk])).content.decode()
    assert "chưa được cấu hình" in shown
    room = page.get(reverse("signing:room", args=[round_.packet.pk])).content.decode()
    assert "Ký bằng chứng thư số" not in room


def check(client, pdf):
    upload = SimpleUploadedFile("tep.pdf", pdf, "application/pdf")
    return client.post(reverse("signing:check_copy"), {"upload": upload})


def test_anybody_may_check_a_copy(send_round, sign_with, client, now, time_machine):
    time_machine.move_to(now, tick=False)
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    first, last = (content_of(one) for one in revisions_of(file_of(round_.packet)))
    assert "Đúng là bản mới nhất, mọi chữ ký" in check(client, last).content.decode()
    assert "Đây là bản cũ: bản 1 trên 2 bản" in check(client, first).content.decode()
    changed = last[:4000] + bytes([last[4000] ^ 1]) + last[4001:]
    assert "Tệp này đã bị sửa" in check(client, changed).content.decode()
    foreign = check(client, b"%PDF-1.7\nkhong phai tep that\n%%EOF")
    assert foreign.status_code == 422
    assert "Không đọc được tệp này" in foreign.content.decode()
    blank = BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(blank)
    unsigned = check(client, blank.getvalue()).content.decode()
    assert "Tệp này không phải tệp ký số" in unsigned
    assert reverse("signing:verify_search") in unsigned


def test_the_file_page_asks_as_much_for_one_signature_as_for_three(send_round, sign_with, browser):
    round_ = send_round()
    page = browser(round_.lan)
    actors = (round_.lan, round_.minh, round_.director)
    counts = []
    for actor, slot in zip(actors, round_.slots, strict=True):
        sign_with(actor, slot)
        address = reverse("signing:signed_file", args=[round_.packet.pk])
        page.get(address)
        with CaptureQueriesContext(connection) as asked:
            page.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_a_returned_packet_keeps_its_file_open_for_going_round_again(
    send_round, sign_with, today, now
):
    round_ = send_round()
    sign_with(round_.lan, round_.slots[0])
    decline_slot(actor=round_.minh, slot=round_.slots[1], reason="chưa rõ", on=today, at=now)
    close_waiting_files(at=now + timedelta(days=30))
    assert file_of(round_.packet).closed_at is None


def test_the_room_shows_who_signs_now(send_round, sign_with, browser, now, time_machine):
    time_machine.move_to(now, tick=False)
    round_ = send_round()
    sign_with.begin(round_.lan, round_.slots[0])
    page = browser(round_.minh)
    room = page.get(reverse("signing:room", args=[round_.packet.pk])).content.decode()
    assert f"{round_.lan.name} đang ký số" in room
    assert "còn 10 phút" in room
