"""
What an official paper says of itself on its first page: number, day, who issued it, about what.

Found by the places that Decree 30/2020 gives these parts, in words as a machine read them: a
reader confuses letters and loses columns. Everything found is a suggestion for a person to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
import re

from congdoan.foundation import vietnamese

_NUMBER = re.compile(
    r"^\W*S[ốôóòỗổo6][\s.]*[:;.]\s*(?P<number>\d{1,5}[a-zđ]?)?\s*/\s*(?P<rest>[^\s,;|]+)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"ng[àaáâ]y\s*(\d{1,2})\s*th[áaàâ]ng\s*(\d{1,2})\s*n[ăaâ]m\s*((?:19|20)\d{2})", re.IGNORECASE
)
_ABOUT = re.compile(r"^\W*(?:V/v|Về việc|V\s*/\s*v)[:\s]*(?P<words>.+)", re.IGNORECASE)
_MOTTO = re.compile(r"cong hoa xa hoi|doc lap|tu do|hanh phuc|dang cong san")
_UNIT = re.compile(
    r"^(cong doan|lien doan|tong lien doan|bo |so |phong |ubnd|uy ban|truong |ban |hoi |doan |"
    r"dai hoc|vien |trung tam|chi cuc|cuc |dang |tinh |thanh |hoc vien)"
)
_DOT_LINE = re.compile(r"^[\W_]*$")
_MOST_SUBJECT = 500
#: Lines of a first page in which these parts stand.
_HEAD = 45


@dataclass(frozen=True)
class TypeWord:
    """A type of the rulebook by the name printed above the subject."""

    code: str
    name: str
    abbreviation: str = ""


@dataclass(frozen=True)
class Recognised:
    """What was found; an empty field was not."""

    symbol: str = ""
    dated_on: date | None = None
    sender_name: str = ""
    type: str = ""
    subject: str = ""

    @property
    def initial(self) -> dict[str, object]:
        """Return what was found, by the fields of the form of what arrives."""
        names = ("symbol", "dated_on", "sender_name", "type", "subject")
        return {name: value for name in names if (value := getattr(self, name))}


def recognise(text: str, types: Sequence[TypeWord] = ()) -> Recognised:
    """Return what the first page says of itself."""
    lines = [vietnamese.tidy(line) for line in text.splitlines()]
    lines = [line for line in lines if line and not _DOT_LINE.match(line)][:_HEAD]
    symbol, at = _symbol(lines)
    title = _title(lines, types)
    return Recognised(
        symbol=symbol,
        dated_on=_day(lines),
        sender_name=_sender(lines, at),
        type=title.code if title else _type_of(symbol, types),
        subject=_subject(lines, title, at),
    )


def _symbol(lines: list[str]) -> tuple[str, int]:
    """Return number and symbol, and the line they stand on (-1: nowhere)."""
    for at, line in enumerate(lines):
        found = _NUMBER.match(line)
        if found:
            rest = found["rest"].strip(".-–—_|")
            return f"{found['number'] or ''}/{rest}"[:80], at
    return "", -1


def _day(lines: list[str]) -> date | None:
    for line in lines:
        for day, month, year in _DAY.findall(line):
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def _left(line: str) -> str:
    """Return what stands left of the motto when both columns were read as one line."""
    for mark in ("CỘNG HÒA", "CỘNG HOÀ", "CỘNG HOA", "Độc lập", "ĐẢNG CỘNG SẢN"):
        line = line.split(mark, maxsplit=1)[0]
    return line.strip(" |-–—_")


def _sender(lines: list[str], at: int) -> str:
    """Return the issuing unit: the last unit named above the number, in capitals."""
    above = lines[: at if at >= 0 else 8]
    found: list[str] = []
    for line in (_left(one) for one in above):
        level = vietnamese.fold(line)
        if not line or _MOTTO.search(level) or _DAY.search(line) or not _is_capital(line):
            continue
        if found and not _UNIT.match(level) and _UNIT.match(vietnamese.fold(found[-1])):
            found[-1] = f"{found[-1]} {line}"  # a long name goes on in the next line
        else:
            found.append(line)
    return found[-1][:250] if found else ""


def _is_capital(line: str) -> bool:
    letters = [one for one in line if one.isalpha()]
    return len(letters) > 3 and sum(one.isupper() for one in letters) > 0.8 * len(letters)


def _title(lines: list[str], types: Sequence[TypeWord]) -> TypeWord | None:
    names = {vietnamese.fold(one.name): one for one in types}
    for line in lines:
        known = names.get(vietnamese.fold(line).strip(" :.-"))
        if known is not None and _is_capital(line):
            return known
    return None


def _type_of(symbol: str, types: Sequence[TypeWord]) -> str:
    """Return the type by its abbreviation in the symbol: 12/KH-CĐGD is a plan."""
    first = symbol.partition("/")[2].split("-")[0].upper()
    return next((one.code for one in types if first and one.abbreviation.upper() == first), "")


def _subject(lines: list[str], title: TypeWord | None, at: int) -> str:
    """Return the lines below the type's name, or those that "V/v" begins."""
    if title is not None:
        name = vietnamese.fold(title.name)
        place = next(
            i for i, line in enumerate(lines) if vietnamese.fold(line).strip(" :.-") == name
        )
        return _joined(lines[place + 1 :])
    for place, line in enumerate(lines):
        found = _ABOUT.match(line)
        if found and abs(place - at) < 8:
            return _joined([found["words"], *lines[place + 1 :]])
    return ""


def _joined(lines: list[str]) -> str:
    """Join lines until the text itself begins."""
    kept: list[str] = []
    for line in lines[:5]:
        level = vietnamese.fold(line)
        begins = re.match(r"^(can cu|kinh gui|thuc hien|i[.,]|1[.,]|dieu 1|phan |de |theo )", level)
        if kept and (begins or _DAY.search(line) or (_is_capital(line) and len(line) > 8)):
            break
        if begins or _NUMBER.match(line) or _DAY.search(line):
            break
        kept.append(_left(line) or line)
        if line.endswith("."):
            break
    words = vietnamese.tidy(" ".join(kept)).strip(" .-–—_")
    return words[:_MOST_SUBJECT]
