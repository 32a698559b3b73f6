"""Spreadsheets with our looks; what a page shows as a table, handed out as a workbook."""

from collections.abc import Sequence
import io
import re
from typing import Any

from django.utils.translation import gettext as _

# Every cell is text: codes keep their zeros, and no cell that begins with "=" is ever run.
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDEST, _NARROWEST = 60, 12
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class Book:
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


def plain_sheet(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, notes: Sequence[str] = ()
) -> bytes:
    """Return a table a page shows as a workbook; ``notes`` (of which day) on a second sheet."""
    book = Book()
    book.sheet(title, [(head, False) for head in heads], [list(row) for row in rows])
    if notes:
        book.sheet(_("Ghi chú"), [(title, False)], [[note] for note in notes])
    return book.content()
