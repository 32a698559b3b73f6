from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.api import inbox, unread_count
from congdoan.support.worklist.api import WorkKind, close_work, declare_kind, move_due
from congdoan.support.worklist.models import Reminder, WorkItem
from congdoan.support.worklist.services import reminding
from congdoan.support.worklist.services.doing import assign_work
from congdoan.support.worklist.services.reminding import remind
from congdoan.support.worklist.tests.factories import BY_HAND, make_work

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)  # a Tuesday


@pytest.fixture
def walk(system, now):
    """Run the daily round on a day of March 2026."""

    def run(day):
        on = day if isinstance(day, date) else date(2026, 3, day)
        found = remind(actor=system, on=on, at=datetime.combine(on, now.timetz()))
        return found.reminded, found.escalated

    return run


def titles(actor):
    return list(inbox(actor).order_by("id").values_list("title", flat=True))


def test_people_are_reminded_before_on_and_after_the_due_day_once_each(lan, minh, tree, walk):
    item = make_work(lan, tree.leaf, title="Nộp báo cáo")

    assert [walk(day)[0] for day in (2, 3, 3, 4, 9, 10, 11, 13, 13, 14)] == [
        0, 1, 0, 0, 1, 1, 0, 1, 0, 0,
    ]  # fmt: skip
    assert titles(minh) == [
        *["Nhắc việc: Nộp báo cáo – hạn 10/03/2026"] * 3,
        "Quá hạn: Nộp báo cáo – hạn 10/03/2026",
    ]
    assert inbox(minh).first().url == f"/viec/{item.pk}/"
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen" in inbox(minh).first().body
    assert unread_count(lan) == 0


def test_a_round_that_did_not_run_makes_up_for_the_newest_step_only(lan, minh, tree, walk):
    make_work(lan, tree.leaf)
    assert walk(date(2026, 3, 30))[0] == 1
    assert titles(minh)[0].startswith("Quá hạn")


def test_done_work_and_work_without_a_due_day_is_left_in_peace(lan, minh, tree, walk, now):
    make_work(lan, tree.leaf, due=None)
    close_work(actor=lan, key=make_work(lan, tree.leaf).key, at=now)
    assert walk(10) == (0, 0)


def test_work_of_a_slice_that_is_gone_is_left_in_peace(lan, tree, walk):
    WorkItem.objects.filter(pk=make_work(lan, tree.leaf).pk).update(kind="gone.kind")
    assert walk(date(2026, 4, 10)) == (0, 0)


def test_the_assignee_is_reminded_instead_of_the_office(
    lan, minh, tree, walk, today, now, make_person, seat, actor_of
):
    person = make_person("Võ Thị Thư", username="thu")
    seat(person, tree.leaf, "TREASURER")
    item = make_work(lan, tree.leaf)
    assign_work(actor=minh, item=item, person=person, on=today, at=now)

    walk(10)

    assert titles(actor_of(person))[1].startswith("Nhắc việc")
    assert unread_count(minh) == 0

    person.offices.all().delete()
    walk(13)
    assert len(titles(actor_of(person))) == 2, "who left is not reminded"
    assert unread_count(minh) == 1


def test_a_position_is_reminded_and_when_it_is_vacant_who_answers(
    lan, minh, tree, walk, make_person, seat, actor_of
):
    person = make_person("Võ Thị Thư", username="thu")
    seat(person, tree.leaf, "TREASURER")
    make_work(lan, tree.leaf, position="TREASURER")
    make_work(lan, tree.leaf, position="INSPECTION_HEAD")

    walk(10)

    assert unread_count(actor_of(person)) == 1
    assert unread_count(minh) == 1


def test_whose_term_ended_is_not_reminded(lan, tree, walk, make_person, seat, actor_of):
    person = make_person("Võ Thị Cũ", username="cu")
    seat(person, tree.leaf, "PRESIDENT", until=date(2026, 3, 10))
    make_work(lan, tree.leaf)
    walk(9)
    walk(10)
    assert unread_count(actor_of(person)) == 1, "the last day of the term is the day before"


