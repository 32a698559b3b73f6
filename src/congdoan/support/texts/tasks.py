from typing import Any

from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.support.texts.services import reading


@task(name=reading.READ)
def read(text: int, **_: Any) -> None:
    """Read the next pages of a file; the rest queues itself."""
    reading.read_on(text=text, at=clock.now())


@task(name="texts.take_up", cron="*/10 * * * *")
def take_up(**_: Any) -> None:
    reading.take_up(at=clock.now())
