"""What a killed worker leaves behind is taken up, whatever waits behind it."""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import async_to_sync
from django.db import connection, connections
import pytest

from congdoan.config.tasks import take_up_dropped_jobs

_JOB = """
    INSERT INTO procrastinate_jobs (task_name, queue_name, status, queueing_lock, lock, worker_id)
    VALUES ('tests.one', 'tests', %s, %s, %s, %s) RETURNING id
"""


def _run():
    try:
        async_to_sync(take_up_dropped_jobs.func)()
    finally:
        connections.close_all()


@pytest.fixture
def emptied(transactional_db):
    """No jobs before and after: flushing the database leaves those of Procrastinate."""

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    empty()
    yield
    empty()


def test_a_dead_workers_job_whose_successor_waits_stops_no_other(emptied):
    with connection.cursor() as cursor:

        def put(state, key, lock, worker=None):
            cursor.execute(_JOB, [state, key, lock, worker])
            return cursor.fetchone()[0]

        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        old, next_one = put("doing", "key", "a", dead), put("todo", "key", "a")
        alone, after = put("doing", None, "b", dead), put("todo", None, "b")
    # A thread of its own: a browser of another test may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_run).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        states = dict(cursor.fetchall())
    assert (states[old], states[next_one]) == ("failed", "todo")
    assert (states[alone], states[after]) == ("todo", "todo")


def test_what_runs_alone_lets_any_number_wait():
    from congdoan.areas.gateway.tasks import send

    assert (send.lock, send.queueing_lock, send.retry_strategy) == ("gateway.send", None, None)
