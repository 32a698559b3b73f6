"""The ends of a Word file: page numbers, the stamp on every page, signatures, recipients."""

import io
from typing import Any

from docx.shared import Mm

from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import OfficialDocument, SignatureBlock, Stamp
from congdoan.support.rendering.rules.profiles import Profile
from congdoan.support.rendering.services import word_parts as parts
from congdoan.support.rendering.services.payload import qr_png, recipient_lines, stamp_lines


def draw_running_lines(
    word: Any, document: OfficialDocument, layout: Profile, stamp: Stamp | None
) -> None:
    """Number the pages on top, from page 2 unless the profile counts the first; stamp each foot."""
    section = word.sections[0]
    number = section.header.paragraphs[0]
    parts.tight(number)
    parts.field(number, "PAGE", size=layout.sizes["page_number"])
    section.different_first_page_header_footer = not layout.page_number["first_page"]
    room = parts.room(document, layout)
    if document.copied:
        _copied(section.first_page_header, document, layout, room)
    if document.contact:
        _contact(section.first_page_footer, document, layout)
    if stamp is None:
        return
    for footer in (section.footer, section.first_page_footer):
        _stamp(footer, layout, stamp, room)


def draw_first_page(section: Any, layout: Profile, stamp: Stamp | None, room: float) -> None:
    """Leave an annex's first page without number and sender's address; its stamp is drawn anew."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    if stamp is not None:
        _stamp(section.first_page_footer, layout, stamp, room)


def _copied(header: Any, document: OfficialDocument, layout: Profile, room: float) -> None:
    """Say top right of the first page what this copy is, whose, and when it was made."""
    for line in document.copied:
        paragraph = parts.tight(parts.first_or_new(header), parts.LEFT)
        paragraph.paragraph_format.left_indent = Mm(room - 76)
        parts.write(paragraph, line, size=layout.sizes["copied"])


def _contact(footer: Any, document: OfficialDocument, layout: Profile) -> None:
    """Draw the sender's address under a line at the foot of the first page."""
    for number, line in enumerate(document.contact):
        paragraph = parts.tight(parts.first_or_new(footer))
        if number == 0:
            parts.rule_above(paragraph)
        parts.write(paragraph, line, size=layout.sizes["contact"])


def _stamp(footer: Any, layout: Profile, stamp: Stamp, room: float) -> None:
    size = layout.sizes["stamp"]
    table = parts.grid(footer, 1, [room - 18, 18], width=Mm(room))
    text, picture = table.rows[0].cells
    for line in stamp_lines(stamp):
        parts.write(parts.tight(parts.first_or_new(text), parts.LEFT), line, size=size)
    pages = parts.write(parts.tight(text.add_paragraph(), parts.LEFT), "Trang ", size=size)
    parts.field(pages, "PAGE", size=size)
    parts.write(pages, "/", size=size)
    parts.field(pages, "NUMPAGES", size=size)
    code = parts.tight(picture.paragraphs[0], parts.RIGHT)
    code.add_run().add_picture(io.BytesIO(qr_png(stamp.url)), width=Mm(15), height=Mm(15))
    empty = footer.paragraphs[0]
    if not empty.runs:
        empty._p.getparent().remove(empty._p)  # noqa: SLF001 - no public way
    parts.tight(footer.add_paragraph()).paragraph_format.line_spacing = 0.1


def draw_signatures(word: Any, document: OfficialDocument, layout: Profile) -> None:
    room = parts.room(document, layout)
    if not (document.signatures or document.recipients or document.note):
        return
    gap = parts.tight(word.add_paragraph())
    gap.paragraph_format.keep_with_next = bool(document.signatures)
    if len(document.signatures) == 1:
        cells = parts.grid(word, 1, [room * 0.42, room * 0.58]).rows[0].cells
        _recipients(cells[0], document, layout)
        for draw in (_head, _room_for_the_pen, _name):
            draw(cells[1], document.signatures[0], layout, many=False)
        parts.keep_row_whole(cells[0]._parent.rows[0])  # noqa: SLF001 - no public way
    else:
        _several(word, document, layout, room)
    if document.note:
        parts.tight(word.add_paragraph())
        note = parts.tight(word.add_paragraph(), parts.LEFT)
        parts.write(note, document.note, size=layout.sizes["recipients"], italic=True)


def _several(word: Any, document: OfficialDocument, layout: Profile, room: float) -> None:
    """Draw signatures side by side: names stand on one line however long what is above them."""
    many = len(document.signatures) == 3 or len(document.signatures) > 4
    columns = 3 if many else 2
    for first in range(0, len(document.signatures), columns):
        abreast = document.signatures[first : first + columns]
        table = parts.grid(word, 3, [room / columns] * columns)
        for row, draw in zip(table.rows, (_head, _room_for_the_pen, _name), strict=True):
            parts.keep_row_whole(row)
            for cell, block in zip(row.cells, abreast, strict=False):
                draw(cell, block, layout, many=many)
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = draw is not _name
        parts.tight(word.add_paragraph())
    if document.recipients:
        _recipients(parts.grid(word, 1, [room]).rows[0].cells[0], document, layout)


def _size(layout: Profile, *, many: bool) -> float:
    return 12 if many else layout.sizes["signature"]


def _head(cell: Any, block: SignatureBlock, layout: Profile, *, many: bool) -> None:
    size = _size(layout, many=many)
    for line in (block.party, *block.capacity, block.title):
        if line:
            paragraph = parts.tight(parts.first_or_new(cell))
            parts.write(paragraph, wording.kept_together(line.upper()), size=size, bold=True)


def _room_for_the_pen(cell: Any, block: SignatureBlock, layout: Profile, *, many: bool) -> None:
    room = Mm(20 if many else layout.spacing["signature"])
    note = parts.tight(parts.first_or_new(cell))
    note.paragraph_format.space_before = note.paragraph_format.space_after = int(room * 0.42)
    parts.write(note, block.note, size=10, italic=True)


def _name(cell: Any, block: SignatureBlock, layout: Profile, *, many: bool) -> None:
    size = _size(layout, many=many)
    parts.write(parts.tight(parts.first_or_new(cell), after=8), block.name, size=size, bold=True)


def _recipients(cell: Any, document: OfficialDocument, layout: Profile) -> None:
    lines = recipient_lines(document)
    if not lines:
        return
    head = parts.tight(parts.first_or_new(cell), parts.LEFT)
    parts.write(head, "Nơi nhận:", size=layout.sizes["recipients_head"], bold=True, italic=True)
    for line in lines:
        paragraph = parts.tight(cell.add_paragraph(), parts.LEFT)
        parts.write(paragraph, line, size=layout.sizes["recipients"])
