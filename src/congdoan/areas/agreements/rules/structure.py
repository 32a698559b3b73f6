"""Moving lines of the text: pure arithmetic on their levels."""

from collections.abc import Sequence

from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.rules.numbering import LEVELS, rank
from congdoan.areas.agreements.rules.refusals import (
    AlreadyThere,
    InsideItself,
    LevelDoesNotFit,
    NothingAbove,
    NothingBelow,
)

#: More is not a clause but a paste that went wrong.
TEXT_LIMIT = 20_000


def block_end(levels: Sequence[str], start: int) -> int:
    """Return the place after the line at ``start`` and everything under it."""
    end = start + 1
    while end < len(levels) and rank(levels[end]) > rank(levels[start]):
        end += 1
    return end


def moved_up(levels: Sequence[str], start: int) -> list[int]:
    """
    Return the new order (old places) with the block at ``start`` one step up.

    A block steps over its elder sibling with all that stands under it; the first one of a part
    steps into the part before.

    :raises NothingAbove: for the first line
    """
    if start == 0:
        raise NothingAbove
    target = start - 1
    while target > 0 and rank(levels[target]) > rank(levels[start]):
        target -= 1
    return _taken(levels, start, block_end(levels, start), target)


def moved_down(levels: Sequence[str], start: int) -> list[int]:
    """
    Return the new order with the block at ``start`` one step down.

    :raises NothingBelow: when nothing follows
    """
    end = block_end(levels, start)
    if end >= len(levels):
        raise NothingBelow
    same = rank(levels[end]) == rank(levels[start])
    target = block_end(levels, end) if same else end + 1
    return _taken(levels, start, end, target)


def _taken(levels: Sequence[str], start: int, end: int, target: int) -> list[int]:
    """Return the order with ``[start, end)`` taken out and put before ``target``."""
    block = list(range(start, end))
    before = [place for place in range(target) if not start <= place < end]
    after = [place for place in range(target, len(levels)) if not start <= place < end]
    return [*before, *block, *after]


def moved_to(levels: Sequence[str], start: int, target: int) -> list[int]:
    """
    Return the new order with the block at ``start`` put before the line now at ``target``.

    :raises AlreadyThere, InsideItself: when nothing would move
    :raises LevelDoesNotFit: when a clause or point would stand in no article afterwards
    """
    end = block_end(levels, start)
    if target in {start, end}:
        raise AlreadyThere
    if start < target < end:
        raise InsideItself
    order = _taken(levels, start, end, target)
    if _lost([levels[old] for old in order]) > _lost(levels):
        raise LevelDoesNotFit(level=Level(levels[start]).label)
    return order


def _lost(levels: Sequence[str]) -> int:
    """Return how many clauses and points stand in no article."""
    inside, lost = False, 0
    for level in levels:
        if level in {Level.CHAPTER, Level.ARTICLE}:
            inside = level == Level.ARTICLE
        else:
            lost += not inside
    return lost


def shifted(levels: Sequence[str], start: int, *, deeper: bool) -> list[str]:
    """
    Return all levels with the block at ``start`` one level deeper or less deep.

    :raises LevelDoesNotFit: when a clause or point would stand in no article
    """
    step = 1 if deeper else -1
    changed = [Level(level) for level in levels]
    if not 0 <= rank(levels[start]) + step < len(LEVELS):
        raise LevelDoesNotFit(level=Level(levels[start]).label)
    for place in range(start, block_end(levels, start)):
        deep = min(max(rank(levels[place]) + step, 0), len(LEVELS) - 1)
        changed[place] = LEVELS[deep]
    require_place(changed[:start], changed[start])
    return list(changed)


def require_place(before: Sequence[str], level: str) -> None:
    """
    See that a line of ``level`` may follow ``before``.

    :raises LevelDoesNotFit: when a clause or point would stand in no article
    """
    if level in {Level.CHAPTER, Level.ARTICLE}:
        return
    for above in reversed(before):
        if above == Level.ARTICLE:
            return
        if above == Level.CHAPTER:
            break
    raise LevelDoesNotFit(level=Level(level).label)


def converted(level: str, heading: str, text: str) -> tuple[str, str]:
    """Return heading and text as fit a line of ``level``: clauses and points have no heading."""
    if level in {Level.CLAUSE, Level.POINT}:
        return "", "\n".join(part for part in (heading, text) if part)
    if not heading and text:
        first, _, rest = text.partition("\n")
        if len(first) <= 400:
            return first, rest.strip()
    return heading, text
