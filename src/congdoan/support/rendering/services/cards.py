"""Cards as PDF: ten on an A4 sheet to cut, or one a page for a card printer; fronts and backs."""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
import json
from typing import Any

import typst

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.cards import (
    A_SHEET,
    CARD_COLUMNS,
    CARD_HEIGHT,
    CARD_ROWS,
    CARD_WIDTH,
    CardDesign,
    CardFace,
    mirrored,
)
from congdoan.support.rendering.rules.profiles import profile
from congdoan.support.rendering.rules.wording import breakable, clean, kept_together
from congdoan.support.rendering.services.merging import forget_runs, joined
from congdoan.support.rendering.services.payload import qr_svg
from congdoan.support.rendering.services.pdf import TEMPLATE_FOLDER, fonts, single

#: After so many cards somebody who waits is told how far it is.
_TOLD_EVERY = 50
#: Cards set at once (whole sheets): so many portraits stand in memory.
_AT_ONCE = 100
#: One mask for all: finding the best of eight is most of the work of a code.
_MASK = 3

Told = Callable[[int], None]


def to_card_pdf(
    faces: Iterable[CardFace],
    design: CardDesign,
    *,
    a4: bool,
    created_at: datetime,
    told: Told | None = None,
) -> bytes:
    """
    Return fronts and backs: each A4 sheet of ten is followed by its backs, mirrored for printing
    on both sides (long edge); not ``a4``: front, back, front, back, each a page of card size.

    ``told`` hears how many cards are drawn. ``faces`` are taken a hundred at a time, so that
    thousands of portraits never stand in memory together.
    """
    source, done = iter(faces), 0
    some = list(islice(source, _AT_ONCE))
    parts = [_part(some, design, a4=a4, created_at=created_at, told=_counted(told, done))]
    if len(some) < _AT_ONCE:
        return parts[0]

    def rest() -> Iterator[bytes]:
        nonlocal done
        yield parts.pop()
        while some := list(islice(source, _AT_ONCE)):
            done += _AT_ONCE
            forget_runs()
            yield _part(some, design, a4=a4, created_at=created_at, told=_counted(told, done))

    return joined(rest())


def _counted(told: Told | None, before: int) -> Told | None:
    return (lambda n: told(before + n)) if told else None


def _part(
    faces: list[CardFace],
    design: CardDesign,
    *,
    a4: bool,
    created_at: datetime,
    told: Told | None,
) -> bytes:
    """Return one part; the same arguments give the same bytes."""
    data = {
        "design": {
            "issuer": kept_together(clean(design.issuer)),
            "title": clean(design.title),
            "scan": clean(design.scan),
            "back_title": clean(design.back_title),
            "back": [clean(line) for line in design.back],
        },
        "font": profile(ProfileCode.UNION).font,
        "size": {"width": CARD_WIDTH, "height": CARD_HEIGHT},
        "grid": {"columns": CARD_COLUMNS, "rows": CARD_ROWS},
        "cards": list(_drawn(faces, told)),
        "sheets": list(_sheets(len(faces))) if a4 else [],
    }
    compiler = typst.Compiler(
        str(TEMPLATE_FOLDER / "cards.typ"),
        root=str(TEMPLATE_FOLDER),
        font_paths=fonts(),
        sys_inputs={"cards": json.dumps(data, ensure_ascii=False)},
    )
    return single(compiler.compile(format="pdf", timestamp=int(created_at.timestamp())))


def _drawn(faces: Iterable[CardFace], told: Told | None) -> Iterator[dict[str, Any]]:
    for number, face in enumerate(faces, 1):
        yield {
            "name": breakable(clean(face.name), every=18),
            "lines": [[clean(label), breakable(clean(text))] for label, text in face.lines],
            "photo": _as_svg(face.photo) if face.photo else "",
            "code": qr_svg(clean(face.url), mask=_MASK, sized=False),
        }
        if told and number % _TOLD_EVERY == 0:
            told(number)


def _as_svg(photo: bytes) -> str:
    """Return a picture as text, the only thing that goes into the template."""
    inside = base64.b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><image width="3" height="4"'
        f' href="data:image/jpeg;base64,{inside}"/></svg>'
    )


def _sheets(count: int) -> Iterator[dict[str, list[int]]]:
    """Yield which card (-1: none) lies at each place, in front and on the back."""
    for start in range(0, count, A_SHEET):
        front = [at if at < count else -1 for at in range(start, start + A_SHEET)]
        yield {"front": front, "back": [front[mirrored(place)] for place in range(A_SHEET)]}
