"""Which row answers: pure rules held against the slowest possible reading of the book."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st
import pytest

from congdoan.kernel.rulebook.rules import limits, values
from congdoan.kernel.rulebook.rules.changes import Turn, differences
from congdoan.kernel.rulebook.rules.lookup import Rule, in_force, nearest

EPOCH = date(2020, 1, 1)
days = st.integers(min_value=-40, max_value=40).map(lambda n: EPOCH + timedelta(days=n))


def rule(*, number=1, organisation_id=None, start=None, until=None, **changes) -> Rule:
    said = {
        "id": number,
        "subject": "s",
        "key": "s.k",
        "code": "",
        "label_vi": "Quy định",
        "label_en": "Rule",
        "value": number,
        "unit": "",
        "position": 0,
        "organisation_id": organisation_id,
        "start": start,
        "until": until,
        "overridable": "FREE",
        "minimum": None,
        "maximum": None,
        "legal_basis": "Luật",
        "source": "",
        "verified": True,
        "note": "",
    }
    return Rule(**{**said, **changes})


@st.composite
def books(draw):
    """Rows of one rule for four organisations and for all, one at a time for each."""
    rows = []
    for owner in (None, 1, 2, 3, 4):
        cuts = sorted(draw(st.sets(days, max_size=6)))
        bounds = [None, *cuts, None] if draw(st.booleans()) else cuts
        for start, until in pairwise(bounds):
            if draw(st.booleans()):
                rows.append(
                    rule(number=len(rows) + 1, organisation_id=owner, start=start, until=until)
                )
    return draw(st.permutations(rows))


def slow_answer(rows, day, line):
    for owner in [*line, None]:
        for row in rows:
            began = row.start is None or row.start <= day
            ended = row.until is not None and row.until <= day
            if row.organisation_id == owner and began and not ended:
                return row
    return None


@given(books(), days, st.permutations([1, 2, 3, 4]), st.integers(0, 4))
def test_lookup_on_any_day_equals_brute_force(rows, day, owners, length):
    line = owners[:length]

    assert in_force(rows, day, line) == slow_answer(rows, day, line)


@given(books(), days, st.permutations([1, 2, 3, 4]))
def test_nearest_override_answers_first(rows, day, line):
    found = in_force(rows, day, line)
    holders = [row.organisation_id for row in rows if row.holds(day)]

    assume(found is not None)
    nearer = line[: line.index(found.organisation_id)] if found.organisation_id else line
    assert not set(nearer) & set(holders)


@given(books(), days)
def test_overrides_of_others_never_answer(rows, day):
    found = in_force(rows, day, [])

    assert found is None or found.organisation_id is None


@given(books(), days)
def test_nearest_row_is_the_one_in_force_or_the_closest(rows, day):
    national = [row for row in rows if row.organisation_id is None]
    found = nearest(national, day)

    assert (found is None) == (not national)
    if found and not found.holds(day):
        assert not any(row.holds(day) for row in national)


@given(books(), days, days)
def test_differences_name_exactly_the_days_that_answer_differently(rows, one, other):
    earlier, later = sorted((one, other))
    found = differences({"s.k": rows}, earlier, later)

    before, after = in_force(rows, earlier), in_force(rows, later)
    assert bool(found) == (before != after)
    for difference in found:
        assert difference.turn in Turn
        assert (difference.before, difference.after) == (before, after)


@given(books(), days, st.one_of(st.none(), st.integers(1, 60)))
def test_rules_above_hold_every_rule_that_answers_in_the_span(rows, start, length):
    until = start + timedelta(days=length) if length else None
    last = until or start + timedelta(days=120)
    every_day = [start + timedelta(days=n) for n in range((last - start).days)]
    daily = [in_force(rows, day, [2, 3]) for day in every_day]

    if None in daily:
        with pytest.raises(limits.NothingAbove):
            limits.rules_above(rows, [2, 3], start, until)
    else:
        assert set(limits.rules_above(rows, [2, 3], start, until)) == set(daily)


@pytest.mark.parametrize(
    ("overridable", "value", "refusal"),
    [
        ("NONE", 5, limits.NotYoursToChange),
        ("AT_MOST", 11, limits.HigherThanAllowed),
        ("AT_MOST", 10, None),
        ("AT_MOST", 1, None),
        ("AT_MOST", 0, limits.LowerThanAllowed),
        ("AT_LEAST", 9, limits.LowerThanAllowed),
        ("AT_LEAST", 10, None),
        ("AT_LEAST", 21, limits.HigherThanAllowed),
        ("FREE", 1, None),
        ("FREE", 20, None),
        ("FREE", 21, limits.HigherThanAllowed),
        ("FREE", [1, 21], limits.HigherThanAllowed),
        ("FREE", [0, 5], limits.LowerThanAllowed),
    ],
)
def test_value_stays_within_what_the_rule_above_leaves_open(overridable, value, refusal):
    above = rule(value=10, overridable=overridable, minimum=Decimal(1), maximum=Decimal(20))

    if refusal:
        with pytest.raises(refusal):
            limits.refuse_outside(value, above)
    else:
        limits.refuse_outside(value, above)


whole = st.integers(-(10**9), 10**9)
parts = st.decimals(-(10**6), 10**6, places=3, allow_nan=False).map(float)
year_days = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(
    lambda day: {"month": day.month, "day": day.day}
)


@given(
    st.one_of(
        whole,
        parts,
        st.lists(st.one_of(whole, parts), min_size=1, max_size=5),
        year_days,
        st.fixed_dictionaries({"from": year_days, "through": year_days}),
    )
)
def test_what_is_written_reads_back_the_same(value):
    assert values.read_value(values.write_value(value), like=value) == value


@pytest.mark.parametrize(
    ("typed", "like", "value"),
    [
        ("1.234,5", 1, 1234.5),
        ("1.234", 1, 1234),
        ("1234.5", 1, 1234.5),
        (" 12 ", 1, 12),
        ("90; 30", [1], [90, 30]),
        ("90 30", [1], [90, 30]),
        ("1/9", {"month": 1, "day": 1}, {"month": 9, "day": 1}),
        (
            "15/05 - 31/08",
            {"from": {"month": 1, "day": 1}, "through": {"month": 1, "day": 2}},
            {"from": {"month": 5, "day": 15}, "through": {"month": 8, "day": 31}},
        ),
    ],
)
def test_values_are_read_as_people_type_them(typed, like, value):
    assert values.read_value(typed, like=like) == value


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("", 1),
        ("mười", 1),
        ("inf", 1),
        ("NaN", 1),
        ("1e999999", 1),
        ("29/02", {"month": 1, "day": 1}),
        ("32/01", {"month": 1, "day": 1}),
        ("15/05", {"from": {"month": 1, "day": 1}, "through": {"month": 1, "day": 2}}),
        ("90; x", [1]),
    ],
)
def test_anything_else_is_refused(typed, like):
    with pytest.raises(values.NotOfThisShape):
        values.read_value(typed, like=like)
