from typing import Any

from congdoan.areas.publications.services.deciding import SEND
from congdoan.areas.publications.services.sending import send_waiting
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


# Approving enqueues it at once; the round every five minutes is for what waits to be tried again.
@task(name=SEND, cron="*/5 * * * *")
def send(**_: Any) -> None:
    """Post what is due on Facebook pages, take down what is to go."""
    send_waiting(actor=system_actor(today=clock.today(), name="Hệ thống"), clock=clock.now)
