"""
Which union looks after the record of an employer (a school, a company) on a day.

Employers stand in no union's line of command. The union that would found or end a union there
keeps their record: the direct superior of the employer's union; without one, the union that
coordinates with the authority above the employer (the commune union for the commune's schools);
else the union of the place, or who stood last above its last union.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.kernel.organisations.enums import Family, GroupingKind, HierarchyId
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors.law import (
    EMPLOYER,
    is_grassroots,
    kinds_of_side,
    side_of,
)
from congdoan.kernel.places.api import codes_below, units_by_code

#: Levels that answer for a place, nearest first.
_OF_A_PLACE = ("L3_COMMUNE", "L3_DISTRICT", "L2_PROVINCE")


def unscoped_keepers(employers: Iterable[int], *, on: date) -> dict[int, int]:
    """Return the union that keeps each employer's record on the day, by id; a dozen queries."""
    wanted = set(employers)
    found = _by_union(wanted, on)
    found |= _by_authority(wanted - found.keys(), on)
    found |= _by_place(wanted - found.keys(), on)
    found |= _by_last_union(wanted - found.keys(), on)
    return found


def _by_union(employers: set[int], on: date) -> dict[int, int]:
    """Return the direct superior of the grassroots union each is linked with."""
    links = Counterpart.objects.on(on).filter(partner_id__in=employers)
    pairs = list(links.order_by("-pk").values_list("partner_id", "union_id"))
    unions = {union for _employer, union in pairs}
    levels = OrganisationProfile.objects.on(on).filter(organisation_id__in=unions)
    low = {pk for pk, level in levels.values_list("organisation_id", "level") if _is_low(level, on)}
    above = dict(
        Placement.objects.on(on)
        .filter(hierarchy_id=HierarchyId.COMMAND, child_id__in=unions)
        .values_list("child_id", "parent_id")
    )
    return {
        employer: above[union] if union in low else union
        for employer, union in pairs
        if union not in low or union in above
    }


def _is_low(level: str, on: date) -> bool:
    return not level or is_grassroots(level, on) or level[:2] in ("L5", "L6")


def _by_authority(employers: set[int], on: date) -> dict[int, int]:
    """Return who coordinates with (or serves) the nearest authority above each."""
    if not employers:
        return {}
    lines = list(
        Lineage.objects.on(on)
        .filter(hierarchy_id=HierarchyId.AUTHORITY, descendant_id__in=employers, depth__gt=0)
        .order_by("depth")
        .values_list("descendant_id", "ancestor_id")
    )
    bodies = {body for _employer, body in lines}
    served = GroupingMember.objects.on(on).filter(
        grouping__kind=GroupingKind.SERVICE_AREA, organisation_id__in=bodies
    )
    unions = dict(served.values_list("organisation_id", "grouping__superior_id"))
    links = Counterpart.objects.on(on).filter(partner_id__in=bodies).order_by("-pk")
    unions |= dict(links.values_list("partner_id", "union_id"))
    found: dict[int, int] = {}
    for employer, body in lines:
        if body in unions:
            found.setdefault(employer, unions[body])
    return found


def _by_place(employers: set[int], on: date) -> dict[int, int]:
    """Return the union of the commune, else of the district, else of the province of each."""
    if not employers:
        return {}
    rows = OrganisationProfile.objects.on(on).filter(organisation_id__in=employers)
    placed = dict(rows.exclude(place_code="").values_list("organisation_id", "place_code"))
    around = _places_around(set(placed.values()), on)
    codes = {code for codes in around.values() for code in codes}
    holders = OrganisationProfile.objects.on(on).filter(
        organisation__family=Family.UNION, level__in=_OF_A_PLACE, place_code__in=codes
    )
    by_place = dict(holders.order_by("-pk").values_list("place_code", "organisation_id"))
    return {
        employer: next(by_place[one] for one in around[code] if one in by_place)
        for employer, code in placed.items()
        if any(one in by_place for one in around.get(code, ()))
    }


def _by_last_union(employers: set[int], on: date) -> dict[int, int]:
    """Return who stood last above the last union each had, where that superior is still there."""
    if not employers:
        return {}
    links = Counterpart.objects.filter(partner_id__in=employers, valid__startswith__lte=on)
    last = dict(links.order_by("valid").values_list("partner_id", "union_id"))
    placed = Placement.objects.filter(
        hierarchy_id=HierarchyId.COMMAND,
        child_id__in=last.values(),
        valid__startswith__lte=on,
        parent__valid__contains=on,
    )
    above = dict(placed.order_by("valid").values_list("child_id", "parent_id"))
    return {employer: above[union] for employer, union in last.items() if union in above}


