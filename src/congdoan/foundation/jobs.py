"""
Background work behind one door (Procrastinate inside, ADR 0007).

A task takes ids and keyword arguments only, ends in ``**_``, loads, calls one service and is safe
to run twice. It is enqueued in the caller's transaction: rolled back together, never lost.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

Task = TypeVar("Task", bound=Callable[..., Any])


def task(
    *, name: str, queue: str = "default", cron: str = "", retries: int = 3, alone: bool = False
) -> Callable[[Task], Any]:
    """
    Declare a task; ``cron`` makes it periodic (it then receives ``timestamp``).

    ``alone``: one of it runs at a time, on however many workers; the next run tries again.

    No ``queueing_lock``: what waits must never keep a dead worker's job from being taken up.
    """
    only, again = (name, 0) if alone else (None, retries)

    def decorate(function: Task) -> Any:
        declared = app.task(name=name, queue=queue, retry=again, lock=only)
        made = declared(function)
        return app.periodic(cron=cron)(made) if cron else made

    return decorate


def enqueue(job: Any, *, key: str = "", **arguments: Any) -> None:
    """
    Queue ``job`` in the current transaction; one waiting job at most per ``key``.

    ``job`` is a task, or its name: views must not import tasks.
    """
    lock = key or None
    named = isinstance(job, str)
    waiting = (
        app.configure_task(job, queueing_lock=lock) if named else job.configure(queueing_lock=lock)
    )
    try:
        # A savepoint: the database's "already there" must not spoil the caller's transaction.
        with transaction.atomic():
            waiting.defer(**arguments)
    except AlreadyEnqueued:
        return


def is_waiting(key: str) -> bool:
    """Tell whether a job of ``key`` stands in the queue: what is committed now, it will see."""
    # Django's table of it is there once the applications are.
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    return ProcrastinateJob.objects.filter(queueing_lock=key, status="todo").exists()
