"""The whole story, from the founding to today."""

from datetime import date, timedelta
from math import sqrt

from congdoan.config.national.founding import found_frame, found_province, found_universities
from congdoan.config.national.july import Upper, end_paid_by_the_state, two_levels
from congdoan.config.national.partners import found_ministry, found_partners
from congdoan.config.national.places import TWO_LEVELS, Country, country
from congdoan.config.national.story import Act, District, year_of
from congdoan.config.national.world import Unit, World

#: The last day of the story.
UNTIL = date(2026, 11, 1)


def build_world(scale: float) -> World:
    """Return every dated row of the country at ``scale`` (1: about 130,000 organisations)."""
    world, places = World(), country(scale)
    top, sector = found_frame(world)
    found_universities(world, places, sector, scale)
    ministry = found_ministry(world, sector)
    uppers = _provinces(world, places, top, sector, sqrt(scale))
    for upper in uppers.values():
        federations = [district.federation for district in upper.districts]
        upper.partners = found_partners(
            world, upper.province, ministry, upper.education, federations
        )
    districts = [district for upper in uppers.values() for district in upper.districts]
    for year in range(2016, 2026):
        end = date(year + 1, 1, 1) if year < 2025 else date(2025, 6, 1)
        _live(world, districts, date(year, 1, 2), end)
    for upper in uppers.values():
        end_paid_by_the_state(world, upper)
    since = two_levels(world, places, uppers, sector)
    _live(world, since, TWO_LEVELS + timedelta(days=31), date(2026, 1, 1))
    _live(world, since, date(2026, 1, 2), UNTIL)
    return world


def _provinces(
    world: World, places: Country, top: Unit, sector: Unit, share: float
) -> dict[str, Upper]:
    uppers = {}
    for province in places.provinces:
        begun = len(world.units)
        above = found_province(world, province, top, sector, share)
        code = province.place.code
        by_home: dict[str, list[Unit]] = {}
        for unit in world.units[begun:]:
            if unit.home:
                by_home.setdefault(unit.home, []).append(unit)
        federation = above[f"LDLD-{code}"]
        districts = [
            District(
                district.place,
                above[f"LDLD-{code}-{district.place.code}"],
                federation,
                by_home.get(district.place.code, []),
            )
            for district in province.districts
        ]
        education = above[f"CDGD-{code}"]
        uppers[code] = Upper(province, federation, education, districts, by_home.get(code, []))
    return uppers


def _live(world: World, districts: list[District], begin: date, end: date) -> None:
    acts: list[Act] = []
    for district in districts:
        acts += year_of(world, district, begin, end)
    for _day, act in sorted(acts, key=lambda act: act[0]):
        act()
