import time
import unicodedata

import pytest

from congdoan.support.manuscripts.api import Encoding, Left, Paragraph, Table, read_manuscript
from congdoan.support.manuscripts.tests.factories import level, listed, p, word_file


def read(body, **parts):
    return read_manuscript(word_file(body, **parts), "quy-che.docx")


def whole(found):
    return [paragraph.whole for paragraph in found.paragraphs()]


def left(found):
    return [(one.kind, one.text) for one in found.leftovers]


def test_automatic_numbers_are_what_word_prints():
    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "upperRoman", "Chương %1")
        + level(1, "decimal", "Điều %2.")
        + level(2, "decimal", "%2.%3.")
        + level(3, "lowerLetter", "%4)")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
        + level(0, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        + '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1">'
        + '<w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    body = "".join(
        p(words, props=listed(number, depth))
        for words, number, depth in [
            ("QUY ĐỊNH CHUNG", 1, 0),
            ("Phạm vi", 1, 1),
            ("Một", 1, 2),
            ("Hai", 1, 2),
            ("bên A", 1, 3),
            ("bên B", 1, 3),
            ("Mục đích", 1, 1),
            ("Lại một", 1, 2),
            ("gạch", 2, 0),
            ("TỔ CHỨC", 1, 0),
            ("Đánh lại từ chín", 3, 1),
        ]
    )
    assert whole(read(body, numbering=numbering)) == [
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "1.1. Một",
        "1.2. Hai",
        "a) bên A",
        "b) bên B",
        "Điều 2. Mục đích",
        "2.1. Lại một",
        "- gạch",
        "Chương II TỔ CHỨC",
        "Điều 9. Đánh lại từ chín",
    ]


