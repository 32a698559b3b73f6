import io
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
import pytest

from congdoan.support.rendering.enums import Align, ProfileCode
from congdoan.support.rendering.rules.document import (
    IssuingBody,
    Listing,
    PageBreak,
    Paragraph,
    Run,
    SignatureBlock,
    Table,
)
from congdoan.support.rendering.rules.profiles import FONTS
from congdoan.support.rendering.services.pdf import to_pdf
from congdoan.support.rendering.tests.factories import NOW, STAMP, a_document, long_document

_VOWELS = "aăâeêioôơuưy"
_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = sorted(
    {
        unicodedata.normalize("NFC", cased + tone)
        for vowel in _VOWELS
        for cased in (vowel, vowel.upper())
        for tone in _TONES
    }
    | {"đ", "Đ"}
)


def read(document, **options):
    return PdfReader(io.BytesIO(to_pdf(document, created_at=NOW, **options)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def words_of(reader):
    return re.sub(r"\s+", " ", text_of(reader).replace("\u200b", ""))


def is_archival(blob):
    return b"pdfaid" in blob


@pytest.mark.parametrize(("bold", "italic"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_every_vietnamese_letter_is_in_each_of_the_four_fonts(bold, italic):
    assert len([letter for letter in LETTERS if not letter.isascii()]) == 134
    line = Paragraph(Run(" ".join(LETTERS), bold=bool(bold), italic=bool(italic)))
    blob = to_pdf(a_document(body=[line]), created_at=NOW)
    assert is_archival(blob)  # PDF/A refuses a letter without a picture
    extracted = text_of(PdfReader(io.BytesIO(blob)))
    assert [letter for letter in LETTERS if letter not in extracted] == []


def test_only_the_vendored_fonts_are_embedded_with_their_licence():
    names = set()
    for page in read(a_document(), stamp=STAMP).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert names
    assert all(name.startswith("LiberationSerif") for name in names)
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE-OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ProfileCode)
@pytest.mark.parametrize("bodies", [1, 2, 13])
def test_national_name_and_motto_stay_on_one_line(code, bodies):
    many = [IssuingBody(f"Liên đoàn Lao động huyện {n}") for n in range(bodies)]
    lines = text_of(read(a_document(profile=code, bodies=many))).splitlines()
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in lines)
    assert any("Độc lập - Tự do - Hạnh phúc" in line for line in lines)


def test_the_same_document_gives_the_same_bytes():
    assert to_pdf(a_document(), created_at=NOW, stamp=STAMP) == to_pdf(
        a_document(), created_at=NOW, stamp=STAMP
    )


def test_the_file_is_tagged_titled_vietnamese_and_dated_by_the_caller():
    reader = read(a_document())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi-VN"
    assert reader.metadata.title == "Quy chế Phối hợp công tác giai đoạn 2023 - 2028"
    assert reader.metadata.creation_date == NOW


def test_every_component_of_the_decree_is_on_the_page():
    words = words_of(read(a_document()))
    for piece in (
        "LĐLĐ TỈNH LÂM ĐỒNG",
        "CÔNG ĐOÀN GIÁO DỤC TỈNH",
        "Số: 05/QC-CĐGD",
        "Lâm Đồng, ngày 09 tháng 11 năm 2023",
        "QUY CHẾ",
        "Căn cứ Luật Công đoàn;",
        "Căn cứ Điều lệ Công đoàn Việt Nam.",
        "Chương I",
        "Điều 1. Phạm vi điều chỉnh",
        "a) Chủ trì: Công đoàn Giáo dục",
        "TM. BAN CHẤP HÀNH",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
        "Nơi nhận:",
        "- Lưu: VT.",
    ):
        assert piece in words


def test_an_official_letter_names_subject_and_addressees():
    letter = a_document(type_name="", subject="báo cáo số liệu", addressees=["Sở GDĐT", "UBND xã"])
    words = words_of(read(letter))
    assert "V/v báo cáo số liệu" in words
    assert "Kính gửi: - Sở GDĐT - UBND xã" in words


def test_every_page_carries_hash_page_of_pages_and_address():
    reader = read(long_document(60), stamp=STAMP)
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        assert "ab12 cd34 ab12 cd34" in text
        assert f"Trang {number}/{len(pages)}" in text
        assert STAMP.url in text
        assert ("\n" + str(number) + "\n" in "\n" + text) is (number > 1)


@pytest.mark.parametrize(
    "evil",
    [
        '#import "x"',
        '#read("/etc/passwd")',
        "$x^2$ *đậm* _nghiêng_ = Tiêu đề",
        '"); panic("',
        "\\u{41} // chú thích /* */ <nhãn> @tham_chiếu `mã`",
    ],
)
def test_what_people_type_is_never_markup(evil):
    everywhere = a_document(
        bodies=[IssuingBody(evil, evil, evil)],
        type_name=evil,
        subject=evil,
        bases=[evil],
        body=[Paragraph(evil), Listing([evil]), Table([evil], [[evil]], caption=evil)],
        signatures=[SignatureBlock(evil, evil, [evil], evil, evil)],
        recipients=[evil],
    )
    squeezed = words_of(read(everywhere)).replace(" ", "")
    assert squeezed.count(evil.replace(" ", "")) >= 5


def test_odd_input_is_printed_not_refused():
    odd = a_document(
        bodies=[IssuingBody("x" * 300)],
        body=[
            Paragraph("Emoji 😀 và chữ 漢字"),
            Paragraph(unicodedata.normalize("NFD", "Nguyễn Thị Đoàn Hường")),
            Paragraph("a" * 5000),
            Paragraph("\x00\x08\ud800 điều khiển"),
            Paragraph(""),
            Paragraph([]),
            PageBreak(),
            PageBreak(),
            Listing([]),
            Table([], []),
            Table(["A", "B"], [["1"], ["1", "2", "3"], ["y" * 500, "z" * 500]]),
        ],
        signatures=[],
        recipients=[],
    )
    blob = to_pdf(odd, created_at=NOW)
    assert "Nguyễn Thị Đoàn Hường" in text_of(PdfReader(io.BytesIO(blob)))
    assert not is_archival(blob)  # the emoji has no picture: plain PDF, still readable


def test_a_table_of_200_rows_repeats_its_head_and_loses_no_row():
    rows = [[str(n), f"Trường số {n}", str(n * 7)] for n in range(1, 201)]
    table = Table(["TT", "Đơn vị", "Đoàn viên"], rows, [1, 5, 2], [Align.CENTRE])
    reader = read(a_document(body=[table]))
    with_rows = [page.extract_text() for page in reader.pages if "Trường số" in page.extract_text()]
    assert len(with_rows) > 3
    assert all("Đơn vị" in text for text in with_rows)
    words = words_of(reader)
    assert all(f"Trường số {n} " in words for n in range(1, 201))


def test_thirteen_parties_have_a_place_to_sign():
    blocks = [SignatureBlock("Chủ tịch", f"Người thứ {n}", ["TM. BTV"]) for n in range(13)]
    words = words_of(read(a_document(signatures=blocks)))
    assert all(f"Người thứ {n} " in words + " " for n in range(13))


@pytest.mark.parametrize("clauses", range(8, 15))
def test_signatures_never_stand_alone_on_a_page(clauses):
    last = read(long_document(clauses)).pages[-1].extract_text()
    assert "Nguyễn Văn An" in last
    assert "Lâm Đồng và Liên đoàn" in re.sub(r"\s+", " ", last)


def test_fifty_pages_are_printed_whole():
    """How long it takes is a figure (``congdoan bench agreement_pdf_50_pages``)."""
    blob = to_pdf(long_document(620), created_at=NOW, stamp=STAMP)
    assert len(PdfReader(io.BytesIO(blob)).pages) >= 50


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_at_all_can_be_printed(text, name):
    document = a_document(
        subject=name,
        body=[Paragraph(text), Table([name], [[text]])],
        signatures=[SignatureBlock(name, name)],
    )
    assert to_pdf(document, created_at=NOW).startswith(b"%PDF-")


def names_at(document):
    """Return page and height of each text that begins with "Người " or "Nơi nhận"."""
    found = {}
    for number, page in enumerate(read(document).pages):

        def visit(text, cm, tm, _font, _size, number=number):
            words = text.replace("\u00a0", " ").strip()
            if words.startswith(("Người ", "Nơi nhận", "dòng cuối")):
                found[words[:12].strip()] = (number, round(cm[5] + tm[5]))

        page.extract_text(visitor_text=visit)
    return found


def test_names_of_signatures_side_by_side_stand_on_one_line():
    blocks = [
        SignatureBlock("Phó Chủ tịch", "Người Một", ["TM. Ban Chấp hành", "KT. Chủ tịch"]),
        SignatureBlock("Giám đốc", "Người Hai", party="Sở Giáo dục và Đào tạo tỉnh Lâm Đồng"),
    ]
    found = names_at(a_document(signatures=blocks))
    assert found["Người Một"] == found["Người Hai"]


@pytest.mark.parametrize("lines", range(24, 34))
def test_recipients_and_last_words_stand_with_the_signatures(lines):
    body = [*[Paragraph(f"Đoạn {n}.") for n in range(lines)], Paragraph("dòng cuối cùng")]
    blocks = [SignatureBlock("Chủ tịch", f"Người {n}") for n in range(2)]
    found = names_at(a_document(body=body, signatures=blocks))
    pages = {page for page, _height in found.values()}
    assert len(pages) == 1, found


def test_a_wide_sheet_lies_on_its_side_and_its_rows_stay_whole():
    rows = [[str(n), " ".join(f"chữ{n}-{m}" for m in range(60))] for n in range(40)]
    wide = a_document(body=[Table(["TT", "Nội dung"], rows, [1, 3])], landscape=True, note="Ghi.")
    reader = read(wide)
    assert float(reader.pages[0].mediabox.width) > float(reader.pages[0].mediabox.height)
    for n in range(40):
        pages = [at for at, page in enumerate(reader.pages) if f"chữ{n}-" in page.extract_text()]
        assert len(pages) == 1, n
    assert "Ghi." in text_of(reader)
