"""Thresholds of the watch list (domain-rules 2.3)."""

from datetime import date

import pytest

from congdoan.areas.watchlist.rules.thresholds import absent_percent, degree, months_between


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        (0, ""), (3, ""), (4, "NEAR"), (5, "NEAR"), (6, "REPRIMAND"), (8, "REPRIMAND"),
        (9, "WARNING"), (11, "WARNING"), (12, "EXPULSION"), (40, "EXPULSION"),
    ],
)  # fmt: skip
def test_degrees_are_the_laws(figure, wanted):
    assert degree(figure, [6, 9, 12], 2) == wanted


def test_months_and_shares_are_counted_in_favour_of_people():
    assert months_between(date(2025, 10, 1), date(2026, 1, 1)) == 4
    assert months_between(date(2026, 2, 1), date(2026, 1, 1)) == 0
    assert absent_percent(7, 4) == 42  # 42.86
    assert absent_percent(0, 0) == 0
