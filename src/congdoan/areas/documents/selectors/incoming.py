"""What came: the register, what waits, what was said about one paper."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from congdoan.areas.documents.enums import WAITING
from congdoan.areas.documents.models import (
    Acknowledgement,
    ArrivedFile,
    Attachment,
    Document,
    Incoming,
    Routing,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset, Page
from congdoan.kernel.organisations.api import names, superior_names
from congdoan.kernel.organisations.models import Organisation

ANSWERS_A_PAGE = 50
#: What a line of the list shows.
_LISTED = (
    *("arrival_no", "arrival_suffix", "arrived_on", "sender_name", "symbol", "subject", "due"),
    *("state", "urgency"),
)


def incoming_of(unit: Organisation, *, on: date) -> QuerySet[Incoming]:
    """Return the incoming register as it stood on a day."""
    rows = Incoming.objects.filter(organisation=unit, arrived_on__lte=on)
    return rows.only(*_LISTED)


def waiting_of(unit: Organisation, *, on: date) -> dict[str, int]:
    """Count what is not done yet, and what is late."""
    rows = Incoming.objects.filter(organisation=unit, state__in=WAITING)
    found: dict[str, int] = rows.aggregate(
        waiting=Count("organisation"),
        late=Count("organisation", filter=Q(due__lt=on)),
        new=Count("organisation", filter=Q(accepted_at__isnull=True)),
    )
    return found


@dataclass(frozen=True)
class Handled:
    """What was done about one paper at its receiver."""

    routings: list[Routing]
    read_by: list[Acknowledgement]
    answers: list[Document]
    forwards: list[Document]

    def mine(self, actor: Actor) -> list[Routing]:
        """Return what was assigned to the actor and is open."""
        return [
            one for one in self.routings if one.person_id == actor.person_id and one.done_at is None
        ]

    def have_read(self, actor: Actor) -> bool:
        return any(one.user_id == actor.user_id for one in self.read_by)


def handled(incoming: Incoming) -> Handled:
    return Handled(
        routings=list(incoming.routings.select_related("person").order_by("kind", "at")),
        read_by=list(incoming.acknowledgements.order_by("at")),
        answers=list(incoming.answered_by.order_by("pk")),
        forwards=list(incoming.forwarded_by.order_by("pk")),
    )


def more_files(incoming: Incoming) -> list[ArrivedFile]:
    """Return what came by exchange beside the text itself."""
    if not incoming.sender_code:
        return []
    return list(incoming.more_files.select_related("file").order_by("pk"))


def get_routing(incoming: Incoming, pk: int) -> Routing | None:
    return incoming.routings.select_related("person", "incoming").filter(pk=pk).first()


@dataclass(frozen=True)
class Answer:
    """What a receiver answered, as the one who asked sees it."""

    answer: Document
    sender: str
    superior: str
    files: list[Attachment]


def answers_to(document: Document, *, on: date, after: str, before: str) -> Page:
    """Return a page of what receivers answered, newest first, with their files; six queries."""
    sent = Document.objects.filter(answers__document=document, sent_at__isnull=False)
    page = Keyset(sent.prefetch_related("attachments__file"), ["sent_at"], downward=True).page(
        ANSWERS_A_PAGE, after=after, before=before
    )
    known = names([one.organisation_id for one in page.rows], on=on)
    above = superior_names(known, on=on)
    rows = [
        Answer(
            one,
            known.get(one.organisation_id, ""),
            above.get(one.organisation_id, ""),
            list(one.attachments.all()),
        )
        for one in page.rows
    ]
    return replace(page, rows=rows)
