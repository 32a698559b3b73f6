from datetime import date

import pytest

from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.worklist.api import (
    WorkState,
    cancel_work,
    close_work,
    move_due,
    unscoped_work,
)
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.tests.factories import DUTY, make_work

pytestmark = pytest.mark.django_db


def test_opening_under_a_known_key_gives_what_stands_there(lan, tree):
    first = make_work(lan, tree.leaf, key="test.same")
    again = make_work(lan, tree.leaf, key="test.same", title="Tên khác")
    assert again == first
    assert again.title == first.title
    assert first.opened_by_name == lan.name


def test_a_kind_nobody_declared_is_a_fault_of_the_caller(lan, tree):
    with pytest.raises(ValueError, match="Nobody declared"):
        make_work(lan, tree.leaf, kind="worklist.nothing")


@pytest.mark.parametrize(
    ("end", "state"), [(close_work, WorkState.DONE), (cancel_work, WorkState.CANCELLED)]
)
def test_work_ends_once_and_keeps_who_ended_it(lan, minh, tree, now, end, state):
    item = make_work(lan, tree.leaf)

    assert end(actor=minh, key=item.key, at=now) is True
    assert end(actor=lan, key=item.key, at=now) is False
    assert end(actor=lan, key="test.unknown", at=now) is False

    item.refresh_from_db()
    assert (item.state, item.closed_at, item.closed_by_name) == (state, now, minh.name)


def test_moving_the_due_day_takes_back_the_escalation_and_is_written_down(lan, tree, now):
    item = make_work(lan, tree.leaf)
    WorkItem.objects.filter(pk=item.pk).update(
        escalated_to=tree.middle, escalated_on=date(2026, 3, 20)
    )

    assert move_due(actor=lan, key=item.key, due=date(2026, 4, 1)) is True
    assert move_due(actor=lan, key=item.key, due=date(2026, 4, 1)) is False

    item.refresh_from_db()
    assert (item.due, item.escalated_to, item.escalated_on) == (date(2026, 4, 1), None, None)
    entry = AuditEntry.objects.get(verb="worklist.moved")
    assert entry.changes["due"] == ["2026-03-10", "2026-04-01"]


def test_a_prefix_does_not_catch_its_neighbour(lan, tree):
    make_work(lan, tree.leaf, key="test.1.a")
    make_work(lan, tree.leaf, key="test.12.a")
    assert [item.key for item in unscoped_work("test.1.")] == ["test.1.a"]
    assert DUTY.code == unscoped_work("test.1.").get().kind
