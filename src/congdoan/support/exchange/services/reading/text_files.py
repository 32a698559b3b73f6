"""CSV and its relatives, in the code pages Vietnamese computers have used."""

import codecs
from collections.abc import Iterator
import csv
import io
from itertools import islice
import statistics

from congdoan.foundation.legacy_fonts import from_tcvn3, from_vni
from congdoan.foundation.syllables import marked_share
from congdoan.foundation.vietnamese import nfc
from congdoan.support.exchange.rules.cells import row_texts
from congdoan.support.exchange.services.reading.limits import MOST_COLUMNS
from congdoan.support.exchange.services.reading.refusals import EncodingUnknown, NotASpreadsheet
from congdoan.support.exchange.services.reading.workbook import Sheet

_DELIMITERS = ";,\t|"
_LOOKED_AT = 200_000
_LONGEST_CELL = 1_000_000
_FOREIGN = (b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<HTML", b"<?xml", b"<table", b"\x89PNG")


def read_text_file(content: bytes, name: str) -> tuple[Sheet, str]:
    """
    Return the one sheet of a text file and the code page it was written in.

    :raises NotASpreadsheet, EncodingUnknown: when it is no table of text
    """
    if content.lstrip()[:16].startswith(_FOREIGN):
        raise NotASpreadsheet(name=name)
    encoding = _encoding_of(content, name)
    sample = content[:_LOOKED_AT].decode(encoding, errors="replace")
    delimiter = _delimiter_of(sample)

    def rows() -> Iterator[list[str]]:
        text = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
        limit = csv.field_size_limit(_LONGEST_CELL)
        try:
            for at, row in enumerate(csv.reader(text, delimiter=delimiter)):
                if at or not (row and row[0].lower().startswith("sep=")):
                    yield row_texts(_readable(row) if encoding == "cp1258" else row, MOST_COLUMNS)
        except csv.Error:
            raise NotASpreadsheet(name=name) from None
        finally:
            csv.field_size_limit(limit)

    return Sheet(name, rows), encoding


def _readable(row: list[str]) -> list[str]:
    return [text if text.isascii() else nfc(text) for text in row]


def _encoding_of(content: bytes, name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    start = content[:2000]
    if b"\x00" in content:
        return _bare_utf16(start, name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=True)
    except UnicodeDecodeError:
        return _code_page(content[:_LOOKED_AT], name)
    return "utf-8"


def _bare_utf16(start: bytes, name: str) -> str:
    """Tell UTF-16 without its mark by where its zero bytes stand."""
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) * 3 > len(zeros):
            return encoding
    raise NotASpreadsheet(name=name)


def _code_page(start: bytes, name: str) -> str:
    """
    Choose between Windows-1258 and the bytes of an old font, by which makes Vietnamese words.

    The bytes of TCVN3 and VNI are read as Latin-1; turning them is a repair, told cell by cell.
    """
    latin = start.decode("latin-1")
    if any(char < " " and char not in "\t\r\n\x0b\x0c" for char in latin):
        raise NotASpreadsheet(name=name)
    shares = {
        "cp1258": marked_share(nfc(start.decode("cp1258", errors="replace"))),
        "latin-1": max(marked_share(from_tcvn3(latin)), marked_share(from_vni(latin))),
    }
    best = max(shares, key=lambda one: shares[one])
    if shares[best] < 0.3:
        raise EncodingUnknown(name=name)
    return best


def _delimiter_of(sample: str) -> str:
    lines = [line for line in islice(sample.splitlines(), 60) if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) > len("sep="):
        return lines[0][len("sep=")]

    def weight(delimiter: str) -> tuple[float, int]:
        counts = [line.count(delimiter) for line in lines]
        return (statistics.median(counts) if counts else 0, max(counts, default=0))

    return max(_DELIMITERS, key=weight)
