"""
Background work behind one door (Procrastinate inside, ADR 0007).

A task takes ids and keyword arguments only, ends in ``**_``, loads, calls one service and is safe
to run twice. It is enqueued in the caller's transaction: rolled back together, never lost.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

Task = TypeVar("Task", bound=Callable[..., Any])


def task(
    *, name: str, queue: str = "default", cron: str = "", retries: int = 3
) -> Callable[[Task], Any]:
    """Declare a task; ``cron`` makes it periodic (it then receives ``timestamp``)."""

    def decorate(function: Task) -> Any:
        made = app.task(name=name, queue=queue, retry=retries)(function)
        return app.periodic(cron=cron)(made) if cron else made

    return decorate


def enqueue(job: Any, *, key: str = "", **arguments: Any) -> None:
    """Queue ``job`` in the current transaction; one waiting job at most per ``key``."""
    try:
        job.configure(queueing_lock=key or None).defer(**arguments)
    except AlreadyEnqueued:
        return
