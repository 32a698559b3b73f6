"""Small papers made on the spot: a PDF with text, the same as a scan, a Word file."""

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
from PIL import Image, ImageDraw, ImageFont
import typst

FONTS = Path(__file__).parents[1] / "src/congdoan/support/rendering/data/fonts"


@cache
def text_pdf(*lines: str, pages: int = 1) -> bytes:
    """Return a PDF of A5 pages with these lines as text."""
    body = "\n\n".join(f'#text("{line}")' for line in lines)
    source = '#set page("a5")\n#set text(font: "Liberation Serif", size: 13pt)\n'
    whole = source + "\n#pagebreak()\n".join([body] * pages)
    return typst.compile(
        whole.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf"
    )


@cache
def drawn(*lines: str) -> Image.Image:
    """Return a page as a scanner sees it: a picture of these lines, no text."""
    page = Image.new("L", (1240, 900), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(next(FONTS.glob("*Serif-Regular*"))), 36)
    for number, line in enumerate(lines):
        pen.text((100, 80 + 60 * number), line, font=font, fill=0)
    return page


def scan_png(*lines: str) -> bytes:
    held = BytesIO()
    drawn(*lines).save(held, "PNG")
    return held.getvalue()


def scan_pdf(*pages: tuple[str, ...]) -> bytes:
    """Return a PDF whose pages are pictures."""
    held = BytesIO()
    first, *rest = [drawn(*lines) for lines in pages]
    first.save(held, "PDF", save_all=True, append_images=rest, resolution=150)
    return held.getvalue()


def word_file(*lines: str) -> bytes:
    held, made = BytesIO(), docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(held)
    return held.getvalue()
