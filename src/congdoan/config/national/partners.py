"""
The other side of the table: ministry, departments, district offices, people's committees.

Before 1 July 2025 a provincial education union faces its department and a district federation its
district's office; since then the federation faces the department, and a commune union the
committees of all the communes it serves (domain-rules §1.9, §0 fact 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from congdoan.config.national.founding import BEGINNING
from congdoan.config.national.places import TWO_LEVELS, Place, Province
from congdoan.config.national.world import AUTHORITY, New, Unit, World
from congdoan.kernel.organisations.api import ProfileData
from congdoan.kernel.organisations.enums import EndReason, Family, GroupingKind

_GOVERNMENT, _MINISTRY = "Chính phủ", "Bộ Giáo dục và Đào tạo"


@dataclass(frozen=True)
class Partners:
    """A department of education and the offices of its districts."""

    department: Unit
    offices: list[Unit]


def found_ministry(world: World, sector: Unit) -> Unit:
    news = [_partner("BGDDT", _MINISTRY, "Bộ GD&ĐT", "MINISTRY", None)]
    (ministry,) = world.found(news, BEGINNING, _GOVERNMENT)
    world.link([(sector, ministry)], BEGINNING)
    return ministry


def found_partners(
    world: World, province: Province, ministry: Unit, education: Unit, federations: Sequence[Unit]
) -> Partners:
    """Found a province's department and district offices, each facing its union."""
    place, by = province.place, f"Ủy ban nhân dân {province.place.label}"
    (department,) = world.found([_department(f"SO-{place.code}", place, ministry)], BEGINNING, by)
    news = [
        _partner(
            f"PGD-{place.code}-{district.place.code}",
            f"Phòng Giáo dục và Đào tạo {district.place.label}",
            f"Phòng GD&ĐT {district.place.label}",
            "EDU_OFFICE_DISTRICT",
            district.place,
            department,
        )
        for district in province.districts
    ]
    offices = world.found(news, BEGINNING, by)
    faced = zip(federations, offices, strict=True)
    world.link([(education, department), *faced], BEGINNING)
    return Partners(department, offices)


def partners_of_two_levels(
    world: World,
    place: Place,
    heir: Unit,
    partners: Sequence[Partners],
    areas: Sequence[tuple[Unit, Sequence[Place]]],
) -> None:
    """
    End the district offices, merge the departments, found the communes' committees of a province.

    ``areas``: each commune union with the communes it serves. The first department lives on.
    """
    offices = [office for one in partners for office in one.offices]
    by = f"Ủy ban nhân dân {place.label}"
    world.end(offices, EndReason.DISSOLVED, TWO_LEVELS, by)
    department, *others = (one.department for one in partners)
    if others:
        world.merge(others, department, TWO_LEVELS, by)
        data = _department("", place, None).profile
        if data.name != department.data.name:
            world.rename(department, data, TWO_LEVELS, by)
    served = [(union, commune) for union, communes in areas for commune in communes]
    committees = world.found(
        [_committee(commune) for _union, commune in served], TWO_LEVELS, _GOVERNMENT
    )
    pairs = list(zip((union for union, _commune in served), committees, strict=True))
    world.link([(heir, department), *pairs], TWO_LEVELS)
    for union, communes in areas:
        if len(communes) > 1:
            members = [partner for one, partner in pairs if one is union]
            name = f"Địa bàn {union.data.name}"
            world.group(GroupingKind.SERVICE_AREA, union, name, members, TWO_LEVELS)


def _department(code: str, place: Place, ministry: Unit | None) -> New:
    name = f"Sở Giáo dục và Đào tạo {place.label}"
    return _partner(code, name, f"Sở GD&ĐT {place.name}", "EDU_DEPARTMENT", place, ministry)


def _committee(commune: Place) -> New:
    name = f"Ủy ban nhân dân {commune.label}"
    return _partner(f"UBND-{commune.code}", name, f"UBND {commune.label}", "COMMUNE_PC", commune)


def _partner(
    code: str, name: str, short: str, kind: str, place: Place | None, above: Unit | None = None
) -> New:
    profile = ProfileData(
        name=name,
        short_name=short[:120],
        doc_symbol={"EDU_DEPARTMENT": "SGDĐT", "EDU_OFFICE_DISTRICT": "PGDĐT"}.get(kind, ""),
        kind=kind,
        place_code=place.code if place else "",
    )
    parents = {AUTHORITY: above} if above else {}
    return New(code, profile, parents, family=Family.PARTNER)
