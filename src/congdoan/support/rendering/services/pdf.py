"""PDF by typst: tagged, PDF/A-2b, the same bytes for the same input."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
import json
from typing import Any, Final

import typst

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.document import OfficialDocument, Stamp
from congdoan.support.rendering.rules.profiles import DATA, FONTS, profile
from congdoan.support.rendering.rules.wording import clean
from congdoan.support.rendering.services.payload import payload

TEMPLATE_FOLDER = DATA / "typst"
_STANDARD: Final = "a-2b"


@cache
def fonts() -> typst.Fonts:
    """Return the vendored fonts, and no others."""
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
    return _compiled(_compiler(document, stamp), created_at)


@dataclass(frozen=True)
class SignaturePlace:
    """Where a signature block leaves room: page from 0, corners in points from the lower left."""

    page: int
    box: tuple[int, int, int, int]


def to_signable_pdf(
    document: OfficialDocument, *, created_at: datetime, stamp: Stamp | None = None
) -> tuple[bytes, list[SignaturePlace]]:
    """Return ``document`` as ``to_pdf`` does, and the place of each of its signature blocks."""
    compiler = _compiler(document, stamp)
    pdf = _compiled(compiler, created_at)
    found = json.loads(compiler.query("<signature-place>", field="value"))
    return pdf, [_place(one) for one in sorted(found, key=lambda one: one["number"])]


def signature_mark(
    head: Sequence[str],
    *,
    name: str,
    foot: Sequence[str],
    width: float,
    height: float,
    colour: str = "#1f3f9e",
) -> bytes:
    """Return how a digital signature looks, as a PDF page of that size (points)."""
    data = {
        "head": [clean(line) for line in head],
        "name": clean(name),
        "foot": [clean(line) for line in foot],
        "width": width,
        "height": height,
        "colour": colour,
        "font": profile(ProfileCode.UNION).font,
    }
    compiler = typst.Compiler(
        str(TEMPLATE_FOLDER / "mark.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=fonts(),
        sys_inputs={"mark": json.dumps(data, ensure_ascii=False)},
    )
    return single(compiler.compile(format="pdf", pdf_standards=_STANDARD))


def _place(found: dict[str, Any]) -> SignaturePlace:
    top = found["page-height"] - found["y"]
    left, right = found["x"], found["x"] + found["width"]
    return SignaturePlace(
        found["page"] - 1,
        (round(left), round(top - found["height"]), round(right), round(top)),
    )


def _compiler(document: OfficialDocument, stamp: Stamp | None) -> typst.Compiler:
    layout = profile(document.profile)
    pages = _count(payload(document, layout, stamp)) if stamp else 0
    return _official(payload(document, layout, stamp, pages=pages))


def _compiled(compiler: typst.Compiler, created_at: datetime) -> bytes:
    seconds = int(created_at.timestamp())
    try:
        made = compiler.compile(format="pdf", timestamp=seconds, pdf_standards=_STANDARD)
    except typst.TypstError:
        made = compiler.compile(format="pdf", timestamp=seconds)
    return single(made)


def single(made: object) -> bytes:
    """:raises TypeError: when typst gave several files"""
    if not isinstance(made, bytes):
        message = "typst gave no single file"
        raise TypeError(message)
    return made


def _official(data: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        str(TEMPLATE_FOLDER / "official.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=fonts(),
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )


def _count(data: dict[str, Any]) -> int:
    """Return how many pages it will have: the code of each page says which of how many it is."""
    return int(json.loads(_official(data).query("<pages>", field="value", one=True)))
