"""
Mỹ Đức (Hà Nội) as in the seed of 2024: the education block of a district federation.

Facts: the district, its communes, the school years, the merger of the schools of Đại Nghĩa and the
separation of the kindergarten of Hợp Tiến (as the seed tells: old unions dissolved, new founded).
"""

from datetime import date, timedelta

from congdoan.config.demo.schools import School, commune_schools, school
from congdoan.config.demo.stage import (
    BEGINNING,
    TWO_LEVELS,
    Unit,
    demo_actor,
    found,
    is_known,
    known,
    moment,
)
from congdoan.kernel.organisations.api import (
    Decision,
    add_to_grouping,
    create_grouping,
    end_organisation,
    link_counterpart,
    link_counterparts,
)
from congdoan.kernel.organisations.enums import EndReason, GroupingKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.places.api import children_on, unit_on

FEDERATION, OFFICE, CITY = "LDLD-01-282", "PGD-01-282", "LDLD-01"
SINCE = date(2013, 9, 1)
#: The schools of Đại Nghĩa became one in the summer of 2024 (the day is invented).
SCHOOLS_CHANGED = date(2024, 8, 1)


def schools() -> list[School]:
    district = unit_on("282", TWO_LEVELS - timedelta(days=1))
    communes = children_on(district, TWO_LEVELS - timedelta(days=1)) if district else []
    return [
        one
        for commune in communes
        for one in commune_schools(
            prefix="01",
            commune=commune.name,
            place=commune.code,
            command=FEDERATION,
            sector="",
            authority=OFFICE,
            autonomous=False,
        )
    ]


def build() -> None:
    found(
        [
            Unit(
                FEDERATION,
                "Liên đoàn Lao động huyện Mỹ Đức",
                "L3_DISTRICT",
                command=CITY,
                short="LĐLĐ huyện Mỹ Đức",
                symbol="LĐLĐ",
                place="282",
            ),
            Unit(
                OFFICE,
                "Phòng Giáo dục và Đào tạo huyện Mỹ Đức",
                kind="EDU_OFFICE_DISTRICT",
                authority="SO-01",
                short="Phòng GD&ĐT huyện Mỹ Đức",
                symbol="PGDĐT",
                place="282",
            ),
        ],
        on=BEGINNING,
        number="21/QĐ-LĐLĐ",
    )
    everything = schools()
    made = found(
        [unit for one in everything for unit in (one.union, one.partner)],
        on=SINCE,
        number="22/QĐ-LĐLĐ",
    )
    if made:
        _link(everything, made)
        _blocks(everything, made)
    if not is_known("CS-01-THTHCS-DAI-NGHIA"):
        _change_schools(everything)


def _link(everything: list[School], made: list[Organisation]) -> None:
    by_code = {organisation.code: organisation for organisation in made}
    actor = demo_actor(SINCE)
    link_counterpart(actor=actor, union=known(FEDERATION), partner=known(OFFICE), on=BEGINNING)
    pairs = [(by_code[one.union.code], by_code[one.partner.code]) for one in everything]
    link_counterparts(actor=actor, pairs=pairs, on=SINCE)


def _blocks(everything: list[School], made: list[Organisation]) -> None:
    """Found the blocks of the seed: kindergartens, primary, lower secondary schools."""
    by_code = {organisation.code: organisation for organisation in made}
    actor, superior = demo_actor(SINCE), known(FEDERATION)
    for kind, name in (
        ("PRESCHOOL_PUBLIC", "Khối Mầm non"),
        ("PRIMARY", "Khối Tiểu học"),
        ("LOWER_SECONDARY", "Khối THCS"),
    ):
        block = create_grouping(
            actor=actor, superior=superior, kind=GroupingKind.BLOCK, name=name, on=SINCE
        )
        for one in everything:
            if one.union.kind == kind:
                add_to_grouping(
                    actor=actor, grouping=block, organisation=by_code[one.union.code], on=SINCE
                )


def _change_schools(everything: list[School]) -> None:
    """Merge the two schools of Đại Nghĩa, separate the kindergarten of Hợp Tiến."""
    actor, day = demo_actor(SCHOOLS_CHANGED), SCHOOLS_CHANGED
    paper = Decision(number="105/QĐ-LĐLĐ", signed_on=day, issuer="LĐLĐ huyện Mỹ Đức")
    ending = [
        one
        for one in everything
        if one.union.name.endswith("Đại Nghĩa") and one.union.kind != "PRESCHOOL_PUBLIC"
    ]
    for one in ending:
        for code in (one.union.code, one.partner.code):
            end_organisation(
                actor=actor,
                organisation=known(code),
                reason=EndReason.CONSOLIDATED,
                on=day,
                decision=paper,
                at=moment(day),
            )
    new = [
        school(
            key="01-THTHCS-DAI-NGHIA",
            name="Trường Tiểu học và THCS thị trấn Đại Nghĩa",
            kind="MULTI_LEVEL",
            command=FEDERATION,
            authority=OFFICE,
        ),
        school(
            key="01-MN-HOP-TIEN-B",
            name="Trường Mầm non Hợp Tiến B",
            kind="PRESCHOOL_PUBLIC",
            command=FEDERATION,
            authority=OFFICE,
        ),
    ]
    made = found([u for one in new for u in (one.union, one.partner)], on=day, number="106/QĐ-LĐLĐ")
    by_code = {organisation.code: organisation for organisation in made}
    for one in new:
        link_counterpart(
            actor=actor, union=by_code[one.union.code], partner=by_code[one.partner.code], on=day
        )
