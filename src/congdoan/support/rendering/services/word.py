"""DOCX by python-docx, from the same blocks and the same profile as the PDF."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
import io
from typing import Any
import zipfile

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Row as Row

from congdoan.support.rendering.enums import Align, Level
from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import (
    Block,
    Division,
    Inline,
    Listing,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Stamp,
    Table,
    plain,
    runs,
)
from congdoan.support.rendering.rules.profiles import Profile, profile
from congdoan.support.rendering.services import word_annex, word_ends, word_head
from congdoan.support.rendering.services import word_parts as parts

_ALIGNS = {
    Align.JUSTIFY: parts.JUSTIFY,
    Align.LEFT: parts.LEFT,
    Align.CENTRE: parts.CENTRE,
    Align.RIGHT: parts.RIGHT,
}
_OUTER = {Level.PART, Level.CHAPTER, Level.SECTION}


def to_docx(
    document: OfficialDocument, *, created_at: datetime, stamp: Stamp | None = None
) -> bytes:
    """Return ``document`` as a Word file; equal arguments give equal bytes."""
    layout = profile(document.profile)
    word = docx.Document()
    _prepare(word, document, layout, created_at)
    word_ends.draw_running_lines(word, document, layout, stamp)
    word_head.draw(word, document, layout)
    if document.authority:
        authority = parts.tight(word.add_paragraph(), after=6)
        parts.write(authority, wording.kept_together(document.authority.upper()), bold=True)
    for line in wording.bases(document.bases):
        parts.write(word.add_paragraph(), line, italic=True)
    room = parts.room(document, layout)
    for block in document.body:
        _draw(word, block, layout, room)
    if (
        document.signatures
        and document.body
        and isinstance(document.body[-1], Paragraph | Division)
    ):
        # The last lines stay with the signatures: a page with signatures alone proves nothing.
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    word_ends.draw_signatures(word, document, layout)
    for block in (PageBreak(), *document.annex) if document.annex else ():
        _draw(word, block, layout, room)
    for annex in document.annexes:
        word_annex.draw(
            word, annex, layout, stamp, lambda block, room: _draw(word, block, layout, room)
        )
    out = io.BytesIO()
    word.save(out)
    return _same_bytes(out.getvalue(), created_at)


def _prepare(word: Any, document: OfficialDocument, layout: Profile, at: datetime) -> None:
    properties = word.core_properties
    properties.title = wording.clean(document.title)[:255]
    properties.author = wording.clean(", ".join(body.name for body in document.bodies))[:255]
    properties.language = "vi-VN"
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    properties.comments = ""
    section = word.sections[0]
    width, height = parts.paper(document)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(layout.page["top"]), Mm(layout.page["bottom"])
    section.left_margin, section.right_margin = Mm(layout.page["left"]), Mm(layout.page["right"])
    section.header_distance, section.footer_distance = Mm(10), Mm(6)
    normal = word.styles["Normal"]
    parts.use_font(normal, layout.word_font, layout.sizes["text"])
    shape = normal.paragraph_format
    shape.first_line_indent = Mm(layout.spacing["first_line"])
    shape.space_before, shape.space_after = Pt(0), Pt(layout.spacing["paragraph"])
    shape.line_spacing = Pt(layout.spacing["line"])
    shape.widow_control = True
    normal.paragraph_format.alignment = parts.JUSTIFY
    for name in ("Heading 1", "Heading 2"):
        style = word.styles[name]
        parts.use_font(style, layout.word_font, layout.sizes["text"])
        style.font.bold = True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(layout.spacing["paragraph"])
        style.paragraph_format.space_after = Pt(layout.spacing["paragraph"])
        style.paragraph_format.keep_with_next = True


def _draw(word: Any, block: Block, layout: Profile, room: float) -> None:
    match block:
        case Division():
            _draw_division(word, block)
        case Paragraph():
            paragraph = parts.write(word.add_paragraph(), block.text)
            paragraph.alignment = _ALIGNS[block.align]
            if not block.indent or block.align is not Align.JUSTIFY:
                paragraph.paragraph_format.first_line_indent = Mm(0)
        case Listing():
            for number, item in enumerate(block.items, start=1):
                sign = f"{number}. " if block.ordered else "- "
                parts.write(word.add_paragraph(), (sign, *runs(item)))
        case Table():
            _draw_table(word, block, layout, room)
        case PageBreak():
            word.add_page_break()


def _draw_division(word: Any, division: Division) -> None:
    if division.level in _OUTER:
        paragraph = word.add_paragraph(style="Heading 1")
        paragraph.alignment = parts.CENTRE
        paragraph.paragraph_format.first_line_indent = Mm(0)
        parts.write(paragraph, division.label)
        if division.text:
            paragraph.add_run().add_break()
            parts.write(paragraph, division.text)
    elif division.level is Level.ARTICLE:
        paragraph = word.add_paragraph(style="Heading 2")
        parts.write(paragraph, f"{division.label} ")
        parts.write(paragraph, division.text)
    else:
        paragraph = word.add_paragraph()
        parts.write(paragraph, (f"{division.label} ", *runs(division.text)))
    parts.bookmark(word, paragraph, division.marks)


def _draw_table(word: Any, block: Table, layout: Profile, room: float) -> None:
    columns = max([len(block.head), *(len(row) for row in block.rows), 1])
    shares = [*block.widths, *([1.0] * columns)][:columns]
    aligns = [*block.aligns, *([Align.LEFT] * columns)][:columns]
    widths = [room * share / sum(shares) for share in shares]
    size = layout.sizes["table"]
    if block.caption:
        caption = parts.tight(word.add_paragraph(), before=6, after=3)
        caption.paragraph_format.keep_with_next = True
        parts.write(caption, block.caption, size=size, bold=True)
    table = word.add_table(1, columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _draw_row(table.rows[0], widths, [Align.CENTRE] * columns, repeat=True)
    _fill_row(table.rows[0], block.head, size, bold=True)
    # A thousand rows: one is shaped, the others are its copies.
    shaped = table.add_row() if block.rows else None
    if shaped is not None:
        _draw_row(shaped, widths, aligns)
        pattern = deepcopy(shaped._tr)  # noqa: SLF001 - no public way
        for number, texts in enumerate(block.rows):
            row = shaped if number == 0 else _copied(table, pattern)
            _fill_row(row, texts, size)
    parts.tight(word.add_paragraph())


def _draw_row(row: Any, widths: list[float], aligns: list[Align], *, repeat: bool = False) -> None:
    parts.keep_row_whole(row, repeat=repeat)
    for place, cell in enumerate(row.cells):
        cell.width = Mm(widths[place])
        parts.tight(cell.paragraphs[0], _ALIGNS[aligns[place]], before=2, after=2)


def _copied(table: Any, pattern: Any) -> Any:
    """Add a copy of a shaped row to ``table``."""
    row = deepcopy(pattern)
    table._tbl.append(row)  # noqa: SLF001 - no public way
    return Row(row, table)


def _fill_row(row: Any, texts: Sequence[Inline], size: float, *, bold: bool = False) -> None:
    for place, cell in enumerate(row.cells):
        text = texts[place] if place < len(texts) else ""
        parts.write(cell.paragraphs[0], text if plain(text) else "", size=size, bold=bold)


def _same_bytes(blob: bytes, at: datetime) -> bytes:
    """Write the archive again with one fixed time in it."""
    moment = max(at, at.replace(year=1980)) if at.year < 1980 else at
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blob)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
