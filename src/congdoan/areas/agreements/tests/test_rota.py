from datetime import date, timedelta
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.areas.agreements.enums import DutyState, ReviewKind
from congdoan.areas.agreements.rules import duties
from congdoan.areas.agreements.rules.duties import DutyAction, Seat, Stretch
from congdoan.areas.agreements.rules.rota import Window, add_months, host_of, planned_reviews

WINDOW = Window((5, 15), (8, 31))
DAYS = st.dates(date(2013, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(30, 3700)


@given(first=DAYS, length=LENGTHS, n=st.integers(2, 13))
def test_rota_is_fair_and_no_year_is_left_out(first, length, n):
    last = first + timedelta(days=length)
    plan = planned_reviews(first=first, last=last, window=WINDOW, final_months=3)
    assert [one.turn for one in plan] == list(range(len(plan)))
    years = [one.year for one in plan if one.kind == ReviewKind.INTERIM]
    assert years == sorted(set(years))
    assert plan[-1].kind == ReviewKind.FINAL
    assert all(one.last < plan[-1].first for one in plan[:-1])
    hosts = [host_of(range(n), one.turn) for one in plan]
    held = [hosts.count(one) for one in range(n)]
    assert max(held) - min(held) <= 1
    assert all(a != b for a, b in pairwise(hosts))


def test_the_seed_programme_is_reviewed_each_year():
    plan = planned_reviews(
        first=date(2018, 4, 2), last=date(2020, 12, 31), window=WINDOW, final_months=3
    )
    assert [(one.kind, one.year) for one in plan] == [
        ("INTERIM", 2018), ("INTERIM", 2019), ("INTERIM", 2020), ("FINAL", 2020),
    ]  # fmt: skip


@given(first=DAYS, length=LENGTHS, step=st.sampled_from([28, 31, 90, 365]))
def test_cut_periods_stay_inside_and_never_overlap(first, length, step):
    last = first + timedelta(days=length)
    start = first - timedelta(days=step // 2)
    periods = []
    while start <= last:
        periods.append(Stretch(len(periods), start, start + timedelta(days=step - 1)))
        start += timedelta(days=step)
    pieces = duties.owed(periods, first=first, last=last)
    assert pieces
    assert all(first <= one.first <= one.last <= last for one in pieces)
    assert all(a.last < b.first for a, b in pairwise(pieces))
    shown = duties.up_to_next(pieces, on=first)
    assert pieces[: len(shown)] == shown


def test_a_month_of_29_february():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    leap = [Stretch(1, date(2024, 2, 1), date(2024, 2, 29))]
    assert duties.owed(leap, first=date(2024, 2, 29), last=date(2024, 2, 29)) == [
        Stretch(1, date(2024, 2, 29), date(2024, 2, 29))
    ]


ALLOWED = {
    ("OPEN", "report"), ("OPEN", "waive"), ("OPEN", "lapse"), ("OPEN", "carry"),
    ("DONE", "withdraw"), ("DONE", "accept"), ("DONE", "dispute"),
    ("DISPUTED", "report"), ("DISPUTED", "waive"), ("DISPUTED", "lapse"), ("DISPUTED", "carry"),
    ("WAIVED", "reinstate"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "action"), list(product(DutyState, DutyAction)))
def test_every_pair_of_state_and_action(state, action):
    expected = (state.value, action.value) in ALLOWED
    assert duties.allowed(state, action) is expected
    if not expected:
        with pytest.raises(KeyError):
            duties.after(state, action)


@given(st.lists(st.sampled_from(["A", "B", "JOINT"]), min_size=2, max_size=14), st.data())
def test_nobody_faces_themselves_and_somebody_always_does(sides, data):
    seats = [Seat(number, side) for number, side in enumerate(sides)]
    doer = data.draw(st.integers(0, len(sides) - 1))
    judges = duties.facing(seats, doer)
    assert judges
    assert doer not in judges