def _places_around(codes: set[str], on: date) -> dict[str, list[str]]:
    """Return each place with the places above it, nearest first."""
    around = {code: [code] for code in codes}
    units = units_by_code(codes, on)
    while units:
        above = {unit.code: unit.parent_code for unit in units.values() if unit.parent_code}
        for line in around.values():
            if line[-1] in above:
                line.append(above[line[-1]])
        units = units_by_code(set(above.values()), on) if above else {}
    return around


def employers_below(branch: Organisation, *, on: date) -> dict[int, int]:
    """
    Return the employers whose record a union of the branch keeps, and which union; few queries.

    Looked for from above (links, authorities, places), then judged by ``unscoped_keepers``.
    """
    below = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=branch)
    unions = set(below.values_list("descendant_id", flat=True))
    mine = below.values("descendant_id")
    links = Counterpart.objects.on(on).filter(union_id__in=mine)
    near = set(links.values_list("partner_id", flat=True))
    areas = GroupingMember.objects.on(on).filter(grouping__kind=GroupingKind.SERVICE_AREA)
    near |= set(
        areas.filter(grouping__superior_id__in=mine).values_list("organisation_id", flat=True)
    )
    under = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.AUTHORITY, ancestor_id__in=near)
    found = near | set(under.values_list("descendant_id", flat=True))
    employers = OrganisationProfile.objects.on(on).filter(
        organisation__family=Family.PARTNER, kind__in=kinds_of_side(EMPLOYER, (on,))
    )
    around = Q(organisation_id__in=found) | Q(place_code__in=_places_below(mine, on))
    candidates = employers.filter(around).values_list("organisation_id", flat=True)
    keepers = unscoped_keepers(candidates, on=on)
    return {employer: keeper for employer, keeper in keepers.items() if keeper in unions}


def _places_below(unions: Any, on: date) -> set[str]:
    """Return the places that unions of a place answer for: their own, and two steps below."""
    held = OrganisationProfile.objects.on(on).filter(
        organisation_id__in=unions, level__in=_OF_A_PLACE
    )
    found = set(held.exclude(place_code="").values_list("place_code", flat=True))
    step = found
    for _ in range(2):
        step = codes_below(step, on)
        found = found | step
    return found


def is_employer(organisation: Organisation, *, on: date) -> bool:
    """Tell whether it is a school or a company (of the partners' side) on the day."""
    if organisation.family != Family.PARTNER:
        return False
    kinds = OrganisationProfile.objects.filter(organisation=organisation).order_by("-valid")
    kind = kinds.values_list("kind", flat=True).first() or ""
    return side_of(kind, on) == EMPLOYER


def keeper_of(organisation: Organisation, *, on: date) -> Organisation | None:
    """Return the union that keeps an employer's record on the day (nearest of its life)."""
    if not is_employer(organisation, on=on):
        return None
    kept = unscoped_keepers([organisation.pk], on=_day_of_life(organisation, on))
    return Organisation.objects.filter(pk=kept.get(organisation.pk, 0)).first()


def keeps(actor: Actor, organisation: Organisation, capability: Capability) -> bool:
    """Tell whether the actor holds ``capability`` at the union that keeps an employer's record."""
    if not actor.may_somewhere(capability):
        return False
    keeper = keeper_of(organisation, on=actor.today)
    return keeper is not None and actor.may(capability, on=keeper)


def kept_among(actor: Actor, ids: Iterable[int], capability: Capability, *, on: date) -> set[int]:
    """Return which of ``ids`` are employers whose record the actor keeps (ended: kept last)."""
    days: dict[date, list[Organisation]] = {}
    for one in Organisation.objects.partners().filter(pk__in=set(ids)):
        days.setdefault(_day_of_life(one, on), []).append(one)
    found: set[int] = set()
    for day, partners in days.items():
        rows = OrganisationProfile.objects.on(day).filter(organisation__in=partners)
        kinds = rows.values_list("organisation_id", "kind")
        keepers = unscoped_keepers(
            {pk for pk, kind in kinds if side_of(kind, day) == EMPLOYER}, on=day
        )
        reached = actor.reach(capability).filter(pk__in=set(keepers.values()))
        mine = set(reached.values_list("pk", flat=True))
        found |= {employer for employer, keeper in keepers.items() if keeper in mine}
    return found


def _day_of_life(organisation: Organisation, day: date) -> date:
    lower: date = organisation.valid.lower
    upper: date | None = organisation.valid.upper
    if upper is not None and day >= upper:
        return date.fromordinal(upper.toordinal() - 1)
    return max(day, lower)
