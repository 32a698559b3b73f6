"""A reorganisation's worksheet, walked through its pages and broken on the way."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.kernel.organisations.api import predecessors, undo_event
from congdoan.kernel.organisations.enums import EventKind, ReorganisationState
from congdoan.kernel.organisations.models import Organisation, Placement, Reorganisation
from congdoan.kernel.organisations.services import preparing
from congdoan.kernel.people.models import Office

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@pytest.fixture
def desk(lan, signed_in):
    """Lan's browser: ``desk("unit_add", sheet.pk, organisation="CS-A12")`` posts and follows."""
    client = signed_in(lan)

    def go(step, *arguments, **values):
        address = reverse(f"organisations:reorganisation{step and '_' + step}", args=arguments)
        answer = client.post(address, values, follow=True) if values else client.get(address)
        return answer.content.decode()

    go.client = client
    return go


@pytest.fixture
def sheet(desk, tree):
    desk("start", kind="MERGE_INTO", organisation="CS-A11", on="01/09/2026")
    return Reorganisation.objects.get()


def test_two_schools_are_merged_by_hand(desk, sheet, tree, minh):
    page = desk("", sheet.pk)
    assert "Chưa thực hiện được" in page
    assert "cần ít nhất một đơn vị kết thúc và một đơn vị khác" in page

    page = desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    assert "Thực hiện việc sắp xếp" in page
    assert "Nguyễn Văn Minh" in page
    office = Office.objects.get(person__user__username="minh")
    desk("homes", sheet.pk, **{"homes": "1", "pass-0": "CS-A12"})
    desk("decision", sheet.pk, on="01/09/2026", decision_no="7/QĐ", decided_by="Công đoàn phường")
    page = desk("carry_out", sheet.pk, go="1")

    assert "Đã thực hiện việc sắp xếp" in page
    sheet.refresh_from_db()
    assert sheet.state == ReorganisationState.DONE
    assert sheet.event.decision_no == "7/QĐ"
    assert list(predecessors(tree.other_leaf)) == [tree.leaf]
    office.refresh_from_db()
    assert office.valid.upper == DAY
    begun = Office.objects.get(person=office.person, organisation=tree.other_leaf)
    assert (begun.valid.lower, begun.position, begun.decision_no) == (DAY, "PRESIDENT", "7/QĐ")


def test_a_unit_is_divided_and_everybody_below_chooses(desk, tree, system, now):
    sheet = preparing.start_reorganisation(
        actor=system, kind=EventKind.DIVIDE, organisation=tree.middle, on=DAY, at=now
    )
    for code in ("CD-A2", "CD-A3"):
        preparing.add_new_unit(
            actor=system,
            reorganisation=sheet,
            code=code,
            profile=preparing.ProfileData(f"Công đoàn phường {code}"),
        )
    refused = preparing.try_out(actor=system, reorganisation=sheet, at=now)
    assert "chưa biết về đâu" in str(refused)
    preparing.choose_homes(
        actor=system,
        reorganisation=sheet,
        homes={tree.leaf.pk: "CD-A2", tree.other_leaf.pk: "CD-A3"},
        passing={},
    )
    assert preparing.try_out(actor=system, reorganisation=sheet, at=now) is None
    assert not Organisation.objects.filter(code="CD-A2").exists(), "a trial leaves nothing"
    preparing.carry_out(actor=system, reorganisation=sheet, at=now)
    placed = Placement.objects.on(DAY).get(child=tree.leaf)
    assert placed.parent.code == "CD-A2"


def test_undoing_gives_the_offices_back(desk, sheet, tree, minh, system):
    before = sorted(map(str, Office.objects.values_list("person", "organisation", "valid")))
    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    desk("homes", sheet.pk, **{"homes": "1", "pass-0": "CS-A12"})
    desk("carry_out", sheet.pk, go="1")
    sheet.refresh_from_db()

    undo_event(actor=system, event=sheet.event, reason="Nhập nhầm")

    after = sorted(map(str, Office.objects.values_list("person", "organisation", "valid")))
    assert after == before


def test_nobody_is_seated_at_a_unit_that_has_ended(desk, tree, system, now, today):
    seat = reverse("people:appoint", args=[tree.leaf.pk])
    panel = reverse("people:offices", args=[tree.leaf.pk])
    assert seat in desk.client.get(panel).content.decode()
    sheet = preparing.start_reorganisation(
        actor=system, kind=EventKind.MERGE_INTO, organisation=tree.leaf, on=today, at=now
    )
    preparing.add_unit(
        actor=system, reorganisation=sheet, organisation=tree.other_leaf, as_into=True
    )
    preparing.carry_out(actor=system, reorganisation=sheet, at=now)
    assert seat not in desk.client.get(panel).content.decode()


def test_the_same_unit_twice_is_refused_beside_the_field(desk, sheet):
    page = desk("unit_add", sheet.pk, organisation="CS-A11")
    assert "đã có trong lần sắp xếp" in page


def test_a_taken_code_is_refused_and_what_was_typed_stays(desk, tree, system, now):
    sheet = preparing.start_reorganisation(
        actor=system, kind=EventKind.SEPARATE, organisation=tree.leaf, on=DAY, at=now
    )
    page = desk("new_unit", sheet.pk, name="Trường Mầm non Hoa Sen", code="CS-A12")
    assert "đã thuộc một tổ chức khác" in page
    assert "Trường Mầm non Hoa Sen" in page


