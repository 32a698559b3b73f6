from collections.abc import Iterable

from congdoan.areas.development.services.following import open_rounds
from congdoan.areas.development.services.work import sync_round_work
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange


def follow_change(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations."""
    _follow(change.touched)


def follow_undoing(change: PlannedChange) -> None:
    """Answer ``undone``, which is asked before the rows are back."""
    _follow(change.touched, back=change.touched)


def _follow(touched: Iterable[int], back: Iterable[int] = ()) -> None:
    today = clock.today()
    actor = system_actor(today=today)
    for found in open_rounds(touched):
        sync_round_work(actor=actor, target_round=found, on=today, at=clock.now(), back=back)


@task(name="development.follow_the_calendar", cron="25 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Ask no answer of whom an event of today has ended."""
    today = clock.today()
    for found in open_rounds():
        sync_round_work(
            actor=system_actor(today=today), target_round=found, on=today, at=clock.now()
        )
