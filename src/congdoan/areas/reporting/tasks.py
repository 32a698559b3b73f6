from typing import Any

from congdoan.areas.reporting.models import Report, Round
from congdoan.areas.reporting.services.rolling import ROLL, roll_waiting
from congdoan.areas.reporting.services.telling import tell_of_round
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor

_PORTION = 2_000


@task(name="reporting.tell_of_round")
def tell_of_round_task(*, round_id: int, **_: object) -> None:
    """Tell everybody who owes that a round is open; told once each, however often it runs."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None or not found.is_open:
        return
    owed = list(
        Report.objects.filter(round=found)
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)
    )
    for start in range(0, len(owed), _PORTION):
        tell_of_round(
            actor=system_actor(today=clock.today()),
            found=found,
            organisations=owed[start : start + _PORTION],
            at=clock.now(),
        )


@task(name=ROLL)
def roll_round(round_id: int, **_: Any) -> None:
    """Let the totals of a round follow the reports that changed."""
    roll_waiting(round_id)


@task(name="reporting.roll_waiting", cron="* * * * *")
def roll_every_round(**_: Any) -> None:
    """Take up what a job lost with its machine would have counted."""
    roll_waiting()
