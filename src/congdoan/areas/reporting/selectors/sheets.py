"""The figures of a branch as a workbook: one row a contribution, sums as formulas."""

from collections.abc import Sequence
import io
from typing import Any

from django.utils.translation import gettext as _

from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.models import Cell
from congdoan.areas.reporting.selectors.cells import Layout, head_of
from congdoan.areas.reporting.selectors.pivot import Line, Pivot
from congdoan.areas.reporting.selectors.totals import Contribution, Place, contributions

_FIRST_ROW, _FIRST_COLUMN = 3, 2


def totals_sheet(place: Place, layout: Layout) -> bytes:
    """
    Return a workbook: who contributes what, and the sum, the share, the average as live formulas.

    An average below is written as Σ value × weight is divided: by its weights' column.
    """
    rows = sorted(
        contributions(place, layout), key=lambda one: (one.adjustment is not None, one.name)
    )
    file = io.BytesIO()
    book = _book(file)
    looks = _looks(book)
    page = book.add_worksheet(_("Tổng hợp"))
    page.write_string(0, 0, place.round.title, looks["title"])
    page.write_string(1, 0, f"{place.name} · {place.line.label} · {place.round.on:%d/%m/%Y}")
    _heads(page, layout, looks["head"])
    for line, one in enumerate(rows, start=_FIRST_ROW):
        _write_row(page, line, one, layout, looks["number"])
    _write_sums(page, len(rows), layout, looks["sum"])
    page.freeze_panes(_FIRST_ROW, _FIRST_COLUMN)
    page.set_column(0, 0, 44)
    page.set_column(1, 1, 18)
    page.set_column(_FIRST_COLUMN, _FIRST_COLUMN + len(layout.cells), 15)
    book.close()
    return file.getvalue()


def _book(file: io.BytesIO) -> Any:
    # Loaded with the first spreadsheet: every command of the installation starts without it.
    import xlsxwriter  # noqa: PLC0415

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(file, options)


def _looks(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format(
            {"bold": True, "bg_color": "#DCE9F5", "border": 1, "text_wrap": True}
        ),
        "sum": book.add_format({"bold": True, "top": 1, "num_format": "#,##0.##"}),
        "number": book.add_format({"num_format": "#,##0.##"}),
        "title": book.add_format({"bold": True, "font_size": 13}),
    }


def _heads(page: Any, layout: Layout, look: Any) -> None:
    page.write_string(_FIRST_ROW - 1, 0, _("Đơn vị"), look)
    page.write_string(_FIRST_ROW - 1, 1, _("Là gì"), look)
    for cell in layout.cells:
        page.write_string(_FIRST_ROW - 1, _FIRST_COLUMN + cell.position, head_of(cell), look)


def _kind(one: Contribution) -> str:
    if one.adjustment is not None:
        return _("điều chỉnh")
    if one.report is None:
        return _("cộng từ cấp dưới")
    return _("báo cáo") if one.counts else _("chưa nhận, chưa cộng")


def _write_row(page: Any, line: int, one: Contribution, layout: Layout, look: Any) -> None:
    page.write_string(line, 0, one.name)
    page.write_string(line, 1, _kind(one))
    if not one.counts:
        return
    for cell in layout.cells:
        value = one.values[cell.position]
        if value is not None:
            page.write_number(line, _FIRST_COLUMN + cell.position, float(value), look)


def _write_sums(page: Any, count: int, layout: Layout, look: Any) -> None:
    line = _FIRST_ROW + count
    page.write_string(line, 0, _("Cộng"), look)
    page.write_string(line, 1, "", look)
    for cell in layout.cells:
        formula = _formula(cell, line, count)
        if formula:
            page.write_formula(line, _FIRST_COLUMN + cell.position, formula, look)


def _formula(cell: Cell, line: int, count: int) -> str:
    if not count or cell.roll_up == RollUp.DISTINCT:
        return ""

    def column(position: int) -> str:
        name = _letters(_FIRST_COLUMN + position)
        return f"{name}{_FIRST_ROW + 1}:{name}{_FIRST_ROW + count}"

    if cell.roll_up == RollUp.RATIO:
        upper, lower = (_cell(line, _FIRST_COLUMN + one) for one in cell.parts)
        return f'=IF({lower}=0,"",{upper}*100/{lower})'
    if cell.roll_up == RollUp.WEIGHTED and cell.parts:
        values, weights = column(cell.position), column(cell.parts[0])
        total = f'SUMPRODUCT(({values}<>"")*({weights}))'
        return f'=IF({total}=0,"",SUMPRODUCT({values},{weights})/{total})'
    return f"=SUM({column(cell.position)})"


def pivot_sheet(place: Place, found: Pivot, lines: Sequence[Line]) -> bytes:
    """Return a table of comparison as a workbook; columns that add up end in a live sum."""
    file = io.BytesIO()
    book = _book(file)
    looks = _looks(book)
    page = book.add_worksheet(_("So sánh"))
    page.write_string(0, 0, place.round.title, looks["title"])
    page.write_string(1, 0, f"{place.name} · {place.line.label}")
    page.write_string(2, 0, _("Đơn vị"), looks["head"])
    for column, head in enumerate(found.heads, start=1):
        page.write_string(2, column, head.label, looks["head"])
    for row, one in enumerate(lines, start=_FIRST_ROW):
        page.write_string(row, 0, one.name)
        for column, value in enumerate(one.values, start=1):
            if value is not None:
                page.write_number(row, column, float(value), looks["number"])
    last = _FIRST_ROW + len(lines)
    page.write_string(last, 0, _("Cộng các đơn vị"), looks["sum"])
    for column, head in enumerate(found.heads, start=1):
        name = _letters(column)
        if head.adds_up and lines:
            formula = f"=SUM({name}{_FIRST_ROW + 1}:{name}{last})"
            page.write_formula(last, column, formula, looks["sum"])
    page.freeze_panes(_FIRST_ROW, 1)
    page.set_column(0, 0, 44)
    page.set_column(1, max(1, len(found.heads)), 18)
    book.close()
    return file.getvalue()


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - with the first spreadsheet

    name: str = xl_col_to_name(column)
    return name


def _cell(line: int, column: int) -> str:
    return f"{_letters(column)}{line + 1}"
