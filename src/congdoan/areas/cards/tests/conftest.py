"""Members of Minh's leaf, and cards for them."""

from datetime import date

import pytest

from congdoan.areas.cards.services.issuing import make_ready
from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members
from congdoan.foundation.valid_time import span
from congdoan.foundation.vietnamese import split_name
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person

JOINED = date(2020, 9, 1)


@pytest.fixture
def enrol(db):
    def make(organisation, name, *, member_no="", until=None):
        facts = PersonData(*split_name(name), "F", date(1980, 5, 4))
        stay = Stay(organisation.pk, span(JOINED, until))
        new = NewMember(facts=facts, stays=[stay], record=RecordData(member_no=member_no))
        return Person.objects.get(pk=enrol_members([new])[0])

    return make


@pytest.fixture
def teachers(tree, enrol):
    return [enrol(tree.leaf, name) for name in ("Đặng Thị Hòa", "Nguyễn Văn Ân", "Trần Thị Ánh")]


@pytest.fixture
def issue(tree, minh, today, now):
    """Make cards ready at Minh's leaf: ``issue(*people)``."""

    def make(*people, actor=minh, unit=None, on=today):
        return make_ready(
            actor=actor, unit=unit or tree.leaf, people=[one.pk for one in people], on=on, at=now
        )

    return make
