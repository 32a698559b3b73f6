"""Working days: pure arithmetic on any calendar, and the calendar of Vietnam."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.kernel.periods import api as periods
from congdoan.kernel.periods.rules.workdays import Anniversary, Calendar
from congdoan.kernel.rulebook import api as rulebook

days = st.dates(date(2019, 6, 1), date(2025, 6, 1))
counts = st.integers(-60, 60).filter(bool)
positive = st.integers(1, 60)


@st.composite
def calendars(draw):
    some = st.frozensets(st.dates(date(2019, 1, 1), date(2025, 12, 31)), max_size=60)
    annual = draw(st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=4))
    start = draw(st.one_of(st.none(), days))
    return Calendar(
        anniversaries=tuple(Anniversary(day.month, day.day, start, None) for day in annual),
        days_off=draw(some),
        worked=draw(some),
    )


@given(calendars(), days, counts)
def test_adding_lands_on_a_working_day_that_many_days_away(calendar, day, count):
    found = calendar.add_working_days(day, count)

    assert calendar.is_working_day(found)
    if count > 0:
        assert calendar.working_days_between(day, found) == count
    else:
        # Backwards the first counted day is the one before, so the day itself is not counted.
        before = [found + timedelta(days=n) for n in range((day - found).days)]
        assert sum(map(calendar.is_working_day, before)) == -count


@given(calendars(), days, positive)
def test_going_back_undoes_going_forward_from_a_working_day(calendar, day, count):
    day = calendar.add_working_days(day, 0)

    assert calendar.add_working_days(calendar.add_working_days(day, count), -count) == day


@given(calendars(), days, positive, positive)
def test_adding_in_two_steps_is_adding_at_once(calendar, day, one, other):
    at_once = calendar.add_working_days(day, one + other)

    assert calendar.add_working_days(calendar.add_working_days(day, one), other) == at_once


@given(calendars(), days, days, positive)
def test_a_later_start_never_ends_earlier(calendar, one, other, count):
    earlier, later = sorted((one, other))

    assert calendar.add_working_days(earlier, count) <= calendar.add_working_days(later, count)


@given(calendars(), days, days, days)
def test_working_days_between_add_up(calendar, one, two, three):
    first, second, third = sorted((one, two, three))
    between = calendar.working_days_between

    assert between(first, third) == between(first, second) + between(second, third)
    assert between(third, first) == -between(first, third)


@given(calendars(), days)
def test_nought_gives_the_day_itself_or_the_next_working_day(calendar, day):
    found = calendar.add_working_days(day, 0)

    assert found >= day
    assert calendar.is_working_day(found)
    skipped = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(map(calendar.is_working_day, skipped))


def test_leap_day_is_a_day_like_any_other():
    calendar = Calendar((), frozenset(), frozenset())

    assert calendar.add_working_days(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert calendar.add_working_days(date(2024, 3, 1), -1) == date(2024, 2, 29)
    assert calendar.working_days_between(date(2024, 2, 28), date(2024, 3, 1)) == 2


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 7), True),
        (date(2024, 2, 8), False),  # 29 Tết
        (date(2024, 2, 14), False),
        (date(2024, 2, 15), True),
        (date(2024, 4, 29), False),  # swapped
        (date(2024, 5, 4), True),  # a Saturday worked instead
        (date(2024, 5, 11), False),  # a Saturday like any other
        (date(2020, 9, 3), True),  # one day of National Day under the old code
        (date(2021, 9, 3), False),  # two under the new one
        (date(2023, 5, 2), False),  # in lieu of Hung Kings' Day on a Saturday
        (date(2023, 5, 3), False),  # in lieu of 30 April on a Sunday
        (date(2025, 1, 27), False),
        (date(2025, 4, 7), False),  # Hung Kings' Day
        (date(2025, 11, 24), True),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
    ],
)
def test_days_off_of_vietnam(law, day, working):
    assert periods.is_working_day(day) is working


def test_ten_working_days_over_tet(law):
    assert periods.add_working_days(date(2025, 1, 24), 10) == date(2025, 2, 14)
    assert periods.working_days_between(date(2025, 1, 24), date(2025, 2, 14)) == 10


def test_every_year_of_the_table_has_its_tet_and_hung_kings_day(law):
    rows = rulebook.ever("holiday.day_off")
    for code in ("TET", "HUNG_KINGS"):
        assert [row.start.year for row in rows if row.code == code] == list(range(2013, 2036))


def test_eight_public_holidays_fall_off_on_working_days_or_are_made_up(law):
    """Five days of Tết, four fixed days, Hung Kings' Day, and the second National Day from 2021."""
    for year in range(2015, 2026):
        weekdays = [
            date(year, 1, 1) + timedelta(days=n)
            for n in range(365)
            if (date(year, 1, 1) + timedelta(days=n)).weekday() < 5
        ]
        off = sum(not periods.is_working_day(day) for day in weekdays)
        swapped = sum(
            row.start.year == year and row.code == "SWAPPED"
            for row in rulebook.ever("holiday.day_off")
        )
        assert off - swapped == (11 if year >= 2021 else 10), year


@pytest.mark.parametrize("day", [date(2012, 12, 31), date(2036, 1, 1)])
def test_beyond_the_table_we_refuse_rather_than_guess(law, day):
    with pytest.raises(rulebook.NoRuleInForce):
        periods.is_working_day(day)


def test_deadline_that_leaves_the_table_is_refused(law):
    with pytest.raises(rulebook.NoRuleInForce):
        periods.add_working_days(date(2035, 12, 28), 30)
