"""
A Word file that comes back: which of its lines are which clauses, and what they change.

Bookmarks say it; where an editor lost them, numbers and words do. What went out is the base, so
that changes made here meanwhile are never undone by an old file.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
import re
from typing import Any

from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.pasting import begun_line, continued
from congdoan.areas.agreements.rules.recognising import is_signature
from congdoan.areas.agreements.rules.structure import block_end, converted
from congdoan.support.comparison.api import Change, Line, compare
from congdoan.support.discussion.api import Edit
from congdoan.support.manuscripts.api import Manuscript, Paragraph, Table

CLAUSE_MARK, COPY_MARK = "cdk_", "cdb_"
_LABELS = {
    Level.CHAPTER: re.compile(r"^(?:chương|phần)\s+[ivxlc\d]+\s*[.:–-]?\s*", re.IGNORECASE),
    Level.ARTICLE: re.compile(r"^điều\s+\d+[a-z]?\s*[.:–-]?\s*", re.IGNORECASE),
    Level.CLAUSE: re.compile(r"^\d{1,3}\s*[.)/]\s*"),
    Level.POINT: re.compile(r"^[a-zđ]{1,2}\s*[.)/]\s*", re.IGNORECASE),
}


@dataclass(frozen=True)
class Sent:
    """A clause as it went out."""

    id: str
    level: str
    heading: str
    text: str
    number: str
    path: str
    revision: int


@dataclass(frozen=True)
class Found:
    """One change the file wants; ``clause`` is what it is about, or what it stands after."""

    key: int
    edit: str
    clause: str
    level: str
    heading: str
    text: str
    was_heading: str
    was_text: str
    path: str
    revision: int
    #: Of a move: the clause it should follow, and how that was called; empty = the beginning.
    after: str = ""
    after_path: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Returned:
    changes: tuple[Found, ...]
    #: Paths of lines that changed their level, or left what stands under them behind.
    moved: tuple[str, ...]
    #: Tables found in the text.
    tables: int
    #: How many clauses the file still marks.
    marked: int


@dataclass
class _Back:
    """A line of the file while it is put together."""

    id: str
    line: NewLine


def copy_code(found: Manuscript) -> str:
    """Return the code of the copy a file came from; empty when its mark is lost."""
    marks = [mark for mark in sorted(found.marks) if mark.startswith(COPY_MARK)]
    return marks[0].removeprefix(COPY_MARK) if marks else ""


def changes_in(found: Manuscript, sent: Sequence[Sent]) -> Returned:
    """Return what a file changes in the text it was made from."""
    known = {one.id: one for one in sent}
    back, tables = _lines(found, known)
    old = [
        Line(one.id, one.level, one.number, one.heading, one.text, path=one.path) for one in sent
    ]
    new = [
        Line(one.id or f"new-{n}", one.line.level, "", *_tidied(one.line))
        for n, one in enumerate(back)
    ]
    moves = _Moves(sent, [one.id for one in back])
    changes: list[Found] = []
    by_hand = []
    after = ""
    for row in compare(old, new).rows:
        here = known.get(row.old.id) if row.old else None
        change = _change(len(changes) + 1, row, here, known.get(after))
        if change is not None:
            changes.append(change)
        if here is not None and row.new is not None:
            if Change.MOVED in row.changes and not moves.goes_along(here.id):
                if moves.whole(here.id):
                    moved = _found(
                        len(changes) + 1, Edit.MOVE, here, here.heading, here.text, here.level
                    )
                    target = known.get(after)
                    changes.append(
                        replace(moved, after=after, after_path=target.path if target else "")
                    )
                else:
                    by_hand.append(here.path)
            elif change is None and Change.LEVELLED in row.changes:
                by_hand.append(here.path)
            after = here.id
    marked = sum(bool(one.id) for one in back)
    return Returned(tuple(changes), tuple(by_hand), tables, marked)


class _Moves:
    """Which moved lines take what stands under them along, and which go along themselves."""

    def __init__(self, sent: Sequence[Sent], back: Sequence[str]) -> None:
        self._old = [one.id for one in sent]
        self._levels = [one.level for one in sent]
        self._at = {one: place for place, one in enumerate(self._old)}
        self._new = {one: place for place, one in enumerate(one for one in back if one)}
        self._along: set[str] = set()

    def whole(self, one: str) -> bool:
        """Say whether everything under a moved line still follows it; remember that it does."""
        start = self._at[one]
        under = self._old[start + 1 : block_end(self._levels, start)]
        staying = [each for each in under if each in self._new]
        first = self._new.get(one)
        if first is None:
            return not staying
        places = [self._new[each] for each in staying]
        if places != list(range(first + 1, first + 1 + len(places))):
            return False
        self._along.update(staying)
        return True

    def goes_along(self, one: str) -> bool:
        return one in self._along


def _change(key: int, row: Any, here: Sent | None, after: Sent | None) -> Found | None:
    """Return the change a row of the comparison asks for, if it is one of words."""
    new = row.new
    if here is not None and new is None:
        return _found(key, Edit.DELETE, here, "", "", here.level)
    if here is not None:
        heading, text = converted(here.level, new.heading, new.text)
        if (heading, text) == (here.heading, here.text) or not (heading or text):
            return None
        return _found(key, Edit.REPLACE, here, heading, text, here.level)
    if after is None:
        return None
    return _found(key, Edit.INSERT, after, new.heading, new.text, new.level)


def _found(key: int, edit: Edit, one: Sent, heading: str, text: str, level: str) -> Found:
    return Found(
        key, edit.value, one.id, level, heading, text, one.heading, one.text, one.path, one.revision
    )


def _tidied(line: NewLine) -> tuple[str, str]:
    return converted(line.level, line.heading, line.text)


def _lines(found: Manuscript, known: dict[str, Sent]) -> tuple[list[_Back], int]:
    """Return the lines of the file in order, from its first clause to its signatures."""
    lines: list[_Back] = []
    seen: set[str] = set()
    tables = 0
    any_marked = any(_mark(block, known) for block in found.paragraphs())
    for block in found.blocks:
        if isinstance(block, Table):
            tables += bool(lines)
            continue
        mark = _mark(block, known)
        if mark and mark not in seen:
            seen.add(mark)
            lines.append(_Back(mark, _marked(block, known[mark])))
            continue
        if lines and is_signature(block):
            break
        _unmarked(lines, block, any_marked=any_marked)
    return lines, tables


def _mark(block: Paragraph, known: dict[str, Sent]) -> str:
    marks = (mark.removeprefix(CLAUSE_MARK) for mark in block.marks if mark.startswith(CLAUSE_MARK))
    return next((mark for mark in marks if mark in known), "")


def _marked(block: Paragraph, sent: Sent) -> NewLine:
    """Return a marked paragraph as a line of the level it went out with, without its number."""
    words = block.text if block.number else block.text.replace("\n", " ", 1)
    words = words if block.number else _LABELS[Level(sent.level)].sub("", words, count=1)
    if sent.level in {Level.CHAPTER, Level.ARTICLE}:
        first, _line, rest = words.partition("\n")
        return NewLine(sent.level, first[:400], first[400:] or rest)
    return NewLine(sent.level, text=words)


def _unmarked(lines: list[_Back], block: Paragraph, *, any_marked: bool) -> None:
    """Take a paragraph without a mark: a new line by its number, else more of the line above."""
    inside = any(one.line.level == Level.ARTICLE for one in lines)
    new = begun_line(block.whole.replace("\n", " "), in_article=inside)
    if not lines and (new is None or any_marked):
        return
    if new is not None:
        lines.append(_Back("", new))
        return
    above = lines[-1]
    if above.line.level in {Level.CHAPTER, Level.ARTICLE} and above.line.heading:
        joined = "\n".join(part for part in (above.line.text, block.whole) if part)
        lines[-1] = _Back(above.id, NewLine(above.line.level, above.line.heading, joined))
    else:
        lines[-1] = _Back(above.id, continued(above.line, block.whole))
