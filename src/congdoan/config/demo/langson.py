"""
Lạng Sơn as in the seed of 2019: the provincial education union, its directly subordinate units and
clusters. Facts: the province, its districts; the schools' names follow the districts.
"""

from datetime import date, timedelta

from congdoan.config.demo.schools import School, school
from congdoan.config.demo.stage import (
    BEGINNING,
    BUDGET_PAID_ENDED,
    TWO_LEVELS,
    Unit,
    demo_actor,
    found,
    known,
    moment,
    place_words,
    slug,
)
from congdoan.kernel.organisations.api import (
    Decision,
    add_to_grouping,
    create_grouping,
    end_organisations,
    link_counterparts,
    move_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, GroupingKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.places.api import children_on, unit_on
from congdoan.kernel.places.models import AdminUnit

FEDERATION, EDUCATION_UNION, DEPARTMENT = "LDLD-20", "CDGD-20", "SO-20"
_ISSUER = "Ban Thường vụ Liên đoàn Lao động tỉnh Lạng Sơn"
_LAST_DAY = TWO_LEVELS - timedelta(days=1)
#: Four kinds of school a district has under the provincial education union.
_SCHOOLS = (
    ("THPT", "Trường THPT", "UPPER_SECONDARY"),
    ("DTNT", "Trường Phổ thông Dân tộc nội trú", "MULTI_LEVEL"),
    ("GDTX", "Trung tâm Giáo dục thường xuyên", "CONTINUING_EDU"),
)


def _districts() -> list[AdminUnit]:
    province = unit_on("20", _LAST_DAY)
    return list(children_on(province, _LAST_DAY)) if province else []


def schools() -> list[School]:
    return [
        school(
            key=f"20-{code}-{slug(place.name)}",
            name=f"{words} {place.name}",
            kind=kind,
            command=EDUCATION_UNION,
            authority=DEPARTMENT,
            funding="G3C" if code == "GDTX" else "G4",
            place=place.code,
        )
        for place in _districts()
        for code, words, kind in _SCHOOLS
    ]


def build() -> None:
    found(
        [
            Unit(
                EDUCATION_UNION,
                "Công đoàn ngành Giáo dục tỉnh Lạng Sơn",
                "L3_LOCAL_SECTOR",
                command=FEDERATION,
                sector="CDGDVN",
                short="CĐN Giáo dục tỉnh Lạng Sơn",
                symbol="CĐN",
                place="20",
            ),
            *[
                Unit(
                    f"LDLD-20-{place.code}",
                    f"Liên đoàn Lao động {place_words(place)}",
                    "L3_DISTRICT",
                    command=FEDERATION,
                    symbol="LĐLĐ",
                    place=place.code,
                )
                for place in _districts()
            ],
        ],
        on=BEGINNING,
        number="31/QĐ-LĐLĐ",
        issuer=_ISSUER,
    )
    everything = schools()
    made = found(
        [unit for one in everything for unit in (one.union, one.partner)],
        on=date(2013, 9, 1),
        number="32/QĐ-CĐN",
        issuer="Ban Thường vụ Công đoàn ngành Giáo dục tỉnh Lạng Sơn",
    )
    if made:
        _link(everything, {organisation.code: organisation for organisation in made})


def _link(everything: list[School], by_code: dict[str, Organisation]) -> None:
    """Link counterparts; found four clusters of unions (cụm công đoàn)."""
    actor, since = demo_actor(date(2013, 9, 1)), date(2013, 9, 1)
    pairs = [(by_code[one.union.code], by_code[one.partner.code]) for one in everything]
    link_counterparts(actor=actor, pairs=pairs, on=since)
    superior = known(EDUCATION_UNION)
    for n in range(4):
        cluster = create_grouping(
            actor=actor,
            superior=superior,
            kind=GroupingKind.CLUSTER,
            name=f"Cụm công đoàn số {n + 1}",
            on=since,
        )
        for one in everything[n::4]:
            add_to_grouping(
                actor=actor, grouping=cluster, organisation=by_code[one.union.code], on=since
            )


def end() -> None:
    """The same law of 2025: schools' unions end, autonomous centres go to the province."""
    if known(EDUCATION_UNION).valid.upper is not None:
        return
    units = {o.code: o for o in Organisation.objects.filter(code__startswith="CS-20-")}
    paid = [units[one.union.code] for one in schools() if one.union.funding == "G4"]
    lasting = [o for o in units.values() if o not in paid]
    _end_all(paid, BUDGET_PAID_ENDED, Decision("88/QĐ-LĐLĐ", date(2025, 6, 13), _ISSUER))
    move_organisations(
        actor=demo_actor(TWO_LEVELS),
        moves=[(one, known(FEDERATION)) for one in lasting],
        on=TWO_LEVELS,
        decision=Decision("95/QĐ-LĐLĐ", date(2025, 6, 26), _ISSUER),
        at=moment(TWO_LEVELS),
    )
    districts = Organisation.objects.filter(code__startswith="LDLD-20-")
    paper = Decision("96/QĐ-LĐLĐ", date(2025, 6, 26), _ISSUER)
    _end_all([known(EDUCATION_UNION), *districts], TWO_LEVELS, paper)


def _end_all(organisations: list[Organisation], on: date, paper: Decision) -> None:
    end_organisations(
        actor=demo_actor(on),
        organisations=organisations,
        reason=EndReason.ENDED_2025,
        on=on,
        decision=paper,
        at=moment(on),
    )
