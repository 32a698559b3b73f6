from typing import Any

from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.support.files.services.gathering import sweep_gatherings


@task(name="files.sweep_gatherings", cron="40 * * * *")
def sweep(**_: Any) -> None:
    """Throw away uploads that were begun and left."""
    sweep_gatherings(at=clock.now())
