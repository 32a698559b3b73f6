from datetime import date

from congdoan.areas.privacy.rules.months import months_after, months_before


def test_months_keep_inside_the_month():
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
