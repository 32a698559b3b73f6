"""From a Word file to a manuscript."""

from collections.abc import Iterator
import re
from typing import Any

from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.support.manuscripts.enums import Encoding, Left
from congdoan.support.manuscripts.rules import legacy, refusals
from congdoan.support.manuscripts.rules.inline import Inline, Notes, each_font, plain
from congdoan.support.manuscripts.rules.manuscript import (
    Block,
    Leftover,
    Manuscript,
    Paragraph,
    Run,
    Table,
)
from congdoan.support.manuscripts.rules.numbers import Label, read_lists
from congdoan.support.manuscripts.rules.package import Package, open_package
from congdoan.support.manuscripts.rules.styles import (
    Styles,
    centred,
    list_of,
    outline_of,
    read_styles,
)
from congdoan.support.manuscripts.rules.tags import attribute, child, children, is_on, named

#: 300 pages are about 6,000 paragraphs.
MOST_PARAGRAPHS = 20_000
_NUMBER_ONLY = re.compile(r"^[\W\d_]*(?:trang)?[\W\d_]*$", re.IGNORECASE)


def read_manuscript(content: bytes, name: str) -> Manuscript:
    """
    Read a Word file: every word of it is in a block or in a leftover.

    :raises Refusal: each kind of file that cannot be read has its own sentence (``refusals``)
    """
    package = open_package(content, name)
    root = package.xml("word/document.xml")
    body = child(root, "body")
    if body is None:
        raise refusals.WordIsBroken(name=name)
    found = _Reader(package, body).read(body)
    if not found.blocks and not found.leftovers:
        raise refusals.WordIsEmpty(name=name)
    return found


