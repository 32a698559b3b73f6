"""
Service areas: a commune union serves its own commune and its neighbours (domain-rules §0, fact 6).

Facts: the 124 communes of the new Lâm Đồng and which districts they were made of. Which of them
share a union is invented: neighbours of one former district, about three to a union.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from congdoan.config.demo import lamdong, neighbours
from congdoan.config.demo.stage import TWO_LEVELS, Unit, demo_actor, found, known, place_words
from congdoan.kernel.organisations.api import (
    add_to_grouping,
    create_grouping,
    link_counterparts,
)
from congdoan.kernel.organisations.enums import GroupingKind
from congdoan.kernel.places.api import successors
from congdoan.kernel.places.models import AdminUnit

#: Communes to one union.
_SHARE = 3


@dataclass(frozen=True)
class Area:
    """The communes one union serves; it sits in the first."""

    communes: tuple[AdminUnit, ...]

    @property
    def union(self) -> str:
        return commune_union(self.communes[0].code)


def commune_union(place: str) -> str:
    """Return the code of the union that sits in a commune; ``served`` knows who serves which."""
    return f"CDX-68-{place}"


def commune_authority(place: str) -> str:
    return f"UBND-68-{place}"


@cache
def areas() -> list[Area]:
    """Return the areas of the new province."""
    return [Area(part) for communes in _by_old_district() for part in _shared(communes)]


def _by_old_district() -> Iterator[list[AdminUnit]]:
    """Yield the new communes, each once, with the old district most of it came from."""
    seen: set[str] = set()
    for olds in _old_communes():
        fresh = {new.code: new for old in olds for new in list(successors(old))[:1]}
        communes = [fresh[code] for code in fresh if code not in seen]
        seen |= set(fresh)
        yield sorted(communes, key=lambda place: (place.kind != "WARD", place.sort_key))


def _old_communes() -> Iterator[Sequence[AdminUnit]]:
    for code, _name in lamdong.DISTRICTS:
        yield lamdong.communes_of(code)
    for province, _name in neighbours.PROVINCES:
        for district in neighbours.districts(province):
            yield neighbours.communes_of(district)


def _shared(communes: Sequence[AdminUnit]) -> Iterator[tuple[AdminUnit, ...]]:
    parts = [tuple(communes[n : n + _SHARE]) for n in range(0, len(communes), _SHARE)]
    if len(parts) > 1 and len(parts[-1]) == 1:
        parts[-2:] = [(*parts[-2], *parts[-1])]
    yield from parts


def served() -> dict[str, str]:
    """Return the code of the union that serves each commune (by its code)."""
    return {place.code: area.union for area in areas() for place in area.communes}


def build() -> None:
    """Found the communes' authorities, their unions, and write down whom each union serves."""
    rows = areas()
    found(
        [_authority(place) for area in rows for place in area.communes],
        on=TWO_LEVELS,
        number="1671/NQ-UBTVQH15",
        signed_on=lamdong.COMMUNES_DECIDED,
        issuer="Ủy ban Thường vụ Quốc hội",
    )
    made = found(
        [_union(area) for area in rows],
        on=TWO_LEVELS,
        number="310/QĐ-LĐLĐ",
        issuer=lamdong.ISSUER,
    )
    if not made:
        return
    actor = demo_actor(TWO_LEVELS)
    pairs = [
        (known(area.union), known(commune_authority(place.code)))
        for area in rows
        for place in area.communes
    ]
    pairs.append((known(lamdong.FEDERATION), known(lamdong.DEPARTMENT)))
    link_counterparts(actor=actor, pairs=pairs, on=TWO_LEVELS)
    for area in rows:
        if len(area.communes) > 1:
            _write_down(area)


def _write_down(area: Area) -> None:
    actor = demo_actor(TWO_LEVELS)
    grouping = create_grouping(
        actor=actor,
        superior=known(area.union),
        kind=GroupingKind.SERVICE_AREA,
        name="Địa bàn " + ", ".join(map(place_words, area.communes)),
        on=TWO_LEVELS,
    )
    for place in area.communes:
        add_to_grouping(
            actor=actor,
            grouping=grouping,
            organisation=known(commune_authority(place.code)),
            on=TWO_LEVELS,
        )


def _union(area: Area) -> Unit:
    place = area.communes[0]
    words = place_words(place)
    return Unit(
        area.union,
        f"Công đoàn {words}",
        "L3_COMMUNE",
        command=lamdong.FEDERATION,
        short=f"CĐ {words}",
        symbol="CĐX",
        place=place.code,
    )


def _authority(place: AdminUnit) -> Unit:
    words = place_words(place)
    return Unit(
        commune_authority(place.code),
        f"Ủy ban nhân dân {words}",
        kind="COMMUNE_PC",
        short=f"UBND {words}",
        symbol="UBND",
        place=place.code,
    )
