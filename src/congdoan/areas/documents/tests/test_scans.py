"""A paper entered from its scan: read, recognised, checked by a person; and what must not stay."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.urls import reverse
import pytest

from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.rules.recognising import TypeWord, recognise
from congdoan.areas.documents.services.scanning import keep_scan, sweep_scans
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.files.api import StoredFile
from congdoan.support.texts.api import FileText, read_on
from tests import papers

TYPES = [
    TypeWord("UNION.KH", "Kế hoạch", "KH"),
    TypeWord("UNION.CV", "Công văn"),
    TypeWord("STATE.QD", "Quyết định", "QĐ"),
]
PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN
CÔNG ĐOÀN NGÀNH GIÁO DỤC
Số: 12/KH-CĐGD
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Giang, ngày 05 tháng 9 năm 2026
KẾ HOẠCH
Tổ chức hội nghị cán bộ, công chức, viên chức
năm học 2026 - 2027
Căn cứ Quy chế phối hợp…
"""
#: Two columns read as one line each, by a machine that confuses letters.
LETTER = """UBND TỈNH AN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO Độc lập - Tự do - Hạnh phúc
____________
Sô: 1234/SGDĐT-VP An Giang, ngày 3 tháng 10 năm 2026
V/v báo cáo số lượng đoàn viên
đầu năm học
Kính gửi: Các trường trực thuộc
"""


def test_a_plan_says_what_it_is():
    seen = recognise(PLAN, TYPES)
    assert seen.initial == {
        "symbol": "12/KH-CĐGD",
        "dated_on": date(2026, 9, 5),
        "sender_name": "CÔNG ĐOÀN NGÀNH GIÁO DỤC",
        "type": "UNION.KH",
        "subject": "Tổ chức hội nghị cán bộ, công chức, viên chức năm học 2026 - 2027",
    }


def test_a_letter_of_two_columns_read_as_one():
    seen = recognise(LETTER, TYPES)
    assert (seen.symbol, seen.dated_on) == ("1234/SGDĐT-VP", date(2026, 10, 3))
    assert seen.sender_name == "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    assert seen.subject == "báo cáo số lượng đoàn viên đầu năm học"


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Thực đơn tuần này: cơm, canh", "ngày 31 tháng 2 năm 2026", "Số: ", "_" * 90],
)
def test_nothing_is_made_up(text):
    assert recognise(text, TYPES).initial == {}


def test_a_number_to_be_filled_in_is_a_symbol_without_one():
    assert recognise("Số:      /QĐ-CĐGD", TYPES).initial == {
        "symbol": "/QĐ-CĐGD",
        "type": "STATE.QD",
    }


@pytest.fixture
def desk(clerk, signed_in, tree, settings, today):
    settings.CLOCK = today.isoformat()
    client = signed_in(clerk)
    client.register = reverse("documents:register", args=[tree.middle.pk])
    client.scan = reverse("documents:scan", args=[tree.middle.pk])
    return client


def send(desk, name="quet.pdf"):
    upload = ContentFile(papers.text_pdf(*PLAN.splitlines()), name=name)
    there = desk.post(desk.scan, {"file": upload})["Location"]
    return there, StoredFile.objects.get(name=name)


def read(file, now):
    read_on(text=FileText.objects.get(file=file).pk, at=now)


@pytest.mark.django_db
def test_read_offered_checked_entered(desk, now, today):
    there, file = send(desk)
    page = desk.get(there).content.decode()
    assert "đang chờ được đọc chữ" in page
    assert "Nhập tay ngay" in page
    assert 'name="sender_name"' in desk.get(f"{there}&tay=1").content.decode()
    read(file, now)
    part = desk.get(there, headers={"hx-request": "true"})
    assert part["HX-Redirect"] == there
    page = desk.get(there).content.decode()
    assert 'value="12/KH-CĐGD"' in page
    assert 'value="05/09/2026"' in page
    assert "Hãy đối chiếu với bản quét" in page
    typed = {
        "sender_name": "Công đoàn ngành Giáo dục", "symbol": "12/KH-CĐGD", "subject": "hội nghị",
        "arrived_on": f"{today:%d/%m/%Y}", "urgency": "NORMAL", "channel": "PAPER",
    }  # fmt: skip
    done = desk.post(there, typed)
    one = Incoming.objects.get()
    assert done["Location"] == reverse("documents:incoming", args=[one.pk])
    assert one.file_id == file.pk
    assert "Đã đọc chữ của" in desk.get(done["Location"]).content.decode()
    assert desk.get(there).status_code == 404  # it is entered: no second line of the same scan


@pytest.mark.django_db
def test_a_secret_found_on_a_scan_is_thrown_away_at_once(desk, today):
    there, file = send(desk)
    typed = {"sender_name": "Ban", "arrived_on": f"{today:%d/%m/%Y}", "secrecy": "SECRET"}
    told = desk.post(there, typed, follow=True).content.decode()
    assert "Văn bản mật không được" in told
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not FileText.objects.exists()
    assert not Incoming.objects.exists()


@pytest.mark.django_db
def test_dropping_it_leaves_a_trace_and_others_never_see_it(desk, clerk, lan, signed_in, tree):
    there, file = send(desk)
    assert signed_in(lan).get(there).status_code == 404
    drop = reverse("documents:drop_scan", args=[tree.middle.pk, file.pk])
    assert signed_in(lan).post(drop).status_code == 404
    signed_in(clerk).post(drop)
    assert AuditEntry.objects.filter(verb="documents.scan_dropped").count() == 1
    assert desk.get(there).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["0", "x", "²", "9" * 14])
def test_a_scan_nobody_kept_is_not_found(desk, asked):
    assert desk.get(desk.register, {"tep": asked}).status_code == 404


@pytest.mark.django_db
def test_scans_nobody_entered_are_swept_and_entered_ones_stay(clerk, tree, today, now, system):
    from congdoan.areas.documents import api

    left = ContentFile(papers.text_pdf("a b"), name="bo-quen.pdf")
    keep_scan(actor=clerk, organisation=tree.middle, upload=left, at=now)
    kept = ContentFile(papers.text_pdf("c d"), name="da-vao-so.pdf")
    api.register_arrival(
        actor=clerk, organisation=tree.middle, data=api.Arrival("Sở", "mời họp"),
        arrived_on=today, at=now, upload=kept,
    )  # fmt: skip
    assert sweep_scans(actor=system, at=now + timedelta(days=6)) == 0
    assert sweep_scans(actor=system, at=now + timedelta(days=8)) == 1
    assert sweep_scans(actor=system, at=now + timedelta(days=8)) == 0
    assert [one.name for one in StoredFile.objects.all()] == ["da-vao-so.pdf"]
