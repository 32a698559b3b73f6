"""Two at once, and a process that dies: what they leave behind is what one after another would."""

from concurrent.futures import ThreadPoolExecutor
import json
import signal
import subprocess
import sys
import time

from django.db import connection, connections, transaction
import pytest

from congdoan.areas.reporting.api import accept_report, submit_report
from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Change, Report, Total
from congdoan.areas.reporting.services.rolling import mark_dirty_at, roll, roll_all
from congdoan.areas.reporting.tests.test_rolling import agree
from congdoan.config.environment import PROJECT
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def _waits_or(done):
    """Wait until the other connection waits for a lock, or has done without."""
    while not done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
            if cursor.fetchone():
                return
        time.sleep(0.01)


def test_the_last_two_acceptances_at_once_leave_no_work(
    submitted, write, lan, minh, system, tree, today, now
):
    when = {"on": today, "at": now}
    other = submitted.round.reports.get(organisation=tree.other_leaf)
    write(other, {"T_MEM": 20}, actor=system, narrative={"words": "Ổn"})
    other = submit_report(actor=system, report=other, **when)
    key = f"reporting.{submitted.round_id}.judge.{tree.middle.pk}"
    assert WorkItem.objects.get(key=key).state == "OPEN"

    def take_other():
        try:
            accept_report(actor=lan, report=other, **when)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            accept_report(actor=lan, report=submitted, **when)
            beside = pool.submit(take_other)
            _waits_or(beside.done)
        beside.result(30)
    assert WorkItem.objects.get(key=key).state == "DONE"


def test_killed_while_adding_up(tallied, tree, now):
    roll_all(tallied)
    before = list(Total.objects.filter(round=tallied).order_by("pk").values())
    Report.objects.filter(round=tallied).update(state=ReportState.ACCEPTED)
    for one in Report.objects.filter(round=tallied):
        mark_dirty_at(tallied, one.organisation_id, at=now)
    waiting = Change.objects.count()
    known = connection.settings_dict
    database = {key: known[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    arguments = ["-m", "tests.rolling_process", json.dumps(database), str(tallied.pk)]
    died = subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, capture_output=True, timeout=120, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    # Nothing of it is left, and nothing is forgotten.
    assert list(Total.objects.filter(round=tallied).order_by("pk").values()) == before
    assert Change.objects.count() == waiting > 0
    assert roll(tallied) == waiting
    assert agree(tallied) != before
