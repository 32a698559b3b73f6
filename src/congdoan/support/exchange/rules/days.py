"""Days as people write them, and as Excel leaves them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
import re
from typing import Literal

from congdoan.foundation.vietnamese import fold
from congdoan.support.exchange.rules.repairs import FLAG, SUGGEST, Step

Order = Literal["dmy", "mdy", "mixed"]
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: Serials of days from 1927 to 2064: smaller numbers are years or typing errors.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

CLEAN = re.compile(r"(?:0[1-9]|1\d|2[0-8])/(?:0[1-9]|1[0-2])/(?:19|20)\d\d|")
_THREE = re.compile(r"(\d{1,2})\s*[./,-]\s*(\d{1,2})\s*[./,-]\s*(\d{4}|\d{2})")
_SPACED = re.compile(r"(\d{1,2})\s+(\d{1,2})\s+(\d{4})")
_ISO = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_TIME = re.compile(r"[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z)?$")
_MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[./-]|nam)\s*(\d{4})")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})|(\d{4})(\d{2})(\d{2})")
_NAMED = re.compile(r"(\d{1,2})[-/ ]([a-z]{3,9}|thg\s*\d{1,2})[-/ ,]+(\d{4}|\d{2})")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES.split(), start=1)}


@dataclass(frozen=True)
class DayRules:
    """How a column writes days: which part stands first, which calendar its serials count in."""

    order: Order = "dmy"
    epoch_1904: bool = False
    #: Two-digit years above this one belong to the century before.
    latest_year: int = 2026


def order_of(texts: Iterable[str]) -> Order:
    """
    Tell how a column writes days by those that can be read one way only.

    Excel turns what it understands into days and leaves the rest as text, so one text with a
    month above 12 proves that months stand first in what was typed.
    """
    first = second = 0
    for text in texts:
        found = _THREE.match(text)
        if found:
            first += int(found[1]) > 12 >= int(found[2])
            second += int(found[2]) > 12 >= int(found[1])
    if not second:
        return "dmy"
    return "mixed" if first else "mdy"


def repair_day(text: str, rules: DayRules) -> list[Step]:
    """Return the steps that make dd/mm/yyyy of a text; months and years by themselves stay."""
    if CLEAN.fullmatch(text) and rules.order == "dmy":
        return []
    bare = _TIME.sub("", text.strip(" '`\"“”.;")).strip()
    folded = fold(bare)
    for read in (_read_serial, _read_three, _read_other, _read_part):
        steps = read(bare if read is not _read_other else folded, rules)
        if steps is not None:
            return _said(text, steps)
    return [Step(text, "not_a_day", FLAG)]


def _said(text: str, steps: list[Step]) -> list[Step]:
    """Leave out steps that change nothing and say nothing new."""
    return [one for one in steps if one.after != text or one.level == FLAG]


def _read_serial(text: str, rules: DayRules) -> list[Step] | None:
    number = text.partition(".")[0]
    if not number.isdecimal() or len(number) != 5 or not number.isascii():
        return None
    if not _FIRST_SERIAL <= int(number) <= _LAST_SERIAL:
        return None
    epoch = _EPOCH_1904 if rules.epoch_1904 else _EPOCH
    day = epoch + timedelta(days=int(number))
    return [Step(shown(day), "serial_1904" if rules.epoch_1904 else "serial")]


def _read_three(text: str, rules: DayRules) -> list[Step] | None:
    found = _THREE.fullmatch(text) or _SPACED.fullmatch(text)
    if not found:
        return None
    one, two = int(found[1]), int(found[2])
    year = _full_year(found[3], rules.latest_year)
    reason = "short_year" if len(found[3]) == 2 else "date_text"
    usual, other = day_of(year, two, one), day_of(year, one, two)
    if rules.order == "mdy" and other:
        return [Step(shown(other), "month_first")]
    if usual:
        doubtful = rules.order == "mixed" and other and one != two
        return [
            Step(shown(usual), reason),
            *([Step(shown(usual), "day_or_month", FLAG)] if doubtful else []),
        ]
    if other:
        known = rules.order == "mixed"
        return [
            Step(shown(other), "month_first")
            if known
            else Step(shown(other), "month_first_only", SUGGEST)
        ]
    return [Step(text, "no_such_day", FLAG)]


def _full_year(text: str, latest: int) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    century = latest // 100 * 100
    return century + year if century + year <= latest else century - 100 + year


def _read_other(folded: str, rules: DayRules) -> list[Step] | None:
    """Read 1980-12-31, "ngày 5 tháng 9 năm 2020", 31121980, 5-Sep-80."""
    if found := _ISO.fullmatch(folded):
        return _dated(folded, int(found[1]), int(found[2]), int(found[3]))
    if found := _WORDS.fullmatch(folded):
        return _dated(folded, int(found[3]), int(found[2]), int(found[1]))
    if found := _NAMED.fullmatch(folded):
        name = found[2]
        digits = re.sub(r"\D", "", name)
        month = int(digits) if digits else _MONTHS.get(name[:3], 0)
        return _dated(folded, _full_year(found[3], rules.latest_year), month, int(found[1]))
    if (found := _PACKED.fullmatch(folded)) and len(folded) == 8:
        return _packed(folded)
    return None


def _packed(text: str) -> list[Step] | None:
    usual = day_of(int(text[4:]), int(text[2:4]), int(text[:2]))
    day = usual or day_of(int(text[:4]), int(text[4:6]), int(text[6:]))
    return [Step(shown(day), "date_text")] if day else None


def _dated(text: str, year: int, month: int, day: int) -> list[Step]:
    found = day_of(year, month, day)
    return [Step(shown(found), "date_text")] if found else [Step(text, "no_such_day", FLAG)]


def _read_part(text: str, _rules: DayRules) -> list[Step] | None:
    folded = fold(text)
    if found := _MONTH.fullmatch(folded):
        if day_of(int(found[2]), int(found[1]), 1) is None:
            return [Step(text, "no_such_day", FLAG)]
        part = f"{int(found[1]):02d}/{found[2]}"
        return [Step(part, "date_text"), Step(part, "month_only", FLAG)]
    if found := _YEAR.fullmatch(folded):
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        return [Step(found[1], "date_text"), Step(found[1], "year_only", FLAG)]
    return None


def day_of(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shown(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
