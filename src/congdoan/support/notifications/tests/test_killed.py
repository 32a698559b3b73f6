"""A sender that is killed loses nothing and tells nobody twice."""

from collections import Counter
from datetime import timedelta
import json
import os
import signal
import subprocess
import sys

from django.db import connection
import pytest

from congdoan.config.environment import PROJECT
from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20


@pytest.fixture
def waiting(db, now):
    people = User.objects.bulk_create(
        User(username=f"p{n}", display_name=f"P{n}", email=f"p{n}@example.org")
        for n in range(PEOPLE)
    )
    told = Notification.objects.bulk_create(
        Notification(recipient=one, kind="x", category="x", title="Việc", key="one", created_at=now)
        for one in people
    )
    return Delivery.objects.bulk_create(
        Delivery(notification=one, channel=Channel.EMAIL, next_attempt_at=now) for one in told
    )


def work(file, moment, repeatable, at):
    known = connection.settings_dict
    database = {key: known[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    module = "congdoan.support.notifications.tests.outbox_process"
    arguments = [json.dumps(database), str(file), moment, repeatable]
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env={**os.environ, "TEST_NOW": at.isoformat()},
        capture_output=True,
        timeout=120,
        check=False,
    )


def states():
    return Counter(Delivery.objects.values_list("state", flat=True))


def taken(file):
    return Counter(file.read_text().split()) if file.exists() else Counter()


def test_killed_before_anything_left(waiting, now, tmp_path):
    file = tmp_path / "far"
    died = work(file, "claimed", "once", now)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert states() == {DeliveryState.SENDING: PEOPLE}

    work(file, "-", "once", now + timedelta(minutes=1))
    assert not taken(file), "the dead worker's claim still runs"
    done = work(file, "-", "once", now + timedelta(minutes=6))

    assert done.returncode == 0, done.stderr.decode()
    assert states() == {DeliveryState.SENT: PEOPLE}
    assert taken(file) == Counter({str(one.key): 1 for one in waiting})


def test_killed_with_messages_under_way_where_the_far_side_cannot_tell_twins(
    waiting, now, tmp_path
):
    file = tmp_path / "far"
    died = work(file, "under-way", "once", now)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    done = work(file, "-", "once", now + timedelta(minutes=6))

    assert done.returncode == 0, done.stderr.decode()
    found = taken(file)
    assert max(found.values()) == 1, "nobody is told twice"
    unsure = {
        str(key) for key in Delivery.objects.filter(state="UNSURE").values_list("key", flat=True)
    }
    # Four were under way: three of them had left. The fourth is not lost: it is said to be unsure.
    assert len(unsure) == 4
    assert {str(one.key) for one in waiting} == set(found) | unsure


def test_killed_with_messages_under_way_where_twins_are_recognised(waiting, now, tmp_path):
    file = tmp_path / "far"
    died = work(file, "under-way", "repeatable", now)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()

    done = work(file, "-", "repeatable", now + timedelta(minutes=6))

    assert done.returncode == 0, done.stderr.decode()
    assert states() == {DeliveryState.SENT: PEOPLE}
    found = taken(file)
    assert set(found) == {str(one.key) for one in waiting}, "nobody is lost"
    assert sum(found.values()) == PEOPLE + 3, "only what was under way is repeated, under its key"
