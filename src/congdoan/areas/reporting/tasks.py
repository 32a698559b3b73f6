from congdoan.areas.reporting.services.rolling import ROLL, roll_in_turn, roll_waiting
from congdoan.areas.reporting.services.telling import tell_owing
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name="reporting.tell_of_round")
def tell_of_round_task(*, round_id: int, **_: object) -> None:
    """Tell everybody who owes that a round is open; told once each, however often it runs."""
    tell_owing(actor=system_actor(today=clock.today()), round_id=round_id, at=clock.now())


@task(name=ROLL)
def roll_round(round_id: int, **_: object) -> None:
    """Let the totals of a round follow the reports that changed."""
    roll_in_turn(round_id)


@task(name="reporting.roll_waiting", cron="* * * * *")
def roll_every_round(**_: object) -> None:
    """Take up what a job lost with its machine would have counted."""
    roll_waiting()
