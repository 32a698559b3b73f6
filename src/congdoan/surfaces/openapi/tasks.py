from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.surfaces.openapi.services import forget_taken


@task(name="openapi.forget", cron="50 2 * * *")
def forget(**_: object) -> None:
    forget_taken(at=clock.now())
