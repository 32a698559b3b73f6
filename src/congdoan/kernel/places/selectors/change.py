"""What units came from and became."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from congdoan.foundation.valid_time import contains
from congdoan.kernel.places.enums import Level, Relation
from congdoan.kernel.places.models import AdminUnit, AdminUnitLink, AdminUnitQuerySet

# Communes of 2025 were reclassified in 2026; no chain in the data is longer than this.
_MOST_STEPS = 8


@dataclass(frozen=True)
class Candidate:
    """A unit of a later day in which (a part of) an old unit lies."""

    unit: AdminUnit
    relation: str
    verified: bool

    @property
    def whole(self) -> bool:
        return self.relation == Relation.WHOLE


def successors(unit: AdminUnit) -> AdminUnitQuerySet:
    """
    Return the units ``unit`` became, by name.

    Districts had no successors of their own in 2025; theirs are what their communes became.
    """
    linked = Q(came_from__old=unit)
    if unit.level == Level.DISTRICT and unit.valid.upper:
        last_day = unit.valid.upper - timedelta(days=1)
        communes = AdminUnit.objects.on(last_day).directly_in(unit)
        linked |= Q(came_from__old__in=communes.filter(valid__endswith=unit.valid.upper))
    return AdminUnit.objects.filter(linked).distinct().listed()


def predecessors(unit: AdminUnit) -> AdminUnitQuerySet:
    """Return the units that went, wholly or in part, into ``unit``, by name."""
    return AdminUnit.objects.filter(became__new=unit).listed()


def links_from(unit: AdminUnit) -> QuerySet[AdminUnitLink]:
    return unit.became.select_related("new").order_by("new__sort_key", "new__code")


def links_to(unit: AdminUnit) -> QuerySet[AdminUnitLink]:
    return unit.came_from.select_related("old").order_by("old__sort_key", "old__code")


def candidates(units: Iterable[AdminUnit], *, on: date) -> dict[int, list[Candidate]]:
    """
    Return, for each unit, the units of ``on`` it lies in; several when it was divided.

    Never pick one for the person: an address in a divided commune needs somebody who knows it.
    A unit that still holds on ``on`` is its own only candidate. One query a step of change,
    whatever the number of units.
    """
    units = list(units)
    found: dict[int, dict[int, Candidate]] = {unit.pk: {} for unit in units}
    open_ends = {
        unit.pk: {unit.pk: Candidate(unit, Relation.WHOLE, verified=True)} for unit in units
    }
    for _step in range(_MOST_STEPS):
        _settle(open_ends, found, on)
        ids = {pk for ends in open_ends.values() for pk in ends}
        if not ids:
            break
        open_ends = _one_step(open_ends, ids)
    return {
        pk: sorted(ends.values(), key=lambda end: (end.unit.sort_key, end.unit.code))
        for pk, ends in found.items()
    }


def _settle(
    open_ends: dict[int, dict[int, Candidate]], found: dict[int, dict[int, Candidate]], on: date
) -> None:
    """Move the ends that hold on ``on`` to ``found``; drop those that begin later."""
    for origin, ends in open_ends.items():
        for pk, end in list(ends.items()):
            valid = end.unit.valid
            if contains(valid, on):
                found[origin][pk] = end
            if valid.upper is None or valid.upper > on:
                del ends[pk]


def _one_step(
    open_ends: dict[int, dict[int, Candidate]], ids: set[int]
) -> dict[int, dict[int, Candidate]]:
    links: dict[int, list[AdminUnitLink]] = {}
    for link in AdminUnitLink.objects.filter(old__in=ids).select_related("new"):
        links.setdefault(link.old_id, []).append(link)
    return {
        origin: {
            link.new_id: Candidate(
                link.new, _narrower(end.relation, link.relation), end.verified and link.verified
            )
            for pk, end in ends.items()
            for link in links.get(pk, ())
        }
        for origin, ends in open_ends.items()
    }


def _narrower(one: str, other: str) -> str:
    return Relation.PART if Relation.PART in (one, other) else Relation.WHOLE
