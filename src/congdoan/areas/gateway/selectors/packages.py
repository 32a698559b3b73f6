"""Packages an actor may see: those of their unit; all of them, without content, for operators."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.areas.documents.api import ISSUE, Receiver, ReceiverState
from congdoan.areas.gateway.enums import LEAVING, Direction, Kind, PackageState
from congdoan.areas.gateway.models import Package, Peer
from congdoan.areas.gateway.policies import EXCHANGE, OPERATE
from congdoan.foundation.actor import Actor
from congdoan.foundation.counting import capped_count, counted
from congdoan.foundation.refusal import NotFound

#: A document travels in these; the others are about one.
CARRIERS = (Kind.NEW, Kind.REPLACE, Kind.UPDATE)


def visible_packages(actor: Actor) -> QuerySet[Package]:
    rows = Package.objects.select_related("peer", "organisation")
    if actor.may(OPERATE, on=None):
        return rows
    return rows.filter(actor.within(EXCHANGE, "organisation_id", few=True))


def get_package(actor: Actor, pk: int) -> Package:
    """:raises NotFound: when there is none, or not the actor's to see"""
    found = visible_packages(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def may_open(actor: Actor, package: Package) -> bool:
    """Content is for the unit, never for who merely runs the installation."""
    unit = package.organisation
    return bool(package.path) and unit is not None and actor.may(EXCHANGE, on=unit)


def unscoped_carried_to(package: Package) -> Receiver | None:
    """Return whom a package of ours brings its document to."""
    if package.direction != Direction.OUT or package.kind not in CARRIERS:
        return None
    rows = Receiver.objects.select_related("document__organisation")
    return rows.filter(pk=package.receiver_id or 0).first()


def is_recallable(package: Package, receiver: Receiver) -> bool:
    """Tell whether this receiver has the document, or may come to have it, and is not asked yet."""
    settled = (ReceiverState.REFUSED, ReceiverState.TAKEN_BACK, ReceiverState.AGREED)
    return package.state != PackageState.CANCELLED and receiver.state not in settled


def may_recall(actor: Actor, package: Package) -> bool:
    unit, receiver = package.organisation, unscoped_carried_to(package)
    return (
        unit is not None
        and receiver is not None
        and actor.may(EXCHANGE, on=unit)
        and actor.may(ISSUE, on=unit)
        and is_recallable(package, receiver)
    )


@dataclass(frozen=True)
class Totals:
    """As the page shows them: "1.234", or "10.000+"."""

    waiting: str
    failed: str
    refused: str
    asked: str


def totals(actor: Actor) -> Totals:
    """Count, to a cap and by an index of its own, what waits for somebody or went wrong."""

    def count(*states: PackageState) -> str:
        rows = visible_packages(actor).select_related(None)
        return counted(capped_count(rows.filter(state__in=states)))

    return Totals(
        waiting=count(*LEAVING),
        failed=count(PackageState.FAILED),
        refused=count(PackageState.REFUSED),
        asked=count(PackageState.ASKED),
    )


def ready_packages(actor: Actor) -> QuerySet[Package]:
    """Return what another program may fetch for the units of the actor."""
    rows = Package.objects.filter(
        actor.within(EXCHANGE, "organisation_id", few=True),
        direction=Direction.OUT,
        state=PackageState.READY,
        peer__way="API",
    )
    return rows.select_related("peer", "organisation")


def unscoped_carrier_out(peer: Peer, code: str) -> Package | None:
    """Return how a document of ours went to a peer."""
    rows = Package.objects.filter(
        direction=Direction.OUT, peer=peer, document_code=code, kind__in=CARRIERS
    )
    return (
        rows.select_related("receiver__document__organisation", "document").order_by("pk").first()
    )


def unscoped_carriers_in(peer: Peer, code: str) -> QuerySet[Package]:
    """Return how a document of a peer came into the books of our units."""
    rows = Package.objects.filter(
        direction=Direction.IN,
        peer=peer,
        document_code=code,
        kind__in=CARRIERS,
        incoming__isnull=False,
        state__in=[PackageState.TAKEN, PackageState.APPLIED],
    )
    return rows.select_related("incoming__organisation", "organisation").order_by("-pk")


def unscoped_carrier_of(incoming: int) -> Package | None:
    """Return the package that brought a line of the incoming book."""
    rows = Package.objects.filter(
        direction=Direction.IN,
        incoming=incoming,
        kind__in=CARRIERS,
        state__in=[PackageState.TAKEN, PackageState.APPLIED],
    )
    return rows.select_related("peer", "organisation").order_by("pk").first()


def unscoped_asking(incoming: int) -> list[Package]:
    """Return the packages by which the sender asks something about a line, newest first."""
    rows = Package.objects.select_for_update(of=("self",)).filter(
        direction=Direction.IN, incoming=incoming, state=PackageState.ASKED
    )
    return list(rows.select_related("peer", "organisation", "incoming").order_by("-pk"))


def unscoped_left_asking() -> QuerySet[Package]:
    """Return askings nobody can answer any more: a later one came, or the line was settled."""
    later = Package.objects.filter(
        direction=Direction.IN,
        incoming=OuterRef("incoming"),
        state=PackageState.ASKED,
        pk__gt=OuterRef("pk"),
    )
    rows = Package.objects.filter(direction=Direction.IN, state=PackageState.ASKED)
    return rows.filter(
        Exists(later) | Q(incoming__isnull=True) | ~Q(incoming__told=ReceiverState.TAKEN_BACK)
    )
