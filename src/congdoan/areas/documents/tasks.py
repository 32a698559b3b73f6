from typing import Any

from congdoan.areas.documents.services.merging import print_letters
from congdoan.areas.documents.services.sending import DELIVER, deliver
from congdoan.areas.documents.services.texts import MERGE
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name=DELIVER)
def deliver_document(document: int, by: str = "", **_: Any) -> None:
    """Fill the incoming books of a document's receivers, in the name of who sent it."""
    actor = system_actor(today=clock.today(), name=by or "Hệ thống")
    deliver(actor=actor, document=document, at=clock.now())


@task(name=MERGE)
def merge_letters(document: int, **_: Any) -> None:
    """Print the merged letters of an issued document into one file."""
    print_letters(actor=system_actor(today=clock.today()), document=document, at=clock.now())
