"""
What is pasted from Word becomes blocks.

The HTML is untrusted and full of Word's own styles: nh3 leaves paragraphs, lists, tables, bold and
italic, lxml walks them, each line is recognised by how Vietnamese documents number themselves.
"""

from collections.abc import Iterator
import re
from typing import Any, Final

from lxml import html
import nh3

from congdoan.foundation.vietnamese import tidy
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules.blocks import BLOCKS, Block, new_block, table_text
from congdoan.support.drafting.rules.inline import (
    BOLD,
    ITALIC,
    joined,
    marked,
    plain_of,
    without_start,
)
from congdoan.support.drafting.rules.refusals import NothingPasted, PasteTooLong, TooManyBlocks

LIMIT: Final = 2_000_000
_INLINE = {"b", "strong", "i", "em", "span", "u", "font"}
_TAGS = _INLINE | {
    "p",
    "div",
    "li",
    "br",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
}
_ANY = re.IGNORECASE
_HTML = re.compile(r"<(?:html|body|p|div|span|br|h[1-6]|table|ul|ol)\b", _ANY)
_ROMAN = r"(?=[IVXLC])[IVXLC]{1,7}"
_MARKS: Final = (
    (
        BlockKind.CHAPTER,
        re.compile(rf"^chương\s+(?:{_ROMAN}|\d{{1,2}})\b[\s.:–-]*(.*)$", _ANY),
    ),
    (BlockKind.ARTICLE, re.compile(r"^điều\s+\d{1,3}\b\s*[.:–-]?\s*(.*)$", _ANY)),
    (BlockKind.HEADING, re.compile(rf"^{_ROMAN}\s*[.)/]\s*(\S.*)$")),
    (BlockKind.CLAUSE, re.compile(r"^\d{1,3}\s*[.)/]\s*(?!\d)(\S.*)$")),
    (BlockKind.POINT, re.compile(r"^[a-zđ]{1,2}\s*[.)/]\s+(\S.*)$")),
    (BlockKind.DASH, re.compile(r"^[-–—+•·▪§o]\s+(\S.*)$")),
    (BlockKind.BASIS, re.compile(r"^((?:căn cứ|xét đề nghị|theo đề nghị)\b.*)$", _ANY)),
)
#: Within these bold and italic mean something; a title has its own style.
_STYLED = frozenset({BlockKind.CLAUSE, BlockKind.POINT, BlockKind.DASH})
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", _ANY)
_ITALIC = re.compile(r"font-style\s*:\s*italic", _ANY)
_DECIDES = re.compile(r"^QUYẾT (?:ĐỊNH|NGHỊ)\s*:?$|^KẾT LUẬN\s*:$")
_RECIPIENTS = re.compile(r"^nơi nhận\s*:?$", _ANY)
_END = re.compile(r"[;.,]+$")


def pasted(text: str) -> tuple[Block, ...]:
    """
    Return the blocks of pasted HTML or plain text.

    :raises PasteTooLong, TooManyBlocks: when it is a book
    :raises NothingPasted: when no words are left
    """
    if len(text) > LIMIT:
        raise PasteTooLong(size=len(text) // 1000, limit=LIMIT // 1000)
    blocks = _recognised(_pieces(text))
    if not blocks:
        raise NothingPasted
    if len(blocks) > BLOCKS:
        raise TooManyBlocks(count=len(blocks), limit=BLOCKS)
    return blocks


def _pieces(text: str) -> Iterator[str | list[list[str]]]:
    """Return lines, and tables as rows, in the order of the text."""
    if not _HTML.search(text):
        yield from (line for raw in text.splitlines() if (line := _line(raw)))
        return
    clean = nh3.clean(
        text.replace("\r", " ").replace("\n", " "),
        tags=_TAGS,
        attributes={"span": {"style"}},
        clean_content_tags={"script", "style", "title", "xml", "noscript", "template"},
    )
    yield from _walk(html.fragment_fromstring(clean, create_parent="div"))


def _walk(element: Any) -> Iterator[str | list[list[str]]]:
    words = element.text or ""
    for child in element:
        if child.tag in _INLINE and all(one.tag in _INLINE for one in child.iter()):
            words += _marked(child) + (child.tail or "")
        elif child.tag == "table":
            yield from _lines(words)
            words = child.tail or ""
            yield from _table(child)
        elif child.tag == "br":
            yield from _lines(words)
            words = child.tail or ""
        else:
            yield from _lines(words)
            words = child.tail or ""
            yield from _walk(child)
    yield from _lines(words)


def _marked(element: Any, *, bold: bool = False, italic: bool = False) -> str:
    """Return the words of an element in one line, with the marks of its styles."""
    style = element.get("style") or ""
    bold_here = not bold and (element.tag in {"b", "strong"} or bool(_BOLD.search(style)))
    italic_here = not italic and (element.tag in {"i", "em"} or bool(_ITALIC.search(style)))
    words = element.text or ""
    for child in element:
        within = _marked(child, bold=bold or bold_here, italic=italic or italic_here)
        room = "" if child.tag in _INLINE else " "
        words += f"{room}{within}{room}{child.tail or ''}"
    if italic_here:
        words = marked(words, ITALIC)
    return marked(words, BOLD) if bold_here else words


def _lines(words: str) -> Iterator[str]:
    line = joined(_line(words))
    if plain_of(line):
        yield line


def _table(element: Any) -> Iterator[list[list[str]]]:
    rows = [
        [joined(_line(_marked(cell))) for cell in row.iter("td", "th")]
        for row in element.iter("tr")
    ]
    rows = [row for row in rows if any(row)]
    if rows:
        width = max(len(row) for row in rows)
        yield [[*row, *[""] * (width - len(row))] for row in rows]


def _line(words: str) -> str:
    kept = "".join(sign for sign in words if sign.isprintable() or sign in "\t\u00a0")
    return tidy(kept.replace("\u00a0", " ").replace("\t", " "))


def _recognised(pieces: Iterator[str | list[list[str]]]) -> tuple[Block, ...]:
    made: list[Block] = []
    to_whom = False
    for piece in pieces:
        if isinstance(piece, list):
            made.append(new_block(BlockKind.TABLE, table_text(piece)))
        elif _RECIPIENTS.match(words := plain_of(piece)):
            to_whom = True
        elif to_whom and words[:1] in "-–":
            made.append(new_block(BlockKind.RECIPIENT, _END.sub("", words.lstrip("-– "))))
        else:
            to_whom = False
            made.append(_block(piece))
    return tuple(_joined(made))


def _block(line: str) -> Block:
    plain = plain_of(line)
    if _DECIDES.match(plain):
        return new_block(BlockKind.CENTRED, plain)
    for kind, mark in _MARKS:
        found = mark.match(plain)
        if found:
            words = found[1].strip()
            if kind in _STYLED:
                words = without_start(line, found.start(1)).strip()
            return new_block(kind, _END.sub("", words) if kind == BlockKind.BASIS else words)
    return new_block(BlockKind.PARAGRAPH, line)


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Give a chapter without words the line under it: "Chương I" / "QUY ĐỊNH CHUNG"."""
    at = 0
    while at < len(blocks):
        block = blocks[at]
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        title = following is not None and following.kind == BlockKind.PARAGRAPH
        if block.kind == BlockKind.CHAPTER and not block.text and following and title:
            yield Block(block.id, block.kind, plain_of(following.text))
            at += 2
        else:
            yield block
            at += 1
