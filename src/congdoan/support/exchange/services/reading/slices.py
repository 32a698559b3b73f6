"""
Sheets too large to be read at once: cut into small workbooks, read one after the other.

The reader holds a whole sheet in memory, 64 bytes a cell. A sheet of a million rows is streamed out
of its package instead, cut between rows, and each slice is given to the reader as a workbook of its
own, with the styles of the original and only the texts its cells name.
"""

from array import array
from collections.abc import Iterator
import io
import mmap
import re
import tempfile
import zipfile

from python_calamine import load_workbook

from congdoan.support.exchange.services.reading.limits import ROWS_OF_A_SLICE
from congdoan.support.exchange.services.reading.package import Package, SheetFacts, blocks

_ROWS = re.compile(rb"<row[ >]")
_ROW_NUMBER = re.compile(rb'<row [^>]*?r="(\d+)"')
_SHARED = re.compile(rb'(<c [^>]*?t="s"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>)(\d+)(</v>)')
_TEXT = re.compile(rb"<si[ />]")
_SPACE = b'<%s xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEPT = ("xl/styles.xml", "[Content_Types].xml", "_rels/.rels")


class SharedTexts:
    """The texts of a workbook, left in a file; only where each begins is kept in memory."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the workbook
        self.starts = array("Q")
        if "xl/sharedStrings.xml" in package.namelist():
            for block in blocks(package, "xl/sharedStrings.xml"):
                self.file.write(block)
        self.size = self.file.tell()
        self.file.flush()
        if self.size:
            self.text = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ)
            self.starts.extend(found.start() for found in _TEXT.finditer(self.text))
            end = self.text.rfind(b"</sst>")
            self.starts.append(end if end >= 0 else self.size)

    def take(self, number: int) -> bytes:
        if number + 1 >= len(self.starts):
            return b"<si><t></t></si>"
        return self.text[self.starts[number] : self.starts[number + 1]]


def rows_in_slices(package: Package, facts: SheetFacts) -> Iterator[list[list[object]]]:
    """Yield the rows of a sheet, slice by slice, with the empty rows between them."""
    texts = SharedTexts(package.zip)
    frame = {part: package.zip.read(part) for part in _KEPT if part in package.zip.namelist()}
    at = 0
    for piece in _pieces(package.zip, facts.part):
        book = load_workbook(io.BytesIO(_workbook(piece, texts, frame, package)))
        sheet = book.get_sheet_by_index(0)
        if sheet.start is None:
            continue
        first, left = sheet.start
        if first > at:
            yield [[] for _ in range(first - at)]
        padding: list[object] = [""] * left
        rows = sheet.iter_rows()
        for _ in range(first):
            next(rows)
        yield [[*padding, *row] for row in rows]
        at = sheet.end[0] + 1 if sheet.end else at


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the XML of so many rows at a time, never cutting through one."""
    held: list[bytes] = []
    tail, rows, first = b"", 0, 0
    for block in blocks(package, part):
        text = tail + block
        cut = text.rfind(b"<row")
        if cut < 0:
            tail = text
            continue
        tail, whole = text[cut:], text[:cut]
        held.append(whole)
        rows += whole.count(b"<row ")
        number = _ROW_NUMBER.match(tail)
        last = int(number[1]) if number else 0
        if rows >= ROWS_OF_A_SLICE or last - first > 2 * ROWS_OF_A_SLICE:
            yield _only_rows(b"".join(held))
            held, rows, first = [], 0, last
    held.append(tail)
    yield _only_rows(b"".join(held))


def _only_rows(text: bytes) -> bytes:
    first = _ROWS.search(text)
    if first is None:
        return b""
    end = text.rfind(b"</sheetData>")
    return text[first.start() : end if end >= 0 else None]


def _workbook(rows: bytes, texts: SharedTexts, frame: dict[str, bytes], package: Package) -> bytes:
    used: dict[bytes, int] = {}

    def renumbered(found: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (found[1], used.setdefault(found[2], len(used)), found[3])

    rows = _SHARED.sub(renumbered, rows)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as book:
        for part, content in frame.items():
            book.writestr(part, content)
        book.writestr("xl/workbook.xml", _book_xml(epoch_1904=package.epoch_1904))
        book.writestr("xl/_rels/workbook.xml.rels", _RELS)
        sheet = _SPACE % b"worksheet" + b"<sheetData>" + rows + b"</sheetData></worksheet>"
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        shared = b"".join(texts.take(int(number)) for number in used)
        book.writestr("xl/sharedStrings.xml", _SPACE % b"sst" + shared + b"</sst>")
    return made.getvalue()


def _book_xml(*, epoch_1904: bool) -> str:
    return (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' xmlns:r="{_TYPES}"><workbookPr date1904="{int(epoch_1904)}"/>'
        '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


_RELS = (
    f'<Relationships xmlns="{_RELATIONS}">'
    + "".join(
        f'<Relationship Id="rId{at}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ],
            start=1,
        )
    )
    + "</Relationships>"
)
