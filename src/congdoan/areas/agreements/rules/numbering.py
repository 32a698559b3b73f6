"""
Numbers of chapters, articles, clauses and points: computed from level and order, never stored.

Chapters count in Roman, articles run through the whole text, clauses begin anew in each article,
points run a, b, c, d, đ, e, g … in the order of Vietnamese legal drafting (no f, j, w, z).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from congdoan.areas.agreements.enums import Level

LEVELS = (Level.CHAPTER, Level.ARTICLE, Level.CLAUSE, Level.POINT)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class HasLevel(Protocol):
    """A clause, or a line that is not one yet; a column of a model has no narrower type here."""

    @property
    def level(self) -> Any: ...


Item = TypeVar("Item", bound=HasLevel)


@dataclass(frozen=True)
class Line(Generic[Item]):
    """One line of the outline: what it is, its number, and which line it stands under."""

    item: Item
    number: str
    label: str
    depth: int
    parent: "Line[Item] | None"
    #: Its count among its kind: 2 for "khoản 2" (and for "khoản 2a", see ``consolidating``).
    ordinal: int = 0

    @property
    def path(self) -> str:
        """Return the place in words: "điểm a khoản 2 Điều 5"."""
        words = []
        line: Line[Item] | None = self
        while line is not None and line.item.level != Level.CHAPTER:
            words.append(_spoken(line.item.level, line.number))
            line = line.parent
        return " ".join(words) or self.label


def rank(level: str) -> int:
    """Return 0 for a chapter to 3 for a point."""
    return LEVELS.index(Level(level))


def roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def letter(number: int) -> str:
    """Return a, b, c, d, đ …, y, then aa, ab …: the 1st, 2nd … point."""
    size = len(_LETTERS)
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, size)
        text = _LETTERS[rest] + text
    return text


def numbered(items: Iterable[Item]) -> Iterator[Line[Item]]:
    """Return the outline of ``items``, which come in the order of the text."""
    counts = dict.fromkeys(LEVELS, 0)
    above: dict[Level, Line[Item]] = {}
    for item in items:
        level = Level(item.level)
        counts[level] += 1
        _begin_anew(counts, level)
        for deeper in LEVELS[rank(level) :]:
            above.pop(deeper, None)
        parent = above[max(above, key=rank)] if above else None
        number = number_of(level, counts[level])
        line = Line(item, number, label_of(level, number), rank(level), parent, counts[level])
        above[level] = line
        yield line


def _begin_anew(counts: dict[Level, int], level: Level) -> None:
    """Clauses begin anew in each article, points in each clause; articles run on."""
    if level in {Level.CHAPTER, Level.ARTICLE}:
        counts[Level.CLAUSE] = counts[Level.POINT] = 0
    elif level == Level.CLAUSE:
        counts[Level.POINT] = 0


def number_of(level: str, count: int, suffix: int = 0) -> str:
    """
    Return the number as read; ``suffix`` counts what was put in after it later.

    Articles and clauses become 2a, 2b …, points a1, a2 …: the others keep their numbers.
    """
    if level == Level.POINT:
        return f"{letter(count)}{suffix or ''}"
    number = roman(count) if level == Level.CHAPTER else str(count)
    return number + letter(suffix)


def label_of(level: str, number: str) -> str:
    """Return the number as it is printed."""
    return {
        Level.CHAPTER: f"Chương {number}",
        Level.ARTICLE: f"Điều {number}.",
        Level.CLAUSE: f"{number}.",
        Level.POINT: f"{number})",
    }[Level(level)]


def _spoken(level: str, number: str) -> str:
    return {
        Level.ARTICLE: f"Điều {number}",
        Level.CLAUSE: f"khoản {number}",
        Level.POINT: f"điểm {number}",
    }[Level(level)]


def out_of_place(items: Iterable[Item]) -> list[Line[Item]]:
    """Return clauses and points that stand in no article."""
    return [
        line
        for line in numbered(items)
        if line.item.level in {Level.CLAUSE, Level.POINT} and not _in_article(line)
    ]


def _in_article(line: Line[Item]) -> bool:
    parent = line.parent
    while parent is not None and parent.item.level != Level.ARTICLE:
        parent = parent.parent
    return parent is not None
