"""Founding organisations, one or a whole tree at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.planner import tell_planner
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, overlap, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies, rules
from congdoan.kernel.organisations.enums import EventKind, HierarchyId
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.services.changing import (
    Decision,
    PlannedChange,
    ask_vetoes,
    tell_changed,
    write_event,
)
from congdoan.kernel.organisations.services.lawful import founding_departures, keep_to_rules
from congdoan.kernel.organisations.services.ledger import Ledger
from congdoan.kernel.organisations.services.lineage import hold, rebuild_lineage

#: The tables a founding fills.
_FILLED = (
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
    Lineage,
)


class CodeTaken(Refusal):
    """Mã {code} đã thuộc một tổ chức khác (mã không dùng lại); hãy chọn mã khác."""


class CodeMisshapen(Refusal):
    """Mã “{code}” chỉ được gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối, tối đa 40 ký tự."""


class ParentNotThere(Refusal):
    """Cấp trên {parent} không tồn tại vào ngày {day}; hãy chọn ngày khác hoặc cấp trên khác."""


@dataclass(frozen=True)
class ProfileData:
    """The dated facts of an organisation, as typed."""

    name: str
    short_name: str = ""
    doc_symbol: str = ""
    level: str = ""
    kind: str = ""
    funding_class: str = ""
    place_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class NewOrganisation:
    """One organisation to found; ``parents`` maps a hierarchy to the superior's code."""

    code: str
    family: str
    profile: ProfileData
    on: date
    parents: Mapping[int, str] = field(default_factory=dict)


def establish_organisation(
    *, actor: Actor, new: NewOrganisation, decision: Decision, at: datetime
) -> Organisation:
    """
    Found one organisation under its superiors.

    :raises CodeTaken: codes live for ever
    :raises ParentNotThere: when a superior did not exist that day
    :raises AgainstTheRules, NeedsReason: see ``lawful``
    """
    return establish_organisations(actor=actor, news=[new], decision=decision, at=at)[0]


@transaction.atomic
def establish_organisations(
    *, actor: Actor, news: Sequence[NewOrganisation], decision: Decision, at: datetime
) -> list[Organisation]:
    """
    Found many organisations (a tree: superiors may stand in the same list), one event each day.

    Costs a constant number of statements per hierarchy and day, so that a province of 3,000 units
    is one short transaction. Either all are founded or none.
    """
    hold([])
    check_codes(news)
    known = known_superiors(news)
    require_founding(actor, news, known)
    decision = keep_to_rules(founding_departures(news, known), decision)
    made = write_organisations(news)
    everyone = {**known, **{organisation.code: organisation for organisation in made}}
    for day in sorted({new.on for new in news}):
        group = [(new, everyone[new.code]) for new in news if new.on == day]
        _write_event_of_day(actor, day, group, everyone, decision, at)
    _rewrite_lineage(news, everyone)
    tell_planner(*_FILLED, added=len(made))
    return made


def check_codes(news: Sequence[NewOrganisation]) -> None:
    codes = [new.code for new in news]
    for code in codes:
        if not rules.is_code(code):
            raise CodeMisshapen(code=code)
    taken = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    seen: set[str] = set()
    for code in codes:
        if code in taken or code in seen:
            raise CodeTaken(code=code)
        seen.add(code)


def known_superiors(news: Sequence[NewOrganisation]) -> dict[str, Organisation]:
    """Return the superiors that exist already, and see that each superior exists on its day."""
    wanted = {code for new in news for code in new.parents.values()}
    known = {o.code: o for o in Organisation.objects.filter(code__in=wanted)}
    founded = {new.code: new.on for new in news}
    for new in news:
        for code in new.parents.values():
            there = (
                founded[code] <= new.on
                if code in founded
                else code in known and contains(known[code].valid, new.on)
            )
            if not there:
                raise ParentNotThere(parent=code, day=new.on.strftime("%d/%m/%Y"))
    return known


