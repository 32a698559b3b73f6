from dataclasses import dataclass

import pytest

from congdoan.areas.agreements.rules.numbering import letter, numbered, out_of_place, roman


@dataclass
class Item:
    level: str


def lines(*levels):
    names = {"C": "CHAPTER", "A": "ARTICLE", "K": "CLAUSE", "P": "POINT"}
    return list(numbered([Item(names[level]) for level in levels]))


def test_articles_run_through_chapters_and_clauses_begin_anew():
    found = [line.label for line in lines(*"CAKKPAKCAKPPK")]

    assert found == [
        "Chương I",
        "Điều 1.",
        "1.",
        "2.",
        "a)",
        "Điều 2.",
        "1.",
        "Chương II",
        "Điều 3.",
        "1.",
        "a)",
        "b)",
        "2.",
    ]


def test_points_follow_the_vietnamese_alphabet_without_f_j_w_z():
    assert [letter(n) for n in range(1, 9)] == ["a", "b", "c", "d", "đ", "e", "g", "h"]
    assert letter(23) == "y"
    assert letter(24) == "aa"


@pytest.mark.parametrize(("number", "sign"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV")])
def test_chapters_count_in_roman(number, sign):
    assert roman(number) == sign


def test_the_path_says_the_place_in_words():
    assert lines(*"CAKKP")[-1].path == "điểm a khoản 2 Điều 1"


def test_points_may_stand_right_under_an_article():
    last = lines(*"APPKP")[-1]
    assert (last.label, last.parent.label) == ("a)", "1.")


def test_a_clause_before_any_article_is_out_of_place():
    items = [Item("CHAPTER"), Item("CLAUSE"), Item("ARTICLE"), Item("CLAUSE")]
    assert [line.label for line in out_of_place(items)] == ["1."]
