"""What a ZIP workbook is made of, looked over before it is opened: sizes, fonts, formulas."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
import posixpath
import re
from typing import IO
import zipfile
import zlib

from lxml import etree

from congdoan.foundation.legacy_fonts import encoding_of_font, is_capital_font
from congdoan.support.exchange.rules.old_fonts import Turning
from congdoan.support.exchange.services.reading import limits
from congdoan.support.exchange.services.reading.refusals import (
    FileIsABomb,
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
    SheetTooWide,
)

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLOCK = 1 << 20
_TAIL = 400
_ROW = re.compile(rb'<(?:x:)?row [^>]*?r="(\d+)"')
_FAR = re.compile(rb'<(?:x:)?c r="([A-Z]{2,3})(\d+)"[^>]*(?<!/)>')
_FORMULA = re.compile(rb'<(?:x:)?c r="([A-Z]+)(\d+)"[^>]*><(?:x:)?f[ >/]')
_STYLED = re.compile(rb'<(?:x:)?c r="([A-Z]+)(\d+)"[^>]*? s="(\d+)"[^>]*(?<!/)>')
_DATE_1904 = re.compile(rb'date1904="(?:1|true)"')
#: ODS writes runs of equal cells once; a run of filled ones this long is no list.
_ODS_RUN = re.compile(
    rb'number-(?:rows|columns)-repeated="(\d{4,})"[^>]*?(?:office:value|calcext:value-type)'
)
_MOST_FORMULAS = 1000
_STYLES_SEEN = 8 * _BLOCK


@dataclass
class SheetFacts:
    """What a look at a sheet's XML told."""

    part: str
    hidden: bool = False
    rows: int = 0
    columns: int = 26
    size: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    formula_count: int = 0
    fonts: dict[int, Turning] = field(default_factory=dict)


@dataclass
class Package:
    """An opened ZIP workbook and its sheets by name."""

    zip: zipfile.ZipFile
    sheets: dict[str, SheetFacts]
    epoch_1904: bool = False
    is_ods: bool = False


def column_number(letters: bytes | str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number - 1


def open_package(source: IO[bytes], name: str) -> Package:
    """
    Look a ZIP workbook over; nothing is held in memory.

    :raises NotASpreadsheet, SheetHasMacros, FileIsABomb, SheetTooWide: when it must not be opened
    """
    try:
        package = zipfile.ZipFile(source)
        parts = {part.filename: part for part in package.infolist()}
        _refuse_dangerous(parts, name)
        if "content.xml" in parts:
            return _ods(package, parts, name)
        if "xl/workbook.bin" in parts:
            return Package(package, {})
        return _xlsx(package, name)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, zlib.error, EOFError, RuntimeError):
        raise NotASpreadsheet(name=name) from None


def _refuse_dangerous(parts: dict[str, zipfile.ZipInfo], name: str) -> None:
    if any(part.lower().endswith(("vbaproject.bin", "/basic/script-lc.xml")) for part in parts):
        raise SheetHasMacros(name=name)
    if any(part.startswith("Basic/") for part in parts):
        raise SheetHasMacros(name=name)
    if any(part.flag_bits & 0x1 for part in parts.values()):
        raise SheetHasPassword(name=name)
    if sum(part.file_size for part in parts.values()) > limits.LARGEST_UNPACKED:
        raise FileIsABomb(name=name)
    for part in parts.values():
        texts = part.filename.lower().endswith(("sharedstrings.xml", "content.xml", "styles.xml"))
        ratio = part.file_size / max(1, part.compress_size)
        if (texts and part.file_size > limits.LARGEST_TEXTS) or (
            part.file_size > limits.RATIO_FROM and ratio > limits.HIGHEST_RATIO
        ):
            raise FileIsABomb(name=name)


