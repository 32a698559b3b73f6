"""Signing a packet with one's own software: from the page, by whom, in whose turn."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.certificates.api import (
    Account,
    FieldKind,
    FileIsHeld,
    content_of,
    current_lease,
    last_revision,
    provider,
)
from congdoan.support.certificates.tests.test_lending import certificate_of_a_server, own_software
from congdoan.support.certificates.tests.test_tampering import appended
from congdoan.support.signing.enums import Method, PacketState
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.rules.slots import PacketClosed, TextChanged, WrongTurn
from congdoan.support.signing.selectors.signed_files import file_of
from congdoan.support.signing.services import events
from congdoan.support.signing.services.certificates import finish_with_copy, lend_to_sign
from congdoan.support.signing.services.closing import void_packet

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("outside-authority")


@pytest.fixture(autouse=True)
def home(settings, authority_folder, now, time_machine):
    settings.HOME = authority_folder
    time_machine.move_to(now, tick=False)


@pytest.fixture
def signed_at_home(now):
    """Sign what was downloaded with the own certificate, as a program on that machine does."""

    def act(pdf, field, holder, *, is_seal=False):
        account = Account(holder, f"{'o' if is_seal else 'p'}-{abs(hash(holder))}", is_seal, now)
        provider("test").get_certificates(account)
        authority = provider("test").authority
        identity = authority.kept(account.reference)
        return own_software(pdf, field, identity, [authority.issuing.asn1()])

    return act


def page_of(slot, *, seal=False):
    name = "certificate_seal_outside" if seal else "certificate_outside"
    return reverse(f"signing:{name}", args=[slot.pk])


def sent(pdf):
    return {"upload": SimpleUploadedFile("da-ky.pdf", pdf, "application/pdf")}


def content(packet):
    return content_of(last_revision(file_of(packet)))


def test_take_the_file_sign_it_send_it_back(send_round, signed_in, signed_at_home):
    round_ = send_round()
    slot = round_.slots[0]
    browser = signed_in(round_.lan)
    key_page = browser.get(reverse("signing:certificate", args=[slot.pk])).content.decode()
    assert page_of(slot) in key_page
    first = browser.get(page_of(slot)).content.decode()
    assert "Nhận tệp để ký" in first
    assert browser.post(page_of(slot), {"take": "1"}).status_code == 422
    taken = browser.post(page_of(slot), {"take": "1", "understood": "on"}, follow=True)
    shown = taken.content.decode()
    assert "NguoiKy1" in shown
    assert "còn 30 phút" in shown
    file = file_of(round_.packet)
    download = reverse("files:download", args=[last_revision(file).content_id])
    assert download in shown
    lent = b"".join(browser.get(download).streaming_content)

    done = browser.post(page_of(slot), sent(signed_at_home(lent, "NguoiKy1", round_.lan.name)))

    assert done.url == reverse("signing:signed_file", args=[round_.packet.pk])
    signature = Signature.objects.get()
    assert (signature.method, signature.slot) == (Method.CERTIFICATE, slot)
    assert last_revision(file_of(round_.packet)).provider == "outside"
    assert current_lease(file, at=signature.recorded_at) is None
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"signing.signed", "certificates.signed"} <= verbs
    again = browser.post(page_of(slot), {"take": "1", "understood": "on"})
    assert again.status_code == 422
    assert "đã có chữ ký" in again.content.decode()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda pdf, _signed: pdf, "chưa có chữ ký mới"),
        (lambda _pdf, signed: appended(signed), "còn 1 lần lưu khác"),
        (lambda _pdf, _signed: b"%PDF-1.7\nkhac\n%%EOF", "không phải bản vừa tải"),
        (lambda _pdf, _signed: b"khong phai pdf", "không phải là PDF"),
        (lambda _pdf, _signed: b"", "Tệp rỗng"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_the_turn_stays(
    send_round, signed_in, signed_at_home, spoil, sentence
):
    round_ = send_round()
    slot = round_.slots[0]
    browser = signed_in(round_.lan)
    browser.post(page_of(slot), {"take": "1", "understood": "on"})
    lent = content(round_.packet)
    right = signed_at_home(lent, "NguoiKy1", round_.lan.name)

    refused = browser.post(page_of(slot), sent(spoil(lent, right)))

    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert not Signature.objects.exists()
    assert content(round_.packet) == lent
    assert browser.post(page_of(slot), sent(right)).status_code == 302


def test_nobody_elses_certificate_and_no_servers(send_round, signed_in, signed_at_home, now):
    round_ = send_round()
    slot = round_.slots[0]
    browser = signed_in(round_.lan)
    browser.post(page_of(slot), {"take": "1", "understood": "on"})
    lent = content(round_.packet)
    others = browser.post(page_of(slot), sent(signed_at_home(lent, "NguoiKy1", "Người Lạ")))
    assert "Chứng thư số cấp cho “Người Lạ”" in others.content.decode()
    authority = provider("test").authority
    server = certificate_of_a_server(authority, round_.lan.name, now)
    signed = own_software(lent, "NguoiKy1", server, [authority.issuing.asn1()])
    refused = browser.post(page_of(slot), sent(signed)).content.decode()
    assert "cấp cho máy chủ, không phải cho người" in refused
    assert not Signature.objects.exists()


def test_the_seal_comes_back_the_same_way(send_round, signed_in, signed_at_home):
    round_ = send_round()
    slot = round_.slots[0]
    browser = signed_in(round_.lan)
    early = browser.get(page_of(slot, seal=True))
    assert early.status_code == 403
    assert "phải ký số trước" in early.content.decode()
    browser.post(page_of(slot), {"take": "1", "understood": "on"})
    signed = signed_at_home(content(round_.packet), "NguoiKy1", round_.lan.name)
    browser.post(page_of(slot), sent(signed))

    browser.post(page_of(slot, seal=True), {"take": "1", "understood": "on"})
    own = content(round_.packet)
    person = browser.post(
        page_of(slot, seal=True), sent(signed_at_home(own, "ConDau1", round_.lan.name))
    )
    assert "là của cá nhân" in person.content.decode()
    seal = signed_at_home(own, "ConDau1", slot.party_name, is_seal=True)
    assert browser.post(page_of(slot, seal=True), sent(seal)).status_code == 302
    assert AuditEntry.objects.filter(verb="signing.sealed").exists()


def test_the_order_holds_and_others_wait_their_turn(
    send_round, signed_in, today, now, signed_at_home
):
    round_ = send_round(ordered=True)
    second = round_.slots[1]
    later = {"actor": round_.minh, "slot": second, "kind": FieldKind.PERSON}
    with pytest.raises(WrongTurn):
        lend_to_sign(**later, on=today, at=now)
    browser = signed_in(round_.minh)
    refused = browser.post(page_of(second), {"take": "1", "understood": "on"})
    assert refused.status_code == 422
    assert "Chưa đến lượt" in refused.content.decode()
    assert file_of(round_.packet) is None
    # Whoever never took the file sends nothing back.
    nothing = browser.post(page_of(second), sent(b"%PDF-1.7\n%%EOF"))
    assert nothing.status_code == 409
    assert "Đã quá thời gian giữ lượt ký" in nothing.content.decode()


def test_who_holds_the_file_is_named_and_a_lapsed_turn_goes_to_the_next(
    send_round, signed_in, today, now, signed_at_home, time_machine
):
    round_ = send_round()
    first, second = round_.slots[:2]
    lease = lend_to_sign(actor=round_.lan, slot=first, kind=FieldKind.PERSON, on=today, at=now)
    with pytest.raises(FileIsHeld):
        lend_to_sign(actor=round_.minh, slot=second, kind=FieldKind.PERSON, on=today, at=now)
    shown = signed_in(round_.minh).get(page_of(second)).content.decode()
    assert f"{round_.lan.name} đang ký tệp này, còn giữ lượt 30 phút" in shown
    signed = signed_at_home(content(round_.packet), "NguoiKy1", round_.lan.name)
    with pytest.raises(NotAllowed):
        finish_with_copy(
            actor=round_.minh,
            slot=first,
            kind=FieldKind.PERSON,
            lease=lease,
            pdf=signed,
            on=today,
            at=now,
        )
    time_machine.move_to(now + timedelta(minutes=31), tick=False)
    late = signed_in(round_.lan).post(page_of(first), sent(signed))
    assert late.status_code == 409
    assert "Đã quá thời gian giữ lượt ký" in late.content.decode()
    next_ = signed_in(round_.minh).post(page_of(second), {"take": "1", "understood": "on"})
    assert next_.status_code == 302


def test_a_packet_voided_or_a_text_changed_meanwhile_keeps_nothing(
    send_round, signed_at_home, today, now, monkeypatch
):
    round_ = send_round()
    slot = round_.slots[0]
    who = {"actor": round_.lan, "slot": slot, "kind": FieldKind.PERSON}
    lease = lend_to_sign(**who, on=today, at=now)
    lent = content(round_.packet)
    signed = signed_at_home(lent, "NguoiKy1", round_.lan.name)
    monkeypatch.setattr(events.current_hash, "ask", lambda _question: ["khac"])
    with pytest.raises(TextChanged):
        finish_with_copy(**who, lease=lease, pdf=signed, on=today, at=now)
    assert Packet.objects.get(pk=round_.packet.pk).state == PacketState.VOID
    assert content(round_.packet) == lent
    monkeypatch.undo()

    other = send_round(subject_id=2)
    who |= {"slot": other.slots[0]}
    lease = lend_to_sign(**who, on=today, at=now)
    signed = signed_at_home(content(other.packet), "NguoiKy1", round_.lan.name)
    void_packet(actor=other.clerk, packet=other.packet, reason="Sai", at=now)
    with pytest.raises(PacketClosed):
        finish_with_copy(**who, lease=lease, pdf=signed, on=today, at=now)
    assert not Signature.objects.exists()


def test_the_waiting_page_leads_back_and_the_turn_is_given_back(
    send_round, signed_in, today, now, stranger
):
    round_ = send_round()
    slot = round_.slots[0]
    lend_to_sign(actor=round_.lan, slot=slot, kind=FieldKind.PERSON, on=today, at=now)
    browser = signed_in(round_.lan)
    wait = reverse("signing:certificate_wait", args=[round_.packet.pk])
    assert browser.get(wait).url == page_of(slot)
    file_page = browser.get(reverse("signing:signed_file", args=[round_.packet.pk]))
    assert wait in file_page.content.decode()
    browser.post(reverse("signing:certificate_release", args=[round_.packet.pk]))
    assert current_lease(file_of(round_.packet), at=now) is None
    assert signed_in(stranger).get(page_of(slot)).status_code == 404


def test_without_a_seal_of_the_installation_the_page_says_so(send_round, signed_in, settings):
    round_ = send_round()
    settings.CERTIFICATES = settings.CERTIFICATES | {"tests": False}
    browser = signed_in(round_.lan)
    assert "chưa được cấu hình" in browser.get(page_of(round_.slots[0])).content.decode()
    taken = browser.post(page_of(round_.slots[0]), {"take": "1", "understood": "on"})
    assert taken.status_code == 422