class _Reader:
    def __init__(self, package: Package, body: Any) -> None:
        self.package = package
        self.styles: Styles = read_styles(package.xml("word/styles.xml"))
        self.lists = read_lists(package.xml("word/numbering.xml"))
        self.notes = Notes(
            footnotes=_notes(package.xml("word/footnotes.xml"), "footnote"),
            endnotes=_notes(package.xml("word/endnotes.xml"), "endnote"),
            comments=_notes(package.xml("word/comments.xml"), "comment"),
        )
        self.stale = self._stale_fonts(body)
        self.blocks: list[Block] = []
        self.left: list[Leftover] = []
        self.decoded: set[Encoding] = set()
        self.place = self.tables = 0
        #: The words of a paragraph whose end was deleted: they go on in the next one.
        self.carried: list[Run] = []
        self.around: list[str] = []

    def read(self, body: Any) -> Manuscript:
        self._blocks(body)
        if self.carried:
            self.place += 1
            text = tidy("".join(run.text for run in self.carried))
            self.blocks.append(Paragraph(self.place, text, runs=tuple(self.carried)))
        self._margins()
        words = " ".join(block.text for block in self.blocks if isinstance(block, Paragraph))
        return Manuscript(
            name=self.package.name,
            blocks=tuple(self.blocks),
            leftovers=tuple(self.left),
            decoded=tuple(sorted(self.decoded)),
            suspected=legacy.suspected(words),
            marks=frozenset(
                mark
                for block in self.blocks
                if isinstance(block, Paragraph)
                for mark in block.marks
            ),
        )

    def _stale_fonts(self, body: Any) -> frozenset[str]:
        """Return old fonts that stand on Unicode text: somebody converted it and kept the name."""
        found = set()
        for font, words in each_font(body, lambda code: self.styles.of(code).font):
            if font and font not in found and legacy.encoding_of(font) and legacy.is_unicode(words):
                found.add(font)
        return frozenset(found)

    def _blocks(self, element: Any) -> None:
        for part in element:
            name = named(part)
            if name == "p":
                self._paragraph(part)
            elif name == "tbl":
                self._table(part)
            elif name == "sdt":
                tag = child(part, "sdtPr", "tag")
                self.around = [attribute(tag, "val")] if tag is not None else []
                self._inside(child(part, "sdtContent"))
                self.around = []
            elif name in {"customXml", "ins", "moveTo"}:
                self._blocks(part)
            elif name == "bookmarkStart":
                self.around.append(attribute(part, "name"))
            elif name == "altChunk":
                self.left.append(Leftover(Left.OBJECT, self.place))

    def _inside(self, element: Any | None) -> None:
        if element is not None:
            self._blocks(element)

    def _paragraph(self, element: Any) -> None:
        read = self._read(element)
        if read is None:
            return
        text, inline, shape, label = read
        self.blocks.append(
            Paragraph(
                place=self.place,
                text=text,
                number=label.text if label else "",
                bullet=label.bullet if label else False,
                outline=self._outline(shape),
                depth=label.depth if label else None,
                centred=bool(self._centred(shape)),
                runs=tuple(Run(nfc(run.text), run.bold, run.italic) for run in inline.runs),
                marks=tuple(dict.fromkeys([*self.around, *inline.marks])),
            )
        )
        self.around = []

    def _read(self, element: Any) -> tuple[str, Inline, Any, Label | None] | None:
        """Read one paragraph; None for an empty one, which still may carry marks and leftovers."""
        self.place += 1
        if self.place > MOST_PARAGRAPHS:
            raise refusals.WordTooLong(name=self.package.name, most=MOST_PARAGRAPHS)
        shape = child(element, "pPr")
        style = self.styles.of(self._style(shape))
        inline = Inline(
            self.notes, style.font or self.styles.font, self.stale, bold=bool(style.bold)
        )
        inline.runs, self.carried = self.carried, []
        inline.read(element)
        self.decoded |= inline.decoded
        self.left.extend(inline.leftovers(self.place))
        if is_on(shape, "rPr", "del"):
            self.carried = inline.runs
            self.around += inline.marks
            return None
        text = "\n".join(
            line for part in inline.text.splitlines() if (line := tidy(printable(part)))
        )
        if not text:
            self.around += inline.marks
            return None
        return text, inline, shape, self._label(shape)

    @staticmethod
    def _style(shape: Any | None) -> str:
        style = child(shape, "pStyle")
        return attribute(style, "val") if style is not None else ""

    def _label(self, shape: Any | None) -> Label | None:
        style = self.styles.of(self._style(shape))
        number_id, depth = list_of(shape)
        number_id = number_id or style.number_id
        if depth is None:
            depth = style.depth or 0
        return self.lists.label(number_id, depth) if number_id else None

    def _outline(self, shape: Any | None) -> int | None:
        own = outline_of(shape)
        return own if own is not None else self.styles.of(self._style(shape)).outline

    def _centred(self, shape: Any | None) -> bool | None:
        own = centred(shape)
        return own if own is not None else self.styles.of(self._style(shape)).centred

    def _table(self, element: Any) -> None:
        cells = [list(_cells(row)) for row in _rows(element)]
        if [len(row) for row in cells] == [1]:
            # A frame drawn as a table of one cell: what stands in it is plain text.
            self._blocks(cells[0][0])
            return
        place = self.place
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in cells)
        if any(any(row) for row in rows):
            self.tables += 1
            self.blocks.append(Table(place, self.tables, rows))

    def _cell(self, cell: Any) -> str:
        lines = []
        for part in _flat(cell):
            if named(part) == "p":
                read = self._read(part)
                if read:
                    text, _inline, _shape, label = read
                    sign = label.text if label and not label.bullet else "-" if label else ""
                    lines.append(f"{sign} {text}".strip())
            else:
                rows = ([self._cell(inner) for inner in _cells(row)] for row in _rows(part))
                lines.extend(" | ".join(row) for row in rows)
        return "\n".join(line for line in lines if line)

    def _margins(self) -> None:
        """List what stands in running heads and feet, page numbers aside."""
        for kind, prefix in ((Left.HEADER, "word/header"), (Left.FOOTER, "word/footer")):
            said = [_running(self.package.xml(part)) for part in self.package.names(prefix)]
            for text in dict.fromkeys(words for words in said if words):
                if not _NUMBER_ONLY.match(text):
                    self.left.append(Leftover(kind, 0, text))


def _running(root: Any | None) -> str:
    return plain(root) if root is not None else ""


def _notes(root: Any | None, name: str) -> dict[str, tuple[str, str]]:
    """Return notes by id; Word's own separators carry a type and are none."""
    found = {}
    for note in children(root, name):
        if attribute(note, "type") in {"", "normal"}:
            found[attribute(note, "id")] = (plain(note), attribute(note, "author"))
    return found


def _rows(table: Any) -> Iterator[Any]:
    for part in _unwrapped(table, "tr"):
        shape = child(part, "trPr")
        if child(shape, "del") is None:
            yield part


def _cells(row: Any) -> Iterator[Any]:
    yield from _unwrapped(row, "tc")


def _flat(cell: Any) -> Iterator[Any]:
    for part in cell:
        if named(part) in {"p", "tbl"}:
            yield part
        elif named(part) in {"sdt", "sdtContent", "customXml"}:
            yield from _flat(part)


def _unwrapped(element: Any, name: str) -> Iterator[Any]:
    for part in element:
        if named(part) == name:
            yield part
        elif named(part) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _unwrapped(part, name)


def printable(text: str) -> str:
    """Drop control and invisible characters; bullets typed in Word's own fonts become dashes."""
    kept = []
    for char in text.replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", ""):
        if "\ue000" <= char <= "\uf8ff":
            kept.append("- ")
        elif char.isprintable() or char == "\t":
            kept.append(char)
    return "".join(kept)
