"""Changing what an organisation is called and classed, from a day on."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.valid_time import OutsideItsSpan, contains, span
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors.keeping import unscoped_keepers
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    record_by_superior,
    record_change,
    require_all,
    require_decision,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import not_there, refuse_conflicts
from congdoan.kernel.organisations.services.establishing import ProfileData
from congdoan.kernel.organisations.services.lawful import (
    Departure,
    Judge,
    Standing,
    keep_to_rules,
    standings,
)
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
    :raises AgainstTheRules, NeedsReason: see ``lawful``
    :raises NotThereThen: when the organisation does not exist that day
    :raises SameDayContradicts: when it is given two names, or two levels, from one day
    """
    require_all(actor, [organisation])
    hold([organisation])
    if not contains(organisation.valid, on):
        raise not_there(organisation, on)
    old = OrganisationProfile.objects.on(on).get(organisation=organisation)
    kind = _kind(old, profile)
    if kind == EventKind.CHANGE_LEVEL:
        require_decision(actor, [organisation])
    decision = keep_to_rules(_departures(organisation, old, profile, on), decision)
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


def _departures(
    organisation: Organisation, old: OrganisationProfile, new: ProfileData, on: date
) -> list[Departure]:
    """Judge another level (or kind of a partner) by itself, under its superiors, above the rest."""
    before = Standing.of(organisation.family, old)
    after = Standing.of(organisation.family, new)
    if before.entry == after.entry:
        return []
    judge = Judge(on)
    around = Placement.objects.on(on).filter(Q(child=organisation) | Q(parent=organisation))
    rows = list(around.select_related("child", "parent"))
    there = standings([one for row in rows for one in (row.child, row.parent)], on=on)
    there[organisation.pk] = after
    found = [judge.exists(after)]
    found += [judge.under(there[r.child_id], there[r.parent_id], r.hierarchy_id) for r in rows]
    return [one for one in found if one]


@transaction.atomic
def reclass_organisations(
    *,
    actor: Actor,
    classes: Mapping[Organisation, str],
    on: date,
    decision: Decision,
    at: datetime,
) -> OrganisationEvent:
    """
    Give organisations another funding class from ``on``, by one decision; all or none.

    :raises OutsideItsSpan: when one does not exist that day
    """
    organisations = list(classes)
    require_all(actor, organisations)
    hold(organisations)
    rows = OrganisationProfile.objects.on(on).filter(organisation__in=organisations)
    old = {row.organisation_id: row for row in rows}
    if len(old) < len(organisations):
        raise OutsideItsSpan(day=on.strftime("%d/%m/%Y"))
    affected = tuple(one.pk for one in organisations)
    change = PlannedChange(EventKind.CHANGE_PROFILE, on, affected=affected)
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    ledger = Ledger()
    spans = {pk: row.valid for pk, row in old.items()}
    # What begins on this very day is replaced, the rest is cut (the ledger keeps both).
    ledger.cut_many(old.values(), on=on)
    fresh = [
        OrganisationProfile(
            organisation=one,
            valid=span(on, spans[one.pk].upper),
            event=event,
            sort_key=old[one.pk].sort_key,
            folded=old[one.pk].folded,
            **{**_facts(old[one.pk]), "funding_class": funding},
        )
        for one, funding in classes.items()
    ]
    for row in OrganisationProfile.objects.bulk_create(fresh, batch_size=1000):
        ledger.created(row)
    event.inverse = ledger.steps
    event.save(update_fields=["inverse"])
    record_by_superior(
        actor=actor,
        organisations=organisations,
        homes=unscoped_keepers(affected, on=on),
        event=event,
        classes={one.code: [old[one.pk].funding_class, new] for one, new in classes.items()},
    )
    tell_changed(change, event)
    return event


def _facts(row: OrganisationProfile) -> dict[str, str]:
    return {name: getattr(row, name) for name in ProfileData.__dataclass_fields__}


def _kind(old: OrganisationProfile, new: ProfileData) -> EventKind:
    if old.level != new.level:
        return EventKind.CHANGE_LEVEL
    if (old.name, old.short_name) != (new.name, new.short_name):
        return EventKind.RENAME
    return EventKind.CHANGE_PROFILE
