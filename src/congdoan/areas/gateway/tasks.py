from pathlib import Path

from congdoan.areas.gateway.models import Package
from congdoan.areas.gateway.services import folder
from congdoan.areas.gateway.services.federation import forget_nonces
from congdoan.areas.gateway.services.queueing import SEND, sweep_askings
from congdoan.areas.gateway.services.sending import send_waiting
from congdoan.areas.gateway.services.taking import take_package
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


# What failed waits for its own next attempt; this looks every minute whether it is due. Alone: a
# run that waits for slow peers holds one place of the worker, never two.
@task(name=SEND, queue="gateway", cron="* * * * *", alone=True)
def send(**_: object) -> None:
    send_waiting(clock=clock.now)


@task(name="gateway.look", queue="gateway", cron="* * * * *")
def look(**_: object) -> None:
    """Take what lies in the watched folder."""
    actor = system_actor(today=clock.today(), name="Liên thông")

    def take(path: Path) -> Package:
        with path.open("rb") as stream:
            return take_package(actor=actor, stream=stream, at=clock.now())

    folder.look(take, at=clock.now())


@task(name="gateway.forget", cron="40 2 * * *")
def forget(**_: object) -> None:
    forget_nonces(at=clock.now())
    sweep_askings()
