"""
From a Word file to lines of an agreement.

Paragraphs are recognised by the numbers Vietnamese texts carry (typed or automatic), where there
are none by heading styles, at last by how they look. Head, signatures and all that is no paragraph
stay on the sheet with what they are, so that a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
import re

from congdoan.areas.agreements.enums import Fate, Level, Piece
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.pasting import begun_line, continued
from congdoan.areas.agreements.rules.sheet import HEADING_LIMIT, Sheet, SheetLine
from congdoan.areas.agreements.rules.structure import TEXT_LIMIT
from congdoan.support.manuscripts.api import Block, Leftover, Manuscript, Paragraph, Table

HEAD_REASON = "Phần đầu văn bản (quốc hiệu, căn cứ, các bên): dùng ở bước thông tin."
TAIL_REASON = "Phần chữ ký, nơi nhận: phần mềm tự in theo các bên."
_SAID = {
    Piece.COMMENT: "Nhận xét trong Word, không phải nội dung.",
    Piece.INSERTED: "Đã nằm trong nội dung: sửa đổi được chấp nhận khi đọc.",
    Piece.DELETED: "Đã bị xóa khi theo dõi sửa đổi.",
    Piece.PICTURE: "Hình ảnh không đưa vào nội dung chữ.",
    Piece.EQUATION: "Chữ của công thức đã nằm trong đoạn.",
    Piece.HEADER: "Đầu trang của tệp Word.",
    Piece.FOOTER: "Chân trang của tệp Word.",
}
_ARTICLE = re.compile(r"^điều\s+\d{1,3}\b", re.IGNORECASE)
_DECIMAL = re.compile(r"^\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s*[.)]?\s+(\S.*)$", re.DOTALL)
_FIRST = re.compile(r"^(\d{1,3})\s*[.)]\s*(?!\d)(\S.*)$", re.DOTALL)
_OWN_NUMBER = re.compile(
    r"^(?:chương\s+[ivxlc\d]+|phần\s+[ivxlc\d]+|mục\s+[ivxlc\d]+|điều\s+\d+|khoản\s+\d+"
    r"|[ivxlc]{1,7}(?=\s*[.)/–-])|\d{1,3}(?=\s*[.)/])|[a-zđ]{1,2}(?=\s*[.)/]))",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^(?:đại diện|đ/d|tm\s*\.|t/m|kt\s*\.|tl\s*\.|tuq\s*\.|nơi nhận|chủ tịch|hiệu trưởng|giám đốc"
    r"|trưởng phòng|trưởng ban|xác nhận)",
    re.IGNORECASE,
)
_FOR_SOMEBODY = re.compile(r"^(?:TM|T/M|KT|TL|TUQ|Đ/D)\b")
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Recognised:
    """The sheet, and the words of head and signatures that say what the agreement is."""

    sheet: Sheet
    head: tuple[str, ...]
    tail: tuple[str, ...]


@dataclass
class _Shape:
    """How this file numbers itself."""

    has_articles: bool
    outlines: tuple[int, ...]
    by_look: bool

    def line(self, paragraph: Paragraph, *, in_article: bool) -> NewLine | None:
        words = paragraph.whole.replace("\n", " ") if paragraph.number else paragraph.text
        if _FOR_SOMEBODY.match(words):
            return None
        if not self.has_articles:
            found = self._without_articles(words)
            if found:
                return found
        decimal = _DECIMAL.match(words) if in_article else None
        if decimal and self.has_articles:
            return NewLine(Level.POINT, text=decimal[1])
        found = begun_line(words, in_article=in_article)
        return found or self._heading(paragraph)

    @staticmethod
    def _without_articles(words: str) -> NewLine | None:
        """Read "1." as an article and what is below as clauses: programmes and plans do so."""
        decimal = _DECIMAL.match(words)
        if decimal:
            return NewLine(Level.CLAUSE, text=decimal[1])
        first = _FIRST.match(words)
        if first:
            short = len(first[2]) <= _LONGEST_HEADING
            return (
                NewLine(Level.ARTICLE, first[2]) if short else NewLine(Level.ARTICLE, "", first[2])
            )
        found = begun_line(words, in_article=True)
        if found and found.level == Level.POINT:
            return replace(found, level=Level.CLAUSE)
        return None

    def _heading(self, paragraph: Paragraph) -> NewLine | None:
        text = paragraph.text.replace("\n", " ")
        if len(text) > HEADING_LIMIT:
            return None
        if paragraph.outline is not None and paragraph.outline in self.outlines:
            return NewLine(self._outlined(paragraph.outline), text)
        if not self.by_look or len(text) > _LONGEST_HEADING or text[-1] in ".;,:":
            return None
        if paragraph.centred and text.isupper():
            return NewLine(Level.CHAPTER, text)
        return NewLine(Level.ARTICLE, text) if paragraph.bold else None

    def _outlined(self, outline: int) -> str:
        place = self.outlines.index(outline)
        if len(self.outlines) == 1:
            return Level.CHAPTER if self.has_articles else Level.ARTICLE
        return (Level.CHAPTER, Level.ARTICLE, Level.CLAUSE, Level.POINT)[min(place, 3)]


def recognise_manuscript(found: Manuscript) -> Recognised:
    """Return every block and leftover of a file as a line of a sheet."""
    blocks = list(found.blocks)
    shape = _shape_of(found)
    first, last = _bounds(blocks, shape)
    end = _tail(blocks, last)
    lines = [
        *(_aside(block, HEAD_REASON) for block in blocks[:first]),
        *_body(blocks[first:end], shape),
        *(_aside(block, TAIL_REASON) for block in blocks[end:]),
    ]
    body = (_place(blocks, first), _place(blocks, end))
    whole = _with_leftovers(lines, found.leftovers, body)
    sheet = [replace(line, key=key) for key, line in enumerate(whole, start=1)]
    return Recognised(sheet, _words(blocks[:first]), _words(blocks[end:]))


def _shape_of(found: Manuscript) -> _Shape:
    paragraphs = list(found.paragraphs())
    has_articles = any(_ARTICLE.match(one.whole) for one in paragraphs)
    outlines = {
        one.outline
        for one in paragraphs
        if one.outline is not None and begun_line(one.whole, in_article=True) is None
    }
    numbered = sum(begun_line(one.whole, in_article=True) is not None for one in paragraphs)
    by_look = not has_articles and not outlines and numbered < 2
    return _Shape(has_articles, tuple(sorted(outlines)), by_look)


def _bounds(blocks: Sequence[Block], shape: _Shape) -> tuple[int, int]:
    """Return the places of the first and the last block that begins a line."""
    begun = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and shape.line(block, in_article=True) is not None
    ]
    firm = [
        place
        for place in begun
        if (line := shape.line(blocks[place], in_article=False)) is not None  # type: ignore[arg-type]
        and line.level in {Level.CHAPTER, Level.ARTICLE}
    ]
    if not firm:
        return 0, len(blocks) - 1
    return firm[0], max(begun)


def is_signature(paragraph: Paragraph) -> bool:
    """Tell whether signatures or receivers begin here."""
    return bool(_FOR_SOMEBODY.match(paragraph.text) or _TAIL.match(paragraph.text.strip()))


def _tail(blocks: Sequence[Block], last: int) -> int:
    """Return where signatures and receivers begin, after the last numbered paragraph."""
    for place in range(last + 1, len(blocks)):
        block = blocks[place]
        words = block.lines if isinstance(block, Table) else [block.text]
        if any(_TAIL.match(part.strip()) for line in words for part in line.split(" | ")):
            return place
    return len(blocks)


def _body(blocks: Iterable[Block], shape: _Shape) -> list[SheetLine]:
    lines: list[SheetLine] = []
    in_article = False
    for block in blocks:
        if isinstance(block, Table):
            lines.append(_table(block))
            continue
        new = shape.line(block, in_article=in_article)
        if new is not None and new.level in {Level.CHAPTER, Level.ARTICLE}:
            in_article = new.level == Level.ARTICLE
        _take(lines, block, new)
    return lines


def _table(table: Table) -> SheetLine:
    words = "\n".join(table.lines)
    return SheetLine(0, text=words, piece=Piece.TABLE, fate=Fate.OPEN, place=table.place)


def _take(lines: list[SheetLine], block: Paragraph, new: NewLine | None) -> None:
    """Begin a line with a paragraph, or let it go on with the one before."""
    if new is None and lines and lines[-1].level:
        above = lines[-1]
        grown = continued(NewLine(above.level, above.heading, above.text), block.whole)
        if len(above.text) + len(block.whole) < TEXT_LIMIT:
            lines[-1] = replace(above, heading=grown.heading, text=grown.text)
            return
    if new is None:
        level = Level.ARTICLE if not any(line.level for line in lines) else Level.CLAUSE
        new = NewLine(level, text=block.whole)
    own = _OWN_NUMBER.match(block.whole)
    first, rest = new.text[:TEXT_LIMIT], new.text[TEXT_LIMIT:]
    number = own[0] if own else ""
    lines.append(SheetLine(0, new.level, new.heading, first, place=block.place, number=number))
    while rest:
        lines.append(SheetLine(0, Level.CLAUSE, text=rest[:TEXT_LIMIT], place=block.place))
        rest = rest[TEXT_LIMIT:]


def _aside(block: Block, reason: str) -> SheetLine:
    if isinstance(block, Table):
        text, piece = "\n".join(block.lines), Piece.TABLE
    else:
        text, piece = block.whole, Piece.TEXT
    return SheetLine(0, text=text, piece=piece, fate=Fate.LEFT, reason=reason, place=block.place)


def _with_leftovers(
    lines: Sequence[SheetLine], leftovers: Iterable[Leftover], body: tuple[int, int]
) -> list[SheetLine]:
    """Put each leftover after the line it stood beside."""
    beside: dict[int, list[SheetLine]] = {}
    for one in leftovers:
        piece = Piece[one.kind.name]
        inside = body[0] <= one.place < body[1]
        reason = _SAID.get(piece, "" if inside else HEAD_REASON)
        line = SheetLine(
            0,
            text=one.text or str(piece.label),
            piece=piece,
            fate=Fate.LEFT if reason else Fate.OPEN,
            reason=reason,
            place=one.place,
            note=one.who,
        )
        beside.setdefault(_owner(lines, one.place), []).append(line)
    whole = list(beside.get(-1, []))
    for place, line in enumerate(lines):
        whole += [line, *beside.get(place, [])]
    return whole


def _owner(lines: Sequence[SheetLine], place: int) -> int:
    """Return the line a paragraph of the file went into; -1 before them all."""
    found = -1
    for n, line in enumerate(lines):
        if line.place > place:
            break
        found = n
    return found if place else len(lines) - 1


def _place(blocks: Sequence[Block], index: int) -> int:
    return blocks[index].place if index < len(blocks) else 1_000_000


def _words(blocks: Iterable[Block]) -> tuple[str, ...]:
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            words += [line for row in block.rows for cell in row for line in cell.splitlines()]
        else:
            words += block.text.splitlines()
    return tuple(words)
