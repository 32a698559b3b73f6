from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app
import pytest

from congdoan.support.notifications.api import unread_count
from congdoan.support.worklist.models import Reminder, WorkItem
from congdoan.support.worklist.tasks import remind_all
from congdoan.support.worklist.tests.factories import make_work

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_job_runs_in_the_daytime_of_vietnam():
    (periodic,) = [
        task
        for task in app.periodic_registry.periodic_tasks.values()
        if task.task.name == "worklist.remind"
    ]
    midnight = datetime(2026, 3, 2, tzinfo=VIETNAM)
    at = midnight.timestamp()
    hours = []
    while (at := periodic.croniter.get_next(float, start_time=at)) < midnight.timestamp() + 86400:
        hours.append(datetime.fromtimestamp(at, VIETNAM).hour)
    assert hours == list(range(7, 19))


def test_the_job_reminds_once_however_often_it_runs(lan, minh, tree, today, settings):
    settings.CLOCK = (today + timedelta(days=8)).isoformat()  # the due day
    make_work(lan, tree.leaf)

    remind_all(timestamp=0)
    remind_all(timestamp=0)

    assert unread_count(minh) == 1
    assert Reminder.objects.get().sent_on == today + timedelta(days=8)
    assert WorkItem.objects.get().escalated_on is None
