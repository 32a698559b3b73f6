from typing import Any

from congdoan.areas.reporting.models import Change, Round
from congdoan.areas.reporting.services.rolling import ROLL, roll
from congdoan.foundation.jobs import task


@task(name=ROLL)
def roll_round(round: int, **_: Any) -> None:  # noqa: A002 - the name is stored with waiting jobs
    """Let the totals of a round follow the reports that changed."""
    for one in Round.objects.filter(pk=round).select_related("version"):
        roll(one)


@task(name="reporting.roll_waiting", cron="* * * * *")
def roll_waiting(**_: Any) -> None:
    """Take up what a job lost with its machine would have counted."""
    waiting = Change.objects.values("round_id").distinct()
    for one in Round.objects.filter(pk__in=waiting).select_related("version"):
        roll(one)
