"""Files as a new user would send them."""

import io
import zipfile

import pytest

from congdoan.support.exchange.services import (
    ColumnsMissing,
    CsvNotUnicode,
    FileIsABomb,
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
    SheetIsEmpty,
    SheetTooLong,
)
from congdoan.support.exchange.services.reading import limits
from congdoan.support.exchange.tests.conftest import unit, workbook

pytestmark = pytest.mark.django_db


def with_part(content: bytes, name: str, body: bytes = b"x") -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(name, body)
    return file.getvalue()


def test_title_rows_and_strange_columns_do_no_harm(send):
    batch = send(
        [[1, *unit("X-1")]],
        heads=["STT", "MÃ ĐƠN VỊ (*)", "Tên đơn vị", "Loại", "Cấp", "Cấp trên", "Ngày TL"],
        above=[["LIÊN ĐOÀN LAO ĐỘNG"], ["Danh sách đơn vị", "năm 2026"], []],
    )
    row = batch.rows.get()
    assert (row.n, row.plan, row.parsed["code"], row.parsed["on"]) == (
        5,
        "CREATE",
        "X-1",
        "2020-09-05",
    )
    assert batch.unknown == ["STT"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_csv_is_read_whatever_separates_it(send, delimiter, encoding):
    lines = [["Mã", "Tên", "Cấp", "Cấp trên"], ["X-1", "Công đoàn X", "Công đoàn cơ sở", "CD-A1"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    row = send(content=text.encode(encoding), name="cay.csv").rows.get()
    assert (row.plan, row.parsed["level"]) == ("CREATE", "L4_GRASSROOTS")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", SheetIsEmpty),
        (b"\r\n\r\n;;;\r\n", SheetIsEmpty),
        (b"%PDF-1.7 x", NotASpreadsheet),
        (b"\x00\x01\x02 binary", NotASpreadsheet),
        (b"PK\x03\x04 cut off", NotASpreadsheet),
        ("Mã;Tên\r\nX;Đỗ".encode("cp1258", errors="replace"), CsvNotUnicode),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), SheetHasPassword),
        (b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), SheetHasMacros),
        (b"\xd0\xcf\x11\xe0 not a workbook", NotASpreadsheet),
        ("Họ và tên;Ngày sinh\r\nAn;1990".encode(), ColumnsMissing),
        ("Mã;Tên\r\n;\r\n".encode(), SheetIsEmpty),
    ],
    ids=[
        "no bytes",
        "only separators",
        "a PDF",
        "binary",
        "a broken xlsx",
        "an old code page",
        "a password",
        "macros in an xls",
        "a broken xls",
        "another list",
        "headings only",
    ],
)
def test_a_file_we_cannot_use_is_refused_with_a_sentence(send, content, refusal):
    with pytest.raises(refusal) as caught:
        send(content=content, name="tep.xlsx")
    assert "hãy" in caught.value.sentence
    assert "{" not in caught.value.sentence


def test_a_word_file_named_as_a_sheet_is_refused(send):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(NotASpreadsheet):
        send(content=file.getvalue())


def test_macros_and_bombs_are_refused(send, monkeypatch):
    good = workbook([unit("X-1")])
    with pytest.raises(SheetHasMacros):
        send(content=with_part(good, "xl/vbaProject.bin"))
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 100_000)
    with pytest.raises(FileIsABomb):
        send(content=with_part(good, "xl/media/x.png", b"0" * 200_000))


def test_more_rows_than_we_take_are_refused(send, monkeypatch):
    from congdoan.support.exchange.services import planning

    monkeypatch.setattr(planning, "MOST_ROWS", 3)
    with pytest.raises(SheetTooLong):
        send([unit(f"X-{n}") for n in range(5)])
