"""
June and July 2025, and what came after, as decisions of those who took them.

Unions of fully budget-paid schools ended on 15/06/2025. On 01/07/2025 three provinces became one,
commune unions were founded, autonomous and private schools' unions handed over to them, district
federations and provincial education unions ended. New unions are founded in private schools since.
Numbers of decisions, and who was handed over in 2026, are invented.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from congdoan.config.demo import (
    areas,
    lamdong,
    langson,
    members,
    myduc,
    neighbours,
    posts,
    provinces,
    staff,
)
from congdoan.config.demo.areas import commune_authority, served
from congdoan.config.demo.schools import School, school
from congdoan.config.demo.stage import (
    AUTHORITY,
    BUDGET_PAID_ENDED,
    COMMAND,
    SECTOR,
    TWO_LEVELS,
    demo_actor,
    found,
    known,
    moment,
    place_words,
)
from congdoan.kernel.organisations.api import (
    Decision,
    end_organisations,
    link_counterpart,
    move_organisations,
    names,
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
_HANOI = "Ban Thường vụ Liên đoàn Lao động thành phố Hà Nội"
_SECTOR_UNION = "Ban Thường vụ Công đoàn Giáo dục Việt Nam"
_PROVINCE_PC = "Ủy ban nhân dân tỉnh Lâm Đồng"
#: Signed in the last days of the old provinces.
_SIGNED = date(2025, 6, 27)


def build_2024() -> None:
    """Merge and separate the schools of Mỹ Đức, merge the three southern districts."""
    myduc.change_schools()
    provinces.rename(until=date(2025, 1, 1))
    lamdong.merge_the_south()


def people_since() -> None:
    """Seat the officers of what was founded since, and let the members of the new unions in."""
    posts.build_terms_since()
    staff.build()
    members.build()


def end_budget_paid() -> None:
    """End the unions that the law ended, by one decision of each province."""
    papers = [
        (lamdong.schools(), "288/QĐ-LĐLĐ", lamdong.ISSUER),
        (myduc.schools(), "1097/QĐ-LĐLĐ", _HANOI),
    ]
    papers += [
        (neighbours.schools(code), "164/QĐ-LĐLĐ", neighbours.issuer(name))
        for code, name in neighbours.PROVINCES
    ]
    for everything, number, issuer in papers:
        codes = [one.union.code for one in everything if one.union.funding == "G4"]
        if issuer == _HANOI:
            codes += myduc.NEW_UNIONS
        paper = Decision(
            number,
            BUDGET_PAID_ENDED - timedelta(days=3),
            issuer,
            "Kết thúc hoạt động công đoàn cơ sở tại đơn vị sự nghiệp công lập hưởng 100% lương từ "
            "ngân sách nhà nước.",
        )
        _end(codes, BUDGET_PAID_ENDED, paper)


def build_two_levels() -> None:
    """Do 1 July 2025: provinces, communes, who goes where, what ends."""
    provinces.merge()
    provinces.rename(until=TWO_LEVELS)
    areas.build()
    _hand_over()
    _end_districts()
    langson.end()


def build_since() -> None:
    """Found the private schools' unions; hand two over between superiors."""
    _private_schools()
    _hand_over_since()
    provinces.rename(until=date(2026, 11, 1))


def _end(codes: Iterable[str], on: date, paper: Decision) -> None:
    ending = [
        one
        for one in Organisation.objects.filter(code__in=list(codes)).order_by("pk")
        if one.valid.upper is None
    ]
    if ending:
        end_organisations(
            actor=demo_actor(on),
            organisations=ending,
            reason=EndReason.ENDED_2025,
            on=on,
            decision=paper,
            at=moment(on),
        )


def _new_places(everything: Sequence[School]) -> dict[str, str]:
    """Return which new commune took over (the largest part of) each school's old one, by code."""
    wanted = {one.union.place for one in everything if one.union.place}
    last_day = TWO_LEVELS - timedelta(days=1)
    places = AdminUnit.objects.on(last_day).filter(code__in=wanted, level="COMMUNE")
    return {old.code: successor.code for old in places for successor in list(successors(old))[:1]}


def _hand_over() -> None:
    """
    Move what lasts from the level that ends to the new one: a decision of each superior left.

    Autonomous and private schools' unions go to the union that serves their commune and to the
    national sector union; schools come under their commune's People's Committee (in Hà Nội here:
    the Department).
    """
    province = [*lamdong.schools(), *neighbours.every_school()]
    places, unions = _new_places(province), served()
    home = {one.union.code: places.get(one.union.place, "") for one in province if one.union.place}
    command, sector, authority = [], [], []
    for one in province:
        place = home.get(one.union.code, "")
        command.append((one.union.code, unions.get(place, lamdong.FEDERATION)))
        if one.union.sector:
            sector.append((one.union.code, "CDGDVN"))
        if one.partner.authority.startswith("PGD-"):
            authority.append((one.partner.code, commune_authority(place)))
    schools = [one.partner.code for one in myduc.schools()]
    schools += [f"TR-{code.removeprefix('CS-')}" for code in myduc.NEW_UNIONS]
    _move_by_superior(command, COMMAND, "{}/QĐ-LĐLĐ", 311, lamdong.ISSUER)
    _move_by_superior(sector, SECTOR, "{}/QĐ-CĐN", 402, _SECTOR_UNION)
    _move(authority, AUTHORITY, Decision("1203/QĐ-UBND", _SIGNED, _PROVINCE_PC))
    _move(
        [(code, "SO-01") for code in schools],
        AUTHORITY,
        Decision("3318/QĐ-UBND", _SIGNED, "Ủy ban nhân dân thành phố Hà Nội"),
    )


