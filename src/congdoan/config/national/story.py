"""Ten years of ordinary life: units founded and dissolved, schools renamed, merged, separated."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from congdoan.config.national.founding import EDUCATION, Founder
from congdoan.config.national.places import Place
from congdoan.config.national.world import COMMAND, SECTOR, New, Unit, World
from congdoan.kernel.organisations.enums import EndReason

Act = tuple[date, Callable[[], None]]

#: Of a hundred units, how many a year.
_DISSOLVED, _FOUNDED, _RENAMED, _MERGED, _SEPARATED, _REFUNDED, _MOVED = (
    0.011, 0.016, 0.006, 0.003, 0.0015, 0.006, 0.002,
)  # fmt: skip


class District:
    """The units of one place of people: a district, later a commune; who may decide for them."""

    def __init__(self, place: Place, federation: Unit, province: Unit, units: list[Unit]) -> None:
        self.place, self.federation, self.province = place, federation, province
        self.units = units
        self.founder = Founder(f"life {place.code} {federation.code}")

    @property
    def by(self) -> str:
        return f"Ban Thường vụ {self.federation.data.short_name}"

    def living(self, *kinds: str) -> list[Unit]:
        return [u for u in self.units if u.until is None and (not kinds or u.data.kind in kinds)]


def year_of(world: World, district: District, begin: date, end: date) -> list[Act]:
    """Return what happens in a district between two days, to be done in the order of the days."""
    draw = district.founder.random

    def day() -> date:
        return begin + timedelta(days=draw.randrange((end - begin).days))

    share = (end - begin).days / 365
    units = len(district.living())
    acts: list[Act] = []
    for rate, act in (
        (_FOUNDED, _found),
        (_DISSOLVED, _dissolve),
        (_RENAMED, _rename),
        (_MERGED, _merge),
        (_SEPARATED, _separate),
        (_REFUNDED, _refund),
        (_MOVED, _move),
    ):
        for _ in district.founder.times(units * rate * share):
            on = day()
            acts.append((on, partial(act, world, district, on)))
    return acts


def _found(world: World, district: District, on: date) -> None:
    founder, federation = district.founder, district.federation
    parents = {COMMAND: federation}
    home = district.place.code
    if founder.random.random() < 0.2:
        sector = next((u.above.get(SECTOR) for u in district.living(*EDUCATION)), None)
        if sector is not None and sector.parent.until is None:
            parents[SECTOR] = sector.parent
        name = founder.private_preschool()
        new = founder.new(district.place, name, "PRESCHOOL_PRIVATE", "PRIVATE", parents, home)
    else:
        name = founder.company()
        new = founder.new(district.place, name, "COMPANY", "PRIVATE", parents, home)
    district.units += world.found([_coded(new, on)], on, district.by)


def _coded(new: New, on: date) -> New:
    """Codes are never used again: later ones carry their year."""
    return replace(new, code=f"{new.code}-{on:%y}")


def _dissolve(world: World, district: District, on: date) -> None:
    if unit := _one(district, on, "COMPANY", "PRESCHOOL_PRIVATE"):
        world.end([unit], EndReason.DISSOLVED, on, district.by)


def _rename(world: World, district: District, on: date) -> None:
    if unit := _one(district, on):
        word = district.founder.random.choice(("Mới", "Đổi mới", "số 1", "Tân Lập", "Thống Nhất"))
        name = f"{unit.data.name} {word}"
        data = replace(unit.data, name=name, short_name=f"{unit.data.short_name} {word}"[:120])
        if len(name) < 200:
            world.rename(unit, data, on, district.by)


def _refund(world: World, district: District, on: date) -> None:
    """Let a school become autonomous."""
    unit = _one(district, on, "PRESCHOOL_PUBLIC", "PRIMARY", "LOWER_SECONDARY", "UPPER_SECONDARY")
    if unit and unit.data.funding_class == "G4":
        world.rename(unit, replace(unit.data, funding_class="G3C"), on, district.by)


def _merge(world: World, district: District, on: date) -> None:
    """Merge a primary and a lower secondary school of one commune."""
    one = _one(district, on, "PRIMARY")
    if one is None:
        return
    others = [
        u for u in district.living("LOWER_SECONDARY") if u.data.place_code == one.data.place_code
    ]
    if others and _settled(others[0], on):
        world.merge([one], others[0], on, district.by)


def _separate(world: World, district: District, on: date) -> None:
    unit = _one(district, on, "PRESCHOOL_PUBLIC", "MULTI_LEVEL", "PRIMARY")
    if unit is None:
        return
    parents = {hierarchy: row.parent for hierarchy, row in unit.above.items()}
    data = unit.data
    name = data.name.removeprefix("Công đoàn cơ sở ")
    new = district.founder.new(
        district.place, f"{name} B", data.kind, data.funding_class, parents, unit.home
    )
    district.units.append(world.separate(unit, _coded(new, on), on, district.by))


def _move(world: World, district: District, on: date) -> None:
    """Hand a company over to the province's federation (or back)."""
    if unit := _one(district, on, "COMPANY"):
        at_province = unit.parent is district.province
        parent = district.federation if at_province else district.province
        if parent is not unit.parent:
            world.move([(unit, parent)], on, f"Ban Thường vụ {district.province.data.short_name}")


def _one(district: District, on: date, *kinds: str) -> Unit | None:
    """Draw a unit that nothing has happened to on this day or later."""
    found = [unit for unit in district.living(*kinds) if _settled(unit, on)]
    return district.founder.random.choice(found) if found else None


def _settled(unit: Unit, on: date) -> bool:
    return (
        unit.start < on
        and unit.profile.start < on
        and all(row.start < on for row in unit.above.values())
    )
