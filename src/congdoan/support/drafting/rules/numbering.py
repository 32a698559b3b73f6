"""How blocks are numbered in print: computed from their order, never stored."""

from collections.abc import Callable, Sequence
from typing import Final

from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules.blocks import Block

_ROMANS: Final = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
#: Letters of Vietnamese points: a, b, c, d, đ, e, g …
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"


def labels(blocks: Sequence[Block]) -> dict[str, str]:
    """
    Return the printed number of each numbered block by its id.

    Articles count through the whole text; clauses begin anew under a chapter, heading or article,
    points under any of these or a clause.
    """
    counts = dict.fromkeys(BlockKind.values, 0)
    found: dict[str, str] = {}
    for block in blocks:
        kind = BlockKind(block.kind)
        counts[kind] += 1
        for inner in _RESTARTS.get(kind, ()):
            counts[inner] = 0
        made = _label(kind, counts[kind])
        if made:
            found[block.id] = made
    return found


_RESTARTS: Final = {
    BlockKind.CHAPTER: (BlockKind.HEADING, BlockKind.CLAUSE, BlockKind.POINT),
    BlockKind.HEADING: (BlockKind.CLAUSE, BlockKind.POINT),
    BlockKind.ARTICLE: (BlockKind.CLAUSE, BlockKind.POINT),
    BlockKind.CLAUSE: (BlockKind.POINT,),
}


def _label(kind: BlockKind, count: int) -> str:
    made = _PRINTED.get(kind)
    return made(count) if made else ""


def roman(number: int) -> str:
    made = ""
    for sign, worth in _ROMANS:
        made += sign * (number // worth)
        number %= worth
    return made


def letter(number: int) -> str:
    """Return a, b, c, d, đ …; after y: aa, ab."""
    made = ""
    while number > 0:
        number, at = divmod(number - 1, len(_LETTERS))
        made = _LETTERS[at] + made
    return made


_PRINTED: Final[dict[BlockKind, Callable[[int], str]]] = {
    BlockKind.CHAPTER: lambda count: f"Chương {roman(count)}",
    BlockKind.HEADING: lambda count: f"{roman(count)}.",
    BlockKind.ARTICLE: lambda count: f"Điều {count}.",
    BlockKind.CLAUSE: lambda count: f"{count}.",
    BlockKind.POINT: lambda count: f"{letter(count)})",
}
