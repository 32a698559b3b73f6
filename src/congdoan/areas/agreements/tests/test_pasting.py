import time
import unicodedata

import pytest

from congdoan.areas.agreements.rules.numbering import numbered
from congdoan.areas.agreements.rules.pasting import LIMIT, paragraphs_of, paste
from congdoan.areas.agreements.rules.refusals import PasteEmpty, PasteTooLong

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0cm} --></style>
<title>Quy chế</title><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<script>alert('x')</script></head><body lang=VI>
<p class=MsoNormal align=center><b><span style='font-size:13.0pt'>QUY CHẾ PHỐI
HỢP<o:p></o:p></span></b></p>
<p class=MsoNormal><i>Căn cứ Luật Công đoàn số 50/2024/QH15;</i></p>
<p class=MsoNormal align=center><b>Chương I</b></p>
<p class=MsoNormal align=center><b>QUY ĐỊNH CHUNG</b></p>
<p class=MsoNormal><b>Điều 1.&nbsp;Phạm vi</b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
<![endif]>Quy chế này quy định việc phối hợp.</p>
<p class=MsoNormal onclick="steal()">2. Áp dụng từ năm học 2026-2027:</p>
<p class=MsoNormal>a) Bên A;</p><p class=MsoNormal>b) Bên B.</p><p class=MsoNormal>đ) Bên khác.</p>
<p class=MsoNormal>Điều 2: Mục đích</p><p>Chăm lo đoàn viên &amp; người lao động, 1.5 lần.</p>
<p>- Đúng việc;</p></body></html>
"""


def shape(text):
    return [(line.label, line.item.heading, line.item.text) for line in numbered(paste(text).lines)]


def test_word_html_becomes_chapters_articles_clauses_and_points():
    assert shape(WORD) == [
        ("Chương I", "QUY ĐỊNH CHUNG", ""),
        ("Điều 1.", "Phạm vi", ""),
        ("1.", "", "Quy chế này quy định việc phối hợp."),
        ("2.", "", "Áp dụng từ năm học 2026-2027:"),
        ("a)", "", "Bên A;"),
        ("b)", "", "Bên B."),
        ("c)", "", "Bên khác."),
        ("Điều 2.", "Mục đích", "Chăm lo đoàn viên & người lao động, 1.5 lần.\n- Đúng việc;"),
    ]
    assert paste(WORD).before == ("QUY CHẾ PHỐI HỢP", "Căn cứ Luật Công đoàn số 50/2024/QH15;")


def test_scripts_and_styles_leave_nothing_behind():
    words = " ".join(paragraphs_of(WORD))
    for foreign in ("alert", "steal", "mso", "MsoNormal", "<", "margin", "urn:"):
        assert foreign not in words


def test_decomposed_letters_are_recognised_and_composed():
    found = paste(unicodedata.normalize("NFD", "Chương I\nĐiều 1. Phối hợp\n1. Nội dung"))
    assert [line.heading or line.text for line in found.lines] == ["", "Phối hợp", "Nội dung"]
    assert all(unicodedata.is_normalized("NFC", line.heading) for line in found.lines)


def test_plain_text_works_like_html():
    assert shape("Điều 1. Phạm vi\n1. Một\na) Hai\nĐiều 2. Hiệu lực") == [
        ("Điều 1.", "Phạm vi", ""),
        ("1.", "", "Một"),
        ("a)", "", "Hai"),
        ("Điều 2.", "Hiệu lực", ""),
    ]


def test_roman_heads_are_chapters_and_sentences_with_numbers_are_not_clauses():
    assert shape("I. QUY ĐỊNH CHUNG\nĐiều 1. Thời gian\n1.500 đoàn viên tham gia") == [
        ("Chương I", "QUY ĐỊNH CHUNG", ""),
        ("Điều 1.", "Thời gian", "1.500 đoàn viên tham gia"),
    ]


def test_text_without_numbers_is_one_article_to_split_by_hand():
    assert shape("Hai bên thống nhất.\nCùng thực hiện.") == [
        ("Điều 1.", "", "Hai bên thống nhất.\nCùng thực hiện.")
    ]


def test_two_hundred_kilobytes_of_word_are_read_in_proportion():
    """Twice the text, about twice the time (measured in one run): never the square of it."""

    def pasted(count):
        body = "".join(
            f"<p class=MsoNormal style='mso-bidi-font-size:14.0pt'>{n % 90}. Nội dung thứ {n} "
            f"<script>x({n})</script><span lang=VI>của hai bên<o:p></o:p></span></p>"
            for n in range(1, count)
        )
        text = f"<html><body><p>Điều 1. Dài</p>{body}</body></html>"
        begun = time.process_time()
        found = paste(text)
        return len(text), found, time.process_time() - begun

    pasted(100)
    half = pasted(800)[2]
    size, found, took = pasted(1600)
    assert size > 200_000
    assert took < 3.5 * half
    assert len(found.lines) == 1600
    assert found.lines[-1].text == "Nội dung thứ 1599 của hai bên"


@pytest.mark.parametrize("text", ["", "   \n ", "<p>&nbsp;</p><script>x</script>", "\x00\u200b"])
def test_nothing_is_refused_with_a_sentence(text):
    with pytest.raises(PasteEmpty):
        paste(text)


def test_a_book_is_refused():
    with pytest.raises(PasteTooLong):
        paste("x" * (LIMIT + 1))


def test_html_in_plain_sight_stays_text():
    found = paste("Điều 1. So sánh a < b và 5 > 3")
    assert found.lines[0].heading == "So sánh a < b và 5 > 3"


@pytest.mark.django_db
def test_the_review_saves_nothing_until_it_is_taken_over(signed_in, lan, make_draft):
    from django.urls import reverse

    from congdoan.areas.agreements.selectors.text import clauses_of, current_version

    draft = make_draft()
    before = len(clauses_of(current_version(draft)))
    client = signed_in(lan)
    page = client.post(reverse("agreements:paste", args=[draft.pk]), {"pasted": WORD})
    assert "2 điều" in page.content.decode()
    assert len(clauses_of(current_version(draft))) == before

    client.post(
        reverse("agreements:paste_take", args=[draft.pk]),
        {
            "where": "replace",
            "level": ["ARTICLE", "", "CLAUSE"],
            "heading": ["Phạm vi", "bỏ", ""],
            "text": ["", "", "Nội dung <script>"],
        },
    )
    kept = clauses_of(current_version(draft))
    assert [c.heading or c.text for c in kept] == ["Phạm vi", "Nội dung <script>"]
    removed = current_version(draft).clauses.filter(removed_at__isnull=False).count()
    assert removed == before
    editor = client.get(reverse("agreements:editor", args=[draft.pk])).content.decode()
    assert "Nội dung &lt;script&gt;" in editor
