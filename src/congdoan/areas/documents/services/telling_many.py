"""Telling many receivers the same: a few at once, thousands in the background."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from congdoan.areas.documents.enums import ReceiverState
from congdoan.areas.documents.models import Document, Receiver
from congdoan.areas.documents.services.telling import tell_receivers
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue

TELL = "documents.tell"
BATCH = 2000


def _concerned(document: int, what: str, at: datetime) -> QuerySet[Receiver]:
    rows = Receiver.objects.filter(document=document, incoming__isnull=False)
    if what == "reminded":
        return rows.filter(reminded_at=at)
    return rows.filter(state__in=[ReceiverState.TAKEN_BACK, ReceiverState.AGREED])


def tell_later(
    *,
    actor: Actor,
    document: Document,
    what: str,
    context: dict[str, str],
    at: datetime,
    turn: str = "",
) -> None:
    """Tell those who were ``reminded`` or ``asked_back`` at ``at``; more than a batch by a job."""
    if _concerned(document.pk, what, at)[: BATCH + 1].count() > BATCH:
        enqueue(
            TELL,
            key=f"{TELL}.{document.pk}.{what}{turn}",
            document=document.pk,
            what=what,
            context=context,
            at=at.isoformat(),
            turn=turn,
            by=actor.name,
        )
        return
    tell_them(actor=actor, document=document.pk, what=what, context=context, at=at, turn=turn)


def tell_them(
    *,
    actor: Actor,
    document: int,
    what: str,
    context: dict[str, str],
    at: datetime,
    turn: str = "",
) -> None:
    """Tell them batch by batch; a second run tells nobody twice."""
    found, last = Document.objects.select_related("organisation").get(pk=document), 0
    while True:
        rows = _concerned(document, what, at).filter(organisation__gt=last)
        units = list(
            rows.order_by("organisation_id").values_list("organisation_id", flat=True)[:BATCH]
        )
        if not units:
            return
        with transaction.atomic():
            tell_receivers(
                actor=actor,
                document=found,
                what=what,
                turn=turn,
                organisations=[one for one in units if one],
                context=context,
                at=at,
            )
        last = units[-1] or 0
