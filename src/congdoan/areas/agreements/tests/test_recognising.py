from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some
import pytest

from congdoan.areas.agreements.enums import Fate, Level, Piece
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules.facts import guess_facts
from congdoan.areas.agreements.rules.recognising import recognise_manuscript
from congdoan.areas.agreements.tests.manuscripts import regulation
from congdoan.support.manuscripts.api import read_manuscript
from congdoan.support.manuscripts.tests.factories import p, word_file


def recognised(content):
    return recognise_manuscript(read_manuscript(content, "a.docx"))


def outline(content):
    sheet = recognised(content).sheet
    labels = sheets.labels(sheet)
    return [(labels[line.key], line.heading, line.text) for line in sheets.clauses(sheet)]


def bold(text):
    return p(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")


def test_a_programme_becomes_chapters_articles_clauses_and_points():
    assert outline(regulation()) == [
        ("Chương I", "QUY ĐỊNH CHUNG", ""),
        ("Điều 1.", "Phạm vi", ""),
        ("1.", "", "Hai bên phối hợp chăm lo đoàn viên."),
        ("2.", "", "Các nội dung:"),
        ("a)", "", "thăm hỏi;"),
        ("b)", "", "tập huấn."),
        ("Điều 2.", "Hiệu lực", "Từ ngày 05/9/2018 đến hết ngày 31/8/2020."),
    ]


def test_tables_wait_for_a_decision_head_and_signatures_say_why_they_stand_aside():
    sheet = recognised(regulation()).sheet
    waiting = sheets.undecided(sheet)
    assert [(line.piece, line.text) for line in waiting] == [
        (Piece.TABLE, "Nội dung | Bên\nThăm hỏi | A")
    ]
    aside = [line for line in sheet if line.fate == Fate.LEFT]
    assert all(line.reason for line in aside)
    assert aside[-1].text == "Nơi nhận:"
    with pytest.raises(sheets.Undecided, match="1 phần"):
        sheets.require_decided(sheet)


def test_head_and_body_say_what_the_agreement_is():
    found = recognised(regulation())
    facts = guess_facts(found.head, found.tail, [line.text for line in found.sheet])
    assert facts.kind == "PROGRAMME"
    assert facts.title.startswith("Chương trình phối hợp giữa Công đoàn Giáo dục tỉnh")
    assert (facts.number, facts.place) == ("12/CTrPH-LĐLĐ", "Mỹ Đức")
    assert facts.dated == facts.first_day == date(2018, 9, 5)
    assert facts.last_day == date(2020, 8, 31)
    assert facts.parties == (("A", "Công đoàn Giáo dục tỉnh"), ("B", "Sở Giáo dục"))
    (basis,) = facts.bases
    assert (basis.number, basis.issuer) == ("43/2013/NĐ-CP", "Chính phủ")
    assert basis.dated == date(2013, 5, 10)


def test_nonsense_dates_and_empty_heads_are_no_facts():
    assert guess_facts([], []).parties == ()
    odd = guess_facts(["Quy chế giai đoạn 2030 – 2018", "An, ngày 45 tháng 13 năm 2020"], [])
    assert (odd.first_day, odd.dated) == (None, None)


def test_plans_without_articles_number_them_by_their_first_numbers():
    plan = ["KẾ HOẠCH PHỐI HỢP", "I. MỤC ĐÍCH", "1. Nâng cao", "II. NỘI DUNG", "1. Chăm lo"]
    assert outline(word_file("".join(map(p, [*plan, "a) Thăm", "1.1. Nữa", "- gạch"])))) == [
        ("Chương I", "MỤC ĐÍCH", ""),
        ("Điều 1.", "Nâng cao", ""),
        ("Chương II", "NỘI DUNG", ""),
        ("Điều 2.", "Chăm lo", ""),
        ("1.", "", "Thăm"),
        ("2.", "", "Nữa\n- gạch"),
    ]


def test_unnumbered_texts_are_recognised_by_heading_styles_then_by_looks():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    )
    chapter, article = '<w:pStyle w:val="H1"/>', '<w:pStyle w:val="H2"/>'
    styled = p("Chung", props=chapter) + p("Mục đích", props=article) + p("Cùng làm.")
    assert outline(word_file(styled, styles=styles)) == [
        ("Chương I", "Chung", ""),
        ("Điều 1.", "Mục đích", "Cùng làm."),
    ]
    looks = bold("Mục đích") + p("Cùng làm.") + bold("Trách nhiệm") + p("Bên A.")
    assert outline(word_file(looks)) == [
        ("Điều 1.", "Mục đích", "Cùng làm."),
        ("Điều 2.", "Trách nhiệm", "Bên A."),
    ]
    assert outline(word_file(p("Hai bên thống nhất.") + p("Cùng làm."))) == [
        ("Điều 1.", "", "Hai bên thống nhất.\nCùng làm.")
    ]


def test_a_clause_too_long_for_one_line_goes_on_in_the_next():
    long = "Nội dung phối hợp. " * 1500
    sheet = recognised(word_file(p("Điều 1. Dài") + p(f"1. {long}") + p(long))).sheet
    total = sum(len(line.text) for line in sheet)
    assert total > 2 * len(long) - 10
    assert all(len(line.text) <= 20_000 for line in sheet)


SIGNS = ["Điều", "1.", "a)", "2.", "Chương", "I", "-", ";"]
WORDS = some.lists(some.sampled_from([*SIGNS, "chung", "bên", "phối", "hợp"]), min_size=1)


@settings(max_examples=60, deadline=None)
@given(some.lists(WORDS, min_size=1, max_size=12))
def test_every_word_of_a_file_is_on_the_sheet(paragraphs):
    texts = [" ".join(words) for words in paragraphs]
    sheet = recognised(word_file("".join(map(p, texts)))).sheet
    kept = " ".join(f"{line.number} {line.heading} {line.text}" for line in sheet)
    for word in ("chung", "bên", "phối", "hợp"):
        assert kept.split().count(word) == " ".join(texts).split().count(word)


def lines(*levels):
    return [sheets.SheetLine(n, level, text=f"đoạn {n}") for n, level in enumerate(levels, 1)]


def test_lines_are_joined_split_added_and_set_aside():
    sheet = lines(Level.ARTICLE, Level.CLAUSE, Level.CLAUSE)
    assert [line.text for line in sheets.joined(sheet, 3)] == ["đoạn 1", "đoạn 2\nđoạn 3"]
    with pytest.raises(sheets.NothingToJoin):
        sheets.joined(sheet, 1)
    wide = sheets.edited(sheet[1], {"text": "một\n\nhai"})
    cut = sheets.split([sheet[0], wide, sheet[2]], 2)
    assert [(line.key, line.text) for line in cut[1:3]] == [(2, "một"), (4, "hai")]
    with pytest.raises(sheets.NoBlankLine):
        sheets.split(sheet, 2)
    assert sheets.added(sheet, 1, Level.POINT)[1].level == Level.POINT
    with pytest.raises(sheets.ReasonForLeaving, match="đoạn 2"):
        sheets.edited(sheet[1], {"level": Fate.LEFT})
    left = sheets.edited(sheet[1], {"level": Fate.LEFT, "reason": "lặp lại"})
    assert [line.key for line in sheets.clauses([sheet[0], left, sheet[2]])] == [1, 3]
    assert sheets.stray(lines(Level.CLAUSE, Level.ARTICLE)) == {1}


def test_a_sheet_is_the_same_after_storing():
    sheet = recognised(regulation()).sheet
    assert sheets.from_json(sheets.as_json(sheet)) == sheet
