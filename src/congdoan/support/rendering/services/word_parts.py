"""The pieces of a Word file that python-docx leaves to its user."""

from collections.abc import Sequence
from typing import Any, Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from congdoan.support.rendering.enums import Mark
from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import Inline, OfficialDocument, runs
from congdoan.support.rendering.rules.profiles import Profile

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LEFT = WD_ALIGN_PARAGRAPH.LEFT
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


def paper(document: OfficialDocument) -> tuple[float, float]:
    """Return width and height of the sheet in mm."""
    return (297, 210) if document.landscape else (210, 297)


def room(document: OfficialDocument, layout: Profile) -> float:
    """Return how wide the text may be, in mm."""
    return paper(document)[0] - layout.page["left"] - layout.page["right"]


def use_font(style: Any, name: str, size: float) -> None:
    """Set the font for every script: Word takes a second name for Vietnamese capitals otherwise."""
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def write(
    paragraph: Any, inline: Inline, *, size: float = 0, bold: bool = False, italic: bool = False
) -> Any:
    """Add ``inline`` to ``paragraph``; styles given here come on top of the runs' own."""
    for part in runs(inline):
        run = paragraph.add_run(wording.clean(part.text))
        run.bold = True if bold or part.bold else None
        run.italic = True if italic or part.italic else None
        if size:
            run.font.size = Pt(size)
        _mark(run, part.mark)
    return paragraph


def _mark(run: Any, mark: Mark) -> None:
    """Draw added words underlined in blue, removed ones struck in red, as the PDF does."""
    if mark is Mark.ADDED:
        run.underline = True
        run.font.color.rgb = RGBColor(0x0B, 0x3D, 0x91)
    elif mark is Mark.REMOVED:
        run.font.strike = True
        run.font.color.rgb = RGBColor(0xB3, 0x26, 0x1E)


def bookmark(word: Any, paragraph: Any, names: Sequence[str]) -> None:
    """Lay bookmarks around the whole of ``paragraph``; their numbers are unique in the file."""
    for name in names:
        number = str(1 + sum(1 for _ in word.element.body.iter(qn("w:bookmarkStart"))))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), number)
        start.set(qn("w:name"), name)
        place = 1 if paragraph._p.pPr is not None else 0  # noqa: SLF001 - no public way
        paragraph._p.insert(place, start)  # noqa: SLF001 - no public way
        paragraph._p.append(end)  # noqa: SLF001 - no public way


def tight(paragraph: Any, align: Any = CENTRE, *, before: float = 0, after: float = 0) -> Any:
    """Take away indent and room, as in the head and the signatures."""
    shape = paragraph.paragraph_format
    shape.first_line_indent = Mm(0)
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = 1.0
    paragraph.alignment = align
    return paragraph


def first_or_new(cell: Any) -> Any:
    """Return the empty paragraph every new cell has, or a further one."""
    first = cell.paragraphs[0]
    return first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()


def rule_below(paragraph: Any) -> None:
    """Draw a line under ``paragraph``."""
    _rule(paragraph, "bottom")


def rule_above(paragraph: Any) -> None:
    _rule(paragraph, "top")


def boxed(paragraph: Any) -> None:
    """Draw a box around ``paragraph``, as wide as it is."""
    _rule(paragraph, "top", "left", "bottom", "right")


def _rule(paragraph: Any, *sides: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - no public way
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def short_rule(cell: Any, *, width: float, length: float) -> None:
    """Draw a centred line of ``length`` mm in a cell (or page) ``width`` mm wide."""
    paragraph = tight(cell.add_paragraph())
    side = Mm(max(0, (width - length) / 2))
    paragraph.paragraph_format.left_indent = side
    paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.space_after = Pt(3)
    rule_below(paragraph)


def field(paragraph: Any, code: Literal["PAGE", "NUMPAGES"], *, size: float) -> None:
    """Add a field that Word fills in; each part of it is a run of the same size."""
    for kind in ("begin", "code", "separate", "result", "end"):
        run = paragraph.add_run("1" if kind == "result" else "")
        run.font.size = Pt(size)
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
        elif kind == "result":
            continue
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - no public way


def grid(place: Any, rows: int, widths: list[float], **options: Any) -> Any:
    """
    Add a table without lines whose columns have ``widths`` in mm.

    Cells get no inner margins: Word's own 1.9 mm would break the quốc hiệu over two lines.
    """
    if options:
        table = place.add_table(rows, len(widths), **options)
    else:
        table = place.add_table(rows, len(widths))
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    shape = table._tbl.tblPr  # noqa: SLF001 - no public way
    shape.insert_element_before(margins, "w:tblLook")
    set_widths(table, widths)
    return table


def set_widths(table: Any, widths: list[float]) -> None:
    """Set widths on columns and on cells: Word reads the cells, others read the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def keep_row_whole(row: Any, *, repeat: bool = False) -> None:
    """Never break a row over pages; ``repeat`` draws it on top of every page."""
    shape = row._tr.get_or_add_trPr()  # noqa: SLF001 - no public way
    shape.append(OxmlElement("w:cantSplit"))
    if repeat:
        shape.append(OxmlElement("w:tblHeader"))
