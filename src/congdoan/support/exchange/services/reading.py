"""Opening what was uploaded: a spreadsheet, or a sentence that says why not."""

import csv
from dataclasses import dataclass
import hashlib
import io
from typing import IO
import zipfile

from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineError, PasswordError, load_workbook

from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange.rules.cells import cell_text

#: Unpacked size at which a workbook is taken for a bomb (200,000 rows of 20 columns are 150 MB).
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 200_000
MOST_SHEETS = 10
MOST_COLUMNS = 200
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_VBA_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class NotASpreadsheet(Refusal):
    """Tệp “{name}” không phải là bảng tính đọc được; hãy mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại."""  # noqa: E501


class SheetIsEmpty(Refusal):
    """Tệp “{name}” không có dòng dữ liệu nào dưới dòng tiêu đề; hãy điền rồi chọn lại."""


class SheetHasMacros(Refusal):
    """Tệp “{name}” chứa macro nên không được nhận; hãy lưu lại thành .xlsx không có macro."""


class SheetHasPassword(Refusal):
    """Tệp “{name}” có mật khẩu; hãy bỏ mật khẩu (Excel: Lưu thành, Công cụ, Tùy chọn) rồi chọn lại."""  # noqa: E501


class SheetTooLong(Refusal):
    """Tệp “{name}” có hơn {most} dòng; hãy chia thành nhiều tệp."""


class CsvNotUnicode(Refusal):
    """Tệp “{name}” không dùng bảng mã Unicode; hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx."""


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file as text, and the hash of the file."""

    name: str
    digest: str
    sheets: list[list[list[str]]]


def read_workbook(upload: "UploadedFile | IO[bytes]", name: str) -> Workbook:
    """
    Read every visible sheet.

    :raises NotASpreadsheet, SheetHasMacros, SheetHasPassword, CsvNotUnicode, SheetTooLong: bad file
    """
    upload.seek(0)
    content: bytes = upload.read()
    digest = digest_of(content)
    if content.startswith((_ZIP, _OLE)):
        _refuse_dangerous(content, name)
        sheets = _with_calamine(content, name)
    else:
        sheets = [_from_csv(content, name)]
    return Workbook(name, digest, [_trimmed(sheet) for sheet in sheets])


def digest_of(content: bytes) -> str:
    """Return by what the same file is recognised when it is sent again."""
    return hashlib.sha256(content).hexdigest()


def _refuse_dangerous(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise SheetHasPassword(name=name)
        if _VBA_IN_OLE in content:
            raise SheetHasMacros(name=name)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile:
        raise NotASpreadsheet(name=name) from None
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise SheetHasMacros(name=name)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise SheetTooLong(name=name, most=MOST_ROWS)


def _with_calamine(content: bytes, name: str) -> list[list[list[str]]]:
    try:
        workbook = load_workbook(io.BytesIO(content))
        sheets = []
        for sheet_name in workbook.sheet_names[:MOST_SHEETS]:
            sheet = workbook.get_sheet_by_name(sheet_name)
            if sheet.total_height > 2 * MOST_ROWS:
                raise SheetTooLong(name=name, most=MOST_ROWS)
            # Row by row: of a long sheet, calamine's cells and ours need not lie side by side.
            sheets.append([_texts(row) for row in sheet.iter_rows()])
    except PasswordError:
        raise SheetHasPassword(name=name) from None
    except (CalamineError, OSError, ValueError):
        raise NotASpreadsheet(name=name) from None
    return sheets


def _texts(row: list[object]) -> list[str]:
    return [
        cell.strip() if type(cell) is str and "\x00" not in cell else cell_text(cell)
        for cell in row[:MOST_COLUMNS]
    ]


def _from_csv(content: bytes, name: str) -> list[list[str]]:
    text = _decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NotASpreadsheet(name=name) from None
    return [[cell_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content or content.startswith(b"%PDF"):
        raise NotASpreadsheet(name=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CsvNotUnicode(name=name) from None


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Leave out the empty rows at the end (a formatted sheet has thousands)."""
    end = len(rows)
    while end and not any(rows[end - 1]):
        end -= 1
    return rows[:end]
