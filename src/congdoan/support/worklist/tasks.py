from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.support.worklist.services.passing_on import gather_left_behind
from congdoan.support.worklist.services.reminding import remind


# Cron speaks UTC: five past every hour from 7 to 18 in Vietnam. Hourly, because a machine that is
# switched off at night misses a single morning run; a second round on a day finds nothing to do.
@task(name="worklist.remind", cron="5 0-11 * * *")
def remind_all(**_: object) -> None:
    today = clock.today()
    gather_left_behind(on=today)
    remind(actor=system_actor(today=today), on=today, at=clock.now())
