"""
Lâm Đồng as in the seed of 2023: one provincial education union, twelve district federations.

Facts: the province, its twelve districts and cities, their communes; the three southern districts
became one on 01/12/2024. Schools are named after their communes; which of them are financially
autonomous and the private ones are invented.
"""

from datetime import date, timedelta

from congdoan.config.demo.schools import School, commune_schools, school
from congdoan.config.demo.stage import (
    BEGINNING,
    TWO_LEVELS,
    Unit,
    demo_actor,
    found,
    known,
    offices_going_on,
    regroup,
    slug,
)
from congdoan.kernel.organisations.api import Decision, link_counterparts
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.places.api import children_on, unit_on
from congdoan.kernel.places.models import AdminUnit

LAST_DAY = TWO_LEVELS - timedelta(days=1)
COMMUNES_DECIDED = date(2025, 6, 16)
ISSUER = "Ban Thường vụ Liên đoàn Lao động tỉnh Lâm Đồng"
FEDERATION, EDUCATION_UNION, DEPARTMENT = "LDLD-68", "CDGD-68", "SO-68"
#: Names as the seed has them; the map of June 2025 knows the last three as one (Đạ Huoai).
DISTRICTS = (
    ("672", "thành phố Đà Lạt"), ("673", "thành phố Bảo Lộc"), ("674", "huyện Đam Rông"),
    ("675", "huyện Lạc Dương"), ("676", "huyện Lâm Hà"), ("677", "huyện Đơn Dương"),
    ("678", "huyện Đức Trọng"), ("679", "huyện Di Linh"), ("680", "huyện Bảo Lâm"),
    ("681", "huyện Đạ Huoai"), ("682", "huyện Đạ Tẻh"), ("683", "huyện Cát Tiên"),
)  # fmt: skip
#: Đạ Tẻh and Cát Tiên became part of Đạ Huoai (the Resolution of 2024).
SOUTH_MERGED = date(2024, 12, 1)
#: District and name of the private kindergartens that had a union before 2025.
_PRIVATE = (
    ("672", "Hoa Đào"), ("672", "Sao Mai"), ("673", "Tuổi Thần Tiên"), ("678", "Hướng Dương"),
    ("679", "Vành Khuyên"), ("676", "Hoa Cúc"),
)  # fmt: skip
_UPPER_SECONDARY = (
    "Bùi Thị Xuân", "Trần Phú", "Thăng Long", "Bảo Lộc", "Lộc Thanh", "Đức Trọng", "Di Linh",
    "Lâm Hà", "Đơn Dương", "Bảo Lâm", "Đạ Huoai", "Đạ Tẻh", "Cát Tiên", "Đam Rông", "Lạc Dương",
    "Lê Hồng Phong", "Nguyễn Du", "Chu Văn An", "Phan Bội Châu", "Hùng Vương",
)  # fmt: skip


def district_code(code: str) -> str:
    return f"LDLD-68-{code}"


def communes_of(code: str) -> list[AdminUnit]:
    """Return the communes a federation looked after; the merged district is split as it was."""
    if code in {"681", "682", "683"}:
        merged = unit_on("682", LAST_DAY)
        rows = sorted(children_on(merged, LAST_DAY), key=lambda unit: unit.code) if merged else []
        third = len(rows) // 3
        cuts = {"681": rows[:third], "682": rows[third : 2 * third], "683": rows[2 * third :]}
        return cuts[code]
    district = unit_on(code, LAST_DAY)
    return list(children_on(district, LAST_DAY)) if district else []


