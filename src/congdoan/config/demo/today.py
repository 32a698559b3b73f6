"""
The present world: July 2025 and after.

Unions of fully budget-paid schools ended on 15/06/2025, district federations and the provincial
education union with the district level; autonomous schools' unions went to commune unions, new
unions are founded in private schools. Which commune union covers what is invented.
"""

from datetime import date, timedelta

from congdoan.config.demo import lamdong, myduc
from congdoan.config.demo.schools import school
from congdoan.config.demo.stage import (
    AUTHORITY,
    BUDGET_PAID_ENDED,
    COMMAND,
    SECTOR,
    TWO_LEVELS,
    Unit,
    demo_actor,
    found,
    known,
    moment,
)
from congdoan.kernel.organisations.api import (
    Decision,
    end_organisations,
    link_counterpart,
    link_counterparts,
    move_organisations,
)
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import Organisation, Placement
from congdoan.kernel.places.api import successors
from congdoan.kernel.places.models import AdminUnit

_PRIVATE = (
    "Họa Mi", "Sơn Ca", "Hoa Hồng Nhỏ", "Vàng Anh", "Tuổi Ngọc", "Bình Minh", "Thiên Thần Nhỏ",
    "Ánh Sao", "Măng Non Xanh", "Hoa Mặt Trời", "Gấu Trúc", "Ong Vàng", "Cánh Diều", "Mây Hồng",
    "Bồ Câu Trắng", "Hạt Mầm", "Thỏ Ngọc", "Cầu Vồng",
)  # fmt: skip


def commune_union(place: str) -> str:
    return f"CDX-68-{place}"


def commune_authority(place: str) -> str:
    return f"UBND-68-{place}"


def new_communes() -> list[AdminUnit]:
    """Return the new communes that the twelve old districts became."""
    seen: dict[str, AdminUnit] = {}
    for code, _name in lamdong.DISTRICTS:
        for old in lamdong.communes_of(code):
            for unit in successors(old):
                seen.setdefault(unit.code, unit)
    return sorted(seen.values(), key=lambda unit: unit.sort_key)


def build() -> None:
    _found_commune_level()
    _end_budget_paid()
    _hand_over()
    _end_districts()
    _private_schools()


def _found_commune_level() -> None:
    units: list[Unit] = []
    for place in new_communes():
        words = "phường" if place.kind == "WARD" else "xã"
        units += [
            Unit(
                commune_union(place.code),
                f"Công đoàn {words} {place.name}",
                "L3_COMMUNE",
                command=lamdong.FEDERATION,
                short=f"CĐ {words} {place.name}",
                symbol="CĐX",
                place=place.code,
            ),
            Unit(
                commune_authority(place.code),
                f"Ủy ban nhân dân {words} {place.name}",
                kind="COMMUNE_PC",
                short=f"UBND {words} {place.name}",
                symbol="UBND",
                place=place.code,
            ),
        ]
    made = found(units, on=TWO_LEVELS, number="310/QĐ-LĐLĐ")
    if not made:
        return
    by_code = {organisation.code: organisation for organisation in made}
    pairs = [
        (union, by_code[code.replace("CDX-", "UBND-")])
        for code, union in by_code.items()
        if code.startswith("CDX-")
    ]
    pairs.append((known(lamdong.FEDERATION), known(lamdong.DEPARTMENT)))
    link_counterparts(actor=demo_actor(TWO_LEVELS), pairs=pairs, on=TWO_LEVELS)


def _lasting(organisation: Organisation) -> bool:
    return organisation.valid.upper is None


def _end_budget_paid() -> None:
    """End the unions that the law ended, by one decision."""
    units = {o.code: o for o in Organisation.objects.filter(code__startswith="CS-")}
    codes = [
        one.union.code
        for one in [*lamdong.schools(), *myduc.schools()]
        if one.union.funding == "G4"
    ]
    codes += ["CS-01-THTHCS-DAI-NGHIA", "CS-01-MN-HOP-TIEN-B"]
    ending = [units[code] for code in codes if code in units and _lasting(units[code])]
    if ending:
        end_organisations(
            actor=demo_actor(BUDGET_PAID_ENDED),
            organisations=ending,
            on=BUDGET_PAID_ENDED,
            reason=EndReason.ENDED_2025,
            at=moment(BUDGET_PAID_ENDED),
            decision=Decision(
                number="288/QĐ-LĐLĐ", signed_on=BUDGET_PAID_ENDED - timedelta(days=1)
            ),
        )


