"""The canonical text: what is hashed, so that the same wording always gives the same hash."""

from collections.abc import Iterator
import hashlib
import re

from congdoan.support.rendering.enums import Level
from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import (
    Block,
    Division,
    Inline,
    Listing,
    OfficialDocument,
    Paragraph,
    Table,
    plain,
)

_SPACES = re.compile(r"\s+")


def canonical_text(document: OfficialDocument) -> str:
    """
    Return the wording of ``document``, one block a line, NFC, with single spaces.

    Styles, layout profile, number, place and date, and who signs are left out: they are added at
    and after signing and change nothing of what was agreed. Parties and wording are all in.
    """
    return "\n".join(line for line in map(_line, _lines(document)) if line) + "\n"


def text_hash(text: str) -> str:
    """Return the SHA-256 of ``text`` as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _line(inline: Inline) -> str:
    return _SPACES.sub(" ", wording.clean(plain(inline))).strip()


def _lines(document: OfficialDocument) -> Iterator[Inline]:
    yield from (body.name for body in document.bodies)
    yield document.type_name
    yield document.subject
    yield from document.addressees
    yield document.authority
    yield from wording.bases(document.bases)
    for block in (*document.body, *document.annex):
        yield from _block_lines(block)
    for annex in document.annexes:
        yield f"{annex.label} {annex.title}"
        for block in annex.blocks:
            yield from _block_lines(block)


def _block_lines(block: Block) -> Iterator[Inline]:
    match block:
        case Division(level=Level.PART | Level.CHAPTER, label=label, text=text):
            yield label
            yield text
        case Division(label=label, text=text):
            yield f"{label} {plain(text)}"
        case Paragraph(text=text):
            yield text
        case Listing(items=items, ordered=ordered):
            for number, item in enumerate(items, start=1):
                yield f"{number}. {plain(item)}" if ordered else f"- {plain(item)}"
        case Table(head=head, rows=rows, caption=caption):
            yield caption
            yield " | ".join(head)
            for row in rows:
                yield " | ".join(plain(cell) for cell in row)
