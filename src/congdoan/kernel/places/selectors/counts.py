from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from congdoan.kernel.places.enums import Level
from congdoan.kernel.places.models import AdminUnit, AdminUnitLink, AdminUnitQuerySet


@dataclass(frozen=True)
class PlaceCounts:
    """What is known on a day, and what is known to be missing."""

    on: date
    levels: dict[str, int]
    kinds: dict[tuple[str, str], int]
    links: int
    unverified_links: int
    divided: int
    without_successor: list[AdminUnit]
    without_source: list[AdminUnit]


def place_counts(day: date) -> PlaceCounts:
    rows = AdminUnit.objects.on(day).order_by().values_list("level", "kind").annotate(n=Count("pk"))
    kinds = {(level, kind): n for level, kind, n in rows}
    links = AdminUnitLink.objects.all()
    return PlaceCounts(
        on=day,
        levels=_by_level(kinds),
        kinds=kinds,
        links=links.count(),
        unverified_links=links.filter(verified=False).count(),
        divided=AdminUnit.objects.annotate(n=Count("became")).filter(n__gt=1).count(),
        without_successor=list(units_without_successor()),
        without_source=list(units_without_source()),
    )


def counts_on(day: date) -> dict[str, int]:
    """Return how many units each level has on ``day``."""
    return _by_level(_kinds_on(day))


def _kinds_on(day: date) -> dict[tuple[str, str], int]:
    units = AdminUnit.objects.on(day).order_by()
    rows = units.values_list("level", "kind").annotate(n=Count("pk"))
    return {(level, kind): n for level, kind, n in rows}


def _by_level(kinds: dict[tuple[str, str], int]) -> dict[str, int]:
    return {
        level: sum(n for (of, _kind), n in kinds.items() if of == level) for level in Level.values
    }


def units_without_successor() -> AdminUnitQuerySet:
    """Return ended units whose successor is not known (districts live on in their communes)."""
    communes = AdminUnit.objects.filter(
        parent_code=OuterRef("code"), valid__overlap=OuterRef("valid")
    )
    through_communes = Q(level=Level.DISTRICT) & Exists(communes.filter(became__isnull=False))
    return (
        AdminUnit.objects.filter(valid__upper_inf=False, became__isnull=True)
        .exclude(through_communes)
        .listed()
    )


def units_without_source() -> AdminUnitQuerySet:
    """
    Return units founded within our records whose predecessor is not known.

    A commune that only came under a district made anew that day was there before, under another.
    """
    districts = AdminUnit.objects.filter(
        level=Level.DISTRICT,
        code=OuterRef("parent_code"),
        valid__startswith=OuterRef("valid__startswith"),
        came_from__isnull=False,
    )
    with_district = Q(level=Level.COMMUNE) & Exists(districts)
    return (
        AdminUnit.objects.filter(valid__lower_inf=False, came_from__isnull=True)
        .exclude(with_district)
        .listed()
    )
