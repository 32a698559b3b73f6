"""The two-way exchange of an agreement: what was sent, who has read it, how quickly."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from congdoan.areas.agreements.models import (
    Agreement,
    Dispatch,
    DispatchQuerySet,
    DispatchReceipt,
    Party,
)
from congdoan.areas.agreements.rules.exchange import typical
from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.foundation.refusal import NotFound
from congdoan.support.files.api import FileQuestion

#: Why files of the exchange are kept (``wiring.py`` declares it).
EXCHANGE = "agreements.exchange"


def dispatches_of(agreement: Agreement) -> DispatchQuerySet:
    """Return what was sent under an agreement, with its receipts; the caller has checked it."""
    receipts = DispatchReceipt.objects.order_by("pk")
    return Dispatch.objects.of(agreement).prefetch_related(Prefetch("receipts", receipts))


def find_dispatch(agreement: Agreement, pk: int) -> Dispatch:
    """:raises NotFound: when nothing like that was sent under the agreement"""
    found = dispatches_of(agreement).filter(pk=pk).select_related("agreement", "file").first()
    if found is None:
        raise NotFound
    return found


def may_read_dispatch(question: FileQuestion) -> bool | None:
    """Let whoever sees the agreement read what was sent under it."""
    if question.purpose != EXCHANGE:
        return None
    seen = visible_agreements(question.actor)
    rows = Dispatch.objects.filter(file_id=question.file_id, agreement__in=seen)
    return True if rows.exists() else None


@dataclass
class Measured:
    """One party's part in the exchange."""

    label: str
    organisation_id: int
    sent: int = 0
    received: int = 0
    read: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def unread(self) -> int:
        return self.received - self.read

    @property
    def typical(self) -> float | None:
        """Return the median number of days this party takes to read."""
        return typical(self.days)


def measured(agreement: Agreement, parties: Iterable[Party]) -> list[Measured]:
    """Return how much each party sent, received and read; two queries."""
    lines = {
        party.organisation_id: Measured(party.label, party.organisation_id) for party in parties
    }
    sent: dict[int, int] = defaultdict(int)
    for sender in Dispatch.objects.of(agreement).values_list("sender_id", flat=True):
        sent[sender] += 1
    rows = DispatchReceipt.objects.filter(dispatch__agreement=agreement)
    for receiver, read_on, sent_on in rows.values_list(
        "organisation_id", "read_on", "dispatch__sent_on"
    ):
        line = lines.get(receiver)
        if line is None:
            continue
        line.received += 1
        if read_on is not None:
            line.read += 1
            line.days.append((read_on - sent_on).days)
    for pk, line in lines.items():
        line.sent = sent[pk]
    return list(lines.values())
