from datetime import datetime
from typing import Any

from congdoan.areas.documents.services.merging import print_letters
from congdoan.areas.documents.services.reading import remind_all
from congdoan.areas.documents.services.scanning import sweep_scans
from congdoan.areas.documents.services.sending import DELIVER, deliver
from congdoan.areas.documents.services.telling_many import TELL, tell_them
from congdoan.areas.documents.services.texts import MERGE
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor


@task(name=DELIVER)
def deliver_document(document: int, by: str = "", **_: Any) -> None:
    """Fill the incoming books of a document's receivers, in the name of who sent it."""
    actor = system_actor(today=clock.today(), name=by or "Hệ thống")
    deliver(actor=actor, document=document, at=clock.now())


@task(name=TELL)
def tell_of_document(
    document: int,
    what: str,
    context: dict[str, str],
    at: str,
    turn: str = "",
    by: str = "",
    **_: Any,
) -> None:
    """Tell thousands of receivers that they were reminded, or are asked to give it back."""
    actor = system_actor(today=clock.today(), name=by or "Hệ thống")
    moment = datetime.fromisoformat(at)
    tell_them(actor=actor, document=document, what=what, context=context, at=moment, turn=turn)


@task(name=MERGE)
def merge_letters(document: int, **_: Any) -> None:
    """Print the merged letters of an issued document into one file."""
    print_letters(actor=system_actor(today=clock.today()), document=document, at=clock.now())


# Cron speaks UTC: hourly from 8 to 17 in Vietnam, for machines switched off at night; a second
# round on a day finds nobody to remind.
@task(name="documents.remind_readers", cron="20 1-10 * * *")
def remind_readers(**_: Any) -> None:
    """Remind who has not read what they have to read."""
    today = clock.today()
    remind_all(actor=system_actor(today=today, name="Hệ thống"), at=clock.now())


@task(name="documents.sweep_scans", cron="50 1 * * *")
def sweep(**_: Any) -> None:
    """Throw away scans that nobody entered in a book."""
    sweep_scans(actor=system_actor(today=clock.today(), name="Hệ thống"), at=clock.now())
