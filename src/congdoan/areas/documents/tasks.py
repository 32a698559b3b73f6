from typing import Any

from congdoan.areas.documents.services.scanning import sweep_scans
from congdoan.areas.documents.services.sending import DELIVER, deliver
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name=DELIVER)
def deliver_document(document: int, by: str = "", **_: Any) -> None:
    """Fill the incoming books of a document's receivers, in the name of who sent it."""
    actor = system_actor(today=clock.today(), name=by or "Hệ thống")
    deliver(actor=actor, document=document, at=clock.now())


@task(name="documents.sweep_scans", cron="50 1 * * *")
def sweep(**_: Any) -> None:
    """Throw away scans that nobody entered in a book."""
    sweep_scans(actor=system_actor(today=clock.today(), name="Hệ thống"), at=clock.now())
