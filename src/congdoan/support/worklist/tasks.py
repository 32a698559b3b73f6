from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.support.worklist.services.reminding import remind


# Half past six: before the working day begins, so that the list is right when people open it.
@task(name="worklist.remind", cron="30 6 * * *")
def remind_all(**_: object) -> None:
    today = clock.today()
    remind(actor=system_actor(today=today), on=today, at=clock.now())
