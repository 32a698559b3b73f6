"""What figures are made of: parts, sums, ratios from parts."""

from decimal import Decimal

import pytest

from congdoan.areas.indicators.rules import Formula, leaves_of, ratio, value_of

BOOK = {
    "SHARE": Formula(numerator="PART", denominator="WHOLE"),
    "NET": Formula(plus=("IN", "NEW"), minus=("OUT",)),
    "WOMEN": Formula(same_as="WHOLE.FEMALE"),
    "OF_NET": Formula(numerator="NET", denominator="WHOLE"),
}


def formulas(code):
    return BOOK.get(code, Formula())


def value(key, **known):
    return value_of(key, {name: Decimal(one) for name, one in known.items()}, formulas)


def test_leaves_are_what_only_records_answer():
    assert leaves_of(["OF_NET", "WOMEN"], formulas) == {
        *("IN", "NEW", "OUT", "WHOLE", "WHOLE.FEMALE")
    }
    assert leaves_of(["NET.FEMALE"], formulas) == {"IN.FEMALE", "NEW.FEMALE", "OUT.FEMALE"}


@pytest.mark.parametrize(
    ("key", "known", "wanted"),
    [
        ("SHARE", {"PART": 1, "WHOLE": 3}, "33.33"),
        ("SHARE", {"PART": 0, "WHOLE": 3}, "0.00"),
        ("NET", {"IN": 2, "NEW": 3, "OUT": 9}, "-4"),
        ("OF_NET", {"IN": 2, "NEW": 3, "OUT": 4, "WHOLE": 10}, "10.00"),
        ("PART", {"PART": 10**12}, str(10**12)),
    ],
)
def test_values(key, known, wanted):
    assert value(key, **known) == Decimal(wanted)


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("SHARE", {"PART": 1}),
        ("SHARE", {"WHOLE": 1}),
        ("SHARE", {"PART": 1, "WHOLE": 0}),
        ("NET", {"IN": 1, "NEW": 1}),
        ("PART", {}),
    ],
)
def test_what_is_not_known_is_none_and_nothing_is_divided_by_zero(key, known):
    assert value(key, **known) is None


def test_a_ratio_keeps_two_decimals():
    assert ratio(Decimal(2), Decimal(3)) == Decimal("66.67")
