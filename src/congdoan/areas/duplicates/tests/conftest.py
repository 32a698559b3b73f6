"""Pairs of members in the standing tree."""

from datetime import date

import pytest

from congdoan.areas.duplicates.api import find_duplicates
from congdoan.areas.duplicates.models import Pair
from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members
from congdoan.foundation.valid_time import span
from congdoan.foundation.vietnamese import split_name
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person

JOINED, BORN = date(2020, 9, 1), date(1980, 5, 4)


@pytest.fixture
def enrol(db):
    """Write a member down: ``enrol(tree.leaf, "Đặng Thị Hòa", born=…, phone=…)``."""

    def make(organisation, name, *, born=BORN, gender="F", since=JOINED, until=None, **more):
        family_middle, given_name = split_name(name)
        facts = PersonData(
            family_middle, given_name, gender, born, more.pop("phone", ""), more.pop("email", "")
        )
        record = RecordData(
            member_no=more.pop("member_no", ""), home_town=more.pop("home_town", "")
        )
        stays = [Stay(organisation.pk, span(since, until))] if organisation else []
        new = NewMember(facts=facts, stays=stays, record=record, **more)
        return Person.objects.get(pk=enrol_members([new])[0])

    return make


@pytest.fixture
def find(system, today, now):
    """Compare everybody and return the pairs that wait."""

    def run(*, whole=True):
        find_duplicates(actor=system, on=today, at=now, whole=whole)
        return list(Pair.objects.filter(state="OPEN").order_by("pk"))

    return run
