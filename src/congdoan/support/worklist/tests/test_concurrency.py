"""Two processes at once: the list is written once, nobody is told twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

from django.db import connection
import pytest

from congdoan.support.notifications.api import unread_count
from congdoan.support.worklist.api import Synced, Wanted, sync_work
from congdoan.support.worklist.models import Reminder, WorkItem
from congdoan.support.worklist.services.reminding import remind
from congdoan.support.worklist.tests.factories import DUTY, make_work

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[], object], times: int = 4) -> list[object]:
    start = Barrier(times)

    def run(_: int) -> object:
        try:
            start.wait(10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_a_first_sync_by_many_opens_each_thing_once(lan, tree, today, now):
    wanted = [
        Wanted(
            key=f"test.1.{number}",
            kind=DUTY.code,
            title="Việc",
            organisation_id=tree.leaf.pk,
            source_label="Quy chế",
        )
        for number in range(20)
    ]

    done = at_once(lambda: sync_work(actor=lan, prefix="test.1.", wanted=wanted, on=today, at=now))

    assert sorted(done, key=lambda synced: synced.opened) == [*[Synced()] * 3, Synced(opened=20)]
    assert WorkItem.objects.count() == 20


def test_rounds_at_the_same_time_tell_everybody_once(lan, minh, tree, system, now):
    for _ in range(5):
        make_work(lan, tree.leaf)
    day = date(2026, 3, 18)

    rounds = at_once(lambda: remind(actor=system, on=day, at=datetime.combine(day, now.timetz())))

    assert sum(walk.reminded for walk in rounds) == Reminder.objects.count() == 5
    assert sum(walk.escalated for walk in rounds) == 5
    assert (unread_count(minh), unread_count(lan)) == (5, 5)
