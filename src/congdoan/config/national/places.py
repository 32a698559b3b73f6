"""The map before and after 1 July 2025, whole or thinned out to a scale."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, sqrt

from congdoan.kernel.places.api import PlaceData, UnitFacts, read_place_data

TWO_LEVELS = date(2025, 7, 1)
_KIND_WORDS = {
    "CITY": "thành phố", "PROVINCE": "tỉnh", "URBAN_DISTRICT": "quận", "RURAL_DISTRICT": "huyện",
    "TOWN": "thị xã", "PROVINCIAL_CITY": "thành phố", "COMMUNE": "xã", "WARD": "phường",
    "TOWNSHIP": "thị trấn", "SPECIAL_ZONE": "đặc khu",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    kind: str

    @property
    def label(self) -> str:
        return f"{_KIND_WORDS[self.kind]} {self.name}"

    @property
    def urban(self) -> bool:
        return self.kind in {"WARD", "TOWNSHIP"}


@dataclass
class District:
    place: Place
    #: Old communes, each with the new one (most of) it became.
    communes: list[tuple[Place, Place]] = field(default_factory=list)


@dataclass
class Province:
    """A province to 30 June 2025; ``successor`` is the code of the one it went into."""

    place: Place
    successor: str
    districts: list[District] = field(default_factory=list)


@dataclass(frozen=True)
class Country:
    provinces: list[Province]
    #: The 34 provinces since, by code.
    after: dict[str, Place]


def country(scale: float) -> Country:
    """
    Read the map; below 1 a share of the districts, and of the communes of each, is left.

    Every province stays: the tree keeps its shape while its branches get thinner.
    """
    data = read_place_data()
    before = _held(data, TWO_LEVELS - timedelta(days=1))
    after = {unit.code: _place(unit) for unit in _held(data, TWO_LEVELS)}
    became = {
        link.old: link.new
        for link in sorted(
            (link for link in data.links if link.on == TWO_LEVELS),
            # The first whole one counts; of parts, the one with the lowest code.
            key=lambda link: (link.relation == "WHOLE", link.new),
            reverse=True,
        )
    }
    below: dict[str, list[UnitFacts]] = {}
    for unit in before:
        below.setdefault(unit.parent_code, []).append(unit)
    share = sqrt(scale)
    provinces = []
    for facts in (unit for unit in before if unit.level == "PROVINCE"):
        province = Province(_place(facts), became[facts.code])
        for district in _some(below.get(facts.code, []), share):
            communes = _some(below.get(district.code, []), share)
            pairs = [(_place(unit), after[became[unit.code]]) for unit in communes]
            province.districts.append(District(_place(district), pairs))
        provinces.append(province)
    new = {code: place for code, place in after.items() if len(code) == 2}
    return Country(provinces, new)


def _held(data: PlaceData, day: date) -> list[UnitFacts]:
    held = [
        unit
        for unit in data.units
        if (unit.start is None or unit.start <= day) and (unit.until is None or day < unit.until)
    ]
    return sorted(held, key=lambda unit: unit.code)


def _place(unit: UnitFacts) -> Place:
    return Place(unit.code, unit.name, unit.kind)


def _some(units: list[UnitFacts], share: float) -> list[UnitFacts]:
    """Keep a share of the units, spread over the list (towns come first in it); at least one."""
    if not units:
        return []
    keep = max(1, ceil(len(units) * share - 0.5)) if share < 1 else len(units)
    return [units[(2 * n + 1) * len(units) // (2 * keep)] for n in range(keep)]
