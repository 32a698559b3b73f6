"""The first page, for each kind of person who opens it."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.foundation import panels
from congdoan.kernel.organisations import api as organisations
from congdoan.support.worklist.api import WorkItem


def owe(organisation, title, due=None):
    return WorkItem.objects.create(
        kind="tests.duty",
        key=f"tests.{organisation.pk}.{title}",
        title=title,
        organisation=organisation,
        source_label="Quy chế phối hợp",
        due=due,
        opened_on=date(2026, 1, 1),
        opened_by_name="Hệ thống",
    )


@pytest.mark.django_db
def test_a_visitor_is_welcomed_and_shown_the_way_in(client):
    page = client.get("/").content.decode()
    assert reverse("account_login") in page
    assert "Chào" not in page.replace("Chào mừng", "")


def test_lan_sees_her_work_the_late_one_first(lan, tree, signed_in):
    owe(tree.middle, "Nộp báo cáo", due=date(2026, 3, 20))
    owe(tree.middle, "Góp ý dự thảo", due=date(2026, 2, 1))
    owe(tree.far_middle, "Việc của đơn vị khác", due=date(2026, 2, 1))
    page = signed_in(lan).get("/").content.decode()
    assert page.index("Góp ý dự thảo") < page.index("Quá hạn") < page.index("Nộp báo cáo")
    assert "Hạn 01/02/2026" in page
    assert "Việc của đơn vị khác" not in page


def test_lan_sees_where_she_works(lan, signed_in):
    page = signed_in(lan).get("/").content.decode()
    assert "Công đoàn phường Đông" in page
    assert "Chưa" not in page.partition("Đơn vị của tôi")[2]


def test_an_empty_list_of_work_teaches(lan, signed_in):
    assert "Không có việc nào chờ bạn" in signed_in(lan).get("/").content.decode()


def test_hoa_without_office_is_told_what_to_do(hoa, signed_in):
    page = signed_in(hoa).get("/").content.decode()
    assert "chưa gắn với chức vụ nào" in page
    assert "Hãy đề nghị chủ tịch hoặc văn thư" in page


def test_somebody_whose_term_ended_is_told_when(tree, make_person, seat, actor_of, signed_in):
    person = make_person("Phạm Văn Tân", username="tan")
    seat(person, tree.leaf, "PRESIDENT", start=date(2020, 1, 1), until=date(2026, 3, 2))
    page = signed_in(actor_of(person)).get("/").content.decode()
    assert "Hiện bạn không giữ chức vụ nào" in page
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen: đến hết ngày 01/03/2026" in page


def test_a_page_lost_with_an_office_says_so(tree, make_person, seat, actor_of, signed_in):
    """An old notification leads where its reader has no right any more."""
    person = make_person("Phạm Văn Tân", username="tan")
    seat(person, tree.leaf, "PRESIDENT", start=date(2020, 1, 1), until=date(2026, 3, 2))
    client = signed_in(actor_of(person))
    for address, status in ((f"/to-chuc/{tree.leaf.pk}/", 403), ("/khong-co/", 404)):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == status
        assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen đã thôi từ hết ngày 01/03/2026" in page
        assert "người kế nhiệm" in page


def test_who_still_works_there_is_not_told_of_an_earlier_term(
    tree, make_person, seat, actor_of, signed_in
):
    person = make_person("Phạm Văn Tân", username="tan")
    seat(person, tree.leaf, "VICE_PRESIDENT", start=date(2020, 1, 1), until=date(2026, 3, 2))
    seat(person, tree.leaf, "PRESIDENT", start=date(2026, 3, 2))
    assert "đã thôi" not in signed_in(actor_of(person)).get("/khong-co/").content.decode()


def test_home_costs_the_same_for_one_and_for_three(
    lan, tree, signed_in, django_assert_max_num_queries
):
    client = signed_in(lan)
    owe(tree.middle, "Việc một")
    with django_assert_max_num_queries(25) as one:
        client.get("/")
    owe(tree.middle, "Việc hai")
    owe(tree.middle, "Việc ba")
    with django_assert_max_num_queries(len(one)):
        client.get("/")


# --- choices ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_language_can_be_changed_before_signing_in(client):
    answer = client.post(reverse("desk:language"), {"language": "en", "next": "/tim/?q=a"})
    assert answer.headers["Location"] == "/tim/?q=a"
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://xau.example/", "//xau.example", "javascript:1", ""])
def test_the_language_switch_leads_nowhere_else(client, address):
    answer = client.post(reverse("desk:language"), {"language": "xx", "next": address})
    assert answer.headers["Location"] == "/"
    assert "django_language" not in answer.cookies


@pytest.fixture
def doubly(tree, make_person, seat, actor_of):
    """Somebody with two offices."""
    person = make_person("Vũ Thị Hai", username="hai")
    seat(person, tree.middle, "PRESIDENT")
    seat(person, tree.other_leaf, "CLERK")
    return actor_of(person)


def current(client):
    page = client.get("/")
    return page.wsgi_request.actor.organisation_id


def test_a_person_with_two_offices_chooses_for_which_to_work(doubly, tree, signed_in):
    client = signed_in(doubly)
    assert current(client) == tree.middle.pk
    answer = client.post(reverse("desk:switch"), {"organisation": tree.other_leaf.pk})
    assert answer.headers["Location"] == "/"
    assert current(client) == tree.other_leaf.pk


@pytest.mark.parametrize("chosen", ["far", "", "x", "-1", "999999"])
def test_nobody_switches_to_where_they_hold_nothing(doubly, tree, signed_in, chosen):
    client = signed_in(doubly)
    pk = tree.far_leaf.pk if chosen == "far" else chosen
    client.post(reverse("desk:switch"), {"organisation": pk})
    assert current(client) == tree.middle.pk


def test_switching_needs_a_sign_in_and_a_post(client, db, lan, signed_in):
    answer = client.post(reverse("desk:switch"), {"organisation": 1})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert signed_in(lan).get(reverse("desk:switch")).status_code == 405


# --- style guide -----------------------------------------------------------------------------


def test_the_style_guide_is_for_developers_only(lan, signed_in, settings):
    address = reverse("desk:style_guide")
    client = signed_in(lan)
    assert client.get(address).status_code == 404
    settings.DEBUG = True
    for part in ("", "?trang=confirm", "?trang=print"):
        answer = client.get(address + part)
        assert answer.status_code == 200
        assert "undefined" not in answer.content.decode()


def test_a_wrong_form_answers_422_and_keeps_what_was_typed(lan, signed_in, settings):
    settings.DEBUG = True
    answer = signed_in(lan).post(reverse("desk:style_guide"), {"name": "Trường mới"})
    assert answer.status_code == 422
    assert 'value="Trường mới"' in answer.content.decode()


def test_a_panel_of_an_area_stands_on_the_desk_of_who_may_open_it(lan, hoa, signed_in, monkeypatch):
    panel = panels.Panel("tests.news", "Tin của khu vực", "worklist:list", organisations.VIEW)
    monkeypatch.setitem(panels._register, "desk.home", {panel.code: panel})
    assert "Tin của khu vực" in signed_in(lan).get("/").content.decode()
    assert "Tin của khu vực" not in signed_in(hoa).get("/").content.decode()
