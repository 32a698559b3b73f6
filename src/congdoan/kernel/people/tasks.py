from typing import Any

from congdoan.foundation.jobs import task
from congdoan.kernel.people.services.names import sweep_names


@task(name="people.sweep_names", cron="35 3 * * *")
def sweep_names_at_night(**_: Any) -> None:
    """Forget names whose last bearer was renamed or removed."""
    sweep_names()