def blocks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part unpacked, block by block."""
    with package.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _xlsx(package: zipfile.ZipFile, name: str) -> Package:
    workbook = package.read("xl/workbook.xml")
    styles = _old_styles(package)
    sheets = {}
    for title, (part, hidden) in _sheet_parts(package, workbook).items():
        facts = sheets[title] = SheetFacts(part, hidden, size=package.getinfo(part).file_size)
        _look_over(package, facts, styles, name)
    if "xl/sharedStrings.xml" in package.namelist():
        for _block in blocks(package, "xl/sharedStrings.xml"):
            pass  # a part that lies about its size fails its checksum here, not in the reader
    return Package(package, sheets, _DATE_1904.search(workbook) is not None)


def _parsed(content: bytes) -> "etree._Element":
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _sheet_parts(package: zipfile.ZipFile, workbook: bytes) -> dict[str, tuple[str, bool]]:
    relations = {
        one.get("Id"): one.get("Target", "")
        for one in _parsed(package.read("xl/_rels/workbook.xml.rels"))
    }
    known = set(package.namelist())
    found = {}
    for one in _parsed(workbook).iter(f"{_NS}sheet"):
        target = relations.get(one.get(_REL), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        if part in known and "worksheets" in part:
            found[str(one.get("name"))] = part, one.get("state", "visible") != "visible"
    return found


def _old_styles(package: zipfile.ZipFile) -> dict[int, Turning]:
    """Return the cell styles whose font is of the time before Unicode."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    root = _parsed(package.read("xl/styles.xml"))
    fonts = []
    for font in root.iterfind(f"{_NS}fonts/{_NS}font"):
        named = font.find(f"{_NS}name")
        face = str(named.get("val", "")) if named is not None else ""
        encoding = encoding_of_font(face)
        fonts.append(Turning(encoding, capitals=is_capital_font(face)) if encoding else None)
    found = {}
    for style, cell in enumerate(root.iterfind(f"{_NS}cellXfs/{_NS}xf")):
        font = int(cell.get("fontId", 0))
        turning = fonts[font] if font < len(fonts) else None
        if turning:
            found[style] = turning
    return found


def _look_over(
    package: zipfile.ZipFile, facts: SheetFacts, styles: dict[int, Turning], name: str
) -> None:
    tail, fonts = b"", Counter[tuple[int, Turning]]()
    seen = rows = 0
    for block in blocks(package, facts.part):
        text = tail + block
        # Only whole tags are looked at; the rest waits for the next block.
        cut = max(text.rfind(b"<row", 0, len(text) - 1), text.rfind(b"<c ", 0, len(text) - 1))
        tail, text = (text[cut:], text[:cut]) if cut > 0 else (text[-_TAIL:], text)
        _look_at(text, facts, name)
        if styles and seen < _STYLES_SEEN:
            _count_fonts(text, styles, fonts)
            rows += text.count(b"<row ")
        seen += len(block)
    _look_at(tail, facts, name)
    if styles and seen < _STYLES_SEEN:
        _count_fonts(tail, styles, fonts)
        rows += tail.count(b"<row ")
    for (column, turning), count in fonts.items():
        # Headings alone in .VnTimeH say nothing of the cells below them.
        if count >= max(2, rows // 2):
            facts.fonts[column] = turning


def _look_at(text: bytes, facts: SheetFacts, name: str) -> None:
    at = text.rfind(b"<row ")
    last = _ROW.match(text, at) if at >= 0 else None
    if last:
        facts.rows = max(facts.rows, int(last[1]))
    for letters, row in _FAR.findall(text):
        column = column_number(letters) + 1
        if column > limits.MOST_COLUMNS:
            cell = f"{letters.decode()}{row.decode()}"
            raise SheetTooWide(name=name, cell=cell, most=limits.MOST_COLUMNS)
        facts.columns = max(facts.columns, column)
    if b"<f" in text or b":f" in text:
        for letters, row in _FORMULA.findall(text):
            facts.formula_count += 1
            if len(facts.formulas) < _MOST_FORMULAS:
                facts.formulas.append((int(row) - 1, column_number(letters)))


def _count_fonts(
    text: bytes, styles: dict[int, Turning], fonts: Counter[tuple[int, Turning]]
) -> None:
    for letters, _row, style in _STYLED.findall(text):
        turning = styles.get(int(style))
        if turning:
            fonts[column_number(letters), turning] += 1


def _ods(package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> Package:
    if "META-INF/manifest.xml" in parts and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise SheetHasPassword(name=name)
    if b"opendocument.spreadsheet" not in package.read("mimetype"):
        raise NotASpreadsheet(name=name)
    tail = b""
    for block in blocks(package, "content.xml"):
        text = tail + block
        if _ODS_RUN.search(text):
            raise FileIsABomb(name=name)
        tail = text[-_TAIL:]
    return Package(package, {}, is_ods=True)
