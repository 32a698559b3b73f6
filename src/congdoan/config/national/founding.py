"""Which unions there were at the beginning, what they are called, how many members they have."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
import random

from congdoan.config.national.places import Country, District, Place, Province
from congdoan.config.national.world import COMMAND, SECTOR, New, Unit, World
from congdoan.kernel.organisations.api import ProfileData

BEGINNING, SCHOOLS_FOUNDED = date(2015, 1, 1), date(2015, 9, 1)
EDUCATION = {
    "PRESCHOOL_PUBLIC", "PRESCHOOL_PRIVATE", "PRIMARY", "LOWER_SECONDARY", "UPPER_SECONDARY",
    "MULTI_LEVEL", "CONTINUING_EDU", "COLLEGE", "UNIVERSITY",
}  # fmt: skip
_TREES = (
    "Hoa Sen",
    "Hoa Hồng",
    "Ánh Dương",
    "Sao Mai",
    "Măng Non",
    "Tuổi Thơ",
    "Họa Mi",
    "Ban Mai",
)
_HEROES = (
    "Lê Lợi", "Nguyễn Huệ", "Trần Phú", "Chu Văn An", "Lê Hồng Phong", "Võ Thị Sáu", "Kim Đồng",
    "Nguyễn Du", "Phan Bội Châu", "Hùng Vương", "Quang Trung", "Lý Tự Trọng", "Nguyễn Trãi",
)  # fmt: skip
_TRADES = (
    "May",
    "Giày",
    "Thủy sản",
    "Xây dựng",
    "Cơ khí",
    "Vận tải",
    "Gỗ",
    "Bao bì",
    "Dược",
    "Nhựa",
)
_BRANDS = (
    "Thành Công", "Hưng Thịnh", "Phú Cường", "Đại Dương", "Minh Long", "Tân Tiến", "Sao Việt",
    "An Bình", "Hòa Phát Đạt", "Việt Hưng", "Nam Sơn", "Trường Hải Anh", "Đông Á", "Thăng Long",
)  # fmt: skip
_AGENCIES = (
    "Phòng Nội vụ", "Phòng Tài chính", "Phòng Tư pháp", "Phòng Y tế", "Kho bạc", "Thanh tra",
    "Tòa án", "Viện kiểm sát", "Chi cục Thuế", "Bảo hiểm xã hội", "Ban Dân vận", "Văn phòng UBND",
    "Trạm Khuyến nông", "Trung tâm Văn hóa",
)  # fmt: skip
_OFFICES = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Sở Tư pháp",
    "Cục Thuế", "Đài Phát thanh", "Thư viện", "Bảo tàng",
)  # fmt: skip
#: Members at the beginning: median, spread of the logarithm.
_SIZES = {
    "PRESCHOOL_PUBLIC": (27, 0.35), "PRESCHOOL_PRIVATE": (16, 0.4), "PRIMARY": (36, 0.35),
    "LOWER_SECONDARY": (34, 0.4), "UPPER_SECONDARY": (75, 0.3), "MULTI_LEVEL": (60, 0.5),
    "CONTINUING_EDU": (38, 0.3), "COLLEGE": (140, 0.5), "UNIVERSITY": (420, 0.6),
    "COMPANY": (58, 1.05), "HOSPITAL": (210, 0.5), "": (26, 0.35),
}  # fmt: skip


class Founder:
    """
    Draws the grassroots unions of a place; the same place always gets the same.

    ``share`` thins out what belongs to the upper places of a thinned country.
    """

    def __init__(self, key: str, share: float = 1.0) -> None:
        self.share = share
        self.random = random.Random(f"congdoan {key}")  # noqa: S311 - a country, not a secret
        self._numbers: dict[str, int] = {}

    def new(
        self,
        place: Place,
        name: str,
        kind: str,
        funding: str,
        parents: dict[int, Unit],
        home: str,
    ) -> New:
        number = self._numbers[place.code] = self._numbers.get(place.code, 0) + 1
        median, spread = _SIZES[kind]
        # Five members found a union (domain-rules 1.5); the largest factories have ten thousand.
        size = min(10_000, max(5, int(median * self.random.lognormvariate(0, spread))))
        employer = kind if kind != "HOSPITAL" else ""
        profile = ProfileData(
            name=f"Công đoàn cơ sở {name}",
            short_name=f"CĐCS {name}"[:120],
            doc_symbol="CĐCS",
            level="L4_GRASSROOTS",
            kind=employer,
            funding_class=funding,
            place_code=place.code,
        )
        return New(f"CS-{place.code}-{number:03}", profile, parents, size, home)

    def some(self, names: tuple[str, ...], share: float) -> list[str]:
        return [name for name in names if self.random.random() < share]

    def times(self, mean: float) -> range:
        """Return how many of something there are, a whole number around ``mean``."""
        whole = int(mean)
        return range(whole + (self.random.random() < mean - whole))

    def school_funding(self) -> str:
        draw = self.random.random()
        return "G4" if draw < 0.86 else ("G3C" if draw < 0.96 else "G2")

    def company(self) -> str:
        pick = self.random
        return f"Công ty {pick.choice(_TRADES)} {pick.choice(_BRANDS)} {pick.randrange(1, 99)}"

    def private_preschool(self) -> str:
        return f"Trường Mầm non tư thục {self.random.choice(_TREES)} {self.random.randrange(1, 30)}"


def commune_unions(
    founder: Founder, commune: Place, federation: Unit, education: Unit, home: str
) -> Iterator[New]:
    command, both = {COMMAND: federation}, {COMMAND: federation, SECTOR: education}
    urban = commune.urban
    yield founder.new(commune, f"{commune.label}", "", "ADMIN", command, home)
    for words, kind, mean in (
        ("Mầm non", "PRESCHOOL_PUBLIC", 1.25),
        ("Tiểu học", "PRIMARY", 1.25),
        ("THCS", "LOWER_SECONDARY", 1.03),
    ):
        for n in founder.times(mean):
            name = f"Trường {words} {commune.name}{f' {n + 1}' if n else ''}"
            yield founder.new(commune, name, kind, founder.school_funding(), both, home)
    for _ in founder.times(1.2 if urban else 0.15):
        name = founder.private_preschool()
        yield founder.new(commune, name, "PRESCHOOL_PRIVATE", "PRIVATE", both, home)
    for _ in founder.times(10.5 if urban else 2.6):
        yield founder.new(commune, founder.company(), "COMPANY", "PRIVATE", command, home)


def district_unions(
    founder: Founder, district: Place, federation: Unit, education: Unit
) -> Iterator[New]:
    command, both = {COMMAND: federation}, {COMMAND: federation, SECTOR: education}
    home, name = district.code, district.label
    # Upper secondary schools stand under the provincial education union in both lines.
    for n in founder.times(3.6 * founder.share):
        school = f"Trường THPT {founder.random.choice(_HEROES)} {district.name} {n + 1}"
        parents = {COMMAND: education, SECTOR: education}
        funding = founder.school_funding()
        yield founder.new(district, school, "UPPER_SECONDARY", funding, parents, home)
    centre = f"Trung tâm GDNN - GDTX {name}"
    yield founder.new(district, centre, "CONTINUING_EDU", "G3C", both, home)
    yield founder.new(district, f"Phòng Giáo dục và Đào tạo {name}", "", "ADMIN", both, home)
    yield founder.new(district, f"Trung tâm Y tế {name}", "HOSPITAL", "G3B", command, home)
    for agency in founder.some(_AGENCIES, founder.share):
        yield founder.new(district, f"{agency} {name}", "", "ADMIN", command, home)


def province_unions(
    founder: Founder, province: Place, federation: Unit, education: Unit
) -> Iterator[New]:
    home = province.code
    for office in founder.some(_OFFICES, founder.share**2):
        name = f"{office} {province.label}"
        yield founder.new(province, name, "", "ADMIN", {COMMAND: federation}, home)
    for words in founder.some(("Sư phạm", "Nghề", "Y tế"), founder.share**2):
        name = f"Trường Cao đẳng {words} {province.name}"
        parents = {COMMAND: education, SECTOR: education}
        yield founder.new(province, name, "COLLEGE", "G3A", parents, home)


def found_frame(world: World) -> tuple[Unit, Unit]:
    """Found the Confederation and the national education union; return both."""
    name = "Tổng Liên đoàn Lao động Việt Nam"
    (top,) = world.found(
        [_upper("TLD", name, "L1_CENTRAL", "TLĐ", {})], BEGINNING, "Đại hội Công đoàn Việt Nam"
    )
    (sector,) = world.found(
        [_upper("CDGDVN", "Công đoàn Giáo dục Việt Nam", "L2_SECTOR", "CĐN", {COMMAND: top})],
        BEGINNING,
        "Đoàn Chủ tịch Tổng Liên đoàn",
    )
    return top, sector


def found_universities(world: World, country: Country, sector: Unit, share: float) -> None:
    """Found the 73 units of the national education union (fewer where the country is thinned)."""
    founder = Founder("universities")
    parents = {COMMAND: sector, SECTOR: sector}
    places = [province.place for province in country.provinces]
    news = []
    for n in range(max(2, round(73 * share))):
        place = places[n % len(places)]
        name = f"Trường Đại học {_HEROES[n % len(_HEROES)]} {place.name} {n + 1}"
        one = founder.new(place, name, "UNIVERSITY", "G2", parents, place.code)
        news.append(replace(one, code=f"CDGDVN-{n + 1:02}"))
    world.found(news, SCHOOLS_FOUNDED, "Ban Thường vụ CĐGD Việt Nam")


def found_province(
    world: World, province: Province, top: Unit, sector: Unit, share: float
) -> dict[str, Unit]:
    """Found a province's unions of all levels; return those above the grassroots by code."""
    place, code = province.place, province.place.code
    founder, by = Founder(code, share), f"Ban Thường vụ LĐLĐ {province.place.label}"
    (federation,) = world.found(
        [_upper(f"LDLD-{code}", f"Liên đoàn Lao động {place.label}", "L2_PROVINCE", "LĐLĐ",
                {COMMAND: top}, code)],
        BEGINNING, "Đoàn Chủ tịch Tổng Liên đoàn",
    )  # fmt: skip
    (education,) = world.found(
        [_upper(f"CDGD-{code}", f"Công đoàn Giáo dục {place.label}", "L3_LOCAL_SECTOR", "CĐGD",
                {COMMAND: federation, SECTOR: sector}, code)],
        BEGINNING, by,
    )  # fmt: skip
    news = [_district(district, code, federation) for district in province.districts]
    districts = world.found(news, BEGINNING, by)
    news = list(province_unions(founder, place, federation, education))
    for district, unit in zip(province.districts, districts, strict=True):
        news += district_unions(founder, district.place, unit, education)
        for commune, _new in district.communes:
            news += commune_unions(founder, commune, unit, education, district.place.code)
    world.found(news, SCHOOLS_FOUNDED, by)
    above = [federation, education, *districts]
    return {unit.code: unit for unit in above}


def _district(district: District, province: str, federation: Unit) -> New:
    place = district.place
    name = f"Liên đoàn Lao động {place.label}"
    code = f"LDLD-{province}-{place.code}"
    return _upper(code, name, "L3_DISTRICT", "LĐLĐ", {COMMAND: federation}, place.code)


def _upper(
    code: str, name: str, level: str, symbol: str, parents: dict[int, Unit], place: str = ""
) -> New:
    short = name.replace("Liên đoàn Lao động", "LĐLĐ").replace("Công đoàn Giáo dục", "CĐGD")
    profile = ProfileData(
        name=name, short_name=short, doc_symbol=symbol, level=level, place_code=place
    )
    return New(code, profile, parents)


def commune_union(commune: Place, federation: Unit) -> New:
    name = f"Công đoàn {commune.label}"
    return _upper(
        f"CDX-{commune.code}", name, "L3_COMMUNE", "CĐP", {COMMAND: federation}, commune.code
    )
