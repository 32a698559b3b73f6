"""
Merging, consolidating, dividing and separating: one event, several organisations.

- *sáp nhập* (``MERGE_INTO``): the originals end, one existing organisation lives on and takes over;
- *hợp nhất* (``CONSOLIDATE``): the originals end, one new organisation begins;
- *chia* (``DIVIDE``): one original ends, several new ones begin;
- *tách* (``SEPARATE``): the original lives on, new ones begin beside it.

Legal source: domain-rules §1.4. What hangs below moves in the same event, each to the organisation
the officer named; what other slices hold moves, stays or asks by their hooks
(``docs/meaning-of-events.md``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import EndReason, EventKind, Family
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.rules import MEANINGS, SHAPES
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    record_by_superior,
    require_all,
    require_decision,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.conflicts import (
    not_there,
    refuse_conflicts,
    refuse_ending_receiver,
    refuse_orphans,
)
from congdoan.kernel.organisations.services.ending import cut_existence, lasts_until, reaches
from congdoan.kernel.organisations.services.establishing import (
    NewOrganisation,
    ParentNotThere,
    check_codes,
    known_superiors,
    require_founding,
    write_founded,
    write_organisations,
)
from congdoan.kernel.organisations.services.lawful import (
    Departure,
    founding_departures,
    keep_to_rules,
    placing_departures,
)
from congdoan.kernel.organisations.services.lineage import hold, rebuild_everywhere
from congdoan.kernel.organisations.services.moving import hang
from congdoan.kernel.organisations.services.regrouping_refusals import (
    INCOMPLETE,
    Homeless,
    IntoItsOwnBranch,
    NotAmongResults,
    UnionsAndPartners,
)

_END_REASONS = {
    EventKind.MERGE_INTO: EndReason.MERGED,
    EventKind.CONSOLIDATE: EndReason.CONSOLIDATED,
    EventKind.DIVIDE: EndReason.SPLIT,
}


@dataclass(frozen=True)
class Regrouping:
    """
    What is to happen.

    ``into`` is the organisation that lives on in a merger; ``founded`` are the new ones, those
    without superiors come under the first original's. ``homes`` maps a direct subordinate (id) to
    the code of the organisation it goes to; where there is one result only, all go there.
    """

    kind: EventKind
    on: date
    originals: Sequence[Organisation]
    into: Organisation | None = None
    founded: Sequence[NewOrganisation] = ()
    homes: Mapping[int, str] = field(default_factory=dict)
    #: What else passes on (``changing.Passing.key``) and to which result (its code).
    passing: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_partners(self) -> bool:
        """Tell whether employers or other partners are regrouped, not unions."""
        return any(one.family == Family.PARTNER for one in self.originals)

    @property
    def result_codes(self) -> list[str]:
        """Return the codes of whoever is there afterwards."""
        kept = [self.into] if self.into else []
        if not MEANINGS[self.kind].ends_originals:
            kept += list(self.originals)
        return [*(one.code for one in kept), *(new.code for new in self.founded)]


@transaction.atomic
def regroup_organisations(
    *, actor: Actor, regrouping: Regrouping, decision: Decision, at: datetime
) -> OrganisationEvent:
    """
    Merge, consolidate, divide or separate from ``regrouping.on``; all of it or nothing.

    :raises SuperiorDecides: when an original is the actor's own unit
    :raises WrongShape: when originals and results do not fit the kind
    :raises NotThereThen: when one of them does not exist on that day
    :raises LaterStands, SameDayContradicts, ReceiverEndsSooner: see ``conflicts``
    :raises IntoItsOwnBranch: when the organisation to live on hangs below one that ends
    :raises Homeless: when a subordinate of an ending organisation has nowhere to go
    :raises AgainstTheRules, NeedsReason: see ``lawful``
    :raises NotAmongResults: when one is sent to an organisation outside this event
    """
    _check_shape(regrouping)
    standing = [*regrouping.originals, *([regrouping.into] if regrouping.into else [])]
    require_decision(actor, regrouping.originals)
    require_all(actor, standing)
    hold(standing)
    _check_days(regrouping)
    named = any(new.parents for new in regrouping.founded)
    regrouping = _with_superiors(regrouping)
    homes = _homes(regrouping)
    news = regrouping.founded
    check_codes(news)
    known = known_superiors(news)
    # Who may divide a school founds the parts where it stood.
    if named or standing[0].family == Family.UNION:
        require_founding(actor, news, known)
    departures = founding_departures(news, known) + _placing(regrouping, homes)
    decision = keep_to_rules(departures, decision)
    made = write_organisations(news)
    everyone = {**known, **{one.code: one for one in [*standing, *made]}}
    change = _planned(regrouping, everyone, homes)
    refuse_conflicts(change)
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    _write(regrouping, event, everyone, homes)
    refuse_orphans(Placement.objects.filter(child__in=made).select_related("child"))
    _settle_lineage(regrouping, everyone, homes)
    _record(actor, regrouping, event, [everyone[code] for code in regrouping.result_codes])
    tell_changed(change, event)
    return event


def look_over(*, actor: Actor, regrouping: Regrouping, decision: Decision) -> Refusal | None:
    """
    Return what can be seen to be wrong without writing or holding anything up, if anything.

    Other slices are asked, and everything is checked again, when it is carried out.
    """
    standing = [*regrouping.originals, *([regrouping.into] if regrouping.into else [])]
    ids = tuple(one.pk for one in regrouping.originals)
    try:
        _check_shape(regrouping)
        require_decision(actor, regrouping.originals)
        require_all(actor, standing)
        _check_days(regrouping)
        whole = _with_superiors(regrouping)
        homes = _homes(whole)
        check_codes(whole.founded)
        departures = founding_departures(whole.founded, known_superiors(whole.founded))
        keep_to_rules(departures + _placing(whole, homes), decision)
        refuse_conflicts(PlannedChange(regrouping.kind, regrouping.on, originals=ids))
    except Refusal as refusal:
        return refusal
    return None


# --- checks -----------------------------------------------------------------------------------


def _check_shape(regrouping: Regrouping) -> None:
    shape = SHAPES[regrouping.kind]
    found = len(regrouping.founded)
    ids = {one.pk for one in regrouping.originals}
    fits = (
        len(ids) == len(regrouping.originals)
        and shape.fits(originals=len(ids), founded=found)
        and (regrouping.into is not None) == shape.into_existing
        and (regrouping.into is None or regrouping.into.pk not in ids)
    )
    if not fits:
        raise INCOMPLETE[regrouping.kind]
    families = {one.family for one in regrouping.originals}
    families |= {one.family for one in regrouping.founded}
    if regrouping.into:
        families.add(regrouping.into.family)
    if len(families) > 1:
        raise UnionsAndPartners


def _check_days(regrouping: Regrouping) -> None:
    on = regrouping.on
    for one in regrouping.originals:
        if one.valid.lower >= on or not lasts_until(one, on):
            raise not_there(one, on)
    into = regrouping.into
    if into is None:
        return
    if not contains(into.valid, on):
        raise not_there(into, on)
    refuse_ending_receiver(into, on)
    refuse_own_branch([one.pk for one in regrouping.originals], into, on)


def refuse_own_branch(originals: Sequence[int], into: Organisation, on: date) -> None:
    """:raises IntoItsOwnBranch: when ``into`` hangs below one that ends"""
    below = Lineage.objects.filter(
        reaches(on), ancestor__in=originals, descendant=into, depth__gt=0
    )
    if below.exists():
        raise IntoItsOwnBranch


def _with_superiors(regrouping: Regrouping) -> Regrouping:
    """
    Give new organisations without a named superior the one the originals had.

    :raises ParentNotThere: when a superior is one that this event ends
    """
    ids = [one.pk for one in regrouping.originals]
    rows = Placement.objects.on(regrouping.on - timedelta(days=1)).filter(child_id__in=ids)
    above = rows.exclude(parent_id__in=ids).values_list("hierarchy_id", "child_id", "parent__code")
    inherited: dict[int, str] = {}
    for hierarchy, _child, code in sorted(above, key=lambda row: ids.index(row[1])):
        inherited.setdefault(hierarchy, code)
    founded = [
        replace(new, on=regrouping.on, parents=new.parents or inherited)
        for new in regrouping.founded
    ]
    if MEANINGS[regrouping.kind].ends_originals:
        ended = {one.code for one in regrouping.originals}
        for code in ended & {code for new in founded for code in new.parents.values()}:
            raise ParentNotThere(parent=code, day=regrouping.on.strftime("%d/%m/%Y"))
    return replace(regrouping, founded=founded)


def _homes(regrouping: Regrouping) -> dict[Placement, str]:
    """Return each placement under an original that must or shall go on elsewhere, and where."""
    rows = list(
        Placement.objects.filter(reaches(regrouping.on), parent__in=regrouping.originals)
        .exclude(child__in=regrouping.originals)
        .select_related("child")
    )
    codes = regrouping.result_codes
    stray = {*regrouping.homes.values(), *regrouping.passing.values()} - set(codes)
    if stray:
        raise NotAmongResults(code=min(stray))
    ends = MEANINGS[regrouping.kind].ends_originals
    only = codes[0] if ends and len(codes) == 1 else None
    homes = {row: regrouping.homes.get(row.child_id, only) for row in rows}
    homeless = {row.child_id for row, code in homes.items() if code is None}
    if ends and homeless:
        raise Homeless(count=len(homeless), names=_some_names(sorted(homeless), regrouping.on))
    kept = {original.pk: original.code for original in regrouping.originals}
    return {
        row: code for row, code in homes.items() if code and (ends or code != kept[row.parent_id])
    }


def _placing(regrouping: Regrouping, homes: Mapping[Placement, str]) -> list[Departure]:
    """Judge who goes to an organisation that is there already (new ones: once they are)."""
    there = [*regrouping.originals, *([regrouping.into] if regrouping.into else [])]
    by_code = {one.code: one for one in there}
    pairs = [
        (row.child, by_code[code], row.hierarchy_id)
        for row, code in homes.items()
        if code in by_code
    ]
    return placing_departures(pairs, on=regrouping.on)


def _some_names(organisations: list[int], on: date) -> str:
    profiles = OrganisationProfile.objects.on(on).filter(organisation_id__in=organisations)
    return ", ".join(list(profiles.order_by("sort_key").values_list("name", flat=True))[:3])


# --- writing ----------------------------------------------------------------------------------


def _planned(
    regrouping: Regrouping, everyone: Mapping[str, Organisation], homes: Mapping[Placement, str]
) -> PlannedChange:
    originals = tuple(one.pk for one in regrouping.originals)
    moved = {row.child_id for row in homes}
    superiors = {everyone[code].pk for new in regrouping.founded for code in new.parents.values()}
    results = tuple(everyone[code].pk for code in regrouping.result_codes)
    return PlannedChange(
        regrouping.kind,
        regrouping.on,
        originals=originals,
        results=results,
        affected=tuple(sorted((moved | superiors) - set(originals) - set(results))),
        facts={
            "homes": {row.child_id: everyone[code].pk for row, code in homes.items()},
            "passing": {key: everyone[code].pk for key, code in regrouping.passing.items()},
        },
    )


def _write(
    regrouping: Regrouping,
    event: OrganisationEvent,
    everyone: Mapping[str, Organisation],
    homes: Mapping[Placement, str],
) -> None:
    """Found, move, end, in this order; ``event.inverse`` takes it back from the end."""
    group = [(new, everyone[new.code]) for new in regrouping.founded]
    steps = write_founded(group, everyone, event)
    for hierarchy in sorted({row.hierarchy_id for row in homes}):
        moves = [
            (row.child, everyone[code], row)
            for row, code in homes.items()
            if row.hierarchy_id == hierarchy
        ]
        steps += hang(moves, regrouping.on, hierarchy, event)
    if MEANINGS[regrouping.kind].ends_originals:
        steps += cut_existence(
            list(regrouping.originals), _END_REASONS[regrouping.kind], regrouping.on
        )
    event.inverse = steps
    event.save(update_fields=["inverse"])


def _settle_lineage(
    regrouping: Regrouping, everyone: Mapping[str, Organisation], homes: Mapping[Placement, str]
) -> None:
    touched = {one.pk for one in regrouping.originals}
    touched |= {row.child_id for row in homes} | {
        everyone[new.code].pk for new in regrouping.founded
    }
    rebuild_everywhere(organisations=touched)


def _record(
    actor: Actor,
    regrouping: Regrouping,
    event: OrganisationEvent,
    results: Sequence[Organisation],
) -> None:
    """Write the event into the log of every organisation it ended, kept or founded."""
    everyone = {one.pk: one for one in [*regrouping.originals, *results]}
    record_by_superior(
        actor=actor,
        organisations=list(everyone.values()),
        homes={},
        event=event,
        into=[one.code for one in results],
    )
