"""Pictures with the table of their figures: a PDF to print, a PNG to put somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
import json

import typst

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.profiles import profile
from congdoan.support.rendering.rules.wording import breakable, clean
from congdoan.support.rendering.services.pdf import TEMPLATE_FOLDER, fonts, single

#: Dots an inch of a PNG: sharp on a screen of twice the dots, small enough for a message.
_DOTS = 144


@dataclass(frozen=True)
class PictureSheet:
    """What stands on the sheet: a title, lines below it, pictures (title, SVG), a table."""

    title: str
    lines: Sequence[str]
    pictures: Sequence[tuple[str, str]]
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=list)


def to_picture_pdf(sheet: PictureSheet, *, created_at: datetime) -> bytes:
    """Return pictures and table on A4; equal arguments give equal bytes."""
    compiler = _compiler(sheet, with_table=True)
    return single(compiler.compile(format="pdf", timestamp=int(created_at.timestamp())))


def to_picture_png(sheet: PictureSheet) -> bytes:
    """Return the pictures below each other as one PNG, without the table."""
    return single(_compiler(sheet, with_table=False).compile(format="png", ppi=_DOTS))


def _compiler(sheet: PictureSheet, *, with_table: bool) -> typst.Compiler:
    data = {
        "font": profile(ProfileCode.UNION).font,
        "title": clean(sheet.title),
        "lines": [clean(one) for one in sheet.lines],
        "pictures": [{"title": clean(title), "svg": svg} for title, svg in sheet.pictures],
        "heads": [breakable(clean(one)) for one in sheet.heads],
        "rows": [[breakable(clean(one)) for one in row] for row in sheet.rows]
        if with_table
        else None,
    }
    return typst.Compiler(
        str(TEMPLATE_FOLDER / "pictures.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=fonts(),
        sys_inputs={"pictures": json.dumps(data, ensure_ascii=False)},
    )
