from collections.abc import Callable
from datetime import UTC, date, datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest
import xlsxwriter

from congdoan.support.exchange.services import ORGANISATION_TREE, plan_import

HEADS = ["Mã", "Tên", "Loại", "Cấp", "Mã đơn vị cấp trên", "Ngày thành lập"]


def workbook(rows, *, heads=HEADS, above=()) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("Danh sách")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate([*above, heads, *rows]):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(line, place, value)
            else:
                sheet.write(line, place, value)
    book.close()
    return file.getvalue()


def unit(code, name="", parent="CD-A1", *, level="L4_GRASSROOTS", on="05/09/2020", family=""):
    return [code, name or f"Công đoàn cơ sở {code}", family, level, parent, on]


@pytest.fixture
def send(tree, lan, now) -> Callable[..., object]:
    """Plan a file for the middle unit: ``send([unit("X")])`` or ``send(content=b"…")``."""

    def plan(rows=(), *, content=None, name="cay.xlsx", actor=None, organisation=None, **sheet):
        body = workbook(rows, **sheet) if content is None else content
        return plan_import(
            actor=actor or lan,
            kind=ORGANISATION_TREE,
            organisation=tree.middle if organisation is None else organisation,
            upload=SimpleUploadedFile(name, body),
            options={"on": "2026-03-02", "decision_no": "12/QĐ"},
            at=now,
        )

    return plan
