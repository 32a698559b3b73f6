"""
Pages of a PDF or a picture: their words, or the page as a picture for whoever reads pictures.

A process of its own (``python -m … FILE FOLDER FIRST LAST``), one JSON line a page, the number of
pages first; PDFium crashing takes nobody along. Knows nothing of Django.
"""

from collections.abc import Iterator
import json
from pathlib import Path
import sys
from typing import Any

from PIL import Image, ImageOps
import pypdfium2

#: Fewer letters than this are a stamp or a page number over a picture, not the text of a page.
_FEW = 25
_FINENESS = 250 / 72
_LONGEST = 3600
_MOST_DOTS = 150_000_000


def pages(path: Path, folder: Path, first: int, last: int) -> Iterator[dict[str, Any]]:
    with path.open("rb") as opened:
        is_pdf = b"%PDF-" in opened.read(1024)
    yield from (_pdf if is_pdf else _picture)(path, folder, first, last)


def _pdf(path: Path, folder: Path, first: int, last: int) -> Iterator[dict[str, Any]]:
    document = pypdfium2.PdfDocument(path)
    yield {"pages": len(document)}
    for number in range(first, min(last, len(document)) + 1):
        page = document[number - 1]
        text = page.get_textpage().get_text_range()
        if sum(map(str.isalpha, text)) >= _FEW:
            yield {"page": number, "text": text}
            continue
        scale = min(_FINENESS, _LONGEST / (max(page.get_size()) or 1))
        kept = folder / f"{number}.png"
        page.render(scale=scale, grayscale=True).to_pil().save(kept)
        page.close()
        yield {"page": number, "text": text, "picture": str(kept)}


def _picture(path: Path, folder: Path, first: int, last: int) -> Iterator[dict[str, Any]]:
    Image.MAX_IMAGE_PIXELS = _MOST_DOTS
    yield {"pages": 1}
    if not first <= 1 <= last:
        return
    with Image.open(path) as opened:
        opened.draft("L", (_LONGEST, _LONGEST))
        upright = ImageOps.exif_transpose(opened).convert("L")
    upright.thumbnail((_LONGEST, _LONGEST))
    kept = folder / "1.png"
    upright.save(kept)
    yield {"page": 1, "text": "", "picture": str(kept)}


def main(path: str, folder: str, first: str, last: str) -> None:
    for line in pages(Path(path), Path(folder), int(first), int(last)):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
