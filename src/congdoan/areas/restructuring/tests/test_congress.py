"""A union made by a reorganisation owes its first congress."""

from datetime import date

import pytest

from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.enums import Appointment
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


@pytest.fixture
def separate(tree, system, now):
    def act(*, on=DAY, level="L4_GRASSROOTS"):
        new = NewOrganisation("CS-TACH", "UNION", ProfileData(name="Trường mới", level=level), on)
        return regroup_organisations(
            actor=system,
            regrouping=Regrouping(EventKind.SEPARATE, on, [tree.leaf], founded=[new]),
            decision=Decision(number="1/QĐ", exception="Thí điểm"),
            at=now,
        )

    return act


def work():
    return WorkItem.objects.filter(kind="restructuring.congress")


def test_the_new_union_alone_owes_it_within_twelve_months(separate, tree):
    separate()

    (item,) = work()
    assert item.organisation.code == "CS-TACH"
    assert item.due == date(2027, 2, 1)
    assert item.escalate_to_id == tree.middle.pk


def test_the_last_day_of_february_has_no_twin(separate):
    separate(on=date(2024, 2, 29))
    assert not work().exists()  # written down two years later: history


def test_an_elected_president_ends_it_an_appointed_one_does_not(separate, system, make_person):
    separate()
    unit = Organisation.objects.get(code="CS-TACH")
    for name, appointment, state in (
        ("Lê Thị Tạm", Appointment.APPOINTED, "OPEN"),
        ("Lê Thị Bầu", Appointment.ELECTED, "DONE"),
    ):
        appoint(
            actor=system,
            person=make_person(name),
            organisation=unit,
            data=OfficeData(
                position="PRESIDENT", start=DAY, appointment=appointment, decision_no="2/QĐ"
            ),
        )
        assert work().get().state == state


def test_a_team_owes_none(separate):
    separate(level="L6_TEAM")
    assert not work().exists()


def test_undoing_takes_the_work_along(separate, system):
    event = separate()
    undo_event(actor=system, event=event, reason="Nhầm")

    assert not work().exists()
    assert not Organisation.objects.filter(code="CS-TACH").exists()
