"""The sender's picture: what became of a document at each receiver, live."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from congdoan.areas.documents.enums import Channel, ReceiverState
from congdoan.areas.documents.models import Document, Receiver, Sending
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names, unscoped_heirs
from congdoan.kernel.organisations.models import OrganisationProfile

_GONE = (ReceiverState.REFUSED, ReceiverState.AGREED)
#: So many receivers are named on the page beside its table; of the others it tells the number.
NAMED = 100
_ON_ITS_WAY = Q(state=ReceiverState.QUEUED)


@dataclass(frozen=True)
class Totals:
    """How many receivers are where; ``name`` of the branch, or of all."""

    name: str
    branch: int | None
    total: int
    arrived: int
    accepted: int
    answered: int
    refused: int

    @property
    def percent(self) -> int:
        return round(100 * self.accepted / self.total) if self.total else 0


_COUNTS = {
    "total": Count("pk"),
    "arrived": Count("pk", filter=~_ON_ITS_WAY),
    "accepted": Count("pk", filter=Q(accepted_at__isnull=False)),
    "answered": Count("pk", filter=Q(answered_at__isnull=False)),
    "refused": Count("pk", filter=Q(state__in=_GONE)),
}


def totals(document: Document) -> Totals:
    found = document.receivers.aggregate(**_COUNTS)
    return Totals(name="", branch=None, **found)


def by_branch(document: Document, *, on: date) -> list[Totals]:
    """Count by the units directly under the sender; those outside its branch come last."""
    rows = list(document.receivers.values("branch").annotate(**_COUNTS).order_by("branch"))
    known = names([row["branch"] for row in rows if row["branch"]], on=on)
    found = [Totals(name=known.get(row["branch"], ""), **row) for row in rows]
    return sorted(found, key=lambda one: (one.branch is None, -one.total))


def unanswered(document: Document) -> QuerySet[Receiver]:
    """Return who still owes something: an answer where one is asked for, else accepting it."""
    rows = document.receivers.exclude(state__in=_GONE)
    if document.answer_by is not None:
        return rows.filter(answered_at__isnull=True)
    return rows.filter(accepted_at__isnull=True)


def receivers_of(document: Document, *, on: date) -> QuerySet[Receiver]:
    """Return every receiver with the name it had when it was sent to."""
    profile = OrganisationProfile.objects.on(on).filter(organisation=OuterRef("organisation"))
    return document.receivers.annotate(
        called=Coalesce(Subquery(profile.values("name")[:1]), "name"),
        order=Coalesce(Subquery(profile.values("sort_key")[:1]), "name"),
    )


@dataclass(frozen=True)
class Heir:
    """A receiver that has ended since, and who has the document now."""

    name: str
    heirs: str


@dataclass(frozen=True)
class Writing:
    """How far the list of receivers is written down, and what a recall has stopped."""

    done: int
    total: int
    stopped: int

    @property
    def goes_on(self) -> bool:
        return self.done < self.total


def writing_of(document: Document) -> Writing:
    found = Sending.objects.filter(document=document).aggregate(
        done=Coalesce(Sum("written", filter=Q(stopped_at__isnull=True)), 0),
        total=Coalesce(Sum("count", filter=Q(stopped_at__isnull=True)), 0),
        stopped=Coalesce(Sum(F("count") - F("written"), filter=Q(stopped_at__isnull=False)), 0),
    )
    return Writing(**found)


def ended_since(document: Document, *, on: date) -> QuerySet[Receiver]:
    rows = document.receivers.filter(organisation__isnull=False)
    return rows.exclude(organisation__valid__contains=on).order_by("pk")


def passed_on(document: Document, *, on: date) -> list[Heir]:
    """Name the first receivers that ended since, with who answers in their place."""
    ended = list(ended_since(document, on=on).values_list("organisation_id", flat=True)[:NAMED])
    if not ended:
        return []
    heirs = unscoped_heirs([pk for pk in ended if pk], on=on)
    every = {one for found in heirs.values() for one in found.heirs}
    known = names([*[pk for pk in ended if pk], *every], on=on)
    return [
        Heir(known.get(pk, ""), ", ".join(known.get(one, "") for one in heirs[pk].heirs))
        if pk in heirs
        else Heir(known.get(pk, ""), "")
        for pk in ended
        if pk
    ]


def outsiders_waiting(document: Document) -> QuerySet[Receiver]:
    """Return who is outside the platform and has not been sent it yet."""
    rows = document.receivers.filter(organisation=None, delivered_at__isnull=True)
    rows = rows.exclude(channel=Channel.GATEWAY)
    return rows.order_by("pk")


def get_outsider(document: Document, pk: int) -> Receiver:
    """:raises NotFound: when the document has no such receiver outside the platform."""
    rows = document.receivers.select_related("document__organisation").filter(organisation=None)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
