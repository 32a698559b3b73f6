"""Finding the headings under title rows: one row or two, merged or not, whatever their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
import hashlib
import json
import re

from congdoan.foundation.vietnamese import nfc
from congdoan.support.exchange.rules.cells import heading
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.naming import Names, names_of

#: Official lists begin with letterhead and title; deeper than this nobody looks.
DEEPEST_HEADING = 25
#: From here on a column is taken without asking, and from here on nobody needs to look at it.
TAKEN, SURE = 0.7, 0.9

_DATA = re.compile(r"\d{2,}|^\d+$|@")
_SEXES = {"nam": "male", "nu": "female"}
_PARTS = {"ngay": "day", "thang": "month", "nam": "year", "ng": "day", "th": "month"}
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Headings:
    """
    Where the headings stand, which column code each cell has, which were not understood.

    ``mapping`` may hold parts of one column, marked after a colon (``birth_date:female``): see
    ``rules.layout``. ``at`` is the last row of the headings, ``top`` the first.
    """

    at: int
    mapping: dict[str, int]
    unknown: tuple[str, ...]
    top: int = 0
    texts: tuple[str, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)

    def missing(self, columns: Sequence[Column]) -> list[str]:
        known = {code.partition(":")[0] for code in self.mapping}
        return [c.label for c in columns if c.required and c.code not in known]

    @property
    def doubtful(self) -> list[str]:
        return [code for code, sure in self.confidence.items() if sure < SURE]


def signature_of(texts: Iterable[str]) -> str:
    """Return the mark of a row of headings: the same list sent next month has the same."""
    folded = [heading(text) for text in texts]
    while folded and not folded[-1]:
        folded.pop()
    return hashlib.sha256(json.dumps(folded).encode()).hexdigest()


def find_headings(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], merges: Iterable[Merge] = ()
) -> Headings:
    """Return the rows that hold most of the known headings (the first and fewest of equals)."""
    names = names_of(columns)
    spans = {one[0]: one[1] for one in merges if one[0][0] < DEEPEST_HEADING}
    tried = []
    for at, row in enumerate(rows[:DEEPEST_HEADING]):
        lower = rows[at + 1] if at + 1 < len(rows) else []
        tried.append(_one_row(at, row, names))
        if _may_be_heading(lower):
            tried.append(_two_rows(at, row, lower, names, spans))
    best = _to_the_bottom(max(tried, key=_rank, default=Headings(0, {}, ())), spans)
    return _with_tails(best, rows, names) if best.mapping else _unknown(rows)


def _to_the_bottom(found: Headings, spans: Mapping[tuple[int, int], tuple[int, int]]) -> Headings:
    """Let headings reach as far down as the cells merged in them, whatever stands beside."""
    ends = [
        end[0]
        for (top, place), end in spans.items()
        if top == found.at and place in found.mapping.values()
    ]
    bottom = max((end for end in ends if end < DEEPEST_HEADING), default=found.at)
    return replace(found, at=bottom) if bottom > found.at else found


def _unknown(rows: Sequence[Sequence[str]]) -> Headings:
    """Of a list whose headings nobody knows, take the first row that could be headings."""
    for at, row in enumerate(rows[:DEEPEST_HEADING]):
        if sum(map(bool, row)) > 1 and _may_be_heading(row):
            return Headings(at, {}, tuple(filter(None, row)), at, tuple(row))
    return Headings(0, {}, ())


def _rank(found: Headings) -> tuple[float, bool, int]:
    return round(sum(found.confidence.values()), 6), found.top == found.at, -found.at


def _may_be_heading(row: Sequence[str]) -> bool:
    cells = [text for text in row if text]
    data = sum(bool(_DATA.search(text)) for text in cells)
    return bool(cells) and data * 4 <= len(cells)


def _one_row(at: int, row: Sequence[str], names: Names) -> Headings:
    found = _Finding(names)
    for place, text in enumerate(row):
        found.take(place, text, names.match(text))
    return found.headings(at, at, [str(text) for text in row])


def _two_rows(
    top: int,
    upper: Sequence[str],
    lower: Sequence[str],
    names: Names,
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> Headings:
    width = max(len(upper), len(lower))
    spread = _spread(top, [*upper, *[""] * (width - len(upper))], lower, spans)
    found = _Finding(names)
    texts = []
    for place in range(width):
        above, below = spread[place], lower[place] if place < len(lower) else ""
        text = above if not below or below == above else f"{above} {below}".strip()
        texts.append(text)
        found.take(place, text, _of_two(above, below, names))
    return found.headings(top + 1, top, texts)


def _of_two(above: str, below: str, names: Names) -> tuple[str, float]:
    """
    Return the column a heading of two rows means.

    Together first ("Ngày" over "sinh"), then a known column divided by sex or into day, month and
    year, then the lower row alone ("Trình độ" over "Ngoại ngữ").
    """
    if not below or below == above:
        return names.match(above)
    together = names.exact(f"{above} {below}")
    if together:
        return together, 1.0
    code = names.exact(above)
    small = heading(below)
    if code and code in names.divided:
        # "Nam" and "Năm" fold to one word.
        parts = _PARTS if "ă" in nfc(below).lower() or small not in _SEXES else _SEXES
        if small in parts:
            return f"{code}:{parts[small]}", 1.0
    alone = names.exact(below)
    return (alone, 0.95) if alone else ("", 0.0)


def _spread(
    top: int,
    upper: Sequence[str],
    lower: Sequence[str],
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> list[str]:
    """Return the upper row with merged headings in each of their columns."""
    made = list(upper)
    for place, text in enumerate(upper):
        end = spans.get((top, place))
        if text and end:
            for covered in range(place + 1, min(end[1] + 1, len(made))):
                made[covered] = made[covered] or text
    if not spans:
        # A CSV or ODS forgot the merging: an empty upper cell over a filled one goes on.
        for place in range(1, len(made)):
            below = lower[place] if place < len(lower) else ""
            before = lower[place - 1] if place - 1 < len(lower) else ""
            if not made[place] and below and before:
                made[place] = made[place - 1]
    return made


class _Finding:
    """Columns as they are taken, first come first served; better ones replace guesses."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.mapping: dict[str, int] = {}
        self.confidence: dict[str, float] = {}
        self.unknown: dict[int, str] = {}
        self.texts: dict[int, str] = {}

    def take(self, place: int, text: str, match: tuple[str, float]) -> None:
        code, sure = match
        if not code:
            code, sure = self.names.half(text), 0.95
        if code and sure >= TAKEN and sure > self.confidence.get(code, 0.0):
            if code in self.mapping:
                self.unknown[self.mapping[code]] = self.texts[self.mapping[code]]
            self.texts[place] = text
            self.mapping[code], self.confidence[code] = place, sure
        elif text:
            self.unknown[place] = text

    def headings(self, at: int, top: int, texts: list[str]) -> Headings:
        self._settle()
        unknown = tuple(self.unknown[place] for place in sorted(self.unknown))
        return Headings(at, self.mapping, unknown, top, tuple(texts), self.confidence)

    def _settle(self) -> None:
        """Parts without their partners are no parts; "Ngày | Tháng | Năm" is not "Nam"."""
        for code in self.names.divided:
            if f"{code}:month" in self.mapping and f"{code}:male" in self.mapping:
                self.mapping[f"{code}:year"] = self.mapping.pop(f"{code}:male")
                self.confidence[f"{code}:year"] = self.confidence.pop(f"{code}:male")
        parts = {part: self.mapping.pop(f"?{part}", None) for part in ("male", "female")}
        if parts["female"] is None or self.names.sex in self.mapping:
            return
        for part, place in parts.items():
            self.confidence.pop(f"?{part}", None)
            if place is not None:
                self.mapping.setdefault(f"{self.names.sex}:{part}", place)
                self.confidence.setdefault(f"{self.names.sex}:{part}", 0.95)