def _move_by_superior(
    wanted: Sequence[tuple[str, str]], hierarchy: int, number: str, first: int, issuer: str
) -> None:
    """Move what each superior lets go by a decision of its own, numbered from ``first``."""
    above = dict(
        Placement.objects.on(TWO_LEVELS)
        .filter(hierarchy_id=hierarchy, child__code__in=[child for child, _parent in wanted])
        .values_list("child__code", "parent_id")
    )
    leaving: dict[int, list[tuple[str, str]]] = {}
    for child, parent in wanted:
        if child in above:
            leaving.setdefault(above[child], []).append((child, parent))
    called = names(leaving, on=TWO_LEVELS - timedelta(days=1))
    for n, (superior, moves) in enumerate(sorted(leaving.items())):
        note = f"Bàn giao nguyên trạng các công đoàn cơ sở do {called[superior]} quản lý."
        _move(moves, hierarchy, Decision(number.format(first + n), _SIGNED, issuer, note))


def _move(wanted: Sequence[tuple[str, str]], hierarchy: int, paper: Decision) -> None:
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
        if child in by_code and by_code[child].valid.upper is None and placed.get(child) != parent
    ]
    if moves:
        move_organisations(
            actor=demo_actor(TWO_LEVELS),
            moves=moves,
            on=TWO_LEVELS,
            hierarchy=hierarchy,
            decision=paper,
            at=moment(TWO_LEVELS),
        )


def _end_districts() -> None:
    """End the district level: federations, provincial education unions, education offices."""
    unions = [lamdong.EDUCATION_UNION]
    unions += [lamdong.district_code(code) for code, _name in lamdong.DISTRICTS]
    offices = [f"PGD-68-{code}" for code, _name in lamdong.DISTRICTS]
    for province, _name in neighbours.PROVINCES:
        unions.append(f"CDGD-{province}")
        for district in neighbours.districts(province):
            unions.append(neighbours.district_code(province, district.code))
            offices.append(f"PGD-{province}-{district.code}")
    note = (
        "Kết thúc hoạt động liên đoàn lao động cấp huyện và công đoàn ngành địa phương khi thực "
        "hiện chính quyền địa phương hai cấp."
    )
    _end(unions, TWO_LEVELS, Decision("345/QĐ-LĐLĐ", _SIGNED, lamdong.ISSUER, note))
    _end(offices, TWO_LEVELS, Decision("1204/QĐ-UBND", _SIGNED, _PROVINCE_PC))
    _end([myduc.FEDERATION], TWO_LEVELS, Decision("1162/QĐ-LĐLĐ", _SIGNED, _HANOI, note))
    _end(
        [myduc.OFFICE],
        TWO_LEVELS,
        Decision("3319/QĐ-UBND", _SIGNED, "Ủy ban nhân dân thành phố Hà Nội"),
    )


def _ward_areas() -> list[areas.Area]:
    """Return the areas of the towns, by name."""
    rows = [area for area in areas.areas() if area.communes[0].kind == "WARD"]
    return sorted(rows, key=lambda area: area.communes[0].sort_key)


def _private_schools() -> None:
    """Found unions in private kindergartens, a handful each quarter since October 2025."""
    wards = _ward_areas()
    for n, name in enumerate(_PRIVATE):
        area = wards[n % len(wards)]
        place = area.communes[0].code
        founded = date(2025, 10, 1) + timedelta(days=14 * n)
        one = school(
            key=f"68-TT-{n + 1:02d}",
            name=f"Trường Mầm non tư thục {name}",
            kind="PRESCHOOL_PRIVATE",
            command=area.union,
            sector="CDGDVN",
            authority=commune_authority(place),
            funding="PRIVATE",
            place=place,
        )
        made = found(
            [one.partner, one.union],
            on=founded,
            number=f"{40 + n}/QĐ-CĐX",
            issuer=f"Ban Chấp hành Công đoàn {place_words(area.communes[0])}",
        )
        if made:
            link_counterpart(actor=demo_actor(founded), union=made[1], partner=made[0], on=founded)


def _hand_over_since() -> None:
    """
    In 2026 the federation hands an upper secondary school's union to the union of its ward, and one
    commune union hands a kindergarten's union to its neighbour (new premises).
    """
    wards = _ward_areas()
    for code, to, on, number, note in (
        (
            "CS-68-THPT-BAO-LOC",
            wards[0].union,
            date(2026, 4, 1),
            "57/QĐ-LĐLĐ",
            "Chuyển giao công đoàn cơ sở từ Liên đoàn Lao động tỉnh về công đoàn phường.",
        ),
        (
            "CS-68-TT-03",
            wards[3].union,
            date(2026, 8, 1),
            "131/QĐ-LĐLĐ",
            "Nhà trường chuyển trụ sở; hai công đoàn phường đã lập biên bản bàn giao.",
        ),
    ):
        unit, parent = known(code), known(to)
        if Placement.objects.on(on).filter(child=unit, parent=parent, hierarchy=COMMAND).exists():
            continue
        move_organisations(
            actor=demo_actor(on),
            moves=[(unit, parent)],
            on=on,
            decision=Decision(number, on - timedelta(days=5), lamdong.ISSUER, note),
            at=moment(on),
        )
