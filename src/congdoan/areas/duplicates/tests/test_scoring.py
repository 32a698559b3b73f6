"""How alike two records are."""

from datetime import date

import pytest

from congdoan.areas.duplicates.enums import Key, Part, Weight
from congdoan.areas.duplicates.rules.scoring import LISTED, POINTS, Face, compare
from congdoan.foundation import vietnamese


def face(name, born=date(1980, 5, 4), **more):
    return Face(name, vietnamese.fold(name), born, gender=more.pop("gender", "F"), **more)


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("Đặng Thị Hoà", "Đặng Thị Hòa", Part.NAME_SAME),
        ("Đặng Thị Hòa", "Dang Thi Hoa", Part.NAME_MARKS),
        ("Nguyễn Thị Lan", "Lan Nguyễn Thị", Part.NAME_ORDER),
        ("Nguyễn Thị Lan", "Nguyễn Lan", Part.NAME_MIDDLE),
        ("Nguyễn Thị Lan", "Nguyễn Ngọc Lan", Part.NAME_PARTLY),
        ("Nguyễn Thị Lan", "Trần Thị Hồng", Part.NAME_OTHER),
    ],
)
def test_names_are_compared_as_people_write_them(one, other, part):
    assert part in compare(face(one), face(other)).parts
    assert compare(face(one), face(other)) == compare(face(other), face(one))


@pytest.mark.parametrize(
    ("born", "other", "part"),
    [
        (date(1980, 5, 4), {"born": date(1980, 5, 4)}, Part.BIRTH_SAME),
        (date(1980, 5, 4), {"born": date(1980, 4, 5)}, Part.BIRTH_TURNED),
        (date(1980, 5, 4), {"born": None, "birth_year": 1980}, Part.BIRTH_YEAR),
        (date(1980, 5, 4), {"born": date(1981, 5, 4)}, Part.BIRTH_OTHER),
    ],
)
def test_birthdays_are_compared_with_their_usual_mistakes(born, other, part):
    assert part in compare(face("Lê An", born), face("Lê An", **other)).parts


def test_name_and_birthday_alone_are_never_more_than_possible():
    most = compare(face("Lê An", unit_id=1), face("Lê An", unit_id=1))
    assert most.weight == Weight.POSSIBLE
    assert most.listed
    keyed = compare(face("Lê An", member_no="HN-001"), face("Lê An", member_no="hn 001"))
    assert keyed.weight == Weight.KEYED
    assert Key.MEMBER_NO in keyed.keys


def test_a_different_citizen_number_or_sex_speaks_against():
    alike = compare(face("Lê An"), face("Lê An")).score
    ids = ({"tokens": {Key.CITIZEN_ID: "a"}}, {"tokens": {Key.CITIZEN_ID: "b"}})
    assert compare(face("Lê An", **ids[0]), face("Lê An", **ids[1])).score < LISTED < alike
    assert compare(face("Lê An"), face("Lê An", gender="M")).score < LISTED
    assert set(POINTS) == {*Key.values, *Part.values}


def test_a_name_of_many_people_tells_less_unless_they_are_of_one_unit():
    many = {"common": True, "unit_id": 1}
    alike = compare(face("Lê An", unit_id=1), face("Lê An", unit_id=2))
    assert alike.listed
    assert not compare(face("Lê An", **many), face("Lê An", **many | {"unit_id": 2})).listed
    assert compare(face("Lê An", **many), face("Lê An", **many)).listed
