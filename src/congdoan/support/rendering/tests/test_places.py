"""
Where the components stand on the sheet, in mm, against Decree 30/2020 (Appendix I).

The same measures for both engines: the PDF, and the Word file as LibreOffice lays it out.
"""

from dataclasses import dataclass
from datetime import date
import shutil
import subprocess

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from congdoan.support.rendering.enums import Align, Level, ProfileCode
from congdoan.support.rendering.rules.document import (
    Annex,
    Division,
    IssuingBody,
    OfficialDocument,
    Paragraph,
    Run,
    SignatureBlock,
    Table,
)
from congdoan.support.rendering.services.pdf import to_pdf
from congdoan.support.rendering.services.word import to_docx
from congdoan.support.rendering.tests.factories import CLAUSE, NOW, long_document

OFFICE = shutil.which("soffice")
MM = 25.4 / 72
_ROWS = [[str(n), f"Trường số {n}", *["12"] * 5] for n in range(60)]
_FACTS = {
    "bodies": [
        IssuingBody(
            "Công đoàn ngành Giáo dục tỉnh Lâm Đồng",
            "Liên đoàn Lao động tỉnh Lâm Đồng",
            "05/QĐ-CĐGD",
        )
    ],
    "place": "Lâm Đồng",
    "dated": date(2026, 2, 9),
    "signatures": [
        SignatureBlock("Phó Chủ tịch", "Nguyễn Văn An", ["TM. Ban Thường vụ", "KT. Chủ tịch"])
    ],
    "recipients": ["Như Điều 2", "Lưu: VT, ToC"],
    "drafter": "NVA",
    "copies": 15,
    "contact": ["Địa chỉ: 02 Trần Phú, tỉnh Lâm Đồng", "Điện thoại: 0263 382 0000"],
    "copied": ["SAO Y; Công đoàn ngành Giáo dục", "10/02/2026 08:15:00"],
    "urgency": "Hỏa tốc",
    "circulation": "Lưu hành nội bộ",
}
_DECISION = OfficialDocument(
    **_FACTS,
    type_name="Quyết định",
    subject="Ban hành Quy chế làm việc",
    authority="Ban Chấp hành Công đoàn ngành Giáo dục",
    bases=["Căn cứ Luật Công đoàn"],
    body=[
        Paragraph(Run("QUYẾT ĐỊNH:", bold=True), Align.CENTRE),
        Division(Level.ARTICLE, "Điều 1.", "Ban hành Quy chế"),
        Paragraph(CLAUSE * 2),
    ],
    annexes=[
        Annex(
            "Danh sách đơn vị",
            [Table(["TT", "Đơn vị", *[f"Cột {n}" for n in range(5)]], _ROWS)],
            "Phụ lục I",
            "Kèm theo Quyết định số 05/QĐ-CĐGD",
            landscape=True,
        ),
        Annex("Mẫu báo cáo", [Paragraph("Nội dung mẫu.")], "Phụ lục II"),
    ],
)
_LETTER = OfficialDocument(
    **_FACTS, subject="tổ chức hội nghị", addressees=["Sở Giáo dục"], body=[Paragraph(CLAUSE)]
)


@dataclass(frozen=True)
class Place:
    """Where words stand: mm from the left and upper edge; ``size`` in points."""

    left: float
    top: float
    right: float
    bottom: float
    size: float

    @property
    def middle(self):
        return (self.left + self.right) / 2


