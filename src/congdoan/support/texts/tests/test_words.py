import pytest

from congdoan.foundation import vietnamese
from congdoan.support.texts.rules import words

TEXT = "KẾ HOẠCH\nTổ chức Hội nghị cán bộ, công chức, viên chức năm học 2026-2027"


def test_flat_text_is_as_long_and_reads_as_folded():
    flat = words.flat(TEXT)
    assert len(flat) == len(TEXT)
    assert " ".join(flat.split()) == vietnamese.fold(TEXT)


@pytest.mark.parametrize("phrase", ["hội nghị", "hoi nghi", "HỘI NGHỊ CÁN BỘ", "can bo cong chuc"])
def test_a_phrase_is_found_by_the_pairs_of_its_words(phrase):
    assert set(words.asked(phrase)) <= set(words.lexemes(TEXT))


@pytest.mark.parametrize("phrase", ["nghị hội", "hội viên chức", "khen thưởng"])
def test_words_that_do_not_follow_each_other_are_not_found(phrase):
    assert not set(words.asked(phrase)) <= set(words.lexemes(TEXT))


@pytest.mark.parametrize("phrase", ["", "…", "!!", "\u0300"])
def test_nothing_that_could_be_found_is_asked_for_nothing(phrase):
    assert words.asked(phrase) == []
    assert words.excerpt(TEXT, phrase) == []


def test_the_excerpt_marks_the_phrase_as_it_is_written():
    pieces = words.excerpt("một hai " * 40 + TEXT + " ba bốn" * 40, "to chuc hoi nghi")
    assert [one.words for one in pieces if one.found] == ["Tổ chức Hội nghị"]
    assert pieces[0].words.startswith("… ")
    assert pieces[-1].words.endswith(" …")
    assert "\n" not in "".join(one.words for one in pieces)


def test_an_excerpt_of_decomposed_text_is_composed():
    decomposed = "Quye\u0302\u0301t đi\u0323nh"
    assert words.excerpt(decomposed, "quyet dinh")[0].words == "Quyết định"


def test_a_text_of_many_words_stays_within_what_the_database_keeps():
    assert len(words.lexemes(" ".join(f"a{n} b{n}" for n in range(60_000)))) == words.MOST
