from datetime import timedelta

import pytest

from congdoan.support.notifications.api import unread_count
from congdoan.support.worklist.models import Reminder, WorkItem
from congdoan.support.worklist.tasks import remind_all
from congdoan.support.worklist.tests.factories import make_work

pytestmark = pytest.mark.django_db


def test_the_morning_job_reminds_once_however_often_it_runs(lan, minh, tree, today, settings):
    settings.CLOCK = (today + timedelta(days=8)).isoformat()  # the due day
    make_work(lan, tree.leaf)

    remind_all(timestamp=0)
    remind_all(timestamp=0)

    assert unread_count(minh) == 1
    assert Reminder.objects.get().sent_on == today + timedelta(days=8)
    assert WorkItem.objects.get().escalated_on is None
