"""Members of the standing tree: Minh's leaf has five teachers, Lan's middle unit two officials."""

from datetime import date

import pytest

from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members
from congdoan.foundation.valid_time import span
from congdoan.foundation.vietnamese import split_name
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person

JOINED = date(2020, 9, 1)


@pytest.fixture
def enrol(db):
    """Write members down: ``enrol(tree.leaf, "Đặng Thị Hòa", born=date(1980, 2, 29))``."""

    def make(organisation, name, *, born=date(1980, 5, 4), gender="F", since=JOINED, **more):
        family_middle, given_name = split_name(name)
        facts = PersonData(
            family_middle, given_name, gender, born, more.pop("phone", ""), more.pop("email", "")
        )
        record = RecordData(member_no=more.pop("member_no", ""))
        stay = Stay(organisation.pk, span(since, more.pop("until", None)))
        new = NewMember(facts=facts, stays=[stay], record=record, **more)
        return Person.objects.get(pk=enrol_members([new])[0])

    return make


@pytest.fixture
def teachers(tree, enrol):
    names = ["Đặng Thị Hòa", "Nguyễn Văn Ân", "Trần Thị Ánh", "Lê Văn Đức", "Phạm Thị Yến"]
    return [enrol(tree.leaf, name) for name in names]


@pytest.fixture
def inspector(tree, make_person, seat, actor_of):
    person = make_person("Ngô Văn Kiểm", username="kiem")
    seat(person, tree.leaf, "INSPECTION_HEAD")
    return actor_of(person)


@pytest.fixture
def far(tree, make_person, seat, actor_of):
    """The president of a school of another province."""
    person = make_person("Vũ Thị Xa", username="xa")
    seat(person, tree.far_leaf, "PRESIDENT")
    return actor_of(person)
