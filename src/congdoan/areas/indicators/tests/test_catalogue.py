"""The catalogue is whole: all 118 lines, every part there, every AUTO one answered by somebody."""

from datetime import date

import pytest

from congdoan.areas.indicators.api import Breakdown, Kind, RollUp, Source, indicator, indicators
from congdoan.areas.indicators.rules import leaves_of, split
from congdoan.areas.indicators.selectors.catalogue import formula_on
from congdoan.areas.indicators.selectors.register import registered_keys
from congdoan.foundation.refusal import NotFound

pytestmark = pytest.mark.django_db

#: Codes of the lines of the domain's catalogue (5.2) that name more than one.
SEVERAL = {
    17: {"ACCIDENTS", "ACCIDENT_DEATHS"},
    41: {"EVAL_A", "EVAL_B", "EVAL_C", "EVAL_D"},
    48: {"COORD_SIGNED", "COORD_REVIEWS"},
    49: {"CBA_SIGNED", "CBA_PCT"},
    106: {"PETITIONS", "COMPLAINTS", "DENUNCIATIONS"},
    107: {"CASES_RESOLVED", "CASES_ONTIME_PCT"},
}
PEOPLE = (Breakdown.FEMALE, Breakdown.TEACHER, Breakdown.ETHNIC)


@pytest.fixture
def book(law, today):
    return {one.code: one for one in indicators(today)}


def test_every_line_of_the_domain_is_there(book):
    lines: dict[int, set[str]] = {}
    for one in book.values():
        if one.number:
            lines.setdefault(one.number, set()).add(one.code)
    assert sorted(lines) == list(range(1, 119))
    assert all(codes <= lines[number] for number, codes in SEVERAL.items())


def test_every_part_is_there_and_ratios_have_two(book):
    for one in book.values():
        for part in one.formula.parts:
            code, breakdown = split(part)
            assert code in book, f"{one.code} → {part}"
            assert not breakdown or Breakdown(breakdown) in book[code].breakdowns
        assert (one.kind == Kind.RATIO) == bool(one.numerator and one.denominator)
        assert (one.rollup == RollUp.RATIO) == (one.kind == Kind.RATIO)
        assert (one.rollup == RollUp.WEIGHTED) == (one.weight in book)


def test_every_automatic_figure_is_answered_and_no_manual_one(book, today):
    answered = registered_keys()
    for one in book.values():
        leaves = leaves_of([one.code], lambda code: formula_on(code, today))
        whole = leaves <= answered
        assert whole == (one.source == Source.AUTO), f"{one.code}: {sorted(leaves - answered)}"


def test_nothing_is_answered_that_the_catalogue_does_not_offer(book):
    for key in registered_keys():
        code, breakdown = split(key)
        assert code in book
        assert not breakdown or Breakdown(breakdown) in book[code].breakdowns, key


def test_lines_of_the_forms_say_their_source_and_others_that_nobody_checked(book):
    assert {one.code for one in book.values() if one.rule.verified} == {
        one.code for one in book.values() if one.forms
    }
    assert all(one.rule.legal_basis and one.definition_vi for one in book.values())


def test_definitions_are_sentences_in_both_languages(book):
    for one in book.values():
        for text in (one.definition_vi, one.definition_en):
            assert text.endswith("."), one.code
        assert one.label_vi, one.label_en


def test_a_breakdown_has_a_key_of_its_own(book):
    total = book["MEM_TOTAL"]
    assert total.keys == ("MEM_TOTAL", *(f"MEM_TOTAL.{one}" for one in PEOPLE))
    assert book["MEM_FEMALE"].formula.same_as == "MEM_TOTAL.FEMALE"


def test_an_unknown_code_is_not_found(law):
    with pytest.raises(NotFound):
        indicator("NO_SUCH", date(2026, 3, 2))
