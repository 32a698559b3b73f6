"""
Word's automatic numbers: what stands on paper before a paragraph is nowhere in its text.

``numbering.xml`` says how a level looks ("Điều %1."), where it starts and what it counts; the
counters run through the file in its order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
import re
from typing import Any

from congdoan.support.manuscripts.rules.tags import attribute, child, children, named

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
DEEPEST = 9


@dataclass(frozen=True)
class LevelShape:
    """How one level of a list looks."""

    start: int = 1
    kind: str = "decimal"
    text: str = "%1."
    legal: bool = False


@dataclass(frozen=True)
class Label:
    """The number of one paragraph as printed, and how deep its list stands."""

    text: str
    depth: int
    bullet: bool = False


@dataclass
class Lists:
    """The lists of a file with their counters."""

    shapes: dict[str, list[LevelShape]] = field(default_factory=dict)
    #: List → what it is made from, and where it starts anew.
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, number_id: str, depth: int) -> Label | None:
        """Count the next paragraph of a list and return its number."""
        if number_id not in self.lists or not 0 <= depth < DEEPEST:
            return None
        abstract, restarts = self.lists[number_id]
        shapes = self.shapes.get(abstract) or [LevelShape()] * DEEPEST
        counts = self.counters.setdefault(abstract, [shape.start - 1 for shape in shapes])
        if number_id not in self.begun:
            self.begun.add(number_id)
            for level, start in restarts.items():
                counts[level] = start - 1
        counts[depth] += 1
        for deeper in range(depth + 1, DEEPEST):
            counts[deeper] = restarts.get(deeper, shapes[deeper].start) - 1
        shape = shapes[depth]
        if shape.kind == "bullet":
            return Label("", depth, bullet=True)
        if shape.kind == "none" and not _PLACE.search(shape.text):
            return Label(shape.text.strip(), depth)
        return Label(_filled(shape, shapes, counts), depth)


def _filled(shape: LevelShape, shapes: list[LevelShape], counts: list[int]) -> str:
    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        count = max(counts[level], shapes[level].start)
        return spelled(count, "decimal" if shape.legal else shapes[level].kind)

    return _PLACE.sub(number, shape.text).strip()


def spelled(count: int, kind: str) -> str:
    """Return 4 as "4", "IV", "iv", "D", "d" or "04"."""
    if kind in {"upperLetter", "lowerLetter"}:
        turns, place = divmod(max(count, 1) - 1, len(_LETTERS))
        text = _LETTERS[place] * (turns + 1)
    elif kind in {"upperRoman", "lowerRoman"}:
        text = _roman(count)
    else:
        return f"{count:02d}" if kind == "decimalZero" else str(count)
    return text.upper() if kind.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while count >= value:
            text += sign
            count -= value
    return text


def read_lists(root: Any | None) -> Lists:
    """Return the lists ``numbering.xml`` declares."""
    found = Lists()
    if root is None:
        return found
    for abstract in children(root, "abstractNum"):
        found.shapes[attribute(abstract, "abstractNumId")] = _shapes(children(abstract, "lvl"))
    for one in children(root, "num"):
        base = child(one, "abstractNumId")
        restarts = {}
        for override in children(one, "lvlOverride"):
            start = child(override, "startOverride")
            if start is not None:
                restarts[_whole(attribute(override, "ilvl"))] = _whole(attribute(start, "val"), 1)
        if base is not None:
            restarts = {level: start for level, start in restarts.items() if 0 <= level < DEEPEST}
            found.lists[attribute(one, "numId")] = (attribute(base, "val"), restarts)
    return found


def _shapes(levels: Iterable[Any]) -> list[LevelShape]:
    shapes = [LevelShape(text=f"%{depth + 1}.") for depth in range(DEEPEST)]
    for level in levels:
        depth = _whole(attribute(level, "ilvl"))
        if not 0 <= depth < DEEPEST:
            continue
        said = {named(part): part for part in level}
        shapes[depth] = LevelShape(
            start=_whole(_value(said, "start"), 1),
            kind=_value(said, "numFmt") or "decimal",
            text=_value(said, "lvlText"),
            legal="isLgl" in said,
        )
    return shapes


def _value(said: dict[str, Any], name: str) -> str:
    return attribute(said[name], "val") if name in said else ""


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
