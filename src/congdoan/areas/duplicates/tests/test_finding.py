"""Finding: what is alike is found, what is not is left alone, what was answered stays answered."""

from datetime import date

import pytest

from congdoan.areas.duplicates.api import reject_pair
from congdoan.areas.duplicates.enums import Key, Part, Weight
from congdoan.areas.duplicates.models import FindingRun, Pair
from congdoan.areas.duplicates.rules.scoring import LISTED, POINTS, Face, compare
from congdoan.areas.members.policies import IMPORT
from congdoan.foundation import vietnamese
from congdoan.kernel.people.api import remove_people
from congdoan.support.worklist.models import WorkItem

pytestmark = pytest.mark.django_db


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


def test_pairs_are_found_by_keys_and_by_score(tree, enrol, find):
    hoa = enrol(tree.leaf, "Đặng Thị Hoà")
    again = enrol(tree.other_leaf, "Đặng Thị Hòa", since=date(2024, 1, 1))
    turned = enrol(tree.leaf, "Trần Văn Bình", born=date(1979, 3, 8), gender="M")
    back = enrol(tree.far_leaf, "Trần Văn Bình", born=date(1979, 8, 3), gender="M")
    phoned = enrol(tree.leaf, "Lý Thị Mơ", phone="0912345678", email="mo@truong.vn")
    other = enrol(tree.leaf, "Lý Thị Mận", phone="+84912345678", email="MO@truong.vn")
    insured = enrol(tree.leaf, "Vũ Thị Sen", sealed={"INSURANCE_NO": "0123456789"})
    same = enrol(tree.leaf, "Vũ Sen", born=None, sealed={"INSURANCE_NO": "0123456789"})
    for n in range(4):
        enrol(tree.leaf, "Đặng Thị Hoa", born=date(1970 + n, 5, 4))
    found = {(pair.one_id, pair.other_id): pair for pair in find()}
    assert set(found) == {
        (hoa.pk, again.pk),
        (turned.pk, back.pk),
        (phoned.pk, other.pk),
        (insured.pk, same.pk),
    }
    assert found[hoa.pk, again.pk].organisation_id == tree.middle.pk
    assert found[turned.pk, back.pk].organisation_id == tree.central.pk
    assert found[phoned.pk, other.pk].organisation_id == tree.leaf.pk
    assert set(found[phoned.pk, other.pk].keys) == {Key.PHONE_BIRTH, Key.EMAIL}
    assert found[insured.pk, same.pk].weight == Weight.KEYED


def test_finding_again_changes_nothing_and_tells_each_place_once(tree, enrol, find):
    enrol(tree.leaf, "Lê Thị An")
    enrol(tree.other_leaf, "Lê Thị An")
    before = [(pair.pk, pair.score) for pair in find()]
    assert [(pair.pk, pair.score) for pair in find()] == before
    work = WorkItem.objects.get(kind="duplicates.look")
    assert work.organisation_id == tree.middle.pk
    assert work.state == "OPEN"


def test_only_who_came_since_is_compared_in_between(tree, enrol, find):
    enrol(tree.leaf, "Lê Thị An")
    find()
    assert not find(whole=False)
    assert FindingRun.objects.count() == 1
    enrol(tree.other_leaf, "Lê Thị An")
    assert len(find(whole=False)) == 1


def test_a_rejected_pair_comes_back_only_with_another_key(tree, enrol, find, lan, today, now):
    one = enrol(tree.leaf, "Lê Thị An")
    other = enrol(tree.other_leaf, "Lê Thị An")
    [pair] = find()
    reject_pair(actor=lan, pair=pair, reason="hai người, đã gọi", on=today, at=now)
    other.gender = ""
    other.save()
    assert not find()
    for person in (one, other):
        person.email = "an@truong.vn"
        person.save()
    assert [pair.keys for pair in find()] == [["EMAIL"]]


def test_a_pair_that_is_no_longer_alike_goes(tree, enrol, find):
    enrol(tree.leaf, "Lê Thị An")
    other = enrol(tree.other_leaf, "Lê Thị An")
    assert find()
    other.birth_date = date(1999, 1, 1)
    other.save()
    assert not find()
    assert not Pair.objects.exists()
    assert WorkItem.objects.get(kind="duplicates.look").state == "CANCELLED"


def test_an_import_can_be_undone_whoever_was_found_alike(tree, enrol, find, system):
    enrol(tree.leaf, "Lê Thị An")
    other = enrol(None, "Lê Thị An", phone="0912345678")
    Pair.objects.create(
        one_id=min(other.pk, other.pk - 1),
        other_id=other.pk,
        organisation=tree.leaf,
        score=80,
        keys=[],
        parts=[],
        found_at="2026-01-01T00:00Z",
    )
    from congdoan.areas.members.models import MemberRecord

    MemberRecord.objects.filter(person=other).delete()
    remove_people(actor=system, right=IMPORT, organisations=[tree.leaf.pk], ids=[other.pk])
    assert not Pair.objects.exists()


def test_questions_do_not_grow_with_the_number_of_pairs(
    tree, enrol, system, today, now, django_assert_max_num_queries
):
    from congdoan.areas.duplicates.api import find_duplicates

    for n in range(12):
        for unit in (tree.leaf, tree.other_leaf):
            enrol(
                unit,
                f"Lê Thị {['An', 'Bình', 'Chi', 'Dung', 'Em', 'Giang'][n % 6]}",
                born=date(1980, 1, 1 + n),
            )
    with django_assert_max_num_queries(40):
        find_duplicates(actor=system, on=today, at=now)
    assert Pair.objects.count() == 12