def schools() -> list[School]:
    """Return every school of the province in the world of the seed."""
    rows: list[School] = []
    for code, _name in DISTRICTS:
        for n, commune in enumerate(communes_of(code)):
            rows += commune_schools(
                prefix="68",
                commune=commune.name,
                place=commune.code,
                command=district_code(code),
                sector=EDUCATION_UNION,
                authority=f"PGD-68-{code}",
                # One commune in six has an autonomous kindergarten.
                autonomous=n % 6 == 0,
            )
    for n, (code, name) in enumerate(_PRIVATE, start=1):
        rows.append(
            school(
                key=f"68-NCL-{n:02d}",
                name=f"Trường Mầm non tư thục {name}",
                kind="PRESCHOOL_PRIVATE",
                command=district_code(code),
                sector=EDUCATION_UNION,
                authority=f"PGD-68-{code}",
                funding="PRIVATE",
                place=communes_of(code)[0].code,
            )
        )
    for n, name in enumerate(_UPPER_SECONDARY):
        rows.append(
            school(
                key=f"68-THPT-{slug(name)}",
                name=f"Trường THPT {name}",
                kind="UPPER_SECONDARY",
                command=EDUCATION_UNION,
                authority=DEPARTMENT,
                funding="G3B" if n % 3 == 0 else "G4",
            )
        )
    return rows


def build() -> None:
    """Found the province's unions and partners and link each school with its union."""
    everything = schools()
    found(_offices(), on=BEGINNING, number="15/QĐ-LĐLĐ", issuer=ISSUER)
    made = found(
        [unit for one in everything for unit in (one.union, one.partner)],
        on=date(2013, 9, 1),
        number="16/QĐ-LĐLĐ",
        issuer=ISSUER,
    )
    if not made:
        return
    actor = demo_actor(date(2013, 9, 1))
    offices = [(known(EDUCATION_UNION), known(DEPARTMENT))]
    offices += [(known(district_code(code)), known(f"PGD-68-{code}")) for code, _name in DISTRICTS]
    link_counterparts(actor=actor, pairs=offices, on=BEGINNING)
    by_code = {organisation.code: organisation for organisation in made}
    pairs = [(by_code[one.union.code], by_code[one.partner.code]) for one in everything]
    link_counterparts(actor=actor, pairs=pairs, on=date(2013, 9, 1))


def _offices() -> list[Unit]:
    rows = [
        Unit(
            EDUCATION_UNION,
            "Công đoàn Giáo dục tỉnh Lâm Đồng",
            "L3_LOCAL_SECTOR",
            command=FEDERATION,
            sector="CDGDVN",
            short="CĐGD tỉnh Lâm Đồng",
            symbol="CĐGD",
            place="68",
        ),
    ]
    for code, name in DISTRICTS:
        rows += [
            Unit(
                district_code(code),
                f"Liên đoàn Lao động {name}",
                "L3_DISTRICT",
                command=FEDERATION,
                short=f"LĐLĐ {name}",
                symbol="LĐLĐ",
                place=code,
            ),
            Unit(
                f"PGD-68-{code}",
                f"Phòng Giáo dục và Đào tạo {name}",
                kind="EDU_OFFICE_DISTRICT",
                authority=DEPARTMENT,
                short=f"Phòng GD&ĐT {name}",
                symbol="PGDĐT",
                place=code,
            ),
        ]
    return rows


def merge_the_south() -> None:
    """Merge what the three southern districts had: the federations, the education offices."""
    if known(district_code("682")).valid.upper:
        return
    heir, merged = district_code("681"), [district_code("682"), district_code("683")]
    staff = offices_going_on(merged, ("STANDING_MEMBER", "SPECIALIST"), on=SOUTH_MERGED)
    regroup(
        EventKind.MERGE_INTO,
        merged,
        into=heir,
        on=SOUTH_MERGED,
        passing=dict.fromkeys(staff, heir),
        decision=Decision(
            number="412/QĐ-LĐLĐ",
            signed_on=date(2024, 11, 25),
            issuer=ISSUER,
            note="Sáp nhập Liên đoàn Lao động huyện Đạ Tẻh, huyện Cát Tiên vào Liên đoàn Lao động "
            "huyện Đạ Huoai theo việc sắp xếp đơn vị hành chính cấp huyện.",
        ),
    )
    regroup(
        EventKind.MERGE_INTO,
        ["PGD-68-682", "PGD-68-683"],
        into="PGD-68-681",
        on=SOUTH_MERGED,
        decision=Decision(
            number="1874/QĐ-UBND",
            signed_on=date(2024, 11, 28),
            issuer="Ủy ban nhân dân tỉnh Lâm Đồng",
        ),
    )
