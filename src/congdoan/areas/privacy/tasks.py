from collections.abc import Iterable
from typing import Any

from congdoan.areas.privacy.selectors.taking import unscoped_file
from congdoan.areas.privacy.services.keeping import settle_keepers
from congdoan.areas.privacy.services.retaining import announce_leavers, erase_due
from congdoan.areas.privacy.services.taking import clear_own_files, make_own_file
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange


@task(name="privacy.own_file")
def own_file(file: int, **_: Any) -> None:
    """Make the file somebody asked for of everything kept about them."""
    one = unscoped_file(file)
    if one is not None:
        make_own_file(file=one, at=clock.now())


@task(name="privacy.clear_own_files", cron="27 3 * * *")
def clear_own_files_daily(**_: Any) -> None:
    """Throw away files whose days are over."""
    clear_own_files(at=clock.now())


@task(name="privacy.retention", cron="10 2 * * *")
def retention_at_night(**_: Any) -> None:
    """Erase what was announced and is due, then announce what comes next."""
    today = clock.today()
    actor, at = system_actor(today=today), clock.now()
    erase_due(actor=actor, on=today, at=at)
    announce_leavers(actor=actor, on=today, at=at)


@task(name="privacy.follow_the_calendar", cron="35 0 * * *")
def follow_the_calendar_daily(**_: Any) -> None:
    """Give open papers to who answers for them today."""
    today = clock.today()
    settle_keepers(actor=system_actor(today=today), on=today, at=clock.now())


def follow_change(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations."""
    _follow(change.touched)


def follow_undoing(change: PlannedChange) -> None:
    """Answer ``undone``, which is asked before the rows are back."""
    _follow(change.touched, back=change.touched)


def _follow(touched: Iterable[int], back: Iterable[int] = ()) -> None:
    today = clock.today()
    settle_keepers(
        actor=system_actor(today=today),
        on=today,
        at=clock.now(),
        touched=set(touched),
        back=set(back),
    )
