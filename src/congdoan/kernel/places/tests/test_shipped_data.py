"""The shipped facts: counts the law names, links that lead somewhere, spans that fit."""

from datetime import date, timedelta
from io import StringIO
import unicodedata

from django.core.management import call_command
import pytest

from congdoan.kernel.places.api import (
    candidates,
    counts_on,
    find_ended_units,
    find_units,
    full_name,
    full_names,
    place_counts,
    predecessors,
    successors,
    unit_near,
    unit_on,
    units_on,
)
from congdoan.kernel.places.enums import Kind, Level, Relation
from congdoan.kernel.places.models import AdminUnit, AdminUnitLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]

BEFORE, AFTER, NOW = date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1)

FORMED_FROM = {
    "08": "Hà Giang, Tuyên Quang",
    "15": "Lào Cai, Yên Bái",
    "19": "Bắc Kạn, Thái Nguyên",
    "24": "Bắc Giang, Bắc Ninh",
    "25": "Hòa Bình, Phú Thọ, Vĩnh Phúc",
    "31": "Hải Dương, Hải Phòng",
    "33": "Hưng Yên, Thái Bình",
    "37": "Hà Nam, Nam Định, Ninh Bình",
    "44": "Quảng Bình, Quảng Trị",
    "48": "Đà Nẵng, Quảng Nam",
    "51": "Kon Tum, Quảng Ngãi",
    "52": "Bình Định, Gia Lai",
    "56": "Khánh Hòa, Ninh Thuận",
    "66": "Đắk Lắk, Phú Yên",
    "68": "Bình Thuận, Đắk Nông, Lâm Đồng",
    "75": "Bình Phước, Đồng Nai",
    "79": "Bà Rịa - Vũng Tàu, Bình Dương, Hồ Chí Minh",
    "80": "Long An, Tây Ninh",
    "82": "Đồng Tháp, Tiền Giang",
    "86": "Bến Tre, Trà Vinh, Vĩnh Long",
    "91": "An Giang, Kiên Giang",
    "92": "Cần Thơ, Hậu Giang, Sóc Trăng",
    "96": "Bạc Liêu, Cà Mau",
}
UNCHANGED = ["01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"]


def test_the_day_before_and_the_day_of_the_reform():
    assert counts_on(BEFORE) == {"PROVINCE": 63, "DISTRICT": 696, "COMMUNE": 10_035}
    assert counts_on(AFTER) == {"PROVINCE": 34, "DISTRICT": 0, "COMMUNE": 3_321}
    assert counts_on(NOW) == {"PROVINCE": 34, "DISTRICT": 0, "COMMUNE": 3_321}


@pytest.mark.parametrize(
    ("day", "cities", "wards"),
    [
        (AFTER, 6, 687),
        (date(2026, 4, 29), 6, 687),
        (date(2026, 4, 30), 7, 697),
        (date(2026, 9, 1), 8, 697),
        (date(2026, 9, 20), 9, 709),
    ],
)
def test_the_cities_and_wards_of_2026(day, cities, wards):
    kinds = place_counts(day).kinds
    assert kinds[Level.PROVINCE, Kind.CITY] == cities
    assert kinds[Level.COMMUNE, Kind.WARD] == wards
    assert kinds[Level.COMMUNE, Kind.SPECIAL_ZONE] == 13


def test_the_34_provinces_come_from_the_63(place):
    provinces = {unit.code: unit for unit in units_on(Level.PROVINCE, AFTER)}
    assert set(provinces) == {*FORMED_FROM, *UNCHANGED}
    for code, unit in provinces.items():
        sources = sorted(source.name for source in predecessors(unit))
        assert sources == sorted(FORMED_FROM.get(code, unit.name).split(", "))
    linked = AdminUnitLink.objects.filter(old__level=Level.PROVINCE, new__valid__startswith=AFTER)
    assert linked.count() == 63


def test_every_old_commune_leads_to_a_new_one_or_is_listed_as_unknown():
    unknown = {unit.pk for unit in place_counts(NOW).without_successor}
    old = list(units_on(Level.COMMUNE, BEFORE))
    now = candidates(old, on=AFTER)
    assert {unit.pk for unit in old if not now[unit.pk]} <= unknown
    assert len(unknown) == 0


def test_every_new_commune_has_a_source():
    with_source = AdminUnitLink.objects.filter(new__valid__startswith=AFTER).values("new")
    assert not units_on(Level.COMMUNE, AFTER).exclude(pk__in=with_source).exists()


def test_a_divided_commune_has_several_candidates_and_each_is_a_part(place):
    divided = place_counts(NOW).divided
    assert divided == 471
    phuc_dong = find_units("Phường Phúc Đồng, Quận Long Biên, Hà Nội", on=BEFORE).get()
    ends = candidates([phuc_dong], on=NOW)[phuc_dong.pk]
    assert len(ends) > 1
    assert {end.relation for end in ends} == {Relation.PART}


def test_links_are_parts_exactly_where_there_are_several():
    rows = AdminUnitLink.objects.values_list("old_id", "relation")
    relations: dict[int, list[str]] = {}
    for old, relation in rows:
        relations.setdefault(old, []).append(relation)
    for found in relations.values():
        assert set(found) == ({Relation.PART} if len(found) > 1 else {Relation.WHOLE})


def test_a_code_lives_on_as_another_unit():
    assert str(unit_on("00004", BEFORE)) == "Phường Trúc Bạch"
    assert str(unit_on("00004", AFTER)) == "Phường Ba Đình"
    assert unit_on("001", BEFORE).name == "Ba Đình"
    assert unit_on("001", AFTER) is None
    assert unit_near("001", AFTER)[0].name == "Ba Đình"
    assert unit_near("99999", AFTER) == (None, [])


