from congdoan.areas.agreements.services.force import due_by_calendar, follow_the_calendar
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name="agreements.follow_the_calendar", cron="20 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Bring agreements into force, let them expire, warn of the end; each on its own."""
    today = clock.today()
    actor = system_actor(today=today)
    for agreement in due_by_calendar(on=today):
        follow_the_calendar(actor=actor, agreement=agreement, on=today, at=clock.now())
