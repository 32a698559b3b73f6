"""The head of a Word file: national name, issuing bodies, number, date, title, addressees."""

from typing import Any

from docx.shared import Mm

from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import IssuingBody, OfficialDocument
from congdoan.support.rendering.rules.profiles import Profile
from congdoan.support.rendering.services import word_parts as parts


def draw(word: Any, document: OfficialDocument, layout: Profile) -> None:
    if len(document.bodies) == 1:
        _one_body(word, document, layout)
    else:
        _several_bodies(word, document, layout)
    _title(word, document, layout)
    _addressees(word, document)


def _one_body(word: Any, document: OfficialDocument, layout: Profile) -> None:
    room = parts.room(document, layout)
    # A wide sheet gives both sides half.
    right = max(layout.national_column, room / 2)
    left = room - right
    cells = parts.grid(word, 1, [left, right]).rows[0].cells
    _issuer(cells[0], document.bodies[0], layout, left)
    _letter_subject(cells[0], document, layout)
    _marks(cells[0], document, layout, left)
    _national(cells[1], layout, right)
    _dated(cells[1], document, layout, parts.CENTRE)


def _several_bodies(word: Any, document: OfficialDocument, layout: Profile) -> None:
    room = parts.room(document, layout)
    _national(parts.grid(word, 1, [room]).rows[0].cells[0], layout, room)
    parts.tight(word.add_paragraph())
    columns = max(1, min(3, len(document.bodies)))
    lines = -(-len(document.bodies) // columns)
    width = room / columns
    table = parts.grid(word, lines, [width] * columns)
    for place, body in enumerate(document.bodies):
        _issuer(table.cell(place // columns, place % columns), body, layout, width)
    _dated(word, document, layout, parts.RIGHT)
    _letter_subject(word, document, layout)
    _marks(word, document, layout, room)


def _national(cell: Any, layout: Profile, width: float) -> None:
    sizes = layout.sizes
    name = parts.tight(parts.first_or_new(cell))
    parts.write(name, layout.national_name, size=sizes["national_name"], bold=True)
    motto = parts.tight(cell.add_paragraph())
    parts.write(motto, layout.motto, size=sizes["motto"], bold=True)
    parts.short_rule(cell, width=width, length=4.3 * sizes["motto"])


def _issuer(cell: Any, body: IssuingBody, layout: Profile, width: float) -> None:
    sizes = layout.sizes
    if body.superior:
        superior = parts.tight(parts.first_or_new(cell))
        parts.write(superior, wording.kept_together(body.superior.upper()), size=sizes["superior"])
    name = parts.tight(parts.first_or_new(cell))
    parts.write(name, wording.kept_together(body.name.upper()), size=sizes["issuer"], bold=True)
    parts.short_rule(cell, width=width, length=24)
    if body.number:
        number = parts.tight(cell.add_paragraph())
        parts.write(number, layout.number_prefix + body.number, size=sizes["number"])


def _letter_subject(place: Any, document: OfficialDocument, layout: Profile) -> None:
    if not document.type_name and document.subject:
        subject = parts.tight(place.add_paragraph(), before=3)
        parts.write(subject, f"V/v {document.subject}", size=layout.sizes["letter_subject"])


def _marks(place: Any, document: OfficialDocument, layout: Profile, width: float) -> None:
    """Draw urgency and circulation, each in its box, under number and subject."""
    size = layout.sizes["mark"]
    for mark in (document.urgency, document.circulation):
        if mark:
            # A capital is about 0.72 of the size wide; the box is as wide as its words.
            side = Mm(max(0, (width - 0.72 * 0.3528 * size * len(mark) - 4) / 2))
            paragraph = parts.tight(place.add_paragraph(), before=6, after=2)
            paragraph.paragraph_format.left_indent = side
            paragraph.paragraph_format.right_indent = side
            parts.boxed(paragraph)
            parts.write(paragraph, mark.upper(), size=size, bold=True)


def _dated(place: Any, document: OfficialDocument, layout: Profile, align: Any) -> None:
    text = wording.place_and_date(document.place, document.dated)
    paragraph = parts.tight(place.add_paragraph(), align, before=6)
    parts.write(paragraph, text, size=layout.sizes["dated"], italic=True)


def _title(word: Any, document: OfficialDocument, layout: Profile) -> None:
    parts.tight(word.add_paragraph())
    if not document.type_name:
        return
    kind = parts.tight(word.add_paragraph())
    parts.write(kind, document.type_name.upper(), size=layout.sizes["type_name"], bold=True)
    if document.subject:
        subject = parts.tight(word.add_paragraph())
        parts.write(
            subject,
            wording.kept_together(document.printed_subject),
            size=layout.sizes["subject"],
            bold=True,
        )
        parts.short_rule(word, width=parts.room(document, layout), length=34)
    parts.tight(word.add_paragraph())


def _addressees(word: Any, document: OfficialDocument) -> None:
    if len(document.addressees) == 1:
        parts.write(parts.tight(word.add_paragraph()), f"Kính gửi: {document.addressees[0]}")
    elif document.addressees:
        for line in ("Kính gửi:", *(f"- {addressee}" for addressee in document.addressees)):
            paragraph = parts.tight(word.add_paragraph(), parts.LEFT)
            paragraph.paragraph_format.left_indent = Mm(25)
            parts.write(paragraph, line)
    if document.addressees:
        parts.tight(word.add_paragraph())
