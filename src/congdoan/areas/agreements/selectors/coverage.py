"""
How many units of a branch have an agreement with a partner in force: by branch, kind, level, place.

The figures of a big branch are counted at most every few minutes and say when; the lists behind
them are always those of now.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Party, StateChange
from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.organisations.api import names, profiles_on
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, OrganisationProfile, Placement
from congdoan.kernel.places.api import units_by_code
from congdoan.kernel.places.models import AdminUnit

#: Branches with more units than this are counted once in a while.
LIVE = 200
REMEMBERED = 600
#: Tiles drawn; a country has 34 provinces, a province up to some 170 communes.
TILES = 200


@dataclass
class Count:
    """Units in one group, and how many of them have an agreement in force."""

    code: str
    name: str = ""
    units: int = 0
    covered: int = 0

    @property
    def missing(self) -> int:
        return self.units - self.covered

    @property
    def percent(self) -> int:
        """Return the share, rounded down: 100 means all."""
        return self.covered * 100 // self.units if self.units else 0

    @property
    def step(self) -> int:
        """Return 0 … 4: how dark a tile is."""
        return min(4, self.percent // 25)

    def add(self, one: bool) -> None:  # noqa: FBT001 - a tally of yes and no
        self.units += 1
        self.covered += one


@dataclass
class Figures:
    """Everything the page shows, and when it was counted."""

    at: datetime
    whole: Count
    branches: list[Count] = field(default_factory=list)
    kinds: list[Count] = field(default_factory=list)
    levels: list[Count] = field(default_factory=list)
    places: list[Count] = field(default_factory=list)
    #: "province" or "commune": what one tile stands for.
    tile: str = "commune"


def units_below(top: int, *, on: date) -> "QuerySet[OrganisationProfile]":
    """Return the union units below ``top`` on ``on`` with their names and kinds of that day."""
    below = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor_id=top, depth__gt=0
    )
    found: QuerySet[OrganisationProfile] = profiles_on(on).filter(
        organisation__family=Family.UNION, organisation_id__in=below.values("descendant_id")
    )
    return found


def _in_force(on: date) -> "QuerySet[StateChange]":
    """Return the states of agreements with a partner that are in force on ``on``."""
    partner = Party.objects.filter(
        agreement=OuterRef("agreement_id"), organisation__family=Family.PARTNER
    )
    return StateChange.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), Exists(partner), state=State.EFFECTIVE, on__lte=on
    )


def covered_units(top: int, *, on: date) -> "QuerySet[Any]":
    """Return the units below, each with ``is_covered``."""
    own = Party.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        agreement_id__in=_in_force(on).values("agreement_id"),
    )
    return units_below(top, on=on).annotate(is_covered=Exists(own))


def in_place(rows: "QuerySet[Any]", code: str, *, on: date) -> "QuerySet[Any]":
    """Keep the units in a commune, district or province of ``on``; "-" = no place given."""
    if code == "-":
        return rows.filter(place_code="")
    inner = AdminUnit.objects.on(on).filter(parent_code=code)
    within = AdminUnit.objects.on(on).filter(
        Q(code=code) | Q(parent_code=code) | Q(parent_code__in=inner.values("code"))
    )
    return rows.filter(place_code__in=within.values("code"))


def in_branch(rows: "QuerySet[Any]", head: int, *, on: date) -> "QuerySet[Any]":
    below = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor_id=head)
    return rows.filter(organisation_id__in=below.values("descendant_id"))


def figures_of(top: int, *, on: date, at: datetime) -> Figures:
    """Return the figures of a branch on a day; those of a big one may be some minutes old."""
    key = f"agreements.coverage.{top}.{on.isoformat()}"
    known: Figures | None = cache.get(key)
    if known is not None:
        return known
    found = _count(top, on=on, at=at)
    if found.whole.units > LIVE:
        cache.set(key, found, REMEMBERED)
    return found


def forget_figures(top: int, *, on: date) -> None:
    """Let the next look count anew."""
    cache.delete(f"agreements.coverage.{top}.{on.isoformat()}")


def _count(top: int, *, on: date, at: datetime) -> Figures:
    rows = list(
        units_below(top, on=on).values_list("organisation_id", "level", "kind", "place_code")
    )
    with_one = set(
        Party.objects.filter(
            agreement_id__in=_in_force(on).values("agreement_id"),
            organisation__family=Family.UNION,
        ).values_list("organisation_id", flat=True)
    )
    heads = _heads(top, on=on)
    areas = _Areas({place for *_rest, place in rows if place}, on)
    whole = Count("")
    by: dict[str, dict[str, Count]] = {"branch": {}, "kind": {}, "level": {}, "place": {}}
    for unit, level, kind, place in rows:
        one = unit in with_one
        whole.add(one)
        groups = (("kind", kind), ("level", level), ("place", areas.code_of(place)))
        for group, code in groups:
            by[group].setdefault(code, Count(code)).add(one)
        head = heads.get(unit)
        if head is not None:
            by["branch"].setdefault(str(head), Count(str(head))).add(one)
    called = names(set(heads.values()), on=on)
    for code, count in by["branch"].items():
        count.name = called.get(int(code), "")
    for code, count in by["place"].items():
        count.name = areas.name_of(code)
    return Figures(
        at,
        whole,
        sorted(by["branch"].values(), key=lambda one: sort_key(one.name)),
        sorted(by["kind"].values(), key=lambda one: one.code),
        sorted(by["level"].values(), key=lambda one: one.code),
        sorted(by["place"].values(), key=lambda one: sort_key(one.name))[:TILES],
        areas.tile,
    )


def _heads(top: int, *, on: date) -> dict[int, int]:
    """Return for each unit the direct subordinate of ``top`` it stands under."""
    children = Placement.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, parent_id=top)
    below = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor_id__in=children.values("child_id")
    )
    return dict(below.values_list("descendant_id", "ancestor_id"))


class _Areas:
    """Where units stand: by province when there are several, else by commune."""

    def __init__(self, codes: Iterable[str], on: date) -> None:
        self.units = units_by_code(codes, on)
        above = units_by_code({one.parent_code for one in self.units.values()}, on)
        above |= units_by_code({one.parent_code for one in above.values()}, on)
        self.above = above
        provinces = {self._province(code) for code in self.units}
        self.tile = "province" if len(provinces) > 1 else "commune"

    def _province(self, code: str) -> str:
        seen = code
        while seen:
            known = self.units.get(seen) or self.above.get(seen)
            if known is None or not known.parent_code:
                break
            seen = known.parent_code
        return seen

    def code_of(self, place: str) -> str:
        if place not in self.units:
            return "-"
        return self._province(place) if self.tile == "province" else place

    def name_of(self, code: str) -> str:
        known = self.units.get(code) or self.above.get(code)
        return known.name if known else ""
