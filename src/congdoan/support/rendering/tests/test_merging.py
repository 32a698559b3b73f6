import io

from pypdf import PdfReader

from congdoan.support.rendering.api import Paragraph, to_merged_pdf
from congdoan.support.rendering.services import merging
from congdoan.support.rendering.tests.factories import NOW, a_document


def test_letters_follow_each_other_each_counting_its_own_pages(monkeypatch):
    monkeypatch.setattr(merging, "_AT_ONCE", 2)
    long = [Paragraph("chữ " * 400) for _turn in range(3)]
    letters = [
        a_document(addressees=[f"Đơn vị {number}"], body=long, annexes=(), annex=())
        for number in range(3)
    ]
    pages = [
        page.extract_text().replace("\xa0", " ")
        for page in PdfReader(io.BytesIO(to_merged_pdf(letters, created_at=NOW))).pages
    ]
    assert len(pages) % 3 == 0
    each = len(pages) // 3
    assert each > 1
    for number in range(3):
        first, second = pages[number * each], pages[number * each + 1]
        assert f"Đơn vị {number}" in first
        assert second.lstrip().startswith("2")
