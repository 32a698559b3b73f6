"""Spreadsheets with our looks; what a page shows as a table, handed out as a workbook."""

from collections.abc import Iterable, Sequence
import csv
import io
from itertools import chain, islice
import re
from typing import IO, Any

from django.utils.translation import gettext as _

# Every cell is text: codes keep their zeros, and no cell that begins with "=" is ever run.
_OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_WIDEST, _NARROWEST = 60, 12
#: Rows a sheet holds below its heads; rows that say how wide a column is.
_LINES, _MEASURED = 1_048_575, 200
_LAST_OFFERED = 5000
#: What a spreadsheet would run when it opens a CSV.
_RUN = ("=", "+", "-", "@", "\t", "\r")
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

    def drop_down(self, sheet: Any, place: int, titles: str, values: Sequence[str]) -> None:
        """
        Offer values in a column, from a hidden sheet: a list inside a cell holds 255 characters.

        Other texts are still taken, with a word of warning: a list of ours is never complete.
        """
        if not values:
            return
        name = f"ds{place}"
        hidden = self.book.add_worksheet(name)
        hidden.hide()
        for line, value in enumerate(values):
            hidden.write_string(line, 0, value)
        sheet.data_validation(
            1,
            place,
            _LAST_OFFERED,
            place,
            {
                "validate": "list",
                "source": f"={name}!$A$1:$A${len(values)}",
                "error_type": "warning",
                "error_title": titles[:32],
                "error_message": _("Giá trị này không có trong danh sách; vẫn ghi?"),
            },
        )

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


def stream_sheet(
    file: IO[bytes], title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    """
    Write a table of any length as a workbook, row by row; return how many rows.

    Widths are those of the first rows. What a sheet cannot hold goes on in the next one.
    """
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(file, _OPTIONS | {"in_memory": False, "constant_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#DCE9F5", "border": 1, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    source, count, part = iter(rows), 0, 0
    name = _NO_SHEET_NAME.sub(" ", title)[:27]
    while (first := list(islice(source, _MEASURED))) or not part:
        part += 1
        sheet = book.add_worksheet(f"{name} ({part})" if part > 1 else name)
        sheet.freeze_panes(1, 0)
        for place, words in enumerate(heads):
            longest = max([len(words), *(len(row[place]) for row in first)])
            sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, longest + 2)), text)
            sheet.write_string(0, place, words, head)
        whole = islice(chain(first, source), _LINES)
        for line, row in enumerate(whole, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell, text)
            count += 1
    book.close()
    return count


def csv_cell(value: Any) -> Any:
    """Return a cell no spreadsheet runs: a text that begins as a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_RUN):
        return f"'{value}"
    return "" if value is None else value


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV that Excel opens as UTF-8 (by its mark) and runs nothing of."""
    out = io.BytesIO()
    stream_csv(out, heads, rows)
    return out.getvalue()


def stream_csv(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write the same row by row; return how many rows."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer, count = csv.writer(text), 0
    writer.writerow([csv_cell(head) for head in heads])
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count
