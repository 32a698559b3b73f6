from congdoan.areas.restructuring.services.taking_effect import drop_work
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange, settle_due


# Cron speaks UTC: just after midnight in Vietnam. A machine that was switched off then does it when
# it starts (the settings' max_delay); a second run on a day finds nothing to do.
@task(name="restructuring.settle_events", cron="2 17 * * *")
def settle_events(**_: object) -> None:
    """Let changes of organisation that were decided ahead take effect once their day has come."""
    today = clock.today()
    settle_due(actor=system_actor(today=today), on=today, at=clock.now())


def drop_asked_work(change: PlannedChange) -> None:
    """Answer ``undone`` of organisations, which tells the day and not the moment."""
    drop_work(change, at=clock.now())