def test_every_parent_is_there_as_long_as_its_children():
    spans: dict[str, list[tuple[date, date]]] = {}
    for unit in AdminUnit.objects.all():
        lower, upper = unit.valid.lower or date.min, unit.valid.upper or date.max
        spans.setdefault(unit.code, []).append((lower, upper))
    for unit in AdminUnit.objects.exclude(parent_code=""):
        day, end = unit.valid.lower or date.min, unit.valid.upper or date.max
        for lower, upper in sorted(spans[unit.parent_code]):
            if lower <= day < upper:
                day = upper
        assert day >= end, unit


def test_an_address_of_2025_follows_the_changes_of_2026():
    old = find_units("Xã Long An, Huyện Long Thành, Đồng Nai", on=BEFORE).get()
    (then,) = candidates([old], on=AFTER)[old.pk]
    (now,) = candidates([old], on=NOW)[old.pk]
    assert (str(then.unit), str(now.unit)) == ("Xã Long Thành", "Phường Long Thành")
    assert full_name(now.unit, NOW) == "Phường Long Thành, Thành phố Đồng Nai"
    assert full_name(then.unit, AFTER) == "Xã Long Thành, Tỉnh Đồng Nai"


def test_candidates_of_a_unit_that_still_stands_and_of_one_not_yet_there(place):
    standing, later = place("68", AFTER), place("75", NOW)
    found = candidates([standing, later], on=AFTER)
    assert [end.unit for end in found[standing.pk]] == [standing]
    assert found[later.pk] == []


@pytest.mark.parametrize("size", [1, 30])
def test_candidates_and_names_cost_the_same_for_one_and_for_many(size, django_assert_num_queries):
    old = list(units_on(Level.COMMUNE, BEFORE).filter(parent_code="672")[:1]) + list(
        units_on(Level.COMMUNE, BEFORE).filter(parent_code__startswith="67")[: size - 1]
    )
    with django_assert_num_queries(1):
        candidates(old, on=AFTER)
    with django_assert_num_queries(2):
        full_names(old, on=BEFORE)


def test_a_district_lives_on_in_what_its_communes_became(place):
    di_linh = place("679", BEFORE)
    names = [str(unit) for unit in successors(di_linh)]
    assert "Xã Di Linh" in names
    assert len(names) == len(set(names))
    assert [str(unit) for unit in successors(place("755", BEFORE))] == ["Đặc khu Côn Đảo"]


def test_lam_dong_of_2023_has_twelve_districts(place):
    lam_dong = place("68", date(2023, 11, 9))
    assert units_on(Level.DISTRICT, date(2023, 11, 9), lam_dong).count() == 12
    assert units_on(Level.DISTRICT, BEFORE, place("68", BEFORE)).count() == 10


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("phuc xa", "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"),
        ("Phường Phúc Xá", "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"),
        (
            "Số 5 ngõ 7, P. Phúc Xá, Q. Ba Đình, Hà Nội, Việt Nam",
            "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
        ),
        ("p5, q3, tphcm", "Phường 5, Quận 3, Thành phố Hồ Chí Minh"),
        ("xã tà nung, lâm đồng", "Xã Tà Nung, Thành phố Đà Lạt, Tỉnh Lâm Đồng"),
        ("00001", "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_place_is_found_as_people_write_it(text, wanted, form):
    found = find_units(unicodedata.normalize(form, text), on=BEFORE).first()
    assert full_name(found, BEFORE) == wanted


@pytest.mark.parametrize("name", ["Hương Vân", "Hương Văn"])
def test_the_spelling_that_was_typed_comes_first(name):
    assert find_units(f"phường {name}", on=BEFORE)[0].name == name
    assert find_units("huong van", on=BEFORE).count() >= 2


def test_a_place_is_looked_for_in_the_province_of_its_own_day():
    # Code 24 was Bắc Giang, is Bắc Ninh: communes of the one are not found under the other.
    found = find_ended_units("Xã Hồng Giang, Bắc Ninh", before=AFTER)
    assert not [unit for unit in found if unit.level == Level.COMMUNE]
    assert find_ended_units("Xã Hồng Giang, Bắc Giang", before=AFTER).exists()


@pytest.mark.parametrize("text", ["", "   ", ",,,", "xyzzy qqq", "x" * 500, "%_'\";--"])
def test_nonsense_finds_nothing_and_breaks_nothing(text):
    assert not find_units(text, on=NOW).exists()


def test_names_are_listed_in_vietnamese_order():
    names = [unit.name for unit in units_on(Level.PROVINCE, AFTER)]
    assert names.index("Cà Mau") < names.index("Cao Bằng") < names.index("Cần Thơ")
    assert names.index("Đà Nẵng") > names.index("Cao Bằng")


def test_the_counts_command_names_what_is_not_known():
    out = StringIO()
    call_command("place_counts", "--on", "2025-07-01", stdout=out)
    text = out.getvalue()
    assert "Cấp xã: 3321" in text
    assert "Đơn vị cũ chia cho nhiều đơn vị mới: 471" in text
    assert "Đơn vị mới chưa rõ nguồn gốc: 0" in text


def test_last_days_and_first_days_touch():
    for link in AdminUnitLink.objects.select_related("old", "new")[:3000]:
        assert link.old.valid.upper == link.new.valid.lower
        assert link.old.a_day == link.new.valid.lower - timedelta(days=1)
