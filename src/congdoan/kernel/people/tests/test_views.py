"""Pages of people and offices, from the register to the activation slip."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.kernel.audit.api import SEEN
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import Decision, create_grouping, end_organisation
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.services.offices import NotOfThisUnit
from congdoan.kernel.periods.api import start_term

pytestmark = pytest.mark.django_db


def test_the_register_shows_offices_of_the_own_branch(
    lan, minh, signed_in, tree, make_person, seat
):
    far = make_person("Võ Xa Lạ")
    seat(far, tree.far_leaf)

    page = signed_in(lan).get(reverse("people:register")).content.decode()

    assert "Nguyễn Văn Minh" in page
    assert "Võ Xa Lạ" not in page
    assert "⟦undefined" not in page


def test_a_person_of_another_branch_is_not_found(lan, signed_in, tree, make_person, seat):
    far = make_person("Võ Xa Lạ")
    seat(far, tree.far_leaf)

    assert signed_in(lan).get(reverse("people:detail", args=[far.pk])).status_code == 404


def test_appoint_a_new_person_invite_them_and_end_the_office(lan, signed_in, tree):
    client = signed_in(lan)
    url = reverse("people:appoint", args=[tree.leaf.pk])
    typed = {
        "full_name": "Đặng Thị  Bích Ngọc",
        "position": "CLERK",
        "appointment": "APPOINTED",
        "start": "01/01/2026",
        "last_day": "28/02/2028",
        "decision_no": "09/QĐ",
    }
    assert client.get(url).status_code == 200
    client.post(url, typed)

    person = Person.objects.get(given_name="Ngọc")
    office = person.offices.get()
    assert person.family_middle == "Đặng Thị Bích"
    assert office.valid.upper == date(2028, 2, 29)

    slip = client.post(
        reverse("people:invite", args=[person.pk, tree.leaf.pk]), {"username": "ngoc.dang"}
    ).content.decode()
    assert "ngoc.dang" in slip
    assert "⟦undefined" not in slip
    assert reverse("people:detail", args=[person.pk]) in slip

    client.post(
        reverse("people:end", args=[office.pk]), {"last_day": "31/03/2026", "reason": "RESIGNED"}
    )
    office.refresh_from_db()
    assert office.valid.upper == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "01/01/2010"}, "thời gian tổ chức tồn tại"),
        ({"last_day": "01/01/2025"}, "Ngày kết thúc phải sau ngày bắt đầu"),
        ({"full_name": ""}, "Hãy chọn người đã có hoặc ghi họ tên"),
        ({"decision_no": ""}, "decision_no"),
    ],
)
def test_bad_input_is_explained_and_kept(lan, signed_in, tree, changes, sentence):
    typed = {
        "full_name": "Đặng Thị Ngọc",
        "position": "CLERK",
        "appointment": "APPOINTED",
        "start": "01/01/2026",
        "decision_no": "09/QĐ",
        "title": "Văn thư kiêm nhiệm",
    }
    page = signed_in(lan).post(reverse("people:appoint", args=[tree.leaf.pk]), {**typed, **changes})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Văn thư kiêm nhiệm" in page.content.decode()
    assert not Person.objects.filter(given_name="Ngọc").exists()


def test_an_office_after_the_organisation_ended_is_refused(lan, signed_in, tree, system, now):
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2026, 1, 1),
        decision=Decision(),
        at=now,
    )
    page = signed_in(lan).post(
        reverse("people:appoint", args=[tree.leaf.pk]),
        {
            "full_name": "Đặng Thị Ngọc",
            "position": "CLERK",
            "appointment": "APPOINTED",
            "start": "01/02/2026",
            "decision_no": "09/QĐ",
        },
    )

    assert page.status_code == 422
    assert "thời gian tổ chức tồn tại" in page.content.decode()


def test_offices_end_with_their_organisation(minh, tree, system, now, actor_of):
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.ENDED_2025,
        on=date(2025, 6, 15),
        decision=Decision(),
        at=now,
    )

    office = Office.objects.get(person_id=minh.person_id)
    assert office.valid.upper == date(2025, 6, 15)
    assert office.end_reason == "UNIT_ENDED"
    assert actor_of(Person.objects.get(pk=minh.person_id)).holdings == []


def test_the_panel_answers_htmx_with_its_part_only(lan, minh, signed_in, tree):
    url = reverse("people:offices", args=[tree.leaf.pk])
    client = signed_in(lan)

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Nguyễn Văn Minh" in part
    assert "<html" not in part
    assert "<html" in client.get(url).content.decode()


def test_the_register_costs_the_same_for_one_and_for_three(
    lan, signed_in, tree, make_person, seat, django_assert_max_num_queries
):
    client = signed_in(lan)
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            seat(make_person(f"Người {number}"), tree.leaf, "EXEC_MEMBER")
        with django_assert_max_num_queries(16) as asked:
            page = client.get(reverse("people:register"))
        assert f"Người {numbers[-1]}" in page.content.decode()
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_officers_of_a_unit_stand_by_rank(lan, signed_in, tree, make_person, seat):
    for name, position in (("An Văn Bé", "ACCOUNTANT"), ("Yên Thị Tư", "VICE_PRESIDENT")):
        seat(make_person(name), tree.middle, position)
    seat(make_person("Ất Văn Ba"), tree.middle, "EXEC_MEMBER")
    page = signed_in(lan).get(reverse("people:offices", args=[tree.middle.pk])).content.decode()
    assert page.index("Yên Thị Tư") < page.index("Ất Văn Ba") < page.index("An Văn Bé")


@pytest.fixture
def reachable(tree, make_person, seat):
    """An officer of the leaf with contact data."""
    person = make_person("Đỗ Thị Thu")
    person.birth_date, person.phone = date(1980, 5, 17), "0912345678"
    person.save(update_fields=["birth_date", "phone"])
    seat(person, tree.leaf, "CLERK")
    return person


def _looks(person):
    return AuditEntry.objects.about(person).filter(verb=SEEN).order_by("sequence")


def test_private_facts_are_shown_for_a_purpose_and_the_look_is_written_down(
    lan, reachable, signed_in, tree
):
    client = signed_in(lan)
    page = client.get(reverse("people:detail", args=[reachable.pk])).content.decode()
    assert "0912345678" not in page
    assert "17/05/1980" not in page

    address = reverse("people:contact", args=[reachable.pk])
    refused = client.post(address, {"purpose": ""})
    assert refused.status_code == 422
    assert "0912345678" not in refused.content.decode()
    assert not _looks(reachable)

    shown = client.post(address, {"purpose": "Gọi mời họp"}).content.decode()
    assert "0912345678" in shown
    assert "17/05/1980" in shown
    look = _looks(reachable).get()
    assert (look.organisation_id, look.reason) == (tree.leaf.pk, "Gọi mời họp")


def test_forms_that_show_private_facts_are_looks_too(lan, reachable, signed_in, tree):
    client = signed_in(lan)
    client.get(reverse("people:change", args=[reachable.pk]))
    client.get(reverse("people:invite", args=[reachable.pk, tree.leaf.pk]))

    assert [look.reason for look in _looks(reachable)] == ["Sửa thông tin", "Cấp tài khoản"]


def test_ones_own_page_is_no_look_and_a_committee_sees_no_facts(
    reachable, signed_in, tree, make_person, seat, actor_of
):
    member = make_person("Phạm Văn Ủy", username="uy")
    member.birth_date = date(1979, 1, 2)
    member.save(update_fields=["birth_date"])
    seat(member, tree.leaf, "EXEC_MEMBER")
    client = signed_in(actor_of(member))

    assert "02/01/1979" in client.get(reverse("people:detail", args=[member.pk])).content.decode()
    assert not _looks(member)
    address = reverse("people:contact", args=[reachable.pk])
    assert address not in client.get(reverse("people:detail", args=[reachable.pk])).content.decode()
    assert client.post(address, {"purpose": "tò mò"}).status_code == 403


def test_an_office_in_a_term_in_charge_of_a_block_for_a_partner(
    lan, signed_in, tree, system, today
):
    term = start_term(actor=system, organisation=tree.middle, ordinal="II", start=date(2023, 3, 1))
    block = create_grouping(
        actor=system, superior=tree.middle, kind="BLOCK", name="Khối mầm non", on=today
    )
    client, url = signed_in(lan), reverse("people:appoint", args=[tree.middle.pk])
    form = client.get(url).content.decode()
    assert term.label in form
    assert "Khối mầm non" in form

    client.post(
        url,
        {
            "full_name": "Vũ Thị Cơ Cấu",
            "position": "EXEC_MEMBER",
            "appointment": "ELECTED",
            "start": "01/01/2026",
            "decision_no": "12/QĐ",
            "term": str(term.pk),
            "in_charge_of": str(block.pk),
            "represents": f"x [{tree.department.code}]",
        },
    )
    office = Office.objects.get(person__given_name="Cấu")
    assert (office.term, office.in_charge_of, office.represents) == (term, block, tree.department)
    page = client.get(reverse("people:detail", args=[office.person_id])).content.decode()
    panel = client.get(reverse("people:offices", args=[tree.middle.pk])).content.decode()
    for shown in (page, panel):
        assert "phụ trách Khối mầm non" in shown
        assert "đại diện Sở Giáo dục và Đào tạo tỉnh An" in shown
        assert term.label in shown


def test_units_without_terms_and_partners_are_not_asked_for_them(lan, signed_in, tree):
    page = signed_in(lan).get(reverse("people:appoint", args=[tree.leaf.pk])).content.decode()
    assert 'name="term"' not in page
    assert 'name="in_charge_of"' not in page
    assert 'name="represents"' in page


@pytest.mark.parametrize("which", ["term", "block", "union"])
def test_what_belongs_to_another_unit_is_refused(which, system, tree, make_person, today):
    data = {
        "term": lambda: {
            "term_id": start_term(
                actor=system, organisation=tree.far_middle, ordinal="I", start=date(2023, 3, 1)
            ).pk
        },
        "block": lambda: {
            "in_charge_of_id": create_grouping(
                actor=system, superior=tree.far_middle, kind="BLOCK", name="Khối xa", on=today
            ).pk
        },
        "union": lambda: {"represents_id": tree.far_middle.pk},
    }[which]()
    with pytest.raises(NotOfThisUnit):
        appoint(
            actor=system,
            person=make_person("Lý Thị Lạ"),
            organisation=tree.middle,
            data=OfficeData(position="EXEC_MEMBER", start=today, **data),
        )