def _with_tails(found: Headings, rows: Sequence[Sequence[str]], names: Names) -> Headings:
    """Join what one heading covers: họ đệm and tên in two columns under "Họ và tên"."""
    mapping = dict(found.mapping)
    full = names.full_name
    if full and full not in mapping and "?family" in mapping and "?given" in mapping:
        mapping[full], mapping[f"{full}:more"] = mapping["?family"], mapping["?given"]
    elif full in mapping and f"{full}:more" not in mapping:
        place = mapping[full] + 1
        if place not in mapping.values() and _goes_on(found, place, rows):
            mapping[f"{full}:more"] = place
    mapping.pop("?family", None)
    mapping.pop("?given", None)
    sure = {code: found.confidence.get(code, 0.95) for code in mapping}
    return Headings(found.at, mapping, found.unknown, found.top, found.texts, sure)


def _goes_on(found: Headings, place: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the column beside a name has no heading of its own and holds single words."""
    own = found.texts[place] if place < len(found.texts) else ""
    left = found.texts[place - 1]
    if own and own != left:
        return False
    cells = [row[place] for row in rows[found.at + 1 : found.at + 40] if place < len(row)]
    filled = [text for text in cells if text]
    return len(filled) >= max(1, len(cells) // 2) and all(" " not in text for text in filled)
