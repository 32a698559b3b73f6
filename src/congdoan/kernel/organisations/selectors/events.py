from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import (
    IN_FORCE,
    EventKind,
    EventRole,
    EventState,
    HierarchyId,
)
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
)
from congdoan.kernel.organisations.selectors import names
from congdoan.kernel.organisations.selectors.keeping import kept_among


def visible_event(actor: Actor, pk: int) -> OrganisationEvent | None:
    """Return an event that touched an organisation the actor may open, else None."""
    touched = OrganisationEventUnit.objects.filter(
        event_id=pk, organisation__in=actor.reach(policies.VIEW)
    )
    # Not a join: the inverse of an event on thousands of units is long, and would be as often.
    found = (
        OrganisationEvent.objects.filter(Exists(touched), pk=pk)
        .prefetch_related("units")
        .select_related("recorded_by", "corrects")
        .first()
    )
    return found or _event_of_employers(actor, pk)


def _event_of_employers(actor: Actor, pk: int) -> OrganisationEvent | None:
    """Return an event that touched an employer whose record the actor keeps."""
    if not actor.may_somewhere(policies.CHANGE):
        return None
    events = OrganisationEvent.objects.prefetch_related("units").select_related("recorded_by")
    event = events.filter(pk=pk).first()
    if event is None:
        return None
    touched = [unit.organisation_id for unit in event.units.all()]
    kept = kept_among(actor, touched, policies.CHANGE, on=actor.today)
    return event if kept else None


def visible_events_among(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Return which of the events ``ids`` the actor may open: the others are told without a link."""
    found = OrganisationEvent.objects.filter(
        pk__in=set(ids), units__organisation__in=actor.reach(policies.VIEW)
    )
    return set(found.values_list("pk", flat=True))


#: A list of what is coming is looked through, not searched.
LISTED = 200


@dataclass(frozen=True)
class Coming:
    """An event that is recorded and has not taken effect on the day looked at."""

    event: OrganisationEvent
    about: str
    late: bool


def coming_events(actor: Actor, branch: Organisation | None = None) -> list[Coming]:
    """
    Return what was recorded by the actor's day and takes effect after it, the nearest first.

    Today also what should have taken effect and waits. Two queries whatever their number.
    """
    day = actor.as_of
    ahead = Q(effective_on__gt=day, recorded_at__date__lte=day)
    if day == actor.today:
        ahead |= Q(state=EventState.PLANNED)
    within = actor.reach(policies.VIEW)
    if branch is not None:
        under = Lineage.objects.filter(hierarchy_id=HierarchyId.COMMAND, ancestor=branch)
        within = within.filter(pk__in=under.filter(reach__contains=day).values("descendant_id"))
    mine = OrganisationEventUnit.objects.filter(event=OuterRef("pk"), organisation__in=within)
    events = (
        OrganisationEvent.objects.filter(ahead, Exists(mine), state__in=IN_FORCE)
        .order_by("effective_on", "pk")
        .prefetch_related("units")[:LISTED]
    )
    rows = list(events)
    about = {event.pk: _about(event) for event in rows}
    called = names({pk for ids in about.values() for pk in ids[:3]}, on=day)
    return [
        Coming(event, _told(about[event.pk], called), event.effective_on <= actor.today)
        for event in rows
    ]


def _about(event: OrganisationEvent) -> list[int]:
    units = sorted(event.units.all(), key=lambda unit: unit.pk)
    for role in EventRole:
        found = [unit.organisation_id for unit in units if unit.role == role]
        if found:
            return found
    return []


def _told(organisations: list[int], called: dict[int, str]) -> str:
    text = "; ".join(called.get(pk, "") for pk in organisations[:3])
    more = len(organisations) - 3
    return text + (_(" và %(n)d đơn vị khác") % {"n": more} if more > 0 else "")


@dataclass(frozen=True)
class Resting:
    """An event that must be taken back before another; ``opens``: the actor may look at it."""

    event: OrganisationEvent
    about: str
    opens: bool


def told_to(actor: Actor, events: Iterable[OrganisationEvent]) -> list[Resting]:
    """Return what to say of events, in their order, to somebody who may not see all of them."""
    rows = list(events)
    about = {event.pk: _about(event) for event in rows}
    called = names({pk for ids in about.values() for pk in ids[:3]}, on=actor.as_of)
    opens = visible_events_among(actor, about)
    return [
        Resting(
            event, _told(about[event.pk], called) if event.pk in opens else "", event.pk in opens
        )
        for event in rows
    ]


@dataclass(frozen=True)
class Statement:
    """What was said of one and the same change, and when."""

    event: OrganisationEvent
    receiver: str
    name: str
    holds: bool


def statements_of(event: OrganisationEvent) -> list[Statement]:
    """Return how a change was said at first and each time it was corrected, the first first."""
    chain = [event]
    while chain[0].corrects is not None:
        chain.insert(0, chain[0].corrects)
    while following := list(
        OrganisationEvent.objects.filter(corrects=chain[-1]).exclude(pk__in=[e.pk for e in chain])
    ):
        chain += sorted(following, key=lambda one: (one.state != EventState.UNDONE, one.pk))
    if len(chain) == 1:
        return []
    received = {one.pk: _receiver(one) for one in chain}
    called = names([pk for pk in received.values() if pk], on=event.effective_on)
    return [
        Statement(
            one,
            called.get(received[one.pk] or 0, ""),
            str(one.facts.get("name", "")),
            one.in_force,
        )
        for one in chain
    ]


def _receiver(event: OrganisationEvent) -> int | None:
    """Return who took over, or the one new superior."""
    if event.kind == EventKind.MERGE_INTO:
        return next((u.organisation_id for u in event.units.all() if u.role == "RESULTING"), None)
    parents = set(event.facts.get("parents", {}).values())
    return parents.pop() if event.kind == EventKind.TRANSFER and len(parents) == 1 else None


def primary_organisations(event: OrganisationEvent) -> list[Organisation]:
    """Return a few of those an event was about (whose right undoing needs)."""
    own = event.units.exclude(role=EventRole.AFFECTED)
    parts = own if own.exists() else event.units.all()
    found = Organisation.objects.filter(pk__in=parts.values("organisation_id"))
    return list(found.order_by("pk")[:5])