def test_a_list_and_a_heading_come_from_the_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="D"><w:name w:val="Dieu"/><w:basedOn w:val="H"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr>'
        f"{listed(1)}</w:pPr><w:rPr><w:b/></w:rPr></w:style>"
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "Điều %1.")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = p("Phạm vi", props='<w:pStyle w:val="D"/>') + p(
        "Không số", props='<w:pStyle w:val="D"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    first, second = read(body, styles=styles, numbering=numbering).paragraphs()
    assert (first.whole, first.outline, first.bold) == ("Điều 1. Phạm vi", 1, True)
    assert second.whole == "Không số"


def test_tracked_changes_are_accepted_and_named():
    body = p(
        "Hai bên họp ",
        '<w:del w:author="Lan"><w:r><w:delText>hằng năm</w:delText></w:r></w:del>',
        '<w:ins w:author="Tuấn"><w:r><w:t>hằng quý</w:t></w:r></w:ins>',
    )
    found = read(body)
    assert whole(found) == ["Hai bên họp hằng quý"]
    assert [(one.kind, one.text, one.who) for one in found.leftovers] == [
        (Left.DELETED, "hằng năm", "Lan"),
        (Left.INSERTED, "hằng quý", "Tuấn"),
    ]


def test_a_deleted_paragraph_end_joins_the_next_and_loses_nothing_at_the_end():
    mark = "<w:rPr><w:del/></w:rPr>"
    assert whole(read(p("Cùng ", props=mark) + p("thực hiện"))) == ["Cùng thực hiện"]
    assert whole(read(p("Đầu") + p("cuối", props=mark))) == ["Đầu", "cuối"]


def test_whatever_is_no_paragraph_is_listed_with_its_place():
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        "<w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r>"
        "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    notes = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    picture = '<w:r><w:drawing><a:blip r="1"/></w:drawing></w:r>'.replace('r="1"', "")
    found = read(
        p("Một") + p("Hai", box, notes, hidden, picture),
        footnotes='<w:footnote w:id="-1" w:type="separator"/><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>Chú thích</w:t></w:r></w:p></w:footnote>",
        comments='<w:comment w:id="0" w:author="Thư"><w:p><w:r><w:t>Xem lại</w:t></w:r></w:p>'
        "</w:comment>",
        header1=p("LƯU HÀNH NỘI BỘ"),
        footer1=p("Trang 1"),
    )
    assert left(found) == [
        (Left.TEXTBOX, "Trong khung"),
        (Left.FOOTNOTE, "Chú thích"),
        (Left.COMMENT, "Xem lại"),
        (Left.HIDDEN, "ẩn"),
        (Left.PICTURE, ""),
        (Left.HEADER, "LƯU HÀNH NỘI BỘ"),
    ]
    assert [one.place for one in found.leftovers] == [2, 2, 2, 2, 2, 0]
    assert found.leftovers[0].near == "Hai"


def test_tables_keep_their_cells_and_a_frame_of_one_cell_is_text():
    def table(*rows):
        drawn = "".join(
            "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        return f"<w:tbl>{drawn}</w:tbl>"

    found = read(p("Trước") + table(("Bên", "Việc"), ("A", "chủ trì")) + table(("Trong khung",)))
    first, grid, frame = found.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(grid, Table)
    assert grid.lines == ["Bên | Việc", "A | chủ trì"]
    assert grid.place == 1
    assert frame.text == "Trong khung"


def test_marks_of_bookmarks_and_content_controls_stay_with_their_paragraph():
    inside = p("Một", '<w:bookmarkStart w:id="1" w:name="cd_1"/>')
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="cd_2"/></w:sdtPr><w:sdtContent>'
        + p("Hai")
        + "</w:sdtContent></w:sdt>"
    )
    between = '<w:bookmarkStart w:id="3" w:name="cd_3"/>' + p("Ba")
    found = read(inside + control + between)
    assert [paragraph.marks for paragraph in found.paragraphs()] == [
        ("cd_1",),
        ("cd_2",),
        ("cd_3",),
    ]


def test_decomposed_letters_are_composed_and_strange_spaces_go():
    text = unicodedata.normalize("NFD", "Điều 1. Phối hợp")
    assert whole(read(p(f"{text}\u00a0\u200bcông\u00adtác"))) == ["Điều 1. Phối hợp côngtác"]


def test_old_encodings_are_decoded_by_the_font_a_run_names():
    found = read(
        p("Quy chÕ phèi hîp gi÷a C«ng ®oµn", font=".VnTime")
        + p("§iÒu lÖ", font=".VnTimeH")
        + p("Quy cheá phoái hôïp giöõa Coâng ñoaøn, ñoàng yù, quyeàn lôïi", font="VNI-Times")
    )
    assert whole(found) == [
        "Quy chế phối hợp giữa Công đoàn",
        "ĐIỀU LỆ",
        "Quy chế phối hợp giữa Công đoàn, đồng ý, quyền lợi",
    ]
    assert set(found.decoded) == {Encoding.TCVN3, Encoding.VNI}


def test_an_old_font_name_left_on_unicode_text_changes_nothing():
    found = read(p("Phối hợp với nhà trường", font=".VnTime") + p("ngày à", font=".VnTime"))
    assert whole(found) == ["Phối hợp với nhà trường", "ngày à"]
    assert found.decoded == ()


def test_text_that_only_looks_old_is_named_and_left_alone():
    words = "Quy chÕ phèi hîp c«ng t¸c gi÷a C«ng ®oµn vµ Ban Gi¸m hiÖu nhµ tr­êng"
    found = read(p(words, font="Times New Roman"))
    assert found.suspected is Encoding.TCVN3
    assert whole(found)[0].startswith("Quy chÕ")
    assert read(p("Quy chế phối hợp công tác giữa Công đoàn và nhà trường")).suspected is None


def test_three_hundred_pages_take_twice_as_long_as_a_hundred_and_fifty():
    """Twice the text, about twice the time (measured in one run): never the square of it."""
    sentence = "Phối hợp chăm lo đời sống, bảo vệ quyền lợi của đoàn viên, người lao động. "

    def took(count):
        content = word_file("".join(p(f"{n}. {sentence * 4}") for n in range(count)))
        began = time.process_time()
        assert len(read_manuscript(content, "dai.docx").blocks) == count
        return time.process_time() - began

    took(100)
    half = took(3000)
    assert took(6000) < 3.5 * half


@pytest.mark.parametrize("namespace", ["http://purl.oclc.org/ooxml/wordprocessingml/main"])
def test_the_strict_variant_is_read_alike(namespace):
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(p("Một")))) as source:
        document = source.read("word/document.xml").replace(usual, namespace.encode())
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("word/document.xml", document)
    assert whole(read_manuscript(out.getvalue(), "a.docx")) == ["Một"]
