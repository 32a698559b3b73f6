"""Annexes of a Word file: each a section of its own, so that sheet and page numbers are its own."""

from collections.abc import Callable
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import Annex, Block, Stamp
from congdoan.support.rendering.rules.profiles import Profile
from congdoan.support.rendering.services import word_ends
from congdoan.support.rendering.services import word_parts as parts

_PORTRAIT = (210, 297)


def draw(
    word: Any,
    annex: Annex,
    layout: Profile,
    stamp: Stamp | None,
    draw_block: Callable[[Block, float], None],
) -> None:
    """Begin a section, turned when ``annex`` is, and draw head and blocks into it."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    width, height = reversed(_PORTRAIT) if annex.landscape else _PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if annex.landscape else WD_ORIENT.PORTRAIT
    _number_from_one(section)
    room = width - layout.page["left"] - layout.page["right"]
    if not layout.page_number["first_page"]:
        word_ends.draw_first_page(section, layout, stamp, room)
    parts.write(parts.tight(word.add_paragraph()), annex.label, bold=True)
    title = wording.kept_together(annex.title.upper())
    parts.write(parts.tight(word.add_paragraph(), before=3), title, bold=True)
    if annex.reference:
        line = parts.tight(word.add_paragraph(), before=3)
        parts.write(line, f"({annex.reference})", italic=True)
    parts.short_rule(word, width=room, length=34)
    for block in annex.blocks:
        draw_block(block, room)


def _number_from_one(section: Any) -> None:
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    shape = section._sectPr  # noqa: SLF001 - no public way
    for old in shape.findall(qn("w:pgNumType")):
        shape.remove(old)
    shape.find(qn("w:pgMar")).addnext(numbers)
