"""Decree 30/2020, annex I, II.7: TM., KT., TL., TUQ. and Q., from the dated book and offices."""

from datetime import date, timedelta

import pytest

from congdoan.kernel.access.api import delegate
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Office, Person
from congdoan.support.signing.rules.authority import printed_title
from congdoan.support.signing.rules.mandate import (
    DelegationOver,
    DeputyDelegates,
    MandateEnded,
    PositionMaySignNot,
)
from congdoan.support.signing.selectors.mandates import unscoped_mandate
from congdoan.support.signing.services.opening import SlotPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(send_round, make_person, seat, today):
    """Seat somebody at a party and return the lines above the name, as the paper prints them."""

    def lines(party, position, *, title="", positions=(), body=""):
        person = make_person("Lê Văn Ký", username="ky")
        office = seat(person, party, position)
        Office.objects.filter(pk=office.pk).update(title=title)
        plan = SlotPlan(party, positions=positions, body=body)
        slot = send_round(plans=[plan]).slots[0]
        found = unscoped_mandate(person, slot, on=today)
        return [*found.capacity, found.title]

    return lines


@pytest.mark.parametrize(
    ("party", "position", "given", "lines"),
    [
        ("middle", "PRESIDENT", {}, ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]),
        ("middle", "PRESIDENT", {"body": "STANDING"}, ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"]),
        ("middle", "VICE_PRESIDENT", {}, ["TM. BAN CHẤP HÀNH", "PHÓ CHỦ TỊCH"]),
        (
            "middle",
            "PRESIDENT",
            {"title": "Quyền Chủ tịch"},
            ["TM. BAN CHẤP HÀNH", "Q. CHỦ TỊCH"],
        ),
        ("department", "DIRECTOR", {}, ["GIÁM ĐỐC"]),
        ("department", "DIRECTOR", {"title": "Quyền Giám đốc"}, ["Q. GIÁM ĐỐC"]),
        ("department", "DEPUTY_DIRECTOR", {}, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("school", "VICE_PRINCIPAL", {}, ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"]),
        (
            "middle",
            "DEPARTMENT_HEAD",
            {"positions": ["DEPARTMENT_HEAD"], "title": "Chánh Văn phòng"},
            ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
        ),
        (
            "middle",
            "INSPECTION_HEAD",
            {"positions": ["INSPECTION_HEAD"]},
            ["TM. ỦY BAN KIỂM TRA", "CHỦ NHIỆM ỦY BAN KIỂM TRA"],
        ),
    ],
)
def test_what_stands_above_the_signature(printed, tree, party, position, given, lines):
    assert printed(getattr(tree, party), position, **given) == lines


def test_the_peoples_committee_is_named_once(printed, tree):
    assert printed(tree.department, "CHAIR")[1:] == ["CHỦ TỊCH"]


def test_a_deputy_of_the_committee_signs_for_its_chair(printed, tree):
    lines = printed(tree.department, "VICE_CHAIR")
    assert lines[0].startswith("TM. ")
    assert lines[1:] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


@pytest.mark.parametrize("position", ["CLERK", "DEPARTMENT_HEAD", "INSPECTION_HEAD"])
def test_by_order_or_for_another_body_nobody_signs_unasked(printed, tree, position):
    with pytest.raises(PositionMaySignNot):
        printed(tree.middle, position)


def lend(actor, office, to, *, start, until):
    return delegate(
        actor=actor,
        office=office,
        to=to,
        capabilities=["signing.sign"],
        start=start,
        until=until,
        decision_no="07/GUQ",
    )


def test_by_authority_of_the_head_in_writing_and_for_a_time(
    send_round, sign, make_person, seat, actor_of, tree, today
):
    going = send_round()
    deputy = make_person("Hà Thị Quyền", username="quyen")
    seat(deputy, tree.middle, "CLERK")
    head = Office.objects.get(organisation=tree.middle, position="PRESIDENT")
    lend(going.lan, head, deputy, start=today, until=today + timedelta(days=2))
    found = unscoped_mandate(deputy, going.slots[0], on=today)
    assert [*found.capacity, found.title] == ["TUQ. CHỦ TỊCH", "VĂN THƯ"]
    with pytest.raises(DelegationOver, match="07/GUQ"):
        unscoped_mandate(deputy, going.slots[0], on=today + timedelta(days=2))


def test_a_deputy_gives_no_authority(send_round, make_person, seat, actor_of, tree, today):
    going = send_round()
    deputy = make_person("Lý Thị Phó", username="pho")
    office = seat(deputy, tree.department, "DEPUTY_DIRECTOR")
    other = make_person("Hà Thị Quyền", username="quyen")
    lend(actor_of(deputy), office, other, start=today, until=today + timedelta(days=2))
    with pytest.raises(DeputyDelegates, match="chỉ người đứng đầu"):
        unscoped_mandate(other, going.slots[2], on=today)


def test_a_term_that_ended_prints_nothing(send_round, tree, seat, make_person, today, system):
    going = send_round()
    former = make_person("Ngô Văn Cũ", username="cu")
    appoint(
        actor=system,
        person=former,
        organisation=tree.leaf,
        data=OfficeData(
            position="VICE_PRESIDENT", start=date(2020, 1, 1), until=today, decision_no="1/QĐ"
        ),
    )
    before = unscoped_mandate(former, going.slots[1], on=today - timedelta(days=1))
    assert before.title == "PHÓ CHỦ TỊCH"
    with pytest.raises(MandateEnded, match="kết thúc"):
        unscoped_mandate(Person.objects.get(pk=former.pk), going.slots[1], on=today)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Quyền Chủ tịch", "Q. CHỦ TỊCH"),
        ("quyền  Giám đốc", "Q. GIÁM ĐỐC"),
        ("Chủ tịch", "CHỦ TỊCH"),
        ("Quyền", "QUYỀN"),
    ],
)
def test_an_acting_head_is_marked(label, title):
    assert printed_title(label) == title
