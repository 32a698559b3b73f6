"""Changing what an organisation is called and classed, from a day on."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import contains, span
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
)
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    record_change,
    require_decision,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import not_there, refuse_conflicts
from congdoan.kernel.organisations.services.establishing import ProfileData
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import hold


@transaction.atomic
def change_profile(
    *,
    actor: Actor,
    organisation: Organisation,
    profile: ProfileData,
    on: date,
    decision: Decision,
    at: datetime,
) -> OrganisationEvent:
    """
    Give an organisation another name, level, place … from ``on`` until its next known change.

    The kind of event follows from what differs: level, else name, else the other facts.

    :raises SuperiorDecides: when the level of the actor's own unit would change
    :raises NotThereThen: when the organisation does not exist that day
    :raises SameDayContradicts: when it is given two names, or two levels, from one day
    """
    actor.require(policies.CHANGE, on=organisation)
    hold([organisation])
    if not contains(organisation.valid, on):
        raise not_there(organisation, on)
    old = OrganisationProfile.objects.on(on).get(organisation=organisation)
    kind = _kind(old, profile)
    if kind == EventKind.CHANGE_LEVEL:
        require_decision(actor, [organisation])
    change = PlannedChange(kind, on, affected=(organisation.pk,), facts={"name": profile.name})
    refuse_conflicts(change)
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    ledger = Ledger()
    until = old.valid.upper
    if old.valid.lower == on:
        ledger.remove(old)
    else:
        ledger.change(old, valid=span(old.valid.lower, on))
    fresh = OrganisationProfile(
        organisation=organisation, valid=span(on, until), event=event, **asdict(profile)
    )
    fresh.settle_keys()
    fresh.save(force_insert=True)
    ledger.created(fresh)
    event.inverse = ledger.steps
    event.save(update_fields=["inverse"])
    record_change(actor=actor, organisation=organisation, event=event, old=old.name, new=fresh.name)
    tell_changed(change, event)
    return event


def _kind(old: OrganisationProfile, new: ProfileData) -> EventKind:
    if old.level != new.level:
        return EventKind.CHANGE_LEVEL
    if (old.name, old.short_name) != (new.name, new.short_name):
        return EventKind.RENAME
    return EventKind.CHANGE_PROFILE
