"""Official papers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.stage import Stage, now

PAGES = 50
SENTENCE = (
    "Hai bên thống nhất phối hợp tuyên truyền, phổ biến, giáo dục pháp luật và chăm lo đời sống"
    " vật chất, tinh thần của nhà giáo và người lao động toàn ngành theo đúng quy định hiện hành. "
)


@figure
def agreement_pdf_50_pages(stage: Stage) -> Iterator[Figure]:
    """An agreement of 50 pages as stamped PDF/A; floor: the same words by bare typst."""
    _ = stage.database
    import pypdf
    import typst

    from congdoan.support.rendering.api import (
        Division,
        IssuingBody,
        Level,
        OfficialDocument,
        SignatureBlock,
        Stamp,
        to_pdf,
    )

    body = []
    for article in range(1, 83):
        body.append(Division(Level.ARTICLE, f"Điều {article}.", "Nội dung phối hợp"))
        body += [Division(Level.CLAUSE, f"{clause}.", SENTENCE * 3) for clause in range(1, 4)]
    document = OfficialDocument(
        bodies=[IssuingBody("Công đoàn ngành"), IssuingBody("Liên đoàn Lao động tỉnh")],
        type_name="QUY CHẾ",
        subject="phối hợp công tác",
        place="Lâm Đồng",
        dated=date(2023, 11, 9),
        body=body,
        signatures=[SignatureBlock("CHỦ TỊCH", "Nguyễn Văn A")],
    )
    # Each run has its own hash, hence its own text on every page: typst reuses what is the same.
    numbers = iter(range(100))

    def draws() -> bytes:
        stamp = Stamp(f"{next(numbers):064x}", "https://example.invalid/v/1")
        said = replace(document, subject=f"phối hợp công tác {next(numbers)}")
        return to_pdf(said, created_at=now(), stamp=stamp)

    def sets_words() -> object:
        own = f"{next(numbers)} {SENTENCE * 3}"
        return typst.compile("\n\n".join([own] * 246).encode())

    pages = len(pypdf.PdfReader(BytesIO(draws())).pages)
    if not PAGES - 5 <= pages <= PAGES + 5:
        message = f"{pages} trang, muốn {PAGES}"
        raise RuntimeError(message)
    floor = median_ms(sets_words, 5, warm=1)
    yield made("agreement_pdf_50_pages", median_ms(draws, 5, warm=1), "ms", 5, floor=floor)
