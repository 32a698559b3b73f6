from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.support.worklist.rules import kinds
from congdoan.support.worklist.rules.deadlines import reminder_step, soon

DUE = date(2026, 3, 10)
OPENED = date(2026, 1, 1)
STEPS = (7, 1, 0, -3)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 3, 2), None),
        (date(2026, 3, 3), 7),
        (date(2026, 3, 8), 7),
        (date(2026, 3, 9), 1),
        (date(2026, 3, 10), 0),
        (date(2026, 3, 12), 0),
        (date(2026, 3, 13), -3),
        (date(2026, 12, 31), -3),
    ],
)
def test_the_newest_step_that_has_come_counts(day, step):
    assert reminder_step(due=DUE, opened=OPENED, on=day, steps=STEPS) == step


def test_steps_before_the_work_was_opened_are_not_made_up_for():
    opened = date(2026, 3, 5)
    assert reminder_step(due=DUE, opened=opened, on=opened, steps=STEPS) is None
    assert reminder_step(due=DUE, opened=opened, on=date(2026, 3, 9), steps=STEPS) == 1


def test_work_opened_late_is_not_reminded_of_the_past_but_after():
    opened = date(2026, 3, 11)
    assert reminder_step(due=DUE, opened=opened, on=opened, steps=STEPS) is None
    assert reminder_step(due=DUE, opened=opened, on=date(2026, 3, 13), steps=STEPS) == -3


@given(
    st.lists(st.integers(-60, 60), max_size=6),
    st.integers(-90, 90),
    st.lists(st.integers(0, 180), min_size=1, max_size=30),
)
def test_walking_through_any_days_meets_each_step_once_and_in_order(steps, opened, days):
    """Whatever days the job runs on, newly met steps only go towards and past the due day."""
    start = DUE + timedelta(days=opened)
    met = []
    for day in sorted(days):
        step = reminder_step(due=DUE, opened=start, on=start + timedelta(days=day), steps=steps)
        if step is not None and step not in met:
            met.append(step)
    assert met == sorted(met, reverse=True)
    assert set(met) <= set(steps)


def test_near_is_seven_days_not_the_calendar_week():
    assert soon(date(2026, 3, 6)) == date(2026, 3, 13)  # a Friday


def test_a_kind_is_declared_once():
    first = kinds.declare_kind(kinds.WorkKind("worklist.test_once", "Một"))
    assert kinds.declare_kind(kinds.WorkKind("worklist.test_once", "Một")) == first
    with pytest.raises(ValueError, match="declared twice"):
        kinds.declare_kind(kinds.WorkKind("worklist.test_once", "Hai"))
    with pytest.raises(ValueError, match="Nobody declared"):
        kinds.kind_of("worklist.test_nothing")
    assert kinds.find_kind("worklist.test_nothing") is None
