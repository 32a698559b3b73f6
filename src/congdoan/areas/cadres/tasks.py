from congdoan.areas.cadres.services.following import bring_back, follow_endings
from congdoan.areas.cadres.services.reviewing import sync_reviews
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange


def follow_change(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations."""
    today = clock.today()
    actor = system_actor(today=today)
    follow_endings(actor=actor, on=today, at=clock.now(), units=change.originals)


def follow_undoing(change: PlannedChange) -> None:
    """Answer ``taken_back``: the rows are as they were before the event."""
    today = clock.today()
    bring_back(actor=system_actor(today=today), change=change, on=today, at=clock.now())


@task(name="cadres.follow_the_calendar", cron="35 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Ask for the year's reviews; carry on the files of unions that ended today."""
    today = clock.today()
    actor = system_actor(today=today)
    follow_endings(actor=actor, on=today, at=clock.now())
    sync_reviews(actor=actor, on=today, at=clock.now())
