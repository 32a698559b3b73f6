"""Signed paper sent back: every page once, none of another text, and a person for the rest."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFilter
import pypdfium2
import pytest

from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Person
from congdoan.support.rendering.api import to_pdf
from congdoan.support.signing import letters, tasks
from congdoan.support.signing.models import Scan, ScanSheet, Signature
from congdoan.support.signing.rules.scans import (
    Code,
    PlaceUnknown,
    ScanTooLong,
    ScanUnreadable,
    Sheet,
    judge,
    parse_code,
)
from congdoan.support.signing.selectors.printing import stamp_of
from congdoan.support.signing.selectors.scans import numbers, sentences
from congdoan.support.signing.services import scanning
from congdoan.support.signing.services.closing import void_packet
from congdoan.support.signing.services.paper import record_paper_signature
from congdoan.support.signing.services.recording import ScanAttached
from congdoan.support.signing.services.scanning import attach_scans, read_scan, settle_sheets
from congdoan.support.signing.tests.conftest import printed, scanned
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


def pdf(content, name="ban-quet.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def on_paper(send_round, today, now):
    """A round of which the first two signed on paper, without scans."""
    going = send_round()
    for actor, slot in ((going.lan, going.slots[0]), (going.minh, going.slots[1])):
        record_paper_signature(
            actor=going.clerk,
            slot=slot,
            person=Person.objects.get(pk=actor.person_id),
            signed_on=today,
            place="Di Linh",
            typed_hash=going.packet.text_hash[:8],
            key=f"giay-{slot.pk}",
            on=today,
            at=now,
        )
    return going


@pytest.fixture
def attach(on_paper, today, now):
    def act(*files):
        return attach_scans(
            actor=on_paper.clerk,
            packet=on_paper.packet,
            signatures=list(Signature.objects.filter(slot__packet=on_paper.packet)),
            uploads=[pdf(one) if isinstance(one, bytes) else one for one in files],
            on=today,
            at=now,
        )

    return act


def said(scan):
    return " ".join(sentence for _, sentence in sentences(scan))


# --- codes ----------------------------------------------------------------------------------


def test_each_printed_page_says_which_it_is(on_paper):
    document = pypdfium2.PdfDocument(printed(on_paper.packet, pages=3))
    from congdoan.support.signing.services.reading import read_sheets

    content = io.BytesIO(printed(on_paper.packet, pages=3))
    seen = list(read_sheets(content, is_pdf=True, token=on_paper.packet.token))
    assert [one.code for one in seen] == [
        Code(on_paper.packet.token, "trang", page, 3) for page in (1, 2, 3)
    ]
    document.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "https://a.vn/ky-so/kiem-tra/AbCd-_123456/?trang=3-12",
            Code("AbCd-_123456", "trang", 3, 12),
        ),
        ("https://a.vn/ky-so/kiem-tra/AbCd-_123456/", Code("AbCd-_123456")),
        (
            "https://a.vn/ky-so/kiem-tra/AbCd-_123456/?phieu=1-1",
            Code("AbCd-_123456", "phieu", 1, 1),
        ),
        ("https://a.vn/", None),
        ("079123456789|Nguyễn Văn A|01011990", None),
        ("", None),
    ],
)
def test_only_our_own_codes_are_read(text, code):
    assert parse_code(text) == code


def test_numbers_are_written_as_people_write_them():
    assert numbers([1, 2, 3, 7]) == "1–3, 7"
    assert numbers([]) == ""


# --- what a scan may look like --------------------------------------------------------------


def test_a_whole_scan_matches_by_itself_and_settles_the_work(on_paper, attach):
    scan = attach(scanned(on_paper.packet, pages=3))
    assert (scan.state, scan.pages, scan.findings) == ("MATCHED", 3, [])
    assert scan.text_hash == on_paper.packet.text_hash
    assert set(Signature.objects.values_list("paper_scan", flat=True)) == {scan.pk}
    assert not WorkItem.objects.filter(state="OPEN", key__contains=".scan.").exists()
    assert not ScanSheet.objects.filter(picture__isnull=False).exists()


@pytest.mark.parametrize(
    ("given", "state", "sentence"),
    [
        ({"order": (1, 3)}, "MISMATCHED", "Thiếu trang 2 (bản in có 3 trang)."),
        ({"order": (1, 2, 2, 3)}, "MISMATCHED", "Trang 2 có nhiều lần: tờ 2–3."),
        ({"order": (3, 1, 2)}, "MATCHED", "Các tờ không theo thứ tự (3, 1–2)"),
        ({"turned": (2,)}, "MATCHED", "Tờ 2 bị ngược hoặc nằm ngang"),
        ({"order": (1, 0, 2, 0, 3, 0)}, "MATCHED", "Tờ 2, 4, 6 là giấy trắng"),
        ({"order": (0, 0)}, "MISMATCHED", "Không có tờ nào là trang của văn bản này"),
    ],
)
def test_what_lies_wrong_in_the_scanner_is_named(on_paper, attach, given, state, sentence):
    scan = attach(scanned(on_paper.packet, pages=3, **given))
    assert sentence in said(scan)
    assert scan.state == state


def test_pages_of_another_text_are_named(on_paper, attach, send_round):
    other = send_round(subject_id=2, text="KHÁC\n").packet
    scan = attach(scanned(on_paper.packet, pages=2, extra=[printed(other)]))
    assert scan.state == "MISMATCHED"
    assert f"Tờ 3 là trang của văn bản khác: “{other.title}”." in said(scan)


def test_a_page_of_a_withdrawn_print_of_the_same_text_is_no_page_of_it(
    on_paper, attach, send_round, clerk, now
):
    void_packet(actor=clerk, packet=on_paper.packet, reason="sửa", at=now)
    again = send_round(text="Bản khác\n")
    sheets = [
        Sheet(1, Code(again.packet.token, "trang", 1, 2)),
        Sheet(2, Code(on_paper.packet.token, "trang", 2, 2)),
    ]
    assert {f.code for f in judge(sheets, again.packet.token).findings} == {"MISSING", "FOREIGN"}


def test_the_evidence_sheet_is_no_page_of_the_text(on_paper, attach, now):
    sheet = letters.evidence_sheet(on_paper.packet)
    paper = to_pdf(sheet, created_at=now, stamp=stamp_of(on_paper.packet, sheet=True))
    scan = attach(scanned(on_paper.packet, extra=[paper]))
    assert scan.state == "MISMATCHED"
    assert "là phiếu xác nhận" in said(scan)


def test_two_prints_must_not_be_mixed(on_paper, attach):
    scan = attach(
        scanned(on_paper.packet, pages=3, order=(1, 2)),
        scanned(on_paper.packet, pages=4, order=(3,)),
    )
    assert "những lần in khác nhau" in said(scan)
    assert scan.state == "MISMATCHED"


def photograph(content, page=0, *, turn=0, blur=0.0, name="to.jpg"):
    document = pypdfium2.PdfDocument(content)
    picture = document[page].render(scale=2.2).to_pil()
    document.close()
    if turn:
        picture = picture.rotate(turn, expand=True, fillcolor="white")
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_photographs_are_read_too_however_they_lie(on_paper, attach):
    whole = printed(on_paper.packet, pages=3)
    scan = attach(photograph(whole), photograph(whole, 1, turn=90), photograph(whole, 2, turn=184))
    assert scan.state == "MATCHED"
    assert "Tờ 2–3 bị ngược hoặc nằm ngang" in said(scan)
    assert scan.files.count() == 3


# --- a person's look ------------------------------------------------------------------------


@pytest.fixture
def blurred(on_paper, attach):
    whole = printed(on_paper.packet, pages=2)
    return attach(photograph(whole), photograph(whole, 1, blur=9))


def test_what_cannot_be_read_waits_for_a_person(on_paper, blurred, clerk, today, now):
    assert blurred.state == "DOUBTFUL"
    assert "Không đọc được mã QR ở tờ 2" in said(blurred)
    assert WorkItem.objects.filter(state="OPEN", key__contains=".scan.").count() == 2
    with pytest.raises(PlaceUnknown):
        settle_sheets(
            actor=clerk, scan=blurred, places={2: 3}, skipped=[], note="", on=today, at=now
        )

    settled = settle_sheets(
        actor=clerk, scan=blurred, places={2: 2}, skipped=[], note="nhòe mực", on=today, at=now
    )

    assert (settled.state, settled.judged_by_name) == ("CONFIRMED", clerk.name)
    assert "Tờ 2 được người xem ghi số trang" in said(settled)
    entry = AuditEntry.objects.filter(verb="signing.scan_judged").first()
    assert entry.changes["placed"] == {"2": 2}
    assert not WorkItem.objects.filter(state="OPEN", key__contains=".scan.").exists()


def test_a_person_may_say_a_sheet_does_not_belong(on_paper, attach, send_round, clerk, today, now):
    other = send_round(subject_id=2, text="KHÁC\n").packet
    scan = attach(scanned(on_paper.packet, extra=[printed(other)]))
    settled = settle_sheets(
        actor=clerk, scan=scan, places={}, skipped=[2], note="", on=today, at=now
    )
    assert settled.state == "CONFIRMED"


def test_the_page_shows_pictures_and_takes_the_answer(on_paper, blurred, signed_in, stranger):
    browser = signed_in(on_paper.clerk)
    address = reverse("signing:scan_result", args=[blurred.pk])
    picture = reverse("signing:scan_picture", args=[blurred.pk, 2])
    page = browser.get(address).content.decode()
    assert "Có tờ máy không đọc được, cần người xem." in page
    assert picture in page
    shown = browser.get(picture)
    assert Image.open(io.BytesIO(shown.content)).width <= 460
    assert browser.get(reverse("signing:scan_picture", args=[blurred.pk, 1])).status_code == 404
    assert browser.post(address, {"page_2": "9"}).status_code == 422
    assert browser.post(address, {"page_2": "2", "note": "nhòe"}).status_code == 302
    assert Scan.objects.get().state == "CONFIRMED"
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).get(picture).status_code == 404


def test_a_party_sees_the_result_but_does_not_judge_the_others(on_paper, blurred, signed_in):
    browser = signed_in(on_paper.director)
    page = browser.get(reverse("signing:scan_result", args=[blurred.pk])).content.decode()
    assert "Ghi kết quả xem" not in page


def test_a_scan_that_did_not_match_is_followed_by_another(on_paper, attach):
    attach(scanned(on_paper.packet, pages=2, order=(1,)))
    scan = attach(scanned(on_paper.packet, pages=2))
    assert scan.state == "MATCHED"
    assert set(Signature.objects.values_list("paper_scan", flat=True)) == {scan.pk}
    assert Scan.objects.count() == 2
    with pytest.raises(ScanAttached):
        attach(scanned(on_paper.packet, pages=2))


# --- large and broken files -----------------------------------------------------------------


def test_a_large_scan_is_read_by_a_job(on_paper, attach, monkeypatch, clerk, today, now):
    monkeypatch.setattr(scanning, "_AT_ONCE", 2)
    queued = []
    monkeypatch.setattr(scanning.jobs, "enqueue", lambda job, **given: queued.append((job, given)))
    scan = attach(scanned(on_paper.packet, pages=3))
    assert scan.state == "READING"
    assert queued == [
        ("signing.read_scan", {"key": f"signing.read_scan.{scan.pk}", "scan": scan.pk})
    ]
    tasks.read_one_scan(scan=scan.pk)
    tasks.read_one_scan(scan=scan.pk)
    assert Scan.objects.get().state == "MATCHED"
    assert ScanSheet.objects.count() == 3
    read_scan(actor=clerk, scan=Scan.objects.get(), on=today, at=now)
    assert ScanSheet.objects.count() == 3


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", b"%PDF-1.7\n" + b"\0" * 3000],
)
def test_a_broken_file_is_refused_before_it_is_kept(attach, content):
    with pytest.raises(ScanUnreadable, match="bị hỏng hoặc có mật khẩu"):
        attach(content)
    assert not Scan.objects.exists()


def test_a_cut_off_photograph_is_refused(on_paper, attach):
    whole = photograph(printed(on_paper.packet)).read()
    with pytest.raises(ScanUnreadable):
        attach(SimpleUploadedFile("to.png", b"\x89PNG\r\n\x1a\n" + whole[:500], "image/png"))


def test_a_book_is_no_scan(attach, monkeypatch, on_paper):
    monkeypatch.setattr(scanning, "MOST_SHEETS", 2)
    with pytest.raises(ScanTooLong):
        attach(scanned(on_paper.packet, pages=2), scanned(on_paper.packet, pages=2))


def test_forty_megabytes_are_refused_beside_the_field(on_paper, signed_in, settings):
    settings.UPLOAD_LIMIT_BYTES = 100_000
    browser = signed_in(on_paper.clerk)
    big = pdf(scanned(on_paper.packet) + b"\0" * 200_000)
    address = reverse("signing:scan", args=[on_paper.slots[0].pk])
    chosen = list(Signature.objects.values_list("pk", flat=True))
    response = browser.post(address, {"upload": big, "signatures": chosen})
    assert response.status_code == 422
    assert "vượt giới hạn" in response.content.decode()
    broken = browser.post(address, {"upload": pdf(b"%PDF-1.7\nx"), "signatures": chosen})
    assert "bị hỏng hoặc có mật khẩu" in broken.content.decode()
    nobody = browser.post(address, {"upload": pdf(scanned(on_paper.packet))})
    assert "Hãy chọn ít nhất một bên." in nobody.content.decode()
    empty = browser.post(address, {"signatures": chosen})
    assert empty.status_code == 422
    assert not Scan.objects.exists()


def test_several_photographs_in_one_form_are_one_scan(on_paper, signed_in):
    whole = printed(on_paper.packet, pages=2)
    browser = signed_in(on_paper.clerk)
    chosen = list(Signature.objects.values_list("pk", flat=True))
    response = browser.post(
        reverse("signing:scan", args=[on_paper.slots[0].pk]),
        {"upload": [photograph(whole), photograph(whole, 1)], "signatures": chosen},
    )
    assert response.url == reverse("signing:scan_result", args=[Scan.objects.get().pk])
    assert Scan.objects.get().state == "MATCHED"
