import io
import unicodedata

import docx
from docx.oxml.ns import qn
from docx.shared import Mm
import pytest

from congdoan.support.rendering.enums import Align, ProfileCode
from congdoan.support.rendering.rules.document import (
    IssuingBody,
    Listing,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Table,
)
from congdoan.support.rendering.services.word import to_docx
from congdoan.support.rendering.tests.factories import NOW, STAMP, a_document


def read(document, **options):
    return docx.Document(io.BytesIO(to_docx(document, created_at=NOW, **options)))


def texts(word):
    """Return every text of the file in reading order of the XML, head and foot apart."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t"))).replace("\u00a0", " ")
        for paragraph in word.element.body.iter(qn("w:p"))
    ]


def test_the_page_follows_the_profile():
    section = read(a_document()).sections[0]
    assert abs(section.page_width - Mm(210)) < 1000
    assert abs(section.page_height - Mm(297)) < 1000
    assert abs(section.left_margin - Mm(30)) < 1000
    assert abs(section.right_margin - Mm(15)) < 1000
    assert section.different_first_page_header_footer
    assert " PAGE " in section.header.paragraphs[0]._p.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_word_says_the_same_as_the_pdf():
    found = texts(read(a_document()))
    for piece in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "LĐLĐ TỈNH LÂM ĐỒNG",
        "CÔNG ĐOÀN GIÁO DỤC TỈNH LÂM ĐỒNG",
        "Số: 05/QC-CĐGD",
        "Lâm Đồng, ngày 09 tháng 11 năm 2023",
        "QUY CHẾ",
        "Căn cứ Luật Công đoàn;",
        "Điều 1. Phạm vi điều chỉnh",
        "a) Chủ trì: Công đoàn Giáo dục",
        "TM. BAN CHẤP HÀNH",
        "Nguyễn Văn An",
        "Nơi nhận:",
        "- Lưu: VT.",
    ):
        assert piece in found


def test_chapters_and_articles_are_real_headings():
    word = read(a_document())
    headings = {p.text: p.style.name for p in word.paragraphs if p.style.name.startswith("Head")}
    assert headings == {
        "Chương I\nQUY ĐỊNH CHUNG": "Heading 1",
        "Điều 1. Phạm vi điều chỉnh": "Heading 2",
    }


def test_one_font_for_every_script_and_no_theme_font_left():
    word = read(a_document())
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = word.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert fonts.get(qn("w:asciiTheme")) is None


def test_the_stamp_is_on_the_first_and_on_every_other_page():
    section = read(a_document(), stamp=STAMP).sections[0]
    for footer in (section.footer, section.first_page_footer):
        xml = footer._element.xml
        assert "ab12 cd34 ab12 cd34" in xml
        assert STAMP.url in xml
        assert " NUMPAGES " in xml
        assert "<pic:pic" in xml


def test_a_long_table_repeats_its_head_and_keeps_short_rows_straight():
    rows = [[str(n), f"Trường {n}"] for n in range(200)] + [["cuối"], ["1", "2", "3"]]
    word = read(a_document(body=[Table(["TT", "Đơn vị"], rows, aligns=[Align.CENTRE])]))
    table = next(t for t in word.tables if t.style and t.style.name == "Table Grid")
    assert len(table.rows) == 203
    assert len(table.columns) == 3
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert [cell.text for cell in table.rows[201].cells] == ["cuối", "", ""]


@pytest.mark.parametrize("code", ProfileCode)
def test_odd_input_is_written_not_refused(code):
    odd = a_document(
        profile=code,
        bodies=[IssuingBody(f"Đơn vị {n}") for n in range(13)],
        body=[
            Paragraph("😀 <w:p> & \x00\x0b\ud800 ]]>"),
            Paragraph(unicodedata.normalize("NFD", "Hường")),
            Listing(["một", "hai"], ordered=True),
            PageBreak(),
            Table([], []),
        ],
        signatures=[SignatureBlock("Chủ tịch", f"Người {n}") for n in range(13)],
    )
    found = texts(read(odd, stamp=STAMP))
    assert "😀 <w:p> &  ]]>" in found
    assert "Hường" in found
    assert "2. hai" in found
    assert [text for text in found if text.startswith("Người ")] == [
        f"Người {n}" for n in range(13)
    ]


def test_the_same_document_gives_the_same_bytes():
    assert to_docx(a_document(), created_at=NOW) == to_docx(a_document(), created_at=NOW)


def test_every_cell_ends_in_a_paragraph_as_word_demands():
    word = read(a_document(bodies=[IssuingBody("A"), IssuingBody("B")]), stamp=STAMP)
    for cell in word.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")


def test_the_national_name_has_room_on_one_line():
    """At 13 points it is 95.7 mm wide (measured from the font), so its cell must offer more."""
    cell = read(a_document()).tables[0].rows[0].cells[1]
    assert cell.width.mm > 96
    inner = read(a_document()).tables[0]._tbl.tblPr.find(qn("w:tblCellMar"))
    assert [side.get(qn("w:w")) for side in inner] == ["0", "0"]


def test_names_of_signatures_side_by_side_are_cells_of_one_row():
    blocks = [
        SignatureBlock("Phó Chủ tịch", "Người Một", ["TM. Ban Chấp hành", "KT. Chủ tịch"]),
        SignatureBlock("Giám đốc", "Người Hai"),
    ]
    word = read(a_document(signatures=blocks, recipients=[]))
    assert [cell.text for cell in word.tables[-1].rows[-1].cells] == ["Người Một", "Người Hai"]


def test_the_last_words_stay_with_the_signatures():
    word = read(a_document(body=[Paragraph("đầu"), Paragraph("cuối")]))
    place = [one.text for one in word.paragraphs].index("cuối")
    for one in word.paragraphs[place : place + 2]:
        assert one.paragraph_format.keep_with_next


def test_page_numbers_at_the_foot_are_as_small_as_the_rest():
    footer = read(a_document(), stamp=STAMP).sections[0].footer
    line = next(p for cell in footer.tables[0]._cells for p in cell.paragraphs if "Trang" in p.text)
    assert {run.font.size.pt for run in line.runs} == {8}


def test_a_wide_sheet_lies_on_its_side_in_word_too():
    rows = [["1", "một"]]
    word = read(a_document(body=[Table(["TT", "Nội dung"], rows)], landscape=True, note="Ghi."))
    section = word.sections[0]
    assert section.page_width > section.page_height
    table = next(one for one in word.tables if one.style and one.style.name == "Table Grid")
    assert sum(column.width.mm for column in table.columns) == pytest.approx(252, abs=1)
    assert "Ghi." in texts(word)
