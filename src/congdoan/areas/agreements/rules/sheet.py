"""
Lines of a text somebody is still sorting: of an imported file, of a template.

Values only; a sheet is stored as JSON. A line is a clause-to-be (it has a level) or it stands aside
with a reason; nothing ever leaves the sheet, so nothing of a file is lost unsaid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from congdoan.areas.agreements.enums import Fate, Level, Piece
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.numbering import numbered, out_of_place
from congdoan.areas.agreements.rules.structure import TEXT_LIMIT, converted
from congdoan.foundation.refusal import Refusal

#: Lines of one page of a sheet.
PAGE = 40
HEADING_LIMIT = 400


class ReasonForLeaving(Refusal):
    """Hãy ghi lý do để ngoài “{words}”, ví dụ: đã có ở phụ lục."""


class NothingToJoin(Refusal):
    """Phía trên không còn đoạn nào để nối vào; hãy đổi cấp của đoạn này."""


class NoBlankLine(Refusal):
    """Muốn tách, hãy để một dòng trống trong ô nội dung ở chỗ cần tách rồi bấm “Tách” lại."""


class LineTooLong(Refusal):
    """“{words}” dài {length} ký tự, quá dài cho một đoạn ({limit}); hãy tách thành nhiều đoạn."""


class Undecided(Refusal):
    """Còn {count} phần chưa quyết định ({words}); hãy đưa vào nội dung hoặc để ngoài kèm lý do."""


@dataclass(frozen=True)
class SheetLine:
    """One line; ``place`` is its paragraph in the file, ``number`` the one it had there."""

    key: int
    level: str = ""
    heading: str = ""
    text: str = ""
    piece: str = Piece.TEXT
    fate: str = ""
    reason: str = ""
    place: int = 0
    number: str = ""
    note: str = ""
    bearer: str = ""
    lead_side: str = ""
    cadence: str = ""
    content_code: str = ""
    indicator: str = ""
    target: str = ""

    @property
    def words(self) -> str:
        return (self.heading or self.text).replace("\n", " ")[:60]

    def as_new(self) -> NewLine:
        heading, text = converted(self.level, self.heading, self.text)
        return NewLine(
            self.level,
            heading,
            text,
            content_code=self.content_code,
            bearer=self.bearer,
            cadence=self.cadence,
            indicator=self.indicator,
            target=self.target,
            lead_side=self.lead_side,
        )


Sheet = list[SheetLine]
_FIELDS = frozenset(field.name for field in fields(SheetLine))


def from_json(rows: Iterable[dict[str, Any]]) -> Sheet:
    return [SheetLine(**{name: row[name] for name in row if name in _FIELDS}) for row in rows]


def as_json(sheet: Iterable[SheetLine]) -> list[dict[str, Any]]:
    """Return lines as stored; what is empty is left out."""
    return [
        {name: value for name, value in asdict(line).items() if value not in ("", 0)}
        for line in sheet
    ]


def from_new(lines: Iterable[NewLine], *, first: int = 1) -> Sheet:
    return [
        SheetLine(
            key,
            line.level,
            line.heading,
            line.text,
            bearer=line.bearer,
            lead_side=line.lead_side,
            cadence=line.cadence,
            content_code=line.content_code,
            indicator=line.indicator,
            target=line.target,
        )
        for key, line in enumerate(lines, start=first)
    ]


def clauses(sheet: Iterable[SheetLine]) -> list[SheetLine]:
    """Return what becomes text, in order."""
    return [line for line in sheet if line.level]


def labels(sheet: Iterable[SheetLine]) -> dict[int, str]:
    """Return the number each clause-to-be will have, by key."""
    return {line.item.key: line.label for line in numbered(clauses(sheet))}


def stray(sheet: Iterable[SheetLine]) -> set[int]:
    """Return the keys of clauses and points that would stand in no article."""
    return {line.item.key for line in out_of_place(clauses(sheet))}


def undecided(sheet: Iterable[SheetLine]) -> list[SheetLine]:
    return [line for line in sheet if line.fate == Fate.OPEN]


def require_decided(sheet: Iterable[SheetLine]) -> None:
    """:raises Undecided: while something of the file is neither text nor left out with a reason"""
    waiting = undecided(sheet)
    if waiting:
        words = "; ".join(str(Piece(line.piece).label).lower() for line in waiting[:3])
        raise Undecided(count=len(waiting), words=words)


def edited(line: SheetLine, change: dict[str, str]) -> SheetLine:
    """
    Return a line with what was typed into it; ``level`` is a level or a fate.

    :raises ReasonForLeaving: a line left out needs its reason
    :raises LineTooLong: a line no clause could hold
    """
    known: dict[str, Any] = {name: value for name, value in change.items() if name in _FIELDS}
    level = known.pop("level", line.level or line.fate)
    line = replace(line, **known)
    if len(line.text) > TEXT_LIMIT:
        raise LineTooLong(words=line.words, length=len(line.text), limit=TEXT_LIMIT)
    if level in Level.values:
        return replace(line, level=level, fate="", reason="")
    fate = level if level in Fate.values else Fate.OPEN
    if fate == Fate.LEFT and not line.reason.strip():
        raise ReasonForLeaving(words=line.words)
    return replace(line, level="", fate=fate)


def joined(sheet: Sequence[SheetLine], key: int) -> Sheet:
    """
    Return the sheet with a line's words added to the clause above it.

    :raises NothingToJoin: when no clause stands above
    """
    place = _index(sheet, key)
    above = next((n for n in range(place - 1, -1, -1) if sheet[n].level), None)
    if above is None:
        raise NothingToJoin
    target, gone = sheet[above], sheet[place]
    words = "\n".join(part for part in (target.text, gone.heading, gone.text) if part)
    if target.level == Level.CHAPTER and not target.heading:
        target, words = replace(target, heading=gone.heading or gone.text), target.text
    if len(words) > TEXT_LIMIT:
        raise LineTooLong(words=target.words, length=len(words), limit=TEXT_LIMIT)
    kept = [*sheet[:above], replace(target, text=words), *sheet[above + 1 :]]
    return [line for line in kept if line.key != key]


def split(sheet: Sequence[SheetLine], key: int) -> Sheet:
    """
    Return the sheet with a line cut at the first blank line of its text.

    :raises NoBlankLine: when there is none
    """
    place = _index(sheet, key)
    line = sheet[place]
    first, blank, rest = line.text.replace("\r", "").partition("\n\n")
    if not blank or not rest.strip():
        raise NoBlankLine
    level = line.level
    if level in {Level.CHAPTER, Level.ARTICLE}:
        level = Level.CLAUSE
    new = SheetLine(
        next_key(sheet), level, text=rest.strip(), piece=line.piece, fate=line.fate,
        place=line.place, reason=line.reason,
    )  # fmt: skip
    return [*sheet[:place], replace(line, text=first.strip()), new, *sheet[place + 1 :]]


def added(sheet: Sequence[SheetLine], after: int | None, level: str) -> Sheet:
    """Return the sheet with an empty line after another, or at its end."""
    place = len(sheet) if after is None else _index(sheet, after) + 1
    return [*sheet[:place], SheetLine(next_key(sheet), Level(level)), *sheet[place:]]


def next_key(sheet: Iterable[SheetLine]) -> int:
    return max((line.key for line in sheet), default=0) + 1


def _index(sheet: Sequence[SheetLine], key: int) -> int:
    for place, line in enumerate(sheet):
        if line.key == key:
            return place
    raise NothingToJoin
