import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from congdoan.support.comparison.api import (
    Mark,
    compare_words,
    inline,
    is_same,
    new_text,
    old_text,
    rebase,
)

WORDS = st.sampled_from(
    [
        "công",
        "đoàn",
        "Sở",
        "hoà",
        "hòa",
        "năm",
        "12/2023/NĐ-CP",
        "5%",
        ",",
        ".",
        "(",
        ")",
        "\n",
        "và",
    ]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=20)


def marked(old, new, **options):
    return [(mark.value[0], text) for mark, text in inline(compare_words(old, new, **options))]


def test_a_changed_word_is_changed_whole():
    assert marked("Họp sơ kết vào tháng 6.", "Họp tổng kết vào tháng 8.") == [
        ("k", "Họp "),
        ("r", "sơ kết "),
        ("a", "tổng kết "),
        ("k", "vào tháng "),
        ("r", "6 "),
        ("a", "8"),
        ("k", "."),
    ]


def test_an_added_sentence_begins_with_its_first_word():
    assert marked("Họp hằng năm.", "Họp hằng năm. Sở chủ trì.") == [
        ("k", "Họp hằng năm. "),
        ("a", "Sở chủ trì."),
    ]
    assert marked("Họp hằng năm. Sở chủ trì.", "Họp hằng năm.") == [
        ("k", "Họp hằng năm. "),
        ("r", "Sở chủ trì."),
    ]


def test_numbers_and_symbols_of_documents_are_one_word():
    found = marked("theo 12/2023/NĐ-CP ngày 15/8/2023", "theo 12/2024/NĐ-CP ngày 15/8/2023")
    assert found == [
        ("k", "theo "),
        ("r", "12/2023/NĐ-CP "),
        ("a", "12/2024/NĐ-CP "),
        ("k", "ngày 15/8/2023"),
    ]


def test_decomposed_letters_and_old_tone_positions_are_no_change():
    decomposed = unicodedata.normalize("NFD", "Hai bên phối hợp hòa giải")
    assert is_same(compare_words(decomposed, "Hai bên phối hợp hoà giải"))
    assert not is_same(compare_words("hòa giải", "hoà giải", same_tones=False))


def test_a_tone_itself_is_a_change():
    assert not is_same(compare_words("bạn", "bán"))


def test_punctuation_stands_apart():
    assert marked("Hai bên, ba bên", "Hai bên; ba bên") == [
        ("k", "Hai bên"),
        ("r", ", "),
        ("a", "; "),
        ("k", "ba bên"),
    ]


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_nothing_is_lost(old, new):
    found = compare_words(old, new)
    assert old_text(found) == unicodedata.normalize("NFC", old)
    assert new_text(found) == unicodedata.normalize("NFC", new)
    assert is_same(compare_words(old, old))


@given(TEXTS, TEXTS)
def test_what_is_said_as_added_is_added(old, new):
    added = [piece.text for piece in compare_words(old, new) if piece.mark is Mark.ADDED]
    assert all(text in unicodedata.normalize("NFC", new) for text in added)


@pytest.mark.parametrize(
    ("current", "wanted", "text", "clean"),
    [
        ("Hai bên họp hằng năm.", "Hai bên họp hằng quý.", "Hai bên họp hằng quý.", True),
        ("Các bên họp hằng năm.", "Hai bên họp hằng quý.", "Các bên họp hằng quý.", True),
        ("Hai bên họp hằng tháng.", "Hai bên họp hằng quý.", "Hai bên họp hằng tháng.", False),
        (
            "Hai bên họp hằng năm tại Sở.",
            "Hai bên cùng họp hằng năm.",
            "Hai bên cùng họp hằng năm tại Sở.",
            True,
        ),
        ("Hai bên họp hằng quý.", "Hai bên họp hằng quý.", "Hai bên họp hằng quý.", True),
    ],
)
def test_a_wording_is_carried_over_to_the_present_text(current, wanted, text, clean):
    found = rebase("Hai bên họp hằng năm.", current, wanted)
    assert (found.text, found.clean) == (text, clean)


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_one_sided_changes_are_taken_whole(base, other):
    base, other = (unicodedata.normalize("NFC", text) for text in (base, other))
    assert rebase(base, base, other).text == other
    assert rebase(base, other, base).text == other
    assert rebase(base, other, other).clean


def test_a_comma_stands_at_its_word():
    assert marked("một lần và họp", "một lần, trực tiếp, và họp") == [
        ("k", "một lần"),
        ("a", ", trực tiếp, "),
        ("k", "và họp"),
    ]
