from congdoan.areas.duplicates.services.finding import find_duplicates
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name="duplicates.find_all", cron="20 1 * * *")
def find_all_nightly(**_: object) -> None:
    """Compare everybody: records are corrected, units move, keys are added."""
    today = clock.today()
    find_duplicates(actor=system_actor(today=today), on=today, at=clock.now())


@task(name="duplicates.find_new", cron="*/10 * * * *")
def find_new_often(**_: object) -> None:
    """Compare whoever was written down since (an import, an admission) with everybody."""
    today = clock.today()
    find_duplicates(actor=system_actor(today=today), on=today, at=clock.now(), whole=False)
