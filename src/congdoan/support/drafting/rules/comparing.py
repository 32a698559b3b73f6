"""A draft's blocks as lines that two versions are compared by."""

from collections.abc import Sequence

from congdoan.support.comparison.api import Line
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules.blocks import Block
from congdoan.support.drafting.rules.numbering import labels

_HEADED = {BlockKind.CHAPTER, BlockKind.HEADING, BlockKind.ARTICLE}


def lines(subject: str, addressees: str, blocks: Sequence[Block]) -> list[Line]:
    """Return head and blocks as lines; a block is the same line by its own identity."""
    numbers = labels(blocks)
    head = [Line("subject", "head", "", text=subject), Line("to", "head", "", text=addressees)]
    return [
        *(line for line in head if line.text),
        *(_line(block, numbers.get(block.id, "")) for block in blocks),
    ]


def _line(block: Block, number: str) -> Line:
    headed = block.kind in _HEADED
    return Line(
        block.id,
        block.kind,
        number,
        heading=block.text if headed else "",
        text="" if headed else block.text,
        note=block.name,
        depth=2 if block.kind == BlockKind.POINT else int(block.kind == BlockKind.CLAUSE),
    )