def _new_places() -> dict[str, str]:
    """Return which new commune took over (the largest part of) each old one, by code."""
    return {
        old.code: successor.code
        for code, _name in lamdong.DISTRICTS
        for old in lamdong.communes_of(code)
        for successor in list(successors(old))[:1]
    }


def _hand_over() -> None:
    """
    Move what lasts from the ended level to the new one, one decision per line of command.

    Autonomous schools' unions go to their commune union and the national sector union; schools come
    under their commune's People's Committee (in Hà Nội here: the Department).
    """
    places = _new_places()
    lines: dict[int, list[tuple[str, str]]] = {COMMAND: [], SECTOR: [], AUTHORITY: []}
    for one in [*lamdong.schools(), *myduc.schools()]:
        place = places.get(one.union.place, "")
        lines[COMMAND].append(
            (one.union.code, commune_union(place) if place else lamdong.FEDERATION)
        )
        if one.union.sector:
            lines[SECTOR].append((one.union.code, "CDGDVN"))
        if one.partner.authority.startswith("PGD-"):
            lines[AUTHORITY].append(
                (one.partner.code, commune_authority(place) if place else "SO-01")
            )
    lines[AUTHORITY] += [("TR-01-THTHCS-DAI-NGHIA", "SO-01"), ("TR-01-MN-HOP-TIEN-B", "SO-01")]
    for hierarchy, wanted in lines.items():
        _move(wanted, hierarchy)


def _move(wanted: list[tuple[str, str]], hierarchy: int) -> None:
    """Move what still exists and is not there yet."""
    codes = {code for pair in wanted for code in pair}
    by_code = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    placed = dict(
        Placement.objects.on(TWO_LEVELS)
        .filter(hierarchy_id=hierarchy, child__code__in=codes)
        .values_list("child__code", "parent__code")
    )
    moves = [
        (by_code[child], by_code[parent])
        for child, parent in wanted
        if child in by_code and _lasting(by_code[child]) and placed.get(child) != parent
    ]
    if moves:
        move_organisations(
            actor=demo_actor(TWO_LEVELS),
            moves=moves,
            on=TWO_LEVELS,
            hierarchy=hierarchy,
            decision=Decision(number="311/QĐ-LĐLĐ", signed_on=TWO_LEVELS),
            at=moment(TWO_LEVELS),
        )


def _end_districts() -> None:
    """End the district level: federations, the provincial education union, education offices."""
    codes = [lamdong.EDUCATION_UNION, myduc.FEDERATION, myduc.OFFICE]
    codes += [lamdong.district_code(code) for code, _name in lamdong.DISTRICTS]
    codes += [f"PGD-68-{code}" for code, _name in lamdong.DISTRICTS]
    ending = [o for o in Organisation.objects.filter(code__in=codes) if _lasting(o)]
    if ending:
        end_organisations(
            actor=demo_actor(TWO_LEVELS),
            organisations=ending,
            reason=EndReason.ENDED_2025,
            on=TWO_LEVELS,
            at=moment(TWO_LEVELS),
            decision=Decision(
                number="312/QĐ-LĐLĐ", signed_on=TWO_LEVELS, issuer="LĐLĐ tỉnh Lâm Đồng"
            ),
        )


def _private_schools() -> None:
    """Found unions in private kindergartens, a handful each quarter since October 2025."""
    communes = [place for place in new_communes() if place.kind == "WARD"] or new_communes()
    for n, name in enumerate(_PRIVATE):
        place = communes[n % len(communes)].code
        founded = date(2025, 10, 1) + timedelta(days=14 * n)
        one = school(
            key=f"68-TT-{n + 1:02d}",
            name=f"Trường Mầm non tư thục {name}",
            kind="PRESCHOOL_PRIVATE",
            command=commune_union(place),
            sector="CDGDVN",
            authority=commune_authority(place),
            funding="PRIVATE",
            place=place,
        )
        made = found([one.partner, one.union], on=founded, number=f"{40 + n}/QĐ-CĐX")
        if made:
            link_counterpart(actor=demo_actor(founded), union=made[1], partner=made[0], on=founded)
