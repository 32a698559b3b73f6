"""Cells as text: what calamine and CSV give, what people mean by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
import re

from congdoan.foundation import vietnamese

_DAY = re.compile(r"^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})(?:\s.*)?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s].*)?$")
_MONTH = re.compile(r"^(\d{1,2})[./-](\d{4})$")
_YEAR = re.compile(r"^(\d{4})$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_PUNCTUATION = re.compile(r"[(*):_.\[\],;&/\\–-]+")
_SPACES = re.compile(r"\s+")


def cell_text(value: object) -> str:
    """Return a cell as people see it; whole numbers lose ``.0`` so that codes stay codes."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def row_texts(row: Sequence[object], width: int) -> list[str]:
    """Return the cells of a row as texts; the common kinds are told apart without a call."""
    made = []
    for value in row[:width]:
        if type(value) is str:
            bare = value.strip()
            made.append(bare.replace("\x00", "") if "\x00" in bare else bare)
        elif type(value) is float:
            made.append(str(int(value)) if value.is_integer() else str(value))
        else:
            made.append(cell_text(value))
    return made


@dataclass(frozen=True)
class ReadDay:
    """A day read from a cell; ``year_only`` when only a year (or a month of it) stood there."""

    day: date | None
    year_only: bool = False
    month_only: bool = False


def read_day(text: str) -> ReadDay:
    """Read 01/09/2020, 1.9.2020, 2020-09-01, 9/2020 or 2020; ``day`` is None when it is no day."""
    if found := _YEAR.match(text):
        return ReadDay(_day(int(found[1]), 1, 1), year_only=True)
    if found := _DAY.match(text):
        return ReadDay(_day(int(found[3]), int(found[2]), int(found[1])))
    if found := _ISO.match(text):
        return ReadDay(_day(int(found[1]), int(found[2]), int(found[3])))
    if found := _MONTH.match(text):
        return ReadDay(_day(int(found[2]), int(found[1]), 1), month_only=True)
    return ReadDay(None)


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def heading(text: str) -> str:
    """Return a column heading for comparing: "Mã đơn vị (*):" → "ma don vi"."""
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", vietnamese.fold(text))).strip()
