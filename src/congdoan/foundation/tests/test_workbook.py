import io
import zipfile

import pytest
from python_calamine import load_workbook

from congdoan.foundation.workbook import Book, csv_file


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_no_cell_of_a_csv_is_run(text):
    told = csv_file(["Tên", text], [[text, 1, None]]).decode("utf-8-sig")
    assert told.startswith("Tên,")
    assert f"'{text}" in told


def test_a_csv_begins_with_the_mark_excel_looks_for():
    assert csv_file(["Tên"], [["Đỗ"]]) == "\ufeffTên\r\nĐỗ\r\n".encode()


def test_a_column_offers_its_values_from_a_hidden_sheet():
    book = Book()
    sheet = book.sheet("Dữ liệu", [("Cấp", True)], [["=A1"]])
    book.drop_down(sheet, 0, "Cấp", [f"Cấp {n}" for n in range(100)])
    content = book.content()
    made = load_workbook(io.BytesIO(content))
    assert made.sheet_names == ["Dữ liệu", "ds0"]
    assert made.get_sheet_by_name("Dữ liệu").to_python()[1] == ["=A1"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert "ds0!$A$1:$A$100" in xml
        assert "<f>" not in xml
        assert 'state="hidden"' in package.read("xl/workbook.xml").decode()
