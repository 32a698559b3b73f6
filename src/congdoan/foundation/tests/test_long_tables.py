"""Tables of any length as files: row by row, nothing lost, nothing that a spreadsheet runs."""

import io

import pytest
from python_calamine import load_workbook

from congdoan.foundation import workbook
from congdoan.foundation.workbook import stream_csv, stream_sheet

HEADS = ["Họ và tên", "Số căn cước"]


def rows(count, taken):
    for n in range(count):
        taken.append(n)
        yield [f"Nguyễn Văn {n}", f"{n:012d}" if n else "=1+1"]


@pytest.mark.parametrize("count", [0, 1, 5, 10, 23])
def test_what_one_sheet_cannot_hold_goes_on_in_the_next(count, monkeypatch):
    monkeypatch.setattr(workbook, "_LINES", 10)
    monkeypatch.setattr(workbook, "_MEASURED", 3)
    file, taken = io.BytesIO(), []
    assert stream_sheet(file, "Sổ: đoàn viên", HEADS, rows(count, taken)) == count
    file.seek(0)
    book = load_workbook(file)
    sheets = [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]
    assert all(sheet[0] == HEADS for sheet in sheets)
    assert [row for sheet in sheets for row in sheet[1:]] == list(rows(count, []))
    assert len(sheets) == max(1, -(-count // 10))
    assert book.sheet_names[0] == "Sổ  đoàn viên"


def test_csv_has_its_mark_and_runs_nothing():
    file = io.BytesIO()
    assert stream_csv(file, HEADS, rows(3, [])) == 3
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Họ và tên,Số căn cước", "Nguyễn Văn 0,'=1+1", *(
        f"Nguyễn Văn {n},{n:012d}" for n in (1, 2)
    )]  # fmt: skip
