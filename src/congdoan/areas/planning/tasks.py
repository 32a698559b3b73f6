from congdoan.areas.planning.services.following import correct, follow
from congdoan.areas.planning.services.handing import deliver_waiting
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import Corrected, PlannedChange


def follow_change(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations."""
    today = clock.today()
    actor = system_actor(today=today)
    follow(actor=actor, touched=change.touched, on=today, at=clock.now())


def follow_undoing(change: PlannedChange) -> None:
    """Answer ``undone``, which is asked before the rows are back."""
    today, touched = clock.today(), set(change.touched)
    actor = system_actor(today=today)
    follow(actor=actor, touched=touched, on=today, at=clock.now(), back=touched)


def follow_correction(corrected: Corrected) -> None:
    """Answer ``correcting`` of organisations."""
    today = clock.today()
    correct(actor=system_actor(today=today), corrected=corrected, on=today, at=clock.now())


@task(name="planning.follow_the_calendar", cron="25 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Pass on the tasks of units that an event of today has ended."""
    today = clock.today()
    follow(actor=system_actor(today=today), touched=None, on=today, at=clock.now())


@task(name="planning.deliver")
def deliver_handing(handing: int, **_: object) -> None:
    """Write the tasks of the units a task was handed down to."""
    today = clock.today()
    deliver_waiting(actor=system_actor(today=today), handing=handing, on=today, at=clock.now())
