from collections.abc import Iterable

from django.db.models import Exists

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventRole
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
)
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
        .select_related("recorded_by")
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


def primary_organisations(event: OrganisationEvent) -> list[Organisation]:
    """Return a few of those an event was about (whose right undoing needs)."""
    own = event.units.exclude(role=EventRole.AFFECTED)
    parts = own if own.exists() else event.units.all()
    found = Organisation.objects.filter(pk__in=parts.values("organisation_id"))
    return list(found.order_by("pk")[:5])
