from typing import Any

from congdoan.areas.members.services import fold_counts
from congdoan.foundation.jobs import task


@task(name="members.fold_counts", cron="20 3 * * *")
def fold_counts_at_night(**_: Any) -> None:
    """Put the day's changes of every count together, so that reading them stays short."""
    fold_counts()