class Sheet:
    """One page of a PDF, measured."""

    def __init__(self, page):
        self.width, self.height = (side * MM for side in page.get_size())
        self._page, self._text = page, page.get_textpage()

    def find(self, words):
        found = self._text.search(words, match_case=True).get_next()
        assert found, f"“{words}” is not on the page"
        start, count = found
        return self._place(range(start, start + count))

    def all(self):
        return self._place(range(self._text.count_chars()))

    def _place(self, indices):
        boxes = [
            self._text.get_charbox(at, loose=True)
            for at in indices
            if self._text.get_text_range(at, 1).strip()
        ]
        size = pdfium.FPDFText_GetFontSize(self._text, indices[0])
        return Place(
            min(box[0] for box in boxes) * MM,
            self.height - max(box[3] for box in boxes) * MM,
            max(box[2] for box in boxes) * MM,
            self.height - min(box[1] for box in boxes) * MM,
            size,
        )

    @property
    def words(self):
        return self._text.get_text_range().replace("\u00a0", " ")


def _sheets(blob):
    return [Sheet(page) for page in pypdfium2.PdfDocument(blob)]


def _by_office(document, folder):
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    source = folder / "van-ban.docx"
    source.write_bytes(to_docx(document, created_at=NOW))
    profile = f"-env:UserInstallation=file://{folder}/office"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", source.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "van-ban.pdf").read_bytes()


@pytest.fixture(scope="module", params=["pdf", "word"])
def decision(request, tmp_path_factory):
    if request.param == "pdf":
        return _sheets(to_pdf(_DECISION, created_at=NOW))
    return _sheets(_by_office(_DECISION, tmp_path_factory.mktemp("quyet-dinh")))


@pytest.fixture(scope="module", params=["pdf", "word"])
def letter(request, tmp_path_factory):
    if request.param == "pdf":
        return _sheets(to_pdf(_LETTER, created_at=NOW))[0]
    return _sheets(_by_office(_LETTER, tmp_path_factory.mktemp("cong-van")))[0]


CENTRE = 30 + (210 - 30 - 15) / 2


def test_the_sheet_is_a4_and_nothing_stands_in_its_side_margins(decision):
    first = decision[0]
    assert (first.width, first.height) == pytest.approx((210, 297), abs=0.5)
    whole = first.all()
    assert whole.left >= 30 - 0.5
    assert whole.right <= 210 - 15 + 0.5
    assert first.find("CỘNG HÒA").top == pytest.approx(22, abs=3)  # 20 to 25


def test_the_head_has_two_columns(decision):
    first = decision[0]
    nation, motto = first.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), first.find("Độc lập - Tự do")
    whole_motto = first.find("Độc lập - Tự do - Hạnh phúc")
    superior, issuer = first.find("LIÊN"), first.find("CÔNG")
    number, dated = first.find("Số: 05/QĐ-CĐGD"), first.find("Lâm Đồng, ngày 09 tháng 02 năm 2026")
    assert nation.bottom - nation.top < 8  # one line
    assert 12 <= nation.size <= 13
    assert 13 <= motto.size <= 14
    assert whole_motto.middle == pytest.approx(nation.middle, abs=1)
    assert dated.middle == pytest.approx(nation.middle, abs=1)
    assert nation.top < whole_motto.top < dated.top
    assert superior.top == pytest.approx(nation.top, abs=1.5)
    assert superior.top < issuer.top < number.top
    assert max(superior.right, number.right) < nation.left
    assert number.size == 13


def test_marks_stand_under_the_number_in_the_left_column(decision):
    first = decision[0]
    number, urgent = first.find("Số: 05"), first.find("HỎA TỐC")
    internal = first.find("LƯU HÀNH NỘI BỘ")
    assert number.bottom < urgent.top < internal.top
    assert 13 <= urgent.size <= 14
    assert urgent.middle == pytest.approx(first.find("Số: 05/QĐ-CĐGD").middle, abs=3)
    assert internal.right < 105


def test_type_subject_and_authority_are_centred_on_the_text(decision):
    first = decision[0]
    kind = first.find("QUYẾT ĐỊNH")
    subject = first.find("Ban hành Quy chế làm việc")
    for place in (kind, subject, first.find("QUYẾT ĐỊNH:")):
        assert place.middle == pytest.approx(CENTRE, abs=1.5)
    assert 13 <= kind.size <= 15
    assert kind.top < subject.top


