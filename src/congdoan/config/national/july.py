"""
June and July 2025, as events with their decisions (domain-rules §0, §1.6).

15 June: unions of units paid wholly by the State, and of administration, end; their people are no
longer members. 1 July: commune unions are founded, what is left of the districts' and of the
education unions' units is handed over to them, districts and provincial education unions end, and
63 federations become 34.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from congdoan.config.national.founding import commune_union
from congdoan.config.national.partners import Partners, partners_of_two_levels
from congdoan.config.national.places import TWO_LEVELS, Country, Place, Province
from congdoan.config.national.story import District
from congdoan.config.national.world import SECTOR, Unit, World
from congdoan.kernel.organisations.enums import EndReason

PAID_BY_THE_STATE = date(2025, 6, 15)
#: A commune union has at least ten grassroots unions, else it covers neighbours too (§0 fact 6).
ENOUGH = 10


@dataclass
class Upper:
    """The unions above the grassroots of one old province."""

    province: Province
    federation: Unit
    education: Unit
    districts: list[District]
    #: Units of the province's own people.
    own: list[Unit]
    partners: Partners = field(init=False)

    @property
    def everybody(self) -> Iterable[Unit]:
        for district in self.districts:
            yield from district.living()
        yield from (unit for unit in self.own if unit.until is None)


def end_paid_by_the_state(world: World, upper: Upper) -> None:
    by = f"Ban Thường vụ {upper.federation.data.short_name}"
    for units in [*(district.living() for district in upper.districts), upper.own]:
        ending = [
            unit
            for unit in units
            if unit.until is None and unit.data.funding_class in {"G4", "ADMIN"}
        ]
        if ending:
            world.end(ending, EndReason.ENDED_2025, PAID_BY_THE_STATE, by)


def two_levels(
    world: World, country: Country, uppers: dict[str, Upper], sector: Unit
) -> list[District]:
    """Do 1 July 2025 for every new province; return the places of the time since."""
    groups: dict[str, list[Upper]] = {}
    for upper in uppers.values():
        groups.setdefault(upper.province.successor, []).append(upper)
    since: list[District] = []
    for code, group in groups.items():
        heir = uppers[code].federation
        group.sort(key=lambda upper: upper.province.place.code != code)
        since += _one_province(world, country.after[code], heir, group, sector)
    return since


def _one_province(
    world: World, place: Place, heir: Unit, group: list[Upper], sector: Unit
) -> list[District]:
    by = f"Ban Thường vụ {heir.data.short_name}"
    homes = _new_homes(group)
    waiting: dict[str, list[Unit]] = {}
    for upper in group:
        for unit in upper.everybody:
            waiting.setdefault(homes.get(unit.data.place_code, ""), []).append(unit)
    areas = _areas(group, {code: len(units) for code, units in waiting.items() if code})
    made = world.found([commune_union(area[0], heir) for area in areas.values()], TWO_LEVELS, by)
    unions = dict(zip(areas, made, strict=True))
    served = {commune.code: main for main, area in areas.items() for commune in area}
    _hand_over(
        world, group, heir, {code: unions[main] for code, main in served.items()}, waiting, by
    )
    _hand_over_sector(world, group, sector)
    _end_and_merge(world, group, heir, by)
    if heir.data.name != f"Liên đoàn Lao động {place.label}":
        name = f"Liên đoàn Lao động {place.label}"
        data = replace(heir.data, name=name, short_name=f"LĐLĐ {place.label}")
        world.rename(heir, data, TWO_LEVELS, "Đoàn Chủ tịch Tổng Liên đoàn")
    partners_of_two_levels(
        world,
        place,
        heir,
        [upper.partners for upper in group],
        [(unions[main], area) for main, area in areas.items()],
    )
    members: dict[str, list[Unit]] = {main: [] for main in areas}
    for code, units in waiting.items():
        if code:
            members[served[code]] += units
    return [District(areas[main][0], union, heir, members[main]) for main, union in unions.items()]


def _new_homes(group: list[Upper]) -> dict[str, str]:
    """Return the new commune of every old commune, and of every district (its first one's)."""
    homes = {}
    for upper in group:
        for district in upper.province.districts:
            for old, new in district.communes:
                homes[old.code] = new.code
            # An island district had no communes; its units go to the province.
            if district.communes:
                homes[district.place.code] = district.communes[0][1].code
    return homes


def _areas(group: list[Upper], units: dict[str, int]) -> dict[str, list[Place]]:
    """Put neighbouring communes (by code) together until each union has enough units."""
    communes = {
        new.code: new
        for upper in group
        for district in upper.province.districts
        for _old, new in district.communes
    }
    areas: dict[str, list[Place]] = {}
    area: list[Place] = []
    have = 0
    for code in sorted(communes):
        area.append(communes[code])
        have += units.get(code, 0)
        if have >= ENOUGH:
            areas[area[0].code], area, have = area, [], 0
    if area and areas:
        areas[list(areas)[-1]] += area
    elif area:
        areas[area[0].code] = area
    return areas


def _hand_over(
    world: World,
    group: list[Upper],
    heir: Unit,
    unions: dict[str, Unit],
    waiting: dict[str, list[Unit]],
    by: str,
) -> None:
    """Hang every unit that goes on under its commune's union, one decision a former superior."""
    chosen = {unit: unions.get(code, heir) for code, units in waiting.items() for unit in units}
    leaving: dict[Unit, list[tuple[Unit, Unit]]] = {}
    for unit, parent in chosen.items():
        # The federation's own companies stay with it.
        stays = unit.parent is heir
        if not stays:
            kept = unit.parent in {upper.federation for upper in group}
            leaving.setdefault(unit.parent, []).append((unit, heir if kept else parent))
    for moves in leaving.values():
        world.move(moves, TWO_LEVELS, by)


def _hand_over_sector(world: World, group: list[Upper], sector: Unit) -> None:
    for upper in group:
        moves = [
            (unit, sector)
            for unit in upper.everybody
            if SECTOR in unit.above and unit.above[SECTOR].parent is upper.education
        ]
        if moves:
            world.move(moves, TWO_LEVELS, "Ban Thường vụ CĐGD Việt Nam", SECTOR)


def _end_and_merge(world: World, group: list[Upper], heir: Unit, by: str) -> None:
    for upper in group:
        ending = [upper.education, *(district.federation for district in upper.districts)]
        world.end(ending, EndReason.ENDED_2025, TWO_LEVELS, by)
    merged = [upper.federation for upper in group if upper.federation is not heir]
    if merged:
        world.merge(merged, heir, TWO_LEVELS, "Đoàn Chủ tịch Tổng Liên đoàn")
