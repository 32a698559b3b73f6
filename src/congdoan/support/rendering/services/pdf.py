"""PDF by typst: tagged, PDF/A-2b, the same bytes for the same input."""

from datetime import datetime
from functools import cache
import json
from typing import Final

import typst

from congdoan.support.rendering.rules.document import OfficialDocument, Stamp
from congdoan.support.rendering.rules.profiles import DATA, FONTS, profile
from congdoan.support.rendering.services.payload import payload

_TEMPLATE_FOLDER = DATA / "typst"
_STANDARD: Final = "a-2b"


@cache
def _fonts() -> typst.Fonts:
    # Debian's fonts-liberation 1 carries the same family name and lacks 98 Vietnamese letters, so
    # the fonts of the machine are never used.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def to_pdf(
    document: OfficialDocument, *, created_at: datetime, stamp: Stamp | None = None
) -> bytes:
    """
    Return ``document`` as PDF/A-2b; equal arguments give equal bytes.

    A character that no embedded font has (an emoji) is drawn as an empty box and the file is then
    plain PDF: PDF/A forbids such boxes, and refusing to print would help nobody.
    """
    data = payload(document, profile(document.profile), stamp)
    compiler = typst.Compiler(
        str(_TEMPLATE_FOLDER / "official.typ"),
        root=str(_TEMPLATE_FOLDER),
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    seconds = int(created_at.timestamp())
    try:
        made = compiler.compile(format="pdf", timestamp=seconds, pdf_standards=_STANDARD)
    except typst.TypstError:
        made = compiler.compile(format="pdf", timestamp=seconds)
    if not isinstance(made, bytes):
        message = "typst gave no single file"
        raise TypeError(message)
    return made
