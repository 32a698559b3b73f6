"""What the typst template is given: the document as JSON, every text cleaned."""

from collections.abc import Sequence
import io
from typing import Any

import segno

from congdoan.support.rendering.enums import Level
from congdoan.support.rendering.rules import wording
from congdoan.support.rendering.rules.document import (
    Annex,
    Block,
    Division,
    Inline,
    Listing,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Stamp,
    Table,
    runs,
)
from congdoan.support.rendering.rules.profiles import Profile

# About how many characters of table type fit into the full width of the text.
_TABLE_LINE = 80
_WIDE_TABLE_LINE = 120


def payload(
    document: OfficialDocument, profile: Profile, stamp: Stamp | None, *, pages: int = 0
) -> dict[str, Any]:
    """
    Return the template's input; the fixed words of official paper are Vietnamese, always.

    Each of ``pages`` gets a code of its own; 0 leaves their places empty (to count the pages).
    """
    return {
        **_head(document, profile),
        "authority": _heading(document.authority),
        "bases": [_runs(line) for line in wording.bases(document.bases)],
        "body": [_block(block, wide=document.landscape) for block in document.body],
        "annex": [_block(block, wide=document.landscape) for block in document.annex],
        "article_depth": 2 if _has_chapters(document) else 1,
        "signatures": [
            {
                "party": _heading(block.party),
                "capacity": [_heading(line) for line in block.capacity],
                "title": _text(block.title),
                "note": _text(block.note),
                "name": _text(block.name),
            }
            for block in document.signatures
        ],
        "recipients_word": "Nơi nhận:",
        "recipients": [_text(line) for line in recipient_lines(document)],
        "annexes": [_annex(annex) for annex in document.annexes],
        "landscape": document.landscape,
        "note": _text(document.note),
        "stamp": stamp and _stamp(stamp, pages),
    }


def _head(document: OfficialDocument, profile: Profile) -> dict[str, Any]:
    is_letter = not document.type_name
    return {
        "profile": {
            "font": profile.font,
            "page": profile.page,
            "sizes": profile.sizes,
            "spacing": profile.spacing,
            "national_name": profile.national_name,
            "motto": profile.motto,
            "national_column": profile.national_column,
            "page_number": profile.page_number,
        },
        "title": _text(document.title),
        "authors": [_text(body.name) for body in document.bodies],
        "bodies": [
            {
                "superior": _heading(body.superior),
                "name": _heading(body.name),
                "number": _text(profile.number_prefix + body.number) if body.number else "",
            }
            for body in document.bodies
        ],
        "dated": _text(wording.place_and_date(document.place, document.dated)),
        "type_name": _text(document.type_name),
        "subject": _heading(document.printed_subject),
        "letter_subject": _heading(f"V/v {document.subject}")
        if is_letter and document.subject
        else "",
        "marks": [_text(line.upper()) for line in (document.urgency, document.circulation) if line],
        "contact": [_text(line) for line in document.contact if line],
        "copied": [_text(line) for line in document.copied if line],
        "addressee_word": "Kính gửi:",
        "addressees": [_text(line) for line in document.addressees],
    }


def recipient_lines(document: OfficialDocument) -> list[str]:
    """Return the lines under "Nơi nhận:" as printed."""
    return wording.recipients(document.recipients, drafter=document.drafter, copies=document.copies)


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "label": _text(annex.label),
        "title": _heading(annex.title),
        "reference": _text(annex.reference),
        "landscape": annex.landscape,
        "blocks": [_block(block, wide=annex.landscape) for block in annex.blocks],
    }


def _has_chapters(document: OfficialDocument) -> bool:
    outer = {Level.PART, Level.CHAPTER}
    return any(isinstance(block, Division) and block.level in outer for block in document.body)


def _text(text: str, *, every: int = 30) -> str:
    return wording.breakable(wording.clean(text), every=every)


def _heading(text: str) -> str:
    return wording.kept_together(_text(text))


def _runs(inline: Inline, *, every: int = 30) -> list[dict[str, Any]]:
    return [
        {
            "text": _text(run.text, every=every),
            "bold": run.bold,
            "italic": run.italic,
            "mark": run.mark,
        }
        for run in runs(inline)
    ]


def _block(block: Block, *, wide: bool) -> dict[str, Any]:
    match block:
        case Division():
            return {
                "kind": "division",
                "level": block.level,
                "label": _text(block.label),
                "text": _runs(block.text) if block.text else [],
            }
        case Paragraph():
            return {
                "kind": "paragraph",
                "text": _runs(block.text),
                "align": block.align,
                "indent": block.indent,
            }
        case Listing():
            return {
                "kind": "listing",
                "ordered": block.ordered,
                "items": [_runs(item) for item in block.items],
            }
        case Table():
            return _table(block, _WIDE_TABLE_LINE if wide else _TABLE_LINE)
        case PageBreak():
            return {"kind": "page_break"}


def _table(table: Table, line: int) -> dict[str, Any]:
    columns = max([len(table.head), *(len(row) for row in table.rows), 1])
    widths = _filled(table.widths, columns, 1.0)
    fits = [max(4, int(line * width / sum(widths))) for width in widths]
    return {
        "kind": "table",
        "caption": _text(table.caption),
        "widths": widths,
        "aligns": [str(align) for align in _filled(table.aligns, columns, "left")],
        "head": [
            _text(cell, every=fit)
            for cell, fit in zip(_filled(table.head, columns, ""), fits, strict=True)
        ],
        "rows": [
            [
                {"runs": _runs(cell, every=fit)}
                for cell, fit in zip(_filled(row, columns, ""), fits, strict=True)
            ]
            for row in table.rows
        ],
    }


def _filled(values: Sequence[Any], count: int, default: Any) -> list[Any]:
    """Return exactly ``count`` values: a short row gets empty cells, never a shifted table."""
    return [*values, *([default] * (count - len(values)))][:count]


def _stamp(stamp: Stamp, pages: int) -> dict[str, Any]:
    # Finding the best mask is most of the work, and pages differ in a digit or two only.
    mask = _code(stamp.url_of(1, pages)).mask if pages else None
    codes = [qr_svg(stamp.url_of(page, pages), mask=mask) for page in range(1, pages + 1)]
    return {"lines": stamp_lines(stamp), "page_word": "Trang", "codes": codes}


def stamp_lines(stamp: Stamp) -> list[str]:
    """Return the lines printed at the foot of every page."""
    lines = (stamp.label, f"Mã băm SHA-256: {stamp.short} …", f"Kiểm tra tại: {stamp.url}")
    return [wording.clean(line) for line in lines if line]


def qr_svg(text: str, *, mask: int | None = None, sized: bool = True) -> str:
    """
    Return a QR code as SVG; level M survives a fold or a stain on paper.

    Not ``sized``: it takes the size its page gives it.
    """
    out = io.BytesIO()
    _code(text, mask).save(out, kind="svg", border=1, xmldecl=False, omitsize=not sized)
    return out.getvalue().decode("utf-8")


def qr_png(text: str) -> bytes:
    out = io.BytesIO()
    _code(text).save(out, kind="png", border=1, scale=8)
    return out.getvalue()


def _code(text: str, mask: int | None = None) -> segno.QRCode:
    return segno.make(text, error="m", micro=False, mask=mask)
