"""Official papers of one page, of sixty, and a thousand letters of one wording."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import count
from time import perf_counter
from typing import Any

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.papers import SENTENCE
from benchmarks.stage import Stage, now

LETTERS = 1_000


@figure
def pdf_1_page(stage: Stage) -> Iterator[Figure]:
    """A letter of one page as PDF/A, each with words of its own."""
    _ = stage.database
    numbers = count()
    yield made("pdf_1_page", median_ms(lambda: _letter(next(numbers)), 20, warm=1), "ms", 20)


@figure
def pdf_60_pages(stage: Stage) -> Iterator[Figure]:
    """A document of sixty pages as PDF/A; every paragraph is new each time."""
    _ = stage.database
    import pypdf

    numbers = count()

    def draws() -> bytes:
        run = next(numbers)
        return _drawn([f"{run}.{n} {SENTENCE * 3}" for n in range(320)], "phối hợp công tác")

    pages = len(pypdf.PdfReader(BytesIO(draws())).pages)
    if not 55 <= pages <= 65:
        message = f"{pages} trang, muốn 60"
        raise RuntimeError(message)
    yield made("pdf_60_pages", median_ms(draws, 5, warm=1), "ms", 5)


@figure
def merged_letters(stage: Stage) -> Iterator[Figure]:
    """A thousand letters of one wording, each to its own addressee, one PDF/A a letter."""
    _ = stage.database
    began = perf_counter()
    for number in range(LETTERS):
        _letter(number)
    yield made("merged_letters_1000", (perf_counter() - began) * 1000, "ms", 1)


def _letter(number: int) -> bytes:
    return _drawn([SENTENCE, SENTENCE], "báo cáo", addressees=[f"Công đoàn Trường số {number}"])


def _drawn(paragraphs: list[str], subject: str, **facts: Any) -> bytes:
    from congdoan.support.rendering.api import (
        IssuingBody,
        OfficialDocument,
        Paragraph,
        SignatureBlock,
        to_pdf,
    )

    document = OfficialDocument(
        bodies=[IssuingBody("Công đoàn ngành Giáo dục", "Liên đoàn Lao động tỉnh", "05/CĐGD")],
        subject=subject,
        place="Lâm Đồng",
        dated=date(2026, 2, 9),
        body=[Paragraph(text) for text in paragraphs],
        signatures=[SignatureBlock("CHỦ TỊCH", "Nguyễn Văn A")],
        recipients=["Như trên", "Lưu: VT"],
        **facts,
    )
    return to_pdf(document, created_at=now())
