"""A member with everything that can be written down of one, for the tests that walk addresses."""

from datetime import date

import pytest

from tests.addresses import SECRET


@pytest.fixture
def members(tree, lan, system, today, now):
    """A member of Lan's unit with everything that can be written down of one."""
    from congdoan.areas.members import api as members
    from congdoan.areas.members.enums import EndOfMembership, Penalty, Side
    from congdoan.areas.members.models import Application, MemberExport, Membership, Segment
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.people.api import PersonData
    from congdoan.kernel.people.models import Person

    def enrol(name):
        facts = PersonData("Nguyễn Thị", name, "F", date(1980, 2, 29), "0912345678")
        stay = members.Stay(tree.middle.pk, span(date(2020, 9, 1)))
        new = members.NewMember(facts, [stay], sealed={"ETHNICITY": "02"})
        return Person.objects.get(pk=members.enrol_members([new])[0])

    here, gone = enrol("Ở"), enrol("Đi")
    given = {"actor": lan, "organisation": tree.middle}
    left = members.let_leave(
        **given,
        person=gone,
        data=members.LeavingData(today, EndOfMembership.RETIRED),
        today=today,
        at=now,
    )
    one, admitted = (
        members.receive_application(
            **given,
            data=members.ApplicationData("Lý Văn", name, date(1990, 1, 1)),
            received_on=today,
            on=today,
            at=now,
        )
        for name in ("Chờ", "Vào")
    )
    decision = members.admit_applicants(
        **given,
        applications=[admitted.pk],
        data=members.DecisionData("5/QĐ", today, today),
        on=today,
        at=now,
    )
    punished = members.discipline_member(
        **given,
        person=here,
        data=members.DisciplineData(Penalty.REPRIMAND, "6/QĐ", today, SECRET),
        on=today,
        at=now,
    )
    transfer = members.propose_transfer(
        actor=lan,
        person=here,
        sender=tree.middle,
        receiver=tree.leaf,
        asked_by=Side.SENDER,
        data=members.TransferData(today),
        on=today,
    )
    export = MemberExport.objects.create(
        organisation=tree.middle,
        user_id=lan.user_id,
        columns=[],
        purpose="Xem",
        kind="csv",
        as_of=today,
        asked_at=now,
        made_at=now,
        path="exports/da-mat.csv",
    )
    segment = Segment.objects.create(organisation=tree.middle, name="Nữ", query="gender=F")
    assert Application.objects.filter(pk=one.pk).exists()
    return {
        "members": {
            "unit": tree.middle.pk,
            "pk": Membership.objects.get(person=here).pk,
            "application": one.pk,
            "decision": decision.pk,
            "kind": "pdf",
            "leaving": left.pk,
            "discipline": punished.pk,
            "transfer": transfer.pk,
            "segment": segment.pk,
            "export": export.pk,
            "key": "giam-RETIRED",
        },
        "members:panel": {"pk": tree.middle.pk},
        "members:recognise": {"unit": tree.leaf.pk},
    }
