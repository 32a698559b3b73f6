from congdoan.support.exchange.services.reading.limits import MOST_ROWS
from congdoan.support.exchange.services.reading.opening import digest_of, read_workbook
from congdoan.support.exchange.services.reading.refusals import (
    CsvNotUnicode,
    EncodingUnknown,
    FileIsABomb,
    NotASpreadsheet,
    SheetHasMacros,
    SheetHasPassword,
    SheetIsEmpty,
    SheetTooLong,
    SheetTooWide,
)
from congdoan.support.exchange.services.reading.workbook import Sheet, Workbook

__all__ = [
    "MOST_ROWS",
    "CsvNotUnicode",
    "EncodingUnknown",
    "FileIsABomb",
    "NotASpreadsheet",
    "Sheet",
    "SheetHasMacros",
    "SheetHasPassword",
    "SheetIsEmpty",
    "SheetTooLong",
    "SheetTooWide",
    "Workbook",
    "digest_of",
    "read_workbook",
]
