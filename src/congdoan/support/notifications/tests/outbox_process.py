"""
A worker of its own, to be killed: sends the outbox of the test's database to a fake channel.

``python -m congdoan.support.notifications.tests.outbox_process DATABASE FILE MOMENT REPEATABLE``:
each message the far side takes is a line in FILE. MOMENT is ``claimed`` (dies before the first
message leaves), ``under-way`` (dies after the far side took the seventh, before it is written
down) or ``-`` (lives).
"""

import json
import os
from pathlib import Path
import signal
import sys
from typing import Any


def main(database: str, file: str, moment: str, repeatable: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"] |= json.loads(database)
    import django

    django.setup()
    from congdoan.support.notifications.services import deliver, outbox

    deliver.HANDFUL = 4
    adapter = fake(Path(file), repeatable == "repeatable", die_after=7 * (moment == "under-way"))
    deliver.adapters = lambda: [adapter]
    if moment == "claimed":
        outbox.start = die
    deliver.send_waiting(clock=clock)


def clock() -> Any:
    from datetime import datetime

    return datetime.fromisoformat(os.environ["TEST_NOW"])


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fake(file: Path, repeatable: bool, *, die_after: int) -> Any:
    from congdoan.support.notifications.enums import Channel
    from congdoan.support.notifications.services.channels.interface import TAKEN

    class Far:
        channel = Channel.EMAIL
        lanes = 1
        taken = 0

        def __init__(self) -> None:
            self.repeatable = repeatable

        settings = ()

        def open(self, chosen: Any, *, at: Any) -> "Far":
            return self

        def send(self, message: Any) -> Any:
            with file.open("a") as lines:
                lines.write(f"{message.key}\n")
            self.taken += 1
            if self.taken == die_after:
                die()
            return TAKEN

        def close(self) -> None:
            pass

    return Far()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings_test")
    main(*sys.argv[1:5])
