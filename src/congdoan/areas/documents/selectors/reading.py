"""Who has to read what came, who has; the sender sees numbers, the receiver names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import IncomingState
from congdoan.areas.documents.models import Document, Incoming, Reader
from congdoan.areas.members.api import unscoped_people_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset, Page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.people.models import Office

#: Taken out of the book again: nobody has to read it any more.
GONE = (IncomingState.REFUSED, IncomingState.WITHDRAWN)
A_PAGE = 50


def owed(**only: Any) -> QuerySet[Reader]:
    """Return who still has to read something."""
    rows = Reader.objects.filter(read_at__isnull=True, **only)
    return rows.exclude(incoming__state__in=GONE)


def unscoped_at_work(units: Collection[int], *, on: date) -> dict[int, set[int]]:
    """Return who holds an office at some units or is a member there, by unit; two queries."""
    offices = Office.objects.on(on).filter(organisation__in=units)
    offices = offices.exclude(person__in=restricted_people())
    found: dict[int, set[int]] = {}
    for unit, person in offices.values_list("organisation_id", "person_id"):
        found.setdefault(unit, set()).add(person)
    for unit, person in unscoped_people_of(units, on=on):
        found.setdefault(unit, set()).add(person)
    return found


def may_be_named(unit: Organisation, *, on: date) -> dict[int, str]:
    """Return who holds an office at the unit, by name."""
    rows = Office.objects.on(on).filter(organisation=unit)
    rows = rows.exclude(person__in=restricted_people()).select_related("person")
    return {one.person_id: one.person.full_name for one in rows.order_by("person__sort_key")}


@dataclass(frozen=True)
class Readings:
    """How many have to read a paper, how many have."""

    total: int
    read: int
    #: Receivers that have not yet said who reads it.
    unnamed: int = 0

    @property
    def left(self) -> int:
        return self.total - self.read


def unnamed(document: Document) -> QuerySet[Incoming]:
    """Return where nobody has been named to read it yet."""
    rows = Incoming.objects.filter(document=document, readers_named_at__isnull=True)
    return rows.exclude(state__in=GONE)


def readings_of(document: Document) -> Readings | None:
    """Return how far the reading of a sent document has come; None where it is not asked for."""
    if not document.readers or document.sent_at is None:
        return None
    rows = Reader.objects.filter(document=document).exclude(incoming__state__in=GONE)
    found = rows.aggregate(total=Count("pk"), read=Count("read_at"))
    return Readings(found["total"], found["read"], unnamed(document).count())


def readers_by_unit(document: Document, *, on: date) -> QuerySet[Incoming]:
    """Return the receivers with how many there have to read it and how many have."""
    profile = OrganisationProfile.objects.on(on).filter(organisation=OuterRef("organisation"))
    counts = Reader.objects.filter(incoming=OuterRef("pk")).order_by().values("incoming")
    left = Reader.objects.filter(incoming=OuterRef("pk"), read_at__isnull=True)
    return (
        Incoming.objects.filter(document=document)
        .exclude(state__in=GONE)
        .annotate(
            called=Coalesce(Subquery(profile.values("name")[:1]), "sender_name"),
            order=Coalesce(Subquery(profile.values("sort_key")[:1]), "sender_name"),
            people=Coalesce(Subquery(counts.annotate(n=Count("pk")).values("n")), 0),
            have_read=Coalesce(Subquery(counts.annotate(n=Count("read_at")).values("n")), 0),
            some_left=Exists(left),
        )
    )


@dataclass(frozen=True)
class Named:
    """Those who have to read one paper at a receiver; names only for who keeps its registers."""

    counts: Readings
    people: list[Reader]

    @property
    def unread(self) -> list[Reader]:
        return [one for one in self.people if one.read_at is None]


def named_at(actor: Actor, incoming: Incoming, unit: Organisation) -> Named | None:
    """Return who has to read what came; the actor sees names with the right to the register."""
    document = incoming.document
    if document is None or not document.readers:
        return None
    rows = incoming.readers.select_related("person").order_by("read_at", "person__sort_key", "pk")
    people = cast("list[Reader]", list(rows.annotate(has_account=F("person__user_id"))))
    counts = Readings(len(people), sum(1 for one in people if one.read_at is not None))
    may = actor.may(policies.REGISTER, on=unit) or actor.may(policies.ROUTE, on=unit)
    return Named(counts, people if may else [])


def own_unread(actor: Actor) -> int:
    return owed(person=actor.person_id or 0).count()


def own_readings(actor: Actor, *, read: bool, after: str = "", before: str = "") -> Page:
    """Return what the actor has to read (or has read), newest first; a query a page."""
    rows = Reader.objects.filter(person=actor.person_id or 0, read_at__isnull=not read)
    rows = rows.exclude(incoming__state__in=GONE).select_related("document", "incoming")
    return Keyset(rows, ["asked_at"], downward=True).page(A_PAGE, after=after, before=before)


def own_reading(actor: Actor, document: int) -> Reader:
    """
    Return what the actor is asked to read; what is unread first.

    :raises NotFound: when the actor is not among those who have to
    """
    rows = Reader.objects.filter(person=actor.person_id or 0, document=document)
    rows = rows.select_related("document__organisation", "document__origin", "incoming")
    found = rows.order_by(F("read_at").asc(nulls_first=True), "pk").first()
    if found is None:
        raise NotFound
    return found


def get_reader(incoming: Incoming, pk: int) -> Reader:
    """:raises NotFound: when nobody is named so at this receiver."""
    found = incoming.readers.select_related("person", "incoming__organisation").filter(pk=pk)
    one = found.first()
    if one is None:
        raise NotFound
    return one


def asked_to_read(actor: Actor, documents: Any) -> bool:
    """Tell whether the actor has to read one of these documents, or what passes one on."""
    rows = Reader.objects.filter(person=actor.person_id or 0).exclude(incoming__state__in=GONE)
    passed_on = Q(document__forwards__document__in=documents) | Q(document__origin__in=documents)
    return rows.filter(Q(document__in=documents) | passed_on).exists()
