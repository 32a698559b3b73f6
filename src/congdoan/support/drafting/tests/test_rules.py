"""Blocks as values: read, ordered, numbered, filled, pasted, compared."""

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from congdoan.support.comparison.api import Change, compare
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules import refusals
from congdoan.support.drafting.rules.blocks import (
    BLOCKS,
    LENGTH,
    Block,
    added,
    moved,
    new_block,
    read,
    removed,
    table_rows,
    table_text,
    written,
)
from congdoan.support.drafting.rules.comparing import lines
from congdoan.support.drafting.rules.inline import plain_of, runs_of
from congdoan.support.drafting.rules.numbering import labels, letter, roman
from congdoan.support.drafting.rules.pasting import pasted
from congdoan.support.drafting.rules.usual import usual_blocks
from congdoan.support.drafting.rules.variables import fill, fill_text

ONE, TWO, THREE = ("1" * 32, "2" * 32, "3" * 32)


def a_text(*kinds):
    return tuple(Block(f"{n:032x}", kind, f"chữ {n}") for n, kind in enumerate(kinds, start=1))


def test_what_is_read_is_clean_and_comes_back_the_same():
    stored = [
        {"id": ONE, "kind": "paragraph", "text": "  Đoa\u0300n   viên \r\n dòng hai\x00 "},
        {"id": TWO, "kind": "basis", "text": "Căn cứ\nLuật"},
        {"id": THREE, "kind": "signature", "text": "TM. BCH\nCHỦ TỊCH", "name": " Trần  An "},
    ]
    blocks = read(stored)
    assert [block.text for block in blocks] == [
        "Đoàn viên\ndòng hai",
        "Căn cứ Luật",
        "TM. BCH\nCHỦ TỊCH",
    ]
    assert blocks[2].name == "Trần An"
    assert read(written(blocks)) == blocks


@pytest.mark.parametrize(
    ("stored", "refusal"),
    [
        ("chữ", refusals.DraftUnreadable),
        ([1], refusals.DraftUnreadable),
        ([{"id": ONE, "kind": "script", "text": ""}], refusals.DraftUnreadable),
        ([{"id": "<b>", "kind": "paragraph", "text": ""}], refusals.DraftUnreadable),
        ([{"id": ONE, "kind": "paragraph", "text": ["x"]}], refusals.DraftUnreadable),
        ([{"id": ONE, "kind": "paragraph"}] * 2, refusals.DraftUnreadable),
        ([{}] * (BLOCKS + 1), refusals.TooManyBlocks),
        ([{"id": ONE, "kind": "paragraph", "text": "x" * (LENGTH + 1)}], refusals.BlockTooLong),
        ([{"id": ONE, "kind": "table", "text": "a | b\n1 | 2 | 3"}], refusals.TableUneven),
    ],
)
def test_what_is_no_text_is_refused(stored, refusal):
    with pytest.raises(refusal) as refused:
        read(stored)
    assert refused.value.sentence.endswith(".")


def test_blocks_are_added_moved_and_removed():
    text = a_text("paragraph", "paragraph")
    first, last = text
    assert [one.id for one in moved(text, first.id, 1)] == [last.id, first.id]
    assert moved(text, first.id, -1) == text
    assert moved(text, "none", 1) == text
    assert added(text, first.id, "article")[1].kind == "article"
    assert added(text, "none", "nonsense")[-1].kind == "paragraph"
    assert removed(text, first.id) == (last,)


def test_numbers_follow_the_order_and_begin_anew_below():
    text = a_text(
        *("chapter", "article", "clause", "clause", "point", "point", "clause", "point"),
        *("chapter", "article", "clause", "heading", "clause", "paragraph"),
    )
    assert list(labels(text).values()) == [
        *("Chương I", "Điều 1.", "1.", "2.", "a)", "b)", "3.", "a)"),
        *("Chương II", "Điều 2.", "1.", "I.", "1."),
    ]


def test_roman_numbers_and_the_vietnamese_alphabet():
    assert [roman(n) for n in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]
    assert [letter(n) for n in (1, 4, 5, 6, 23, 24)] == ["a", "d", "đ", "e", "y", "aa"]


def test_known_variables_are_filled_and_unknown_ones_named():
    text = (new_block("paragraph", "{{ organisation.name }} gửi {{x.y}} và {{empty}}"),)
    filled = fill(text, {"organisation.name": "CĐ {{x}}", "empty": ""})
    assert filled.blocks[0].text == "CĐ {{x}} gửi {{x.y}} và {{empty}}"
    assert filled.unknown == ("x.y", "empty")
    assert fill_text("{{}} {x} {{a b}}", {}) == ("{{}} {x} {{a b}}", [])


