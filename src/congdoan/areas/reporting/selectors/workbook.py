"""A report as a workbook to be filled in offline: locked but for what one fills in, and sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
import io
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.areas.reporting.models import Cell, Report
from congdoan.areas.reporting.rules.checking import figure_at
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import Layout, label_of, name_of
from congdoan.areas.reporting.selectors.findings import found_in, plain, shown
from congdoan.areas.reporting.selectors.prefill import Previous
from congdoan.areas.reporting.selectors.sealed import CHUNK, Seal, sealed

#: First row of the figures, of the other sheets; columns of what is filled in.
FIRST, FIRST_TEXT = 5, 1
VALUE, REASON = 6, 7
TEXT = 3
LOCK = "ds_khoa"


@dataclass(frozen=True)
class Filled:
    """What a report holds when its workbook is made."""

    report: Report
    layout: Layout
    figures: Sequence[Decimal | None]
    known: Sequence[Decimal | None]
    before: Previous
    unit: str
    superior: str


def report_sheet(filled: Filled) -> bytes:
    """Return the workbook; what it was made from is signed inside, so that it is known again."""
    # Loaded with the first spreadsheet: every command of the installation starts without it.
    import xlsxwriter  # noqa: PLC0415

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    looks = _looks(book)
    _figures(book.add_worksheet(_("Số liệu")), filled, looks)
    _texts(book.add_worksheet(_("Phần lời")), _narrative(filled), looks)
    _texts(book.add_worksheet(_("Giải trình")), _explanations(filled), looks)
    _seal(book.add_worksheet(LOCK), filled)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top", "num_format": "@"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bg_color": "#DCE9F5", "border": 1, **wrap}),
        "text": book.add_format({**wrap, "border": 1}),
        "number": book.add_format({**wrap, "border": 1, "align": "right"}),
        "free": book.add_format(
            {**wrap, "border": 1, "align": "right", "bg_color": "#FFF6D6", "locked": False}
        ),
        "words": book.add_format({**wrap, "border": 1, "bg_color": "#FFF6D6", "locked": False}),
        "section": book.add_format({"bold": True, "bg_color": "#EEF3F8", "border": 1, **wrap}),
    }


def _figures(page: Any, filled: Filled, looks: dict[str, Any]) -> None:
    report, version = filled.report, filled.layout.version
    page.write_string(0, 0, report.round.title, looks["title"])
    page.write_string(1, 0, _("{unit} – nộp cho {to}, hạn {due}").format(
        unit=filled.unit, to=filled.superior, due=f"{report.due_on:%d/%m/%Y}",
    ))  # fmt: skip
    page.write_string(2, 0, _("Biểu {form}, phiên bản {number}; lần lưu {revision}").format(
        form=version.form.code, number=version.number, revision=report.revision,
    ))  # fmt: skip
    page.write_string(3, 0, _(
        "Ghi vào ô vàng. Để trống là giữ số đang có, không phải xóa. Không sửa cột A."
    ))  # fmt: skip
    heads = [
        *(_("Mã ô"), _("Dòng"), _("Nội dung"), _("Đơn vị tính"), _("Hệ thống tính")),
        *(_("Kỳ trước"), _("Số báo cáo"), _("Vì sao ghi khác hệ thống")),
    ]
    for column, head in enumerate(heads):
        page.write_string(FIRST - 1, column, head, looks["head"])
    row = FIRST
    for part in filled.layout.parts:
        if not part.is_table:
            continue
        page.merge_range(row, 1, row, REASON, part.section.title, looks["section"])
        row += 1
        for _line, cells in part.rows:
            for cell in cells:
                _row(page, row, cell, filled, looks)
                row += 1
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 7)
    page.set_column(2, 2, 48)
    page.set_column(3, 5, 14)
    page.set_column(VALUE, VALUE, 18)
    page.set_column(REASON, REASON, 40)
    page.freeze_panes(FIRST, 3)
    page.protect("", {"format_columns": True, "format_rows": True})


def _row(page: Any, row: int, cell: Cell, filled: Filled, looks: dict[str, Any]) -> None:
    value = figure_at(cell, filled.figures)
    known = filled.known[cell.position]
    last = filled.before.values.get(cell.series)
    is_ratio = cell.roll_up == "RATIO"
    texts = [
        cell.series,
        cell.line.number if not cell.breakdown else "",
        name_of(cell),
        cell.line.unit,
        shown(known) if known is not None else "",
        shown(last) if last is not None else "",
    ]
    for column, text in enumerate(texts):
        page.write_string(row, column, text, looks["number" if column in {4, 5} else "text"])
    if is_ratio:
        page.write_string(row, VALUE, _("tự tính"), looks["number"])
        page.write_string(row, REASON, "", looks["text"])
        return
    page.write_string(row, VALUE, plain(value), looks["free"])
    page.write_string(row, REASON, filled.report.reasons.get(cell.series, ""), looks["words"])


def _narrative(filled: Filled) -> list[tuple[str, str, str, str]]:
    return [
        (one.code, one.title, one.hint, filled.report.narrative.get(one.code, ""))
        for one in filled.layout.narratives
    ]


def _explanations(filled: Filled) -> list[tuple[str, str, str, str]]:
    """Return what the checks find now and may be explained."""
    found = found_in(
        filled.layout, list(filled.figures), filled.before.values, filled.report.explanations
    )
    cells = {one.position: one for one in filled.layout.cells}
    return [
        (one.key, label_of(cells[one.position]), one.sentence, one.explanation)
        for one in found
        if not one.is_hard
    ]


def _texts(page: Any, rows: list[tuple[str, str, str, str]], looks: dict[str, Any]) -> None:
    for column, head in enumerate([_("Mã phần"), _("Phần"), _("Hướng dẫn"), _("Nội dung")]):
        page.write_string(0, column, head, looks["head"])
    for row, (code, title, hint, text) in enumerate(rows, start=FIRST_TEXT):
        for column, said in enumerate((code, title, hint)):
            page.write_string(row, column, said, looks["text"])
        page.write_string(row, TEXT, text, looks["words"])
    page.set_column(0, 0, 14)
    page.set_column(1, 2, 32)
    page.set_column(TEXT, TEXT, 90)
    page.freeze_panes(FIRST_TEXT, 0)
    page.protect("", {"format_columns": True, "format_rows": True})


def _seal(page: Any, filled: Filled) -> None:
    report = filled.report
    seal = Seal(
        report=report.pk,
        version=filled.layout.version.pk,
        revision=report.revision,
        label=f"{filled.unit} – {report.round.title}",
        comma=(translation.get_language() or "vi").startswith("vi"),
        figures={one.series: plain(filled.figures[one.position]) for one in filled.layout.entered},
        texts={
            **{f"r:{key}": seen_of(text) for key, text in report.reasons.items()},
            **{f"t:{key}": seen_of(text) for key, text in report.narrative.items()},
            **{f"e:{key}": seen_of(text) for key, text in report.explanations.items()},
        },
    )
    text = sealed(seal)
    for row, start in enumerate(range(0, len(text), CHUNK)):
        page.write_string(row, 0, text[start : start + CHUNK])
    page.protect("")
    page.very_hidden()
