"""
A draft is an ordered list of typed blocks; here they are read, checked and written as JSON.

Every block is plain text. A table is its rows line by line, cells parted by "|", the head first;
one filled from a list keeps which. A signature is the lines above the title, the title and, apart,
the name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
import re
from typing import Any, Final
from uuid import uuid4

from congdoan.foundation.vietnamese import tidy
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules.refusals import (
    BlockTooLong,
    DraftUnreadable,
    TableUneven,
    TooManyBlocks,
)

BLOCKS: Final = 1_500
LENGTH: Final = 20_000
#: Of a table that was filled from a list: some thousand rows.
LISTED_LENGTH: Final = 400_000
NAME: Final = 160
_FIELDS = ("id", "kind", "text", "name", "source")
_SOURCE = re.compile(r"^[a-z_]{1,30}\.[a-z0-9_]{1,30}$")
_ID = re.compile(r"^[0-9a-f]{32}$")
_KINDS = frozenset(kind.value for kind in BlockKind)
#: Kinds that are one line of print: a line feed in them is a space.
_ONE_LINE = frozenset({BlockKind.BASIS, BlockKind.RECIPIENT, BlockKind.DASH, BlockKind.POINT})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Block:
    """
    One piece of a text; ``name`` is who signs, in signatures only.

    A table filled from a list says which (``source``) and as of which day (``name``).
    """

    id: str
    kind: str
    text: str = ""
    name: str = ""
    source: str = ""


def new_block(kind: str, text: str = "", name: str = "") -> Block:
    """Return a block with an identity of its own."""
    return Block(uuid4().hex, kind, text, name)


def read(stored: object) -> tuple[Block, ...]:
    """
    Return the blocks of a stored or sent list, cleaned.

    :raises DraftUnreadable: when it is no list of known blocks, or two share an identity
    :raises TooManyBlocks, BlockTooLong, TableUneven: when somebody pasted a book
    """
    if not isinstance(stored, list | tuple):
        raise DraftUnreadable(problem="không phải danh sách khối")
    if len(stored) > BLOCKS:
        raise TooManyBlocks(count=len(stored), limit=BLOCKS)
    blocks = tuple(_read_one(number, one) for number, one in enumerate(stored, start=1))
    if len({block.id for block in blocks}) < len(blocks):
        raise DraftUnreadable(problem="hai khối trùng nhau")
    return blocks


def written(blocks: Iterable[Block]) -> list[dict[str, str]]:
    """Return blocks as what is stored."""
    return [
        {"id": one.id, "kind": str(one.kind), "text": one.text}
        | ({"name": one.name} if one.name else {})
        | ({"source": one.source} if one.source else {})
        for one in blocks
    ]


def _read_one(number: int, one: object) -> Block:
    if not isinstance(one, Mapping):
        raise DraftUnreadable(problem=f"khối số {number}")
    values: dict[str, Any] = {name: one.get(name, "") for name in _FIELDS}
    if any(not isinstance(value, str) for value in values.values()):
        raise DraftUnreadable(problem=f"khối số {number}")
    if values["kind"] not in _KINDS:
        raise DraftUnreadable(problem=f"khối số {number} thuộc loại không có")
    if not _ID.match(values["id"]):
        raise DraftUnreadable(problem=f"khối số {number} thiếu mã")
    block = Block(
        values["id"],
        values["kind"],
        _clean(values["text"], one_line=values["kind"] in _ONE_LINE),
        tidy(_clean(values["name"], one_line=True))[:NAME],
        values["source"] if _SOURCE.match(values["source"]) else "",
    )
    listed = block.kind == BlockKind.TABLE and block.source
    limit = LISTED_LENGTH if listed else LENGTH
    if len(block.text) > limit:
        raise BlockTooLong(number=number, length=len(block.text), limit=limit)
    if block.kind == BlockKind.TABLE:
        _refuse_uneven(number, table_rows(block.text))
    if listed:
        return block
    return replace(block, source="", name=block.name if block.kind == BlockKind.SIGNATURE else "")


def _clean(text: str, *, one_line: bool) -> str:
    lines = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept = [tidy(line) for line in lines]
    return " ".join(line for line in kept if line) if one_line else "\n".join(kept).strip("\n")


def table_rows(text: str) -> list[list[str]]:
    """Return the rows of a table block: lines of cells parted by "|"."""
    return [[cell.strip() for cell in line.split("|")] for line in text.split("\n") if line.strip()]


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table block keeps them; a "|" within a cell becomes "/"."""
    return "\n".join(" | ".join(cell.replace("|", "/").strip() for cell in row) for row in rows)


def _refuse_uneven(number: int, rows: list[list[str]]) -> None:
    if rows and any(len(row) > len(rows[0]) for row in rows):
        raise TableUneven(number=number)


# --- order --------------------------------------------------------------------------------------


def added(blocks: Sequence[Block], after: str, kind: str) -> tuple[Block, ...]:
    """Return the blocks with an empty one after ``after``; at the end when that is not there."""
    place = _place(blocks, after)
    at = len(blocks) if place is None else place + 1
    made = new_block(kind if kind in _KINDS else BlockKind.PARAGRAPH)
    return (*blocks[:at], made, *blocks[at:])


def moved(blocks: Sequence[Block], id: str, step: int) -> tuple[Block, ...]:  # noqa: A002
    """Return the blocks with one a step up (-1) or down (1); at the ends nothing changes."""
    place = _place(blocks, id)
    if place is None or not 0 <= place + step < len(blocks):
        return tuple(blocks)
    order = list(blocks)
    order[place], order[place + step] = order[place + step], order[place]
    return tuple(order)


def removed(blocks: Sequence[Block], id: str) -> tuple[Block, ...]:  # noqa: A002
    return tuple(block for block in blocks if block.id != id)


def _place(blocks: Sequence[Block], id: str) -> int | None:  # noqa: A002
    return next((at for at, block in enumerate(blocks) if block.id == id), None)
