"""Opening what was uploaded: a spreadsheet, or a sentence that says why not."""

from collections.abc import Iterator
import hashlib
import io
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineError, PasswordError, SheetVisibleEnum, load_workbook

from congdoan.support.exchange.rules.cells import row_texts
from congdoan.support.exchange.services.reading import limits
from congdoan.support.exchange.services.reading.package import (
    Package,
    SheetFacts,
    open_package,
)
from congdoan.support.exchange.services.reading.refusals import (
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
)
from congdoan.support.exchange.services.reading.slices import rows_in_slices
from congdoan.support.exchange.services.reading.text_files import read_text_file
from congdoan.support.exchange.services.reading.workbook import Sheet, Workbook

_BLOCK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_VBA_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(upload: "UploadedFile | IO[bytes]", name: str) -> Workbook:
    """
    Open every sheet; rows are read when they are gone through.

    :raises NotASpreadsheet, SheetHasMacros, SheetHasPassword: when it is no list
    :raises FileIsABomb, SheetTooWide, EncodingUnknown: when it cannot be opened safely
    """
    digest = digest_of(upload)
    upload.seek(0)
    start = upload.read(len(_OLE))
    package = open_package(upload, name) if start.startswith(_ZIP) else None
    if package and _too_large(package):
        return Workbook(name, digest, list(_streamed(package)), package.epoch_1904)
    upload.seek(0)
    content: bytes = upload.read()
    if not start.startswith((_ZIP, _OLE)):
        sheet, encoding = read_text_file(content, name)
        return Workbook(name, digest, [sheet], encoding=encoding)
    if package is None:
        _refuse_dangerous(content, name)
    try:
        sheets = list(_sheets(content, package))
    except PasswordError:
        raise SheetHasPassword(name=name) from None
    except (CalamineError, OSError, ValueError):
        raise NotASpreadsheet(name=name) from None
    return Workbook(name, digest, sheets, bool(package and package.epoch_1904))


def digest_of(upload: "UploadedFile | IO[bytes]") -> str:
    """Return by what the same file is recognised when it is sent again."""
    upload.seek(0)
    digest = hashlib.sha256()
    while block := upload.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _too_large(package: Package) -> bool:
    """Tell whether the reader would hold too much: a sheet's cells, all texts of the workbook."""
    return any(
        facts.rows * facts.columns > limits.MOST_CELLS_AT_ONCE for facts in package.sheets.values()
    )


def _refuse_dangerous(content: bytes, name: str) -> None:
    if _ENCRYPTED in content:
        raise SheetHasPassword(name=name)
    if _VBA_IN_OLE in content:
        raise SheetHasMacros(name=name)


def _sheets(content: bytes, package: Package | None) -> Iterator[Sheet]:
    workbook = load_workbook(io.BytesIO(content))
    for told in workbook.sheets_metadata[: limits.MOST_SHEETS]:
        facts = package.sheets.get(told.name) if package else None
        if package and package.sheets and facts is None:
            continue  # a chart or a dialogue
        hidden = told.visible != SheetVisibleEnum.Visible
        yield _small(workbook.get_sheet_by_name(told.name), facts, hidden=hidden)


def _streamed(package: Package) -> Iterator[Sheet]:
    for title, facts in list(package.sheets.items())[: limits.MOST_SHEETS]:
        yield _large(title, package, facts, hidden=facts.hidden)


def _small(sheet: Any, facts: SheetFacts | None, *, hidden: bool) -> Sheet:
    padding = [""] * (sheet.start[1] if sheet.start else 0)

    def rows() -> Iterator[list[str]]:
        for row in sheet.iter_rows():
            yield row_texts([*padding, *row] if padding else row, limits.MOST_COLUMNS)

    merges = tuple(sheet.merged_cell_ranges or ())
    return _sheet(sheet.name, rows, facts, hidden=hidden, merges=merges)


def _large(name: str, package: Package, facts: SheetFacts, *, hidden: bool) -> Sheet:
    def rows() -> Iterator[list[str]]:
        for piece in rows_in_slices(package, facts):
            for row in piece:
                yield row_texts(row, limits.MOST_COLUMNS)

    return _sheet(name, rows, facts, hidden=hidden)


def _sheet(name: str, rows: Any, facts: SheetFacts | None, **more: Any) -> Sheet:
    if facts is None:
        return Sheet(name, rows, **more)
    return Sheet(
        name,
        rows,
        fonts=facts.fonts,
        formulas=tuple(facts.formulas),
        formula_count=facts.formula_count,
        **more,
    )
