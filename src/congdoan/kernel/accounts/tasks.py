from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.accounts.services.tidying import drop_what_ran_out


# Every hour: school machines are switched off at night.
@task(name="accounts.tidy", cron="40 * * * *")
def tidy(**_: object) -> None:
    drop_what_ran_out(at=clock.now())
