"""
A process that plans or commits an import and dies at the worst moment (used by test_crashes).

``python -m tests.crashing DATABASE BATCH MOMENT``: DATABASE is JSON for psycopg, MOMENT one of
``unmarked`` (rows are written, not yet marked as done), ``marked`` (marked, not committed),
``between`` (after a checkpoint), ``plan`` (the database goes away in the middle of planning).
Also by hand, against a copy of real data.
"""

from datetime import UTC, date, datetime
import json
import os
import signal
import sys
from typing import Any

CHECKPOINT = 50
#: Moment → what is done then, and whether death comes before it or after.
MOMENTS = {
    "unmarked": ("store_outcomes", True),
    "marked": ("_progress", False),
    "between": ("_set_checkpoint", False),
}


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(database: str, batch_id: int, moment: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"] |= json.loads(database)
    import django

    django.setup()
    from congdoan.kernel.access.api import system_actor
    from congdoan.support.exchange import api as exchange
    from congdoan.support.exchange.services import committing, judging, planning

    committing.SET_CHECKPOINT = judging.CHUNK = CHECKPOINT
    calls = {"n": 0}

    def on_third(act: Any, *, before: bool) -> Any:
        def acted(*args: Any, **values: Any) -> Any:
            calls["n"] += 1
            if before and calls["n"] == 3:
                die()
            result = act(*args, **values)
            if not before and calls["n"] == 3:
                die()
            return result

        return acted

    if moment in MOMENTS:
        name, before = MOMENTS[moment]
        setattr(committing, name, on_third(getattr(committing, name), before=before))
    else:
        planning.copy_rows = lose_database(planning.copy_rows, calls)
    actor = system_actor(today=date(2026, 3, 2))
    at = datetime(2026, 3, 2, tzinfo=UTC)
    act = exchange.make_plan if moment == "plan" else exchange.commit_import
    act(actor=actor, batch_id=batch_id, at=at)


def lose_database(copy_rows: Any, calls: dict[str, int]) -> Any:
    """As when the server is restarted: the connection is gone in the middle of a statement."""
    from django.db import connection
    import psycopg

    def copied(*args: Any) -> None:
        calls["n"] += 1
        if calls["n"] == 3:
            values = {
                name: value
                for name, value in connection.get_connection_params().items()
                if name in {"host", "port", "dbname", "user", "password"}
            }
            with psycopg.connect(**values, autocommit=True) as other:
                pid = connection.connection.info.backend_pid
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
        copy_rows(*args)

    return copied


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings_test")
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
