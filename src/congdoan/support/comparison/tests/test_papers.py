from datetime import UTC, date, datetime
from io import BytesIO

from django.template import Context, Template
import docx
import pypdf

from congdoan.support.comparison.api import (
    ComparisonPaper,
    Line,
    compare,
    comparison_blocks,
    comparison_document,
)
from congdoan.support.rendering.api import IssuingBody, to_docx, to_pdf

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
OLD = [
    Line("d1", "ARTICLE", "Điều 1.", "Phạm vi", depth=1, path="Điều 1"),
    Line("k1", "CLAUSE", "1.", text="Hai bên họp hằng năm.", depth=2, path="khoản 1 Điều 1"),
    Line("k2", "CLAUSE", "2.", text="<b>Đoạn</b> sẽ bỏ.", depth=2, path="khoản 2 Điều 1"),
]
NEW = [
    OLD[0],
    Line("k1", "CLAUSE", "1.", text="Hai bên họp hằng quý.", depth=2, path="khoản 1 Điều 1"),
    Line("moi", "CLAUSE", "2.", text="Luân phiên chủ trì.", depth=2, path="khoản 2 Điều 1"),
]
PAPER = ComparisonPaper(
    bodies=[IssuingBody("Công đoàn ngành")],
    subject="Quy chế phối hợp",
    old_name="bản số 1",
    new_name="bản số 2",
    dated=date(2026, 3, 2),
    authors={"k1": "Trần Thị Lan, 02/3/2026"},
)


def test_the_word_file_strikes_and_underlines_in_colour():
    blob = to_docx(comparison_document(compare(OLD, NEW), PAPER), created_at=AT)
    runs = [run for paragraph in docx.Document(BytesIO(blob)).paragraphs for run in paragraph.runs]
    struck = [run.text for run in runs if run.font.strike]
    underlined = [run.text for run in runs if run.underline]
    assert "hằng năm" in " ".join(struck)
    assert "hằng quý" in " ".join(underlined)
    assert any("Luân phiên" in text for text in underlined)
    assert {str(run.font.color.rgb) for run in runs if run.font.strike} == {"B3261E"}


def test_the_pdf_says_what_the_word_file_says():
    blob = to_pdf(comparison_document(compare(OLD, NEW), PAPER), created_at=AT)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(blob)).pages)
    assert "BẢN SO SÁNH" in text
    assert "Trần Thị Lan" in text
    assert "<b>Đoạn</b>" in text, "words are never markup"


def test_two_equal_texts_are_said_to_be_equal():
    blocks = comparison_blocks(compare(OLD, OLD))
    assert len(blocks) == 1
    assert "như nhau" in blocks[0].text


def test_the_page_shows_both_ways_of_reading_and_escapes_words():
    page = Template("{% load comparison %}{% comparison_table found authors %}").render(
        Context({"found": compare(OLD, NEW), "authors": PAPER.authors})
    )
    assert "<del>hằng năm</del>" in page
    assert "<ins>hằng quý</ins>" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "Trần Thị Lan, 02/3/2026" in page
