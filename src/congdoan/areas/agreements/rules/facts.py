"""
What head and signatures of an agreement say about it: proposals a person confirms.

Everything may be wrong and everything may be missing; nothing here is stored unseen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
import re

from congdoan.foundation.vietnamese import fold

#: First words of the title → code of ``agreement.kind``.
_KINDS = (
    ("quy che", "REGULATION"),
    ("chuong trinh", "PROGRAMME"),
    ("ke hoach", "PLAN"),
    ("thoa thuan", "AGREEMENT"),
    ("ban ghi nho", "AGREEMENT"),
    ("bien ban ghi nho", "AGREEMENT"),
    ("van ban thoa thuan", "AGREEMENT"),
)
_NUMBER = re.compile(r"^\W*số\s*:?\s*([\w.]{1,12}/[\w./–-]{2,40})", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(
    r"^(.{0,60}?),?\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE
)
_DAY_IN_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEARS = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|thời kỳ|các năm)\s+(?:từ\s+(?:năm\s+)?)?(\d{4})"
    r"\s*(?:[-–—]|đến)\s*(?:năm\s+)?(\d{4})",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"năm học\s+(\d{4})\s*[-–—]\s*(\d{4})", re.IGNORECASE)
_FROM_TO = re.compile(
    r"từ\s+(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s+đến\s+(?:hết\s+)?(?:ngày\s+)?"
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
    re.IGNORECASE,
)
_BASIS = re.compile(r"^[-–•\s]*(?:căn cứ|thực hiện|theo)\s+(?:vào\s+)?(.{6,400})$", re.IGNORECASE)
_BASIS_NUMBER = re.compile(r"số\s*:?\s*([\w./–-]*\d[\w./–-]*/[\w./–-]+)", re.IGNORECASE)
_ISSUER = re.compile(r"\bcủa\s+([A-ZĐÀ-Ỹ][^,;]{3,120}?)(?:\s+(?:về|quy|hướng|ban hành)\b|[,;.]|$)")
_PARTY = re.compile(
    r"^\W*(?:đại diện\s+)?bên\s+([ab])\d?\b\s*(?:\([^)]*\))?\s*[:.–-]?\s*(.{0,200})$", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\bgiữa\s+(.{6,200}?)\s+(?:và|với)\s+(.{6,200}?)(?:\s+(?:giai đoạn|nhiệm kỳ|năm học)|$)"
)
_END = re.compile(r"[.;,:\s]+$")
_SKIP = re.compile(r"^(?:cộng h[oò]a|độc lập|[-–—_*\s\d]*$|số\s*:)", re.IGNORECASE)


@dataclass(frozen=True)
class BasisGuess:
    title: str
    number: str = ""
    dated: date | None = None
    issuer: str = ""


@dataclass(frozen=True)
class Facts:
    """What was guessed; empty where nothing was found."""

    kind: str = ""
    title: str = ""
    number: str = ""
    place: str = ""
    dated: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    bases: tuple[BasisGuess, ...] = ()
    #: Side ("A", "B" or empty) and name as written.
    parties: tuple[tuple[str, str], ...] = field(default=())


def guess_facts(head: Sequence[str], tail: Sequence[str], body: Iterable[str] = ()) -> Facts:
    """Return proposals from the words before the first article, the signatures and the body."""
    kind, title = _title(head)
    everywhere = [title, *head, *body]
    first, last = _period(everywhere)
    place, dated = _place_and_day([*head, *tail])
    return Facts(
        kind=kind,
        title=title[:300],
        number=_first(_NUMBER, head),
        place=place,
        dated=dated,
        first_day=first,
        last_day=last,
        bases=tuple(_bases(head)),
        parties=tuple(_parties(head, title)),
    )


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str:
    return next((found[1] for line in lines if (found := pattern.match(line))), "")


def _title(head: Sequence[str]) -> tuple[str, str]:
    """Return kind and subject: the line that names the kind, and the lines that go on with it."""
    for place, line in enumerate(head):
        bare = fold(line)
        kind = next((code for start, code in _KINDS if bare.startswith(start)), "")
        if kind and len(line) < 300:
            more = []
            for following in head[place + 1 : place + 4]:
                if _SKIP.match(following) or _ends_title(following):
                    break
                more.append(following.strip())
            return kind, " ".join([_cased(line.strip()), *map(_lowered, more)])
    return "", ""


def _ends_title(line: str) -> bool:
    return bool(_BASIS.match(line) or _PARTY.match(line) or len(line) > 250)


def _lowered(text: str) -> str:
    """Return a line that goes on with the title: "Giữa …" becomes "giữa …"."""
    return text[0].lower() + text[1:] if fold(text).startswith(("giua ", "ve ")) else text


def _cased(text: str) -> str:
    """Return a title written in capitals as a sentence; names are corrected by hand."""
    return text.capitalize() if text.isupper() else text


def _period(lines: Iterable[str]) -> tuple[date | None, date | None]:
    years: tuple[date | None, date | None] = (None, None)
    for line in lines:
        whole = _FROM_TO.search(line)
        if whole:
            first, last = _day(whole.groups()[:3]), _day(whole.groups()[3:])
            if first and last and first < last:
                return first, last
        if years[0] is None:
            years = _years(line)
    return years


def _years(line: str) -> tuple[date | None, date | None]:
    school = _SCHOOL_YEAR.search(line)
    if school and int(school[2]) == int(school[1]) + 1:
        return date(int(school[1]), 9, 1), date(int(school[2]), 8, 31)
    found = _YEARS.search(line)
    if found and 0 < int(found[2]) - int(found[1]) <= 15:
        return date(int(found[1]), 1, 1), date(int(found[2]), 12, 31)
    return None, None


def _day(parts: Sequence[str]) -> date | None:
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _place_and_day(lines: Iterable[str]) -> tuple[str, date | None]:
    for line in lines:
        if _BASIS.match(line):
            continue
        found = _PLACE_AND_DAY.match(line)
        if found:
            return found[1].strip(" ,"), _day(found.groups()[1:])
    return "", None


def _bases(head: Sequence[str]) -> Iterable[BasisGuess]:
    for line in head:
        found = _BASIS.match(line)
        if not found or len(line) > 420:
            continue
        words = _END.sub("", found[1])
        number = _BASIS_NUMBER.search(words)
        issuer = _ISSUER.search(words)
        yield BasisGuess(
            title=words[:400],
            number="" if number is None else _END.sub("", number[1]),
            dated=_dated(words),
            issuer="" if issuer is None else issuer[1].strip()[:200],
        )


def _dated(words: str) -> date | None:
    found = _DAY_IN_WORDS.search(words) or _DAY.search(words)
    return _day(found.groups()) if found else None


def _parties(lines: Sequence[str], title: str) -> list[tuple[str, str]]:
    """Return sides and names: from "Bên A: …", else from "giữa … và …"."""
    found: list[tuple[str, str]] = []
    for place, line in enumerate(lines):
        party = _PARTY.match(line)
        if not party:
            continue
        name = _END.sub("", party[2]).strip()
        if not name and place + 1 < len(lines):
            name = _END.sub("", lines[place + 1]).strip()
        if len(name) > 5 and (party[1].upper(), name) not in found:
            found.append((party[1].upper(), name[:200]))
    if found:
        return found
    for line in (title, *lines):
        between = _BETWEEN.search(line)
        if between:
            return [("A", between[1].strip()), ("B", _END.sub("", between[2]).strip())]
    return []