def test_a_moved_due_day_is_reminded_anew(lan, minh, tree, walk):
    item = make_work(lan, tree.leaf)
    walk(10)
    move_due(actor=lan, key=item.key, due=date(2026, 3, 12))
    assert walk(12)[0] == 1
    assert unread_count(minh) == 2


def test_the_office_above_is_told_after_five_working_days_once(lan, minh, tree, walk, now):
    item = make_work(lan, tree.leaf, title="Nộp báo cáo")

    assert walk(16)[1] == 0  # Monday: four working days after
    assert walk(17)[1] == 1
    assert walk(18)[1] == 0

    item.refresh_from_db()
    assert (item.escalated_to, item.escalated_on) == (tree.middle, date(2026, 3, 17))
    assert titles(lan) == [
        "Cấp dưới để quá hạn: Nộp báo cáo – Công đoàn cơ sở Trường Tiểu học Hoa Sen"
    ]
    entry = AuditEntry.objects.get(verb="worklist.escalated")
    assert (entry.organisation_id, entry.changes["to"]) == (tree.leaf.pk, "CD-A1")


def test_the_opener_may_name_whom_to_tell(lan, tree, walk):
    make_work(lan, tree.leaf, escalate_to=tree.province)
    walk(20)
    assert WorkItem.objects.get().escalated_to == tree.province
    assert unread_count(lan) == 0


def test_nobody_stands_above_the_top_and_some_kinds_are_never_told(lan, tree, walk):
    make_work(lan, tree.central)
    make_work(lan, tree.leaf, kind=BY_HAND.code)
    assert walk(date(2026, 4, 20))[1] == 0


def test_a_moved_due_day_may_be_told_again(lan, tree, walk):
    item = make_work(lan, tree.leaf)
    walk(17)
    move_due(actor=lan, key=item.key, due=date(2026, 3, 18))
    assert walk(18)[1] == 0
    assert walk(25)[1] == 1
    assert unread_count(lan) == 2


def test_where_no_table_of_days_off_reaches_nobody_is_called_late(lan, tree, walk):
    make_work(lan, tree.leaf, due=date(2090, 3, 10))
    assert walk(date(2090, 6, 1)) == (1, 0)


def test_the_rulebook_may_say_otherwise(lan, tree, walk, monkeypatch):
    declare_kind(
        WorkKind(
            "worklist.test_by_law",
            "Theo luật",
            reminder_days=(),
            escalate_after_days=None,
            reminder_rule="test.reminders",
            escalation_rule="test.escalation",
        )
    )
    law = {"test.reminders": [2], "test.escalation": 1}
    monkeypatch.setattr(reminding.rulebook, "value", lambda key, *, on, for_: law[key])
    make_work(lan, tree.leaf, kind="worklist.test_by_law")

    assert [walk(day) for day in (7, 8, 10, 11)] == [(0, 0), (1, 0), (0, 0), (0, 1)]


def test_where_the_rulebook_is_silent_the_kind_decides(lan, tree, walk):
    declare_kind(
        WorkKind(
            "worklist.test_no_law",
            "Chưa có luật",
            reminder_days=(2,),
            reminder_rule="test.nothing",
            escalation_rule="test.nothing",
        )
    )
    make_work(lan, tree.leaf, kind="worklist.test_no_law")
    assert [walk(day) for day in (8, 16, 17)] == [(1, 0), (0, 0), (0, 1)]


def test_long_lists_are_walked_to_the_end(lan, tree, walk, monkeypatch):
    monkeypatch.setattr(reminding, "CHUNK", 2)
    for _ in range(5):
        make_work(lan, tree.leaf)
    assert walk(10)[0] == 5


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(-20, 40), min_size=1, max_size=12))
def test_on_any_days_in_any_order_nobody_hears_the_same_twice(lan, minh, tree, walk, days):
    """Late, repeated and backward rounds: one notification per reminder, one escalation."""
    Reminder.objects.all().delete()
    WorkItem.objects.all().delete()
    inbox(minh).delete()
    inbox(lan).delete()
    make_work(lan, tree.leaf)

    for day in days:
        walk(DUE + timedelta(days=day))

    steps = list(Reminder.objects.values_list("step", flat=True))
    assert len(steps) == len(set(steps)) == unread_count(minh)
    assert unread_count(lan) <= 1
