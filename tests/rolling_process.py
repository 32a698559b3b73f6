"""
A process that adds a round up and is killed in the middle (used by test_reporting_races).

``python -m tests.rolling_process DATABASE ROUND``: DATABASE is JSON for psycopg. The changes are
taken away and two levels are counted by then.
"""

import json
import os
import signal
import sys
from typing import Any


def main(database: str, round_id: int) -> None:
    from django.conf import settings

    settings.DATABASES["default"] |= json.loads(database)
    import django

    django.setup()
    from congdoan.areas.reporting.services import rolling

    counted = rolling._execute
    calls = {"left": 2}

    def execute(statement: str, values: dict[str, Any]) -> None:
        if "UPDATE reporting_total" in statement:
            if not calls["left"]:
                os.kill(os.getpid(), signal.SIGKILL)
            calls["left"] -= 1
        counted(statement, values)

    rolling._execute = execute
    rolling.roll_waiting(round_id)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings_test")
    main(sys.argv[1], int(sys.argv[2]))
