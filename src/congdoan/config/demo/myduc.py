"""
Mỹ Đức (Hà Nội) as in the seed of 2024: the education block of a district federation.

Facts: the district, its communes, the school years, the merger of the schools of Đại Nghĩa and the
separation of the kindergarten of Hợp Tiến (as the seed tells: old unions dissolved, new founded).
Days and numbers of the decisions are invented.
"""

from collections.abc import Sequence
from dataclasses import replace
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
    offices_going_on,
    regroup,
)
from congdoan.kernel.organisations.api import (
    Decision,
    add_to_grouping,
    change_profile,
    create_grouping,
    link_counterpart,
    link_counterparts,
)
from congdoan.kernel.organisations.enums import EventKind, GroupingKind
from congdoan.kernel.organisations.models import Grouping, Organisation
from congdoan.kernel.places.api import children_on, unit_on

FEDERATION, OFFICE, CITY = "LDLD-01-282", "PGD-01-282", "LDLD-01"
SINCE = date(2013, 9, 1)
DISTRICT_PC = "Ủy ban nhân dân huyện Mỹ Đức"
NEW_SCHOOL = "CS-01-THTHCS-DAI-NGHIA"
NEW_UNIONS = (NEW_SCHOOL, "CS-01-MN-HOP-TIEN-A", "CS-01-MN-HOP-TIEN-B")
ISSUER = "Ban Thường vụ Liên đoàn Lao động huyện Mỹ Đức"
_BLOCK_OF = {
    "PRESCHOOL_PUBLIC": "Khối Mầm non",
    "PRIMARY": "Khối Tiểu học",
    "LOWER_SECONDARY": "Khối THCS",
}
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
        issuer="Ban Thường vụ Liên đoàn Lao động thành phố Hà Nội",
    )
    everything = schools()
    made = found(
        [unit for one in everything for unit in (one.union, one.partner)],
        on=SINCE,
        number="22/QĐ-LĐLĐ",
        issuer=ISSUER,
    )
    if made:
        _link(everything, made)
        _blocks(everything, made)


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
    for kind, name in _BLOCK_OF.items():
        block = create_grouping(
            actor=actor, superior=superior, kind=GroupingKind.BLOCK, name=name, on=SINCE
        )
        for one in everything:
            if one.union.kind == kind:
                add_to_grouping(
                    actor=actor, grouping=block, organisation=by_code[one.union.code], on=SINCE
                )


def change_schools() -> None:
    """Merge the two schools of Đại Nghĩa, separate the kindergarten of Hợp Tiến."""
    if is_known(NEW_SCHOOL):
        return
    _merge_dai_nghia()
    _separate_hop_tien()


def _merge_dai_nghia() -> None:
    """The district merged the schools, the federation then their unions: one new, two ended."""
    merged = [
        one
        for one in schools()
        if one.union.name.endswith("Đại Nghĩa") and one.union.kind != "PRESCHOOL_PUBLIC"
    ]
    new = _new_school(
        NEW_SCHOOL, "Trường Tiểu học và THCS thị trấn Đại Nghĩa", "MULTI_LEVEL", merged[0]
    )
    partners = [one.partner.code for one in merged]
    regroup(
        EventKind.CONSOLIDATE,
        partners,
        units=[new.partner],
        on=SCHOOLS_CHANGED,
        passing=_going_on(partners[:1], ("PRINCIPAL",), new.partner.code)
        | _going_on(partners, ("VICE_PRINCIPAL",), new.partner.code),
        decision=Decision("2105/QĐ-UBND", date(2024, 7, 15), DISTRICT_PC),
    )
    unions = [one.union.code for one in merged]
    regroup(
        EventKind.CONSOLIDATE,
        unions,
        units=[new.union],
        on=SCHOOLS_CHANGED,
        # The committee is appointed from both old ones; it leads until the congress.
        passing=_going_on(unions[:1], ("PRESIDENT", "INSPECTION_HEAD"), new.union.code)
        | _going_on(unions[1:], ("VICE_PRESIDENT", "TREASURER"), new.union.code)
        | _going_on(unions, ("EXEC_MEMBER", "TEAM_LEADER"), new.union.code),
        decision=Decision(
            "105/QĐ-LĐLĐ",
            date(2024, 7, 25),
            ISSUER,
            "Giải thể công đoàn cơ sở các trường cũ, thành lập công đoàn cơ sở trường mới theo "
            "việc sáp nhập Trường Tiểu học và Trường THCS thị trấn Đại Nghĩa.",
        ),
    )
    _face([new])


def _separate_hop_tien() -> None:
    """The kindergarten lives on as Hợp Tiến A beside B; its union was divided in two."""
    [old] = [
        one
        for one in schools()
        if one.union.name.endswith("Hợp Tiến") and one.union.kind == "PRESCHOOL_PUBLIC"
    ]
    first, second = (
        _new_school(code, f"Trường Mầm non Hợp Tiến {code[-1]}", "PRESCHOOL_PUBLIC", old)
        for code in NEW_UNIONS[1:]
    )
    paper = Decision("2106/QĐ-UBND", date(2024, 7, 15), DISTRICT_PC)
    school_a = old.partner.code
    regroup(
        EventKind.SEPARATE,
        [school_a],
        units=[second.partner],
        on=SCHOOLS_CHANGED,
        passing=_going_on([school_a], ("VICE_PRINCIPAL",), second.partner.code),
        decision=paper,
    )
    change_profile(
        actor=demo_actor(SCHOOLS_CHANGED),
        organisation=known(school_a),
        profile=replace(old.partner.new, name=first.partner.name),
        on=SCHOOLS_CHANGED,
        decision=paper,
        at=moment(SCHOOLS_CHANGED),
    )
    union = [old.union.code]
    members = f"members.of:{known(old.union.code).pk}"
    regroup(
        EventKind.DIVIDE,
        union,
        units=[first.union, second.union],
        on=SCHOOLS_CHANGED,
        passing=_going_on(union, ("PRESIDENT", "EXEC_MEMBER", "TREASURER"), first.union.code)
        | _going_on(union, ("VICE_PRESIDENT", "INSPECTION_HEAD"), second.union.code)
        | {members: first.union.code},
        decision=Decision(
            "106/QĐ-LĐLĐ",
            date(2024, 7, 25),
            ISSUER,
            "Giải thể công đoàn cơ sở trường cũ, thành lập công đoàn cơ sở hai trường theo việc "
            "tách Trường Mầm non Hợp Tiến.",
        ),
    )
    _face([School(first.union, old.partner), second])


def _new_school(code: str, name: str, kind: str, old: School) -> School:
    return school(
        key=code.removeprefix("CS-"),
        name=name,
        kind=kind,
        command=FEDERATION,
        authority=OFFICE,
        place=old.union.place,
    )


def _going_on(units: Sequence[str], positions: Sequence[str], to: str) -> dict[str, str]:
    return dict.fromkeys(offices_going_on(units, positions, on=SCHOOLS_CHANGED), to)


def _face(new: Sequence[School]) -> None:
    """Let each new union face its school, and join the block of its kind."""
    actor, day = demo_actor(SCHOOLS_CHANGED), SCHOOLS_CHANGED
    pairs = [(known(one.union.code), known(one.partner.code)) for one in new]
    link_counterparts(actor=actor, pairs=pairs, on=day)
    blocks = Grouping.objects.filter(superior=known(FEDERATION), kind=GroupingKind.BLOCK)
    for one in new:
        for block in blocks.filter(name=_BLOCK_OF.get(one.union.kind, "")):
            add_to_grouping(actor=actor, grouping=block, organisation=known(one.union.code), on=day)
