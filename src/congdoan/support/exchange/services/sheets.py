"""Spreadsheets we hand out: the template of a kind, the result of a batch."""

from collections.abc import Sequence
from datetime import date
import io
import re
from typing import Any

from django.utils.translation import gettext as _

from congdoan.support.exchange.enums import Plan, RowState
from congdoan.support.exchange.models import ImportBatch, ImportRow
from congdoan.support.exchange.rules.kinds import ImportKind
from congdoan.support.exchange.selectors import problem_texts

# Every cell is text: codes keep their zeros, and no cell that begins with "=" is ever run.
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDEST, _NARROWEST = 60, 12
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class _Book:
    """A workbook with our looks."""

    def __init__(self) -> None:
        # Loaded with the first spreadsheet: every command of the installation starts without it.
        import xlsxwriter  # noqa: PLC0415

        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, _OPTIONS)
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#DCE9F5", "border": 1, "num_format": "@"}
        )
        self.needed = self.book.add_format(
            {"bold": True, "bg_color": "#F7E3A1", "border": 1, "num_format": "@"}
        )
        self.text = self.book.add_format({"num_format": "@"})

    def sheet(self, title: str, heads: list[tuple[str, bool]], rows: list[list[str]]) -> Any:
        sheet = self.book.add_worksheet(_NO_SHEET_NAME.sub(" ", title)[:31])
        for place, (head, needed) in enumerate(heads):
            sheet.write_string(0, place, head, self.needed if needed else self.head)
            longest = max([len(head), *(len(row[place]) for row in rows if place < len(row))])
            width = min(_WIDEST, max(_NARROWEST, longest + 2))
            sheet.set_column(place, place, width, self.text)
        for line, row in enumerate(rows, start=1):
            for place, text in enumerate(row):
                sheet.write_string(line, place, text, self.text)
        sheet.freeze_panes(1, 0)
        return sheet

    def content(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def template_sheet(kind: ImportKind, *, on: date) -> bytes:
    """Return the kind's template: headings with examples, what each column means, its values."""
    book = _Book()
    heads = [(_(column.label), column.required) for column in kind.columns]
    book.sheet(_("Dữ liệu"), heads, [list(example) for example in kind.examples])
    # gettext("") is the catalogue's header: columns without help stay empty.
    rows = [
        [
            _(column.label),
            _("bắt buộc") if column.required else "",
            _(column.help) if column.help else "",
        ]
        for column in kind.columns
    ]
    titles = [(_("Cột"), False), (_("Bắt buộc"), False), (_("Cách ghi"), False)]
    book.sheet(_("Hướng dẫn"), titles, rows)
    if kind.choices:
        lines = [
            [_(title), code, label] for title, values in kind.choices(on) for code, label in values
        ]
        heads = [(_("Cột"), False), (_("Mã"), False), (_("Tên"), False)]
        book.sheet(_("Giá trị"), heads, lines)
    return book.content()


def plain_sheet(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, notes: Sequence[str] = ()
) -> bytes:
    """Return a table a page shows as a workbook; ``notes`` (of which day) on a second sheet."""
    book = _Book()
    book.sheet(title, [(head, False) for head in heads], [list(row) for row in rows])
    if notes:
        book.sheet(_("Ghi chú"), [(title, False)], [[note] for note in notes])
    return book.content()


def result_sheet(batch: ImportBatch) -> bytes:
    """Return the file as it was sent, each row's outcome in the first column."""
    book = _Book()
    rows = [[_outcome(row), *row.raw] for row in batch.rows.order_by("n").iterator(2000)]
    heads = [(_("Kết quả"), False), *((str(head), False) for head in batch.headings)]
    book.sheet(_("Kết quả"), heads, rows)
    return book.content()


def _outcome(row: ImportRow) -> str:
    """Return "Đã nhập", "Bỏ qua: …" or "Phải sửa: …" for a row."""
    if row.state in (RowState.DONE, RowState.UNDONE):
        verdict = str(RowState(row.state).label)
    elif row.plan == Plan.ERROR:
        verdict = _("Phải sửa")
    elif row.plan == Plan.SKIP:
        verdict = str(Plan.SKIP.label)
    else:
        verdict = _("Chưa nhập")
    return ": ".join(filter(None, [verdict, " ".join(problem_texts(row.problems))]))