def require_founding(
    actor: Actor, news: Sequence[NewOrganisation], known: Mapping[str, Organisation]
) -> None:
    """Founding is the superior's right; a root is founded by the operator (on itself: nothing)."""
    for superior in {code for new in news for code in new.parents.values()} & set(known):
        actor.require(policies.CHANGE, on=known[superior])
    if any(not new.parents for new in news):
        actor.require(policies.CHANGE, on=None)


def write_organisations(news: Sequence[NewOrganisation]) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(code=new.code, family=new.family, valid=span(new.on)) for new in news
    )


def _write_event_of_day(
    actor: Actor,
    day: date,
    group: Sequence[tuple[NewOrganisation, Organisation]],
    everyone: Mapping[str, Organisation],
    decision: Decision,
    at: datetime,
) -> None:
    superiors = sorted({everyone[c].pk for new, _ in group for c in new.parents.values()})
    change = PlannedChange(
        EventKind.ESTABLISH, day, results=tuple(o.pk for _, o in group), affected=tuple(superiors)
    )
    ask_vetoes(change)
    event = write_event(actor=actor, change=change, decision=decision, at=at)
    event.inverse = write_founded(group, everyone, event)
    event.save(update_fields=["inverse"])
    _record(actor, group, everyone, event)
    tell_changed(change, event)


def write_founded(
    group: Sequence[tuple[NewOrganisation, Organisation]],
    everyone: Mapping[str, Organisation],
    event: OrganisationEvent,
) -> list[dict[str, Any]]:
    """Write names and placements of founded organisations; return the steps back."""
    ledger = Ledger()
    for _new, organisation in group:
        ledger.created(organisation)
    profiles = [_profile(new, organisation, event) for new, organisation in group]
    for profile in OrganisationProfile.objects.bulk_create(profiles):
        ledger.created(profile)
    placements = [
        Placement(
            hierarchy_id=h,
            child=o,
            parent=everyone[code],
            # A superior known to have ended later holds the unit only until then.
            valid=overlap(o.valid, everyone[code].valid),
            event=event,
        )
        for new, o in group
        for h, code in new.parents.items()
    ]
    for placement in Placement.objects.bulk_create(placements):
        ledger.created(placement)
    return ledger.steps


def _profile(
    new: NewOrganisation, organisation: Organisation, event: OrganisationEvent
) -> OrganisationProfile:
    profile = OrganisationProfile(
        organisation=organisation, valid=organisation.valid, event=event, **asdict(new.profile)
    )
    profile.settle_keys()
    return profile


def _record(
    actor: Actor,
    group: Sequence[tuple[NewOrganisation, Organisation]],
    everyone: Mapping[str, Organisation],
    event: OrganisationEvent,
) -> None:
    """Write one audit row per superior (a province's import is one act, not 3,000)."""
    named = {new.code: new.profile.name for new, _organisation in group}
    chains: dict[str, list[Organisation]] = {}
    for new, organisation in group:
        home = new.parents.get(HierarchyId.COMMAND) or next(iter(new.parents.values()), new.code)
        chains.setdefault(home, []).append(organisation)
    for home, founded in sorted(chains.items(), key=lambda chain: everyone[chain[0]].pk):
        record(
            actor=actor,
            verb="organisations.establish",
            target=founded[0] if len(founded) == 1 else event,
            organisation_id=everyone[home].pk,
            changes={"on": event.effective_on.isoformat(), "codes": [o.code for o in founded]},
            reason=event.decision_no,
            label=named[founded[0].code] if len(founded) == 1 else "",
        )


def _rewrite_lineage(news: Sequence[NewOrganisation], everyone: Mapping[str, Organisation]) -> None:
    """Every organisation has a row of its own in COMMAND; elsewhere once it takes part."""
    for hierarchy in sorted({h for new in news for h in new.parents} | {HierarchyId.COMMAND}):
        placed = {
            everyone[new.code].pk
            for new in news
            if hierarchy in new.parents or hierarchy == HierarchyId.COMMAND
        }
        rebuild_lineage(hierarchy=hierarchy, organisations=placed)
