"""
Looking at scanned paper: sheets as pictures, and the codes on them.

PDFium knows no threads, so one sheet is drawn at a time in each process. Large files are read by a
job (``tasks.py``), never while somebody waits for a page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import io
from threading import Lock
from typing import IO

from PIL import Image, ImageOps
import pypdfium2
import zxingcpp

from congdoan.support.signing.rules.scans import (
    MOST_SHEETS,
    Code,
    ScanTooLong,
    ScanUnreadable,
    own_code,
    parse_code,
)

_DRAWING = Lock()
_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_POINTS_PER_INCH = 72
#: Fine enough for a code of 16 mm; the second try is for faint or crumpled ones.
_FINENESS = (200, 320)
#: Longest side in dots: a poster drawn at 200 dpi would fill the memory.
_LONGEST = 4200
#: A photograph of more dots is refused before it is unpacked.
_MOST_DOTS = 120_000_000
_PICTURE_WIDTH = 460
#: Share of dark dots below which a sheet is white; a lone "Trang 3/12" has more.
_WHITE = 0.0004


@dataclass(frozen=True)
class Reading:
    """What was seen on one sheet; ``picture`` is a small upright JPEG."""

    code: Code | None
    turned: int
    blank: bool
    picture: bytes


def count_sheets(content: IO[bytes], name: str, *, is_pdf: bool) -> int:
    """
    Return how many sheets a file has.

    :raises ScanUnreadable: when it cannot be opened
    :raises ScanTooLong: when it cannot be one text
    """
    content.seek(0)
    try:
        if not is_pdf:
            _refuse_huge(content, name)
            return 1
        with _DRAWING:
            document = pypdfium2.PdfDocument(content.read())
            count = len(document)
            document.close()
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError):
        raise ScanUnreadable(name=name) from None
    finally:
        content.seek(0)
    if not count:
        raise ScanUnreadable(name=name)
    if count > MOST_SHEETS:
        raise ScanTooLong(count=count, limit=MOST_SHEETS)
    return count


def read_sheets(content: IO[bytes], *, is_pdf: bool, token: str) -> Iterator[Reading]:
    """Read each sheet in turn; one that cannot be drawn is read as nothing, not skipped."""
    pictures = _pdf(content) if is_pdf else _photograph(content)
    for tries in pictures:
        yield _read(tries, token)


def _pdf(content: IO[bytes]) -> Iterator[Iterator[Image.Image]]:
    with _DRAWING:
        document = pypdfium2.PdfDocument(content.read())
        count = len(document)
    for index in range(count):
        yield _drawn(document, index)
    with _DRAWING:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, index: int) -> Iterator[Image.Image]:
    for fineness in _FINENESS:
        try:
            with _DRAWING:
                page = document[index]
                longest = max(page.get_size()) or 1
                scale = min(fineness / _POINTS_PER_INCH, _LONGEST / longest)
                picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
                page.close()
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return
        yield picture


def _photograph(content: IO[bytes]) -> Iterator[Iterator[Image.Image]]:
    yield _opened(content)


def _opened(content: IO[bytes]) -> Iterator[Image.Image]:
    try:
        with Image.open(content) as opened:
            upright = ImageOps.exif_transpose(opened).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    for longest in (_LONGEST // 2, _LONGEST):
        smaller = upright.copy()
        smaller.thumbnail((longest, longest))
        yield smaller


def _read(tries: Iterable[Image.Image], token: str) -> Reading:
    first: Image.Image | None = None
    for number, picture in enumerate(tries):
        first = first or picture
        seen = picture if number == 0 else ImageOps.autocontrast(picture, cutoff=2)
        code, turned = _code_on(seen, token)
        if code is not None:
            return Reading(code, turned, blank=False, picture=_small(picture, turned))
        if number == 0 and _is_white(picture):
            return Reading(None, 0, blank=True, picture=_small(picture, 0))
    return Reading(None, 0, blank=False, picture=_small(first, 0) if first else b"")


def _code_on(picture: Image.Image, token: str) -> tuple[Code | None, int]:
    """Return the code to go by and by how much the sheet has to be turned back, in degrees."""
    found = zxingcpp.read_barcodes(picture, formats=_CODES)
    known = {code: one for one in found if (code := parse_code(one.text)) is not None}
    code = own_code(known, token)
    if code is None:
        return None, 0
    return code, round(known[code].orientation / 90) * 90 % 360


def _is_white(picture: Image.Image) -> bool:
    # The rim is left out: scanners draw a dark line there.
    width, height = picture.size
    middle = picture.crop((width // 20, height // 20, width - width // 20, height - height // 20))
    dark = sum(middle.histogram()[:160])
    return bool(dark < _WHITE * middle.width * middle.height)


def _small(picture: Image.Image, turned: int) -> bytes:
    upright = picture.rotate(turned, expand=True) if turned else picture.copy()
    upright.thumbnail((_PICTURE_WIDTH, _PICTURE_WIDTH * 2))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=55, optimize=True)
    return out.getvalue()


def _refuse_huge(content: IO[bytes], name: str) -> None:
    """Look at a photograph's measures without unpacking it."""
    with Image.open(content) as opened:
        width, height = opened.size
        opened.verify()
    if width * height > _MOST_DOTS:
        raise ScanUnreadable(name=name)
