"""Official papers of one page, of sixty, and a thousand letters of one wording."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import count
from time import process_time
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
    """
    A thousand letters of one wording in one printable file, in CPU seconds of this process.

    Floor: the same letters one by one, each a PDF/A (of a tenth of them, times ten).
    """
    _ = stage.database
    from congdoan.support.rendering.api import to_merged_pdf, to_pdf

    def letters(count: int) -> Iterator[Any]:
        for number in range(count):
            yield _document(
                [SENTENCE, SENTENCE], "báo cáo", addressees=[f"Công đoàn Trường số {number}"]
            )

    began = process_time()
    for one in letters(LETTERS // 10):
        to_pdf(one, created_at=now())
    floor = (process_time() - began) * 10
    began = process_time()
    to_merged_pdf(letters(LETTERS), created_at=now())
    yield made("merged_letters_1000", process_time() - began, "s", 1, floor=floor)


def _letter(number: int) -> bytes:
    return _drawn([SENTENCE, SENTENCE], "báo cáo", addressees=[f"Công đoàn Trường số {number}"])


def _drawn(paragraphs: list[str], subject: str, **facts: Any) -> bytes:
    from congdoan.support.rendering.api import to_pdf

    return to_pdf(_document(paragraphs, subject, **facts), created_at=now())


def _document(paragraphs: list[str], subject: str, **facts: Any) -> Any:
    from congdoan.support.rendering.api import (
        IssuingBody,
        OfficialDocument,
        Paragraph,
        SignatureBlock,
    )

    return OfficialDocument(
        bodies=[IssuingBody("Công đoàn ngành Giáo dục", "Liên đoàn Lao động tỉnh", "05/CĐGD")],
        subject=subject,
        place="Lâm Đồng",
        dated=date(2026, 2, 9),
        body=[Paragraph(text) for text in paragraphs],
        signatures=[SignatureBlock("CHỦ TỊCH", "Nguyễn Văn A")],
        recipients=["Như trên", "Lưu: VT"],
        **facts,
    )
