"""The workbook of a report: out, filled in offline, back, compared, taken."""

from decimal import Decimal
import io
import re
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest
import xlsxwriter

from congdoan.support.exchange.api import read_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(report, minh, signed_in):
    """Get the workbook, ``edit`` it, and return what the page of differences says."""

    class Sheet:
        client = signed_in(minh)

        def get(self, of=report):
            page = self.client.get(reverse("reporting:report_workbook", args=[of.pk]))
            assert page.status_code == 200
            self.content = page.content
            book = read_workbook(io.BytesIO(page.content), "b.xlsx")
            return {one.name: [list(row) for row in one] for one in book.sheets}

        def send(self, book, of=report):
            file = io.BytesIO()
            made = xlsxwriter.Workbook(file, {"in_memory": True})
            for name, rows in book.items():
                page = made.add_worksheet(name)
                for line, row in enumerate(rows):
                    page.write_row(line, 0, row)
            made.close()
            return self.post(file.getvalue(), of)

        def post(self, content, of=report):
            address = reverse("reporting:report_workbook_back", args=[of.pk])
            return self.client.post(address, {"file": SimpleUploadedFile("b.xlsx", content)})

        def take(self, page, **more):
            text = page.content.decode()
            hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)
            chosen = re.findall(r'name="nhan" value="([^"]+)"[^>]*? checked', text)
            address = reverse("reporting:report_workbook_take", args=[report.pk])
            return self.client.post(address, {**dict(hidden), "nhan": chosen, **more})

    return Sheet()


def row_of(page, code):
    return next(row for row in page if row[0] == code)


def put(book, code, text, column=6, page="Số liệu"):
    row_of(book[page], code)[column] = text


def test_what_is_filled_in_offline_is_shown_and_then_taken(sheet, report, write):
    write(report, {"T_EMP": Decimal(50)})
    book = sheet.get()
    parts = zipfile.ZipFile(io.BytesIO(sheet.content))
    assert b"<sheetProtection" in parts.read("xl/worksheets/sheet1.xml")
    assert b'state="veryHidden"' in parts.read("xl/workbook.xml")
    put(book, "T_MEM", "1.240")
    put(book, "T_FEM", 30)
    put(book, "T_EMP", "")
    put(book, "words", "Đoàn viên tham gia đầy đủ.", 3, "Phần lời")
    page = sheet.send(book)
    assert page.status_code == 200
    said = page.content.decode()
    assert "3 chỗ khác với báo cáo" in said
    assert "1 ô để trống trong tệp" in said
    report.refresh_from_db()
    assert report.entered[1] is None  # nothing is written by looking
    assert sheet.take(page).status_code == 302
    report.refresh_from_db()
    assert report.entered[:3] == [Decimal(50), Decimal(1240), Decimal(30)]
    assert report.narrative == {"words": "Đoàn viên tham gia đầy đủ."}


def test_an_old_file_brings_only_what_was_changed_in_it_and_never_over_another(
    sheet, report, write
):
    book = sheet.get()
    write(report, {"T_MEM": Decimal(40)})
    write(report, {"T_FEM": Decimal(30)})
    put(book, "T_MEM", "39")
    put(book, "T_NEW", "5")
    page = sheet.send(book)
    said = page.content.decode()
    assert "lưu thêm 2 lần" in said
    assert "người khác cũng sửa" in said
    sheet.take(page)
    report.refresh_from_db()
    assert report.entered[1:4] == [Decimal(40), Decimal(30), Decimal(5)]
    sheet.take(page, nhan=["v-1"])  # chosen knowingly, having seen both
    report.refresh_from_db()
    assert report.entered[1] == Decimal(39)


def test_what_changed_between_looking_and_taking_is_told(sheet, report, write):
    book = sheet.get()
    put(book, "T_MEM", "39")
    page = sheet.send(book)
    write(report, {"T_MEM": Decimal(40)})
    told = sheet.take(page)
    assert told.status_code == 422
    assert "vừa ghi 40, bạn ghi 39" in told.content.decode()
    report.refresh_from_db()
    assert report.entered[1] == Decimal(40)


@pytest.mark.parametrize(
    ("text", "said"),
    [("bốn mươi", "không phải là số"), ("-4", "số âm"), ("1000000000000", "lớn quá mức")],
)
def test_what_is_no_figure_is_named_and_the_rest_is_taken(sheet, report, text, said):
    book = sheet.get()
    put(book, "T_MEM", text)
    put(book, "T_FEM", "30")
    page = sheet.send(book)
    assert "Dòng 2 (Đoàn viên)" in page.content.decode()
    assert said in page.content.decode()
    sheet.take(page)
    report.refresh_from_db()
    assert report.entered[1:3] == [None, Decimal(30)]


def test_moved_rows_are_known_by_their_code_and_a_copied_one_is_refused(sheet, report):
    book = sheet.get()
    page = book["Số liệu"]
    put(book, "T_MEM", "40")
    first, second = (row_of(page, code) for code in ("T_MEM", "T_NEW"))
    first[:], second[:] = list(second), list(first)
    sheet.take(sheet.send(book))
    report.refresh_from_db()
    assert report.entered[1] == Decimal(40)
    row_of(page, "T_FEM")[0] = "T_NEW"
    told = sheet.send(book)
    assert told.status_code == 422
    assert "T_NEW có ở hai dòng" in told.content.decode()


def test_a_file_of_another_report_or_without_its_seal_is_refused(sheet, report, make_round, tree):
    other = make_round(year=2025).reports.get(organisation=tree.leaf)
    told = sheet.send(sheet.get(other))
    assert told.status_code == 422
    assert "Báo cáo năm 2025" in told.content.decode()
    book = sheet.get()
    book["ds_khoa"][0][0] += "x"
    assert "không phải tệp Excel lấy từ báo cáo này" in sheet.send(book).content.decode()
    assert sheet.post(b"PK\x03\x04 not a zip").status_code == 422
    assert (
        "có mật khẩu"
        in sheet.post(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ).content.decode()
    )


def test_nobody_takes_the_workbook_of_a_report_that_is_not_theirs_to_write(
    submitted, minh, lan, signed_in
):
    for name in ("report_workbook", "report_workbook_back"):
        address = reverse(f"reporting:{name}", args=[submitted.pk])
        assert signed_in(lan).get(address).status_code == 403
        assert signed_in(minh).get(address).status_code == 409