def test_first_lines_are_indented_by_one_to_1_27_cm(decision):
    first = decision[0]
    basis = first.find("Căn cứ Luật Công đoàn.")
    assert 10 - 0.3 <= basis.left - 30 <= 12.7 + 0.3
    assert 13 <= basis.size <= 14


def test_signature_stands_right_and_recipients_left(decision):
    first = decision[0]
    above, deputy = first.find("TM. BAN THƯỜNG VỤ"), first.find("KT. CHỦ TỊCH")
    title, name = first.find("PHÓ CHỦ TỊCH"), first.find("Nguyễn Văn An")
    for place in (deputy, title, name):
        assert place.middle == pytest.approx(above.middle, abs=1)
    assert above.left > 105
    assert above.top < deputy.top < title.top < name.top
    assert name.top - title.bottom >= 20  # room for pen and seal
    head, last = first.find("Nơi nhận:"), first.find("- Lưu: VT, ToC. NVA.15")
    assert head.left == pytest.approx(30, abs=0.7)
    assert head.size == 12
    assert last.size == 11
    assert head.top == pytest.approx(above.top, abs=2.5)


def test_address_stands_at_the_foot_and_the_copy_at_the_top_of_the_first_page(decision):
    first = decision[0]
    address, copied = first.find("Địa chỉ: 02 Trần Phú"), first.find("SAO Y")
    assert address.top > 297 - 25
    assert 11 <= address.size <= 12
    assert copied.bottom < first.find("CỘNG HÒA").top
    assert copied.left > 105
    for later in decision[1:]:
        assert "Địa chỉ" not in later.words
        assert "SAO Y" not in later.words


def test_an_annex_lies_on_its_own_sheets_numbered_from_one(decision):
    wide = [sheet for sheet in decision if sheet.width > sheet.height]
    assert len(wide) >= 2
    assert all("Đơn vị" in sheet.words for sheet in wide)
    assert wide[0].find("Phụ lục I").middle == pytest.approx(30 + 252 / 2, abs=1.5)
    assert not wide[0].words.strip().startswith(("1", "2"))  # the first page has no number
    number = wide[1].find("2")
    assert number.top < 20
    assert number.middle == pytest.approx(30 + 252 / 2, abs=1.5)
    last = decision[-1]
    assert last.height > last.width
    assert "MẪU BÁO CÁO" in last.words


def test_a_letter_has_its_subject_under_the_number_and_no_type(letter):
    number, subject = letter.find("Số: 05"), letter.find("V/v tổ chức")
    assert number.bottom <= subject.top + 1
    assert 12 <= subject.size <= 13
    assert subject.right < 105
    to = letter.find("Kính gửi: Sở Giáo dục")
    assert to.middle == pytest.approx(CENTRE, abs=1.5)


def test_page_numbers_stand_centred_in_the_top_margin_from_the_second_page():
    sheets = _sheets(to_pdf(long_document(30), created_at=NOW))
    assert len(sheets) > 1
    number = sheets[1].find("2")
    assert 10 < number.top < number.bottom < 20
    assert 13 <= number.size <= 14
    assert number.middle == pytest.approx(CENTRE, abs=0.5)


@pytest.mark.parametrize("code", ProfileCode)
def test_thousands_of_rows_go_over_pages_with_their_head_on_each(code):
    rows = [[str(n), f"Trường số {n}", "12"] for n in range(3000)]
    table = OfficialDocument(
        **_FACTS, profile=code, subject="x", body=[Table(["TT", "Đơn vị", "Số"], rows, [1, 5, 1])]
    )
    sheets = _sheets(to_pdf(table, created_at=NOW))
    with_rows = [sheet.words for sheet in sheets if "Trường số" in sheet.words]
    assert len(with_rows) > 60
    assert all("Đơn vị" in words for words in with_rows)
    assert sum(words.count("Trường số") for words in with_rows) == 3000