WORD = """
<html><head><style>p {color: red}</style></head><body>
<!--[if gte mso 9]><xml>rác</xml><![endif]-->
<p class=MsoNormal><i>Căn cứ Luật Công đoàn;</i></p>
<p>Căn cứ Điều lệ Công đoàn Việt Nam.</p>
<p align=center><b>QUYẾT ĐỊNH:</b></p>
<p><b>Chương I</b></p><p><b>QUY ĐỊNH CHUNG</b></p>
<p><b>Điều 1.</b> Phạm&nbsp;vi <script>alert(1)</script></p>
<p><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>Nội dung một</p>
<p>a) Điểm thứ nhất</p>
<p>- Gạch đầu dòng</p>
<table><tr><td><p>TT</p></td><td>Đơn vị</td></tr><tr><td>1</td><td>Trường A|B</td></tr></table>
<p>Nơi nhận:</p><p>- Như Điều 2;</p><p>- Lưu: VT.</p>
</body></html>
"""


def test_word_is_recognised_by_how_documents_number_themselves():
    blocks = pasted(WORD)
    assert [(str(one.kind), one.text) for one in blocks] == [
        ("basis", "Căn cứ Luật Công đoàn"),
        ("basis", "Căn cứ Điều lệ Công đoàn Việt Nam"),
        ("centred", "QUYẾT ĐỊNH:"),
        ("chapter", "QUY ĐỊNH CHUNG"),
        ("article", "Phạm vi"),
        ("clause", "Nội dung một"),
        ("point", "Điểm thứ nhất"),
        ("dash", "Gạch đầu dòng"),
        ("table", "TT | Đơn vị\n1 | Trường A/B"),
        ("recipient", "Như Điều 2"),
        ("recipient", "Lưu: VT"),
    ]
    assert read(written(blocks)) == blocks


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  \n ", refusals.NothingPasted),
        ("<p><script>x</script></p>", refusals.NothingPasted),
        ("x" * 2_000_001, refusals.PasteTooLong),
        ("dòng\n" * (BLOCKS + 1), refusals.TooManyBlocks),
    ],
)
def test_a_paste_without_words_or_without_end_is_refused(text, refusal):
    with pytest.raises(refusal):
        pasted(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_pasted_gives_blocks_that_can_be_kept(text):
    for given_text in (text, f"<p>{text}</p><table><tr><td>{text}</table>"):
        try:
            blocks = pasted(given_text)
        except refusals.NothingPasted:
            continue
        assert all("<script" not in one.text for one in blocks if "<" not in text)
        read(written(blocks))


def test_rows_of_a_table_come_back():
    rows = [["TT", "Tên"], ["1", ""]]
    assert table_rows(table_text(rows)) == rows


def test_two_texts_are_compared_by_the_identity_of_their_blocks():
    old = a_text("article", "clause", "clause")
    changed = Block(old[1].id, "clause", "chữ khác")
    rows = compare(lines("a", "", old), lines("b", "", (old[0], changed))).rows
    kinds = [set(row.changes) for row in rows]
    assert {Change.REWORDED} in kinds
    assert {Change.REMOVED} in kinds


@pytest.mark.parametrize("code", ["UNION.QD", "UNION.CV", "UNION.KH"])
def test_a_new_template_has_its_parts(code):
    blocks = usual_blocks(code, bases=["Căn cứ Luật Công đoàn"])
    kinds = {one.kind for one in blocks}
    assert {BlockKind.SIGNATURE, BlockKind.RECIPIENT} <= kinds
    assert (BlockKind.BASIS in kinds) is (code != "UNION.CV")
    assert read(written(blocks)) == blocks


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a **b** c", [("a ", "", ""), ("b", "b", ""), (" c", "", "")]),
        ("__nghiêng__", [("nghiêng", "", "i")]),
        ("**đậm __cả hai__**", [("đậm ", "b", ""), ("cả hai", "b", "i")]),
        ("Họ tên: ____ và ________", [("Họ tên: ____ và ________", "", "")]),
        ("giá 2**3", [("giá 2**3", "", "")]),
        ("", [("", "", "")]),
    ],
)
def test_marks_become_bold_and_italic_and_nothing_else(text, runs):
    found = runs_of(text)
    merged = [(one.text, "b" * one.bold, "i" * one.italic) for one in found]
    assert _together(merged) == runs
    assert plain_of(text) == "".join(words for words, _b, _i in runs)


def _together(runs):
    made = [runs[0]]
    for run in runs[1:]:
        if run[1:] == made[-1][1:]:
            made[-1] = (made[-1][0] + run[0], *run[1:])
        else:
            made.append(run)
    return made


def test_word_keeps_bold_and_italic_within_lines_and_loses_its_own_styles():
    made = pasted(
        "<p class=MsoNormal style='color:red'><b>Điều 1. Phạm vi</b></p>"
        "<p><b>1.</b> Chi <b><span style='font-weight:bold'>thường xuyên</span></b>"
        "<b> và</b> <span style='font-style:italic;color:red'>bất thường</span></p>"
        "<p>a) <i onclick='x()'>Điểm</i></p>"
        "<table><tr><td><b>Tên</b></td></tr><tr><td><p>A</p><p><i>B</i></p></td></tr></table>"
    )
    assert [(one.kind, one.text) for one in made] == [
        ("article", "Phạm vi"),
        ("clause", "Chi **thường xuyên và** __bất thường__"),
        ("point", "__Điểm__"),
        ("table", "**Tên**\nA __B__"),
    ]