def test_looking_at_a_sheet_holds_nobody_up(desk, sheet, tree):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    with CaptureQueriesContext(connection) as asked:
        desk("", sheet.pk)
    said = [query["sql"] for query in asked]
    assert not [one for one in said if "advisory" in one or "FOR UPDATE" in one]
    assert not [
        one
        for one in said
        if "organisations_" in one and not one.strip().startswith(("SELECT", "WITH"))
    ]


def test_a_trial_is_kept_with_the_sheet_and_told_when_it_is_old(desk, sheet, tree):
    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    assert "Thử trước: chạy trọn" in desk("", sheet.pk)
    page = desk("try", sheet.pk, go="1")
    assert "Trần Thị Lan thử lúc" in page
    assert "<strong>thực hiện được." in page
    assert "hãy thử lại" not in page
    assert Organisation.objects.get(code="CS-A11").valid.upper is None, "a trial leaves nothing"
    page = desk("decision", sheet.pk, on="02/09/2026", decision_no="8", decided_by="Công đoàn")
    assert "Bản sắp xếp đã đổi sau lần thử này" in page
    assert "hãy thử lại" not in desk("try", sheet.pk, go="1")
    desk("carry_out", sheet.pk, go="1")
    assert "đã được thực hiện trước đó" in desk("try", sheet.pk, go="1")


def test_what_only_a_slice_knows_is_found_by_trying(desk, sheet, tree):
    from congdoan.foundation.hooks import Veto
    from congdoan.kernel.organisations.api import changing

    def refuse(change):
        return Veto("Còn sổ quỹ chưa bàn giao.") if change.results else None

    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    changing.on(refuse)
    try:
        assert "Chưa thực hiện được" not in desk("", sheet.pk)
        assert "Còn sổ quỹ chưa bàn giao" in desk("try", sheet.pk, go="1")
    finally:
        del changing._handlers[f"{refuse.__module__}.{refuse.__qualname__}"]


def test_a_second_press_is_told_that_it_is_done(desk, sheet, tree):
    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    desk("carry_out", sheet.pk, go="1")
    page = desk("carry_out", sheet.pk, go="1")
    assert "đã được thực hiện trước đó" in page


def test_what_somebody_else_ended_meanwhile_is_said_before_carrying_out(desk, sheet, tree):
    desk("unit_add", sheet.pk, organisation="CS-A12", role="into")
    desk("start", kind="MERGE_INTO", organisation="CS-A12", on="01/08/2026")
    other = Reorganisation.objects.exclude(pk=sheet.pk).get()
    desk("unit_add", other.pk, organisation="CS-A11", role="into")
    desk("carry_out", other.pk, go="1")

    assert "Chưa thực hiện được" in desk("", sheet.pk)
    assert "Thực hiện việc sắp xếp" not in desk("carry_out", sheet.pk, go="1")


def test_a_dropped_sheet_stays_readable_and_is_not_carried_out(desk, sheet, tree):
    page = desk("drop", sheet.pk, go="1")
    assert "đã bỏ" in page
    assert "Bỏ bản sắp xếp này" not in desk("", sheet.pk)


def test_a_root_is_nobodys_to_reorganise(desk, tree, system, now):
    with pytest.raises(preparing.NoSuperior):
        preparing.start_reorganisation(
            actor=system, kind=EventKind.SEPARATE, organisation=tree.central, on=DAY, at=now
        )


def test_a_leaf_officer_may_not_and_a_neighbour_finds_nothing(sheet, minh, signed_in, tree):
    answer = signed_in(minh).get(reverse("organisations:reorganisation", args=[sheet.pk]))
    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    lan, signed_in, tree, system, now, count, django_assert_max_num_queries
):
    for _n in range(count):
        preparing.start_reorganisation(
            actor=system, kind=EventKind.SEPARATE, organisation=tree.leaf, on=DAY, at=now
        )
    client = signed_in(lan)
    client.get(reverse("organisations:reorganisations"))
    with django_assert_max_num_queries(13):
        page = client.get(reverse("organisations:reorganisations")).content.decode()
    assert page.count("đang chuẩn bị") == count


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("TRANSFER", "move"),
        ("END_OPERATION", "end"),
        ("CHANGE_LEVEL", "profile"),
        ("ESTABLISH", "establish"),
    ],
)
def test_what_one_form_does_is_reached_from_the_same_first_step(desk, tree, kind, name):
    first = reverse("organisations:reorganisation_start")
    answer = desk.client.post(first, {"kind": kind, "organisation": "CS-A11", "on": "01/09/2026"})

    arguments = [] if kind == "ESTABLISH" else [tree.leaf.pk]
    assert answer.url.startswith(reverse(f"organisations:{name}", args=arguments))
    page = desk.client.get(answer.url).content.decode()
    assert "01/09/2026" in page or "2026-09-01" in page
    assert Reorganisation.objects.count() == 0


def test_the_list_leads_to_the_spreadsheet_for_whole_branches(desk):
    page = desk.client.get(reverse("organisations:reorganisations"))

    assert reverse("exchange:upload", args=["sap-xep"]) in page.content.decode()
