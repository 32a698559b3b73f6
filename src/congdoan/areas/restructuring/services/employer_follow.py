"""Which employers a change of organisations concerns, and what it asks anew."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from congdoan.areas.restructuring.selectors.employers import ever_at
from congdoan.areas.restructuring.services.employer_work import PREFIX, Asked, follow
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import Linked, PlannedChange, is_employer
from congdoan.kernel.organisations.enums import EventKind, Family
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEventUnit,
    OrganisationProfile,
)
from congdoan.support.worklist.api import unscoped_work

_REGROUPED = {EventKind.MERGE_INTO, EventKind.CONSOLIDATE, EventKind.DIVIDE, EventKind.SEPARATE}
_PARTS = ("ORIGINAL", "RESULTING")
_FACTS = {EventKind.CHANGE_PROFILE, EventKind.RENAME, EventKind.CHANGE_LEVEL}


def follow_change(
    change: PlannedChange, *, actor: Actor, on: date, at: datetime, undone: bool = False
) -> None:
    """Raise what a change asks, and bring older work that it concerns up to the facts."""
    asked = Asked() if undone else _asked(change, on)
    concerned = _concerned(change.touched) | asked.funding | asked.reviews.keys()
    if concerned:
        follow(actor=actor, organisations=concerned, asked=asked, on=on, at=at)


def follow_links(linked: Linked, *, actor: Actor, on: date, at: datetime) -> None:
    """A union that was linked with its employer is there."""
    concerned = _concerned({pk for pair in linked.pairs for pk in pair})
    if concerned:
        follow(actor=actor, organisations=concerned, asked=Asked(), on=on, at=at)


def _asked(change: PlannedChange, on: date) -> Asked:
    kind = EventKind(change.kind)
    if kind in _FACTS:
        return Asked(funding=_reclassed(change))
    if kind in _REGROUPED:
        partners = Organisation.objects.filter(
            pk__in={*change.originals, *change.results}, family=Family.PARTNER
        )
        schools = [one for one in partners if is_employer(one, on=on)]
        if schools and change.event_id:
            kept = [one.pk for one in schools if one.pk in change.results]
            return Asked(reviews=dict.fromkeys(kept[:1], change.event_id))
    return Asked()


def _reclassed(change: PlannedChange) -> set[int]:
    """Return whose funding class the event has changed."""
    rows = OrganisationProfile.objects
    new = dict(
        rows.filter(event_id=change.event_id).values_list("organisation_id", "funding_class")
    )
    before = rows.on(change.on - timedelta(days=1)).filter(organisation_id__in=new)
    old = dict(before.values_list("organisation_id", "funding_class"))
    return {pk for pk, funding in new.items() if old.get(pk) != funding}


def _concerned(touched: Iterable[int]) -> set[int]:
    """
    Return who has work that the touched organisations bear on; a few queries however many they are.

    They themselves, the employers they ever were the unions of, and what became of those.
    """
    ids = set(touched)
    near = ids | ever_at(ids)
    regrouped = OrganisationEventUnit.objects.filter(
        organisation_id__in=near, role__in=_PARTS, event__kind__in=_REGROUPED
    ).values("event_id")
    heirs = OrganisationEventUnit.objects.filter(event_id__in=regrouped, role__in=_PARTS)
    near |= set(heirs.values_list("organisation_id", flat=True))
    keys = unscoped_work(PREFIX).filter(~Q(state="CANCELLED")).values_list("key", flat=True)
    return near & {int(key.removeprefix(PREFIX).split(".")[0]) for key in keys.iterator()}
