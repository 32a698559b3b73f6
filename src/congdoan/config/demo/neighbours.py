"""
Đắk Nông and Bình Thuận until they became part of Lâm Đồng on 01/07/2025.

Facts: the provinces, their districts and first communes. Each district is told with the schools of
its first commune; which kindergartens are autonomous is invented.
"""

from datetime import date

from congdoan.config.demo.lamdong import LAST_DAY
from congdoan.config.demo.schools import School, commune_schools, school
from congdoan.config.demo.stage import (
    BEGINNING,
    Unit,
    demo_actor,
    found,
    known,
    place_words,
)
from congdoan.kernel.organisations.api import link_counterparts
from congdoan.kernel.places.api import children_on, unit_on
from congdoan.kernel.places.models import AdminUnit

#: Code and name of the provinces.
PROVINCES = (("67", "Đắk Nông"), ("60", "Bình Thuận"))
_SINCE = date(2013, 9, 1)


def issuer(name: str) -> str:
    return f"Ban Thường vụ Liên đoàn Lao động tỉnh {name}"


def district_code(province: str, code: str) -> str:
    return f"LDLD-{province}-{code}"


def districts(province: str) -> list[AdminUnit]:
    place = unit_on(province, LAST_DAY)
    return list(children_on(place, LAST_DAY)) if place else []


def communes_of(district: AdminUnit) -> list[AdminUnit]:
    """Return the communes of a district, its town first."""
    towns = {"WARD": 0, "TOWNSHIP": 0}
    rows = list(children_on(district, LAST_DAY))
    return sorted(rows, key=lambda place: (towns.get(place.kind, 1), place.sort_key, place.code))


def schools(province: str) -> list[School]:
    """Return the schools of a province in the world until June 2025."""
    rows: list[School] = []
    for n, district in enumerate(districts(province)):
        first = communes_of(district)[0]
        rows += commune_schools(
            prefix=province,
            commune=first.name,
            place=first.code,
            command=district_code(province, district.code),
            sector=f"CDGD-{province}",
            authority=f"PGD-{province}-{district.code}",
            autonomous=n % 2 == 0,
        )
        rows.append(
            school(
                key=f"{province}-THPT-{district.code}",
                name=f"Trường THPT {district.name}",
                kind="UPPER_SECONDARY",
                command=f"CDGD-{province}",
                authority=f"SO-{province}",
                funding="G3C" if n % 4 == 0 else "G4",
            )
        )
    return rows


def every_school() -> list[School]:
    return [one for code, _name in PROVINCES for one in schools(code)]


def build() -> None:
    """Found what the two provinces had, each by its own federation."""
    for province, name in PROVINCES:
        everything = schools(province)
        found(_offices(province, name), on=BEGINNING, number="18/QĐ-LĐLĐ", issuer=issuer(name))
        made = found(
            [unit for one in everything for unit in (one.union, one.partner)],
            on=_SINCE,
            number="19/QĐ-LĐLĐ",
            issuer=issuer(name),
        )
        if made:
            _link(province, everything)


def _offices(province: str, name: str) -> list[Unit]:
    rows = [
        Unit(
            f"CDGD-{province}",
            f"Công đoàn Giáo dục tỉnh {name}",
            "L3_LOCAL_SECTOR",
            command=f"LDLD-{province}",
            sector="CDGDVN",
            short=f"CĐGD tỉnh {name}",
            symbol="CĐGD",
            place=province,
        )
    ]
    for place in districts(province):
        words = place_words(place)
        rows += [
            Unit(
                district_code(province, place.code),
                f"Liên đoàn Lao động {words}",
                "L3_DISTRICT",
                command=f"LDLD-{province}",
                short=f"LĐLĐ {words}",
                symbol="LĐLĐ",
                place=place.code,
            ),
            Unit(
                f"PGD-{province}-{place.code}",
                f"Phòng Giáo dục và Đào tạo {words}",
                kind="EDU_OFFICE_DISTRICT",
                authority=f"SO-{province}",
                short=f"Phòng GD&ĐT {words}",
                symbol="PGDĐT",
                place=place.code,
            ),
        ]
    return rows


def _link(province: str, everything: list[School]) -> None:
    facing = [(f"CDGD-{province}", f"SO-{province}")]
    facing += [
        (district_code(province, place.code), f"PGD-{province}-{place.code}")
        for place in districts(province)
    ]
    pairs = [(known(union), known(partner)) for union, partner in facing]
    link_counterparts(actor=demo_actor(BEGINNING), pairs=pairs, on=BEGINNING)
    pairs = [(known(one.union.code), known(one.partner.code)) for one in everything]
    link_counterparts(actor=demo_actor(_SINCE), pairs=pairs, on=_SINCE)
