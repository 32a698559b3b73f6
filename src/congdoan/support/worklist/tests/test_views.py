from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.support.worklist.api import close_work
from congdoan.support.worklist.models import WorkItem, WorkNote
from congdoan.support.worklist.tests.factories import BY_HAND, make_work

pytestmark = pytest.mark.django_db
LIST = "/viec/"


@pytest.fixture
def thu(make_person, seat, tree):
    """Minh's treasurer."""
    person = make_person("Võ Thị Thư", username="thu")
    seat(person, tree.leaf, "TREASURER")
    return person


def cost(client, address):
    """Count the queries of a page, but for the shell's occasional look for a newer rulebook."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum("rulebook_stamp" not in query["sql"] for query in asked)


def text(answer):
    page = answer.content.decode()
    assert "⟦undefined" not in page
    return page


def test_an_empty_list_teaches_what_comes_here(minh, stranger, signed_in):
    for actor in (minh, stranger):
        page = signed_in(actor).get(LIST)
        assert page.status_code == 200
        assert "Không có việc nào đang chờ" in text(page)


def test_work_stands_in_its_part_with_who_what_when_why_and_where(minh, tree, signed_in):
    make_work(minh, tree.leaf, title="Việc muộn", due=date(2026, 2, 27))
    make_work(minh, tree.leaf, title="Việc gần", due=date(2026, 3, 9))
    make_work(minh, tree.leaf, title="Việc xa", due=date(2026, 3, 10))
    make_work(minh, tree.leaf, title="Việc không hạn", due=None)

    page = text(signed_in(minh).get(LIST))

    places = [
        page.index(mark)
        for mark in (
            "table-qua-han-head", "Việc muộn", "quá hạn 3 ngày", "table-tuan-nay-head", "Việc gần",
            "table-sau-head", "Việc xa", "Việc không hạn", "Không ghi hạn",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "Khoản 2 Điều 5 quy chế phối hợp" in page
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen" in page
    assert '<a href="/phoi-hop/1/">Quy chế phối hợp 2026</a>' in page


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("qua-han", {"Việc muộn"}),
        ("tuan-nay", {"Việc gần"}),
        ("sau", {"Việc xa"}),
        ("xong", {"Việc xong"}),
        ("cap-duoi", set()),
        ("khong-co", {"Việc muộn", "Việc gần", "Việc xa"}),
    ],
)
def test_each_part_has_an_address_of_its_own(minh, tree, now, signed_in, group, shown):
    make_work(minh, tree.leaf, title="Việc muộn", due=date(2026, 2, 27))
    make_work(minh, tree.leaf, title="Việc gần", due=date(2026, 3, 9))
    make_work(minh, tree.leaf, title="Việc xa", due=date(2026, 4, 10))
    done = make_work(minh, tree.leaf, title="Việc xong")
    close_work(actor=minh, key=done.key, at=now)

    page = text(signed_in(minh).get(f"{LIST}?nhom={group}"))

    titles = {"Việc muộn", "Việc gần", "Việc xa", "Việc xong"}
    assert {title for title in titles if title in page} == shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bao+cao", True),
        ("q=QUY%20CHE", True),
        ("q=khac", False),
        ("kind=worklist.test_duty", True),
        ("kind=worklist.test_by_hand", False),
        ("whose=mine", False),
        ("whose=nobody", True),
        ("kind=nothing&after=xyz", True),
    ],
)
def test_the_filter_stands_in_the_address(minh, tree, signed_in, query, found):
    make_work(minh, tree.leaf, title="Báo cáo năm học")
    answer = signed_in(minh).get(f"{LIST}?nhom=sau&{query}")
    assert answer.status_code == 200
    assert ("Báo cáo năm học" in text(answer)) is found


def test_an_officer_of_two_organisations_may_choose_one(
    minh, tree, seat, signed_in, make_person, actor_of
):
    person = make_person("Đỗ Hai Nơi", username="hai")
    seat(person, tree.leaf, "CLERK")
    seat(person, tree.other_leaf, "CLERK")
    make_work(minh, tree.leaf, title="Việc nơi này")
    make_work(minh, tree.other_leaf, title="Việc nơi kia")
    client = signed_in(actor_of(person))

    page = text(client.get(f"{LIST}?nhom=sau&organisation={tree.leaf.pk}"))
    assert "Việc nơi này" in page
    assert "Việc nơi kia" not in page
    assert "Mọi đơn vị của tôi" not in text(signed_in(minh).get(f"{LIST}?nhom=sau"))


@pytest.mark.parametrize("address", [LIST, f"{LIST}?nhom=sau", f"{LIST}in/"])
def test_lists_cost_the_same_for_one_and_for_three(minh, tree, thu, signed_in, address):
    client = signed_in(minh)
    make_work(minh, tree.leaf, assignee=thu)
    client.get(address)
    one = cost(client, address)
    for _ in range(2):
        make_work(minh, tree.leaf, assignee=thu)

    assert cost(client, address) == one
    page = text(client.get(address))
    assert page.count("Võ Thị Thư") >= 3


def test_long_parts_show_their_beginning_and_the_way_to_the_rest(minh, tree, signed_in):
    for _ in range(12):
        make_work(minh, tree.leaf)
    page = text(signed_in(minh).get(LIST))
    assert page.count("Báo cáo sơ kết số") == 10
    assert "Xem thêm 2 việc" in page


def test_the_superior_sees_what_was_told_and_may_change_nothing(lan, tree, signed_in):
    item = make_work(lan, tree.leaf, title="Việc của cơ sở")
    client = signed_in(lan)
    assert "Cấp dưới" not in text(client.get(LIST))
    assert client.get(f"{LIST}{item.pk}/").status_code == 404

    WorkItem.objects.update(escalated_to=tree.middle, escalated_on=date(2026, 3, 2))

    assert "Việc của cơ sở" in text(client.get(f"{LIST}?nhom=cap-duoi"))
    page = text(client.get(f"{LIST}{item.pk}/"))
    assert "Đã báo lên cấp trên" in page
    assert "Giao việc" not in page
    assert "Thêm ghi chú" not in page
    assert client.post(f"{LIST}{item.pk}/giao/", {"person": ""}).status_code == 403
    assert client.post(f"{LIST}{item.pk}/ghi-chu/", {"text": "Nhanh lên"}).status_code == 403


def test_work_of_others_is_not_found(lan, minh, stranger, tree, signed_in):
    item = make_work(minh, tree.leaf)
    for actor in (lan, stranger):
        client = signed_in(actor)
        assert client.get(f"{LIST}{item.pk}/").status_code == 404
        for act in ("giao", "ghi-chu", "xong"):
            assert client.post(f"{LIST}{item.pk}/{act}/", {"text": "x"}).status_code == 404


def test_work_is_given_on_its_page(minh, tree, thu, signed_in):
    item = make_work(minh, tree.leaf)
    client = signed_in(minh)
    assert "Võ Thị Thư" in text(client.get(f"{LIST}{item.pk}/"))

    answer = client.post(f"{LIST}{item.pk}/giao/", {"person": str(thu.pk)})

    assert answer["Location"] == f"{LIST}{item.pk}/"
    assert WorkItem.objects.get().assignee == thu


@pytest.mark.parametrize("person", ["0", "abc", "999999999999999999999"])
def test_work_is_not_given_to_somebody_off_the_list(minh, tree, signed_in, person):
    item = make_work(minh, tree.leaf)
    answer = signed_in(minh).post(f"{LIST}{item.pk}/giao/", {"person": person})
    assert answer.status_code == 422
    assert WorkItem.objects.get().assignee is None


def test_a_note_is_written_once_and_shown_as_text(minh, tree, signed_in):
    item = make_work(minh, tree.leaf)
    client = signed_in(minh)
    note = {"text": "<script>alert(1)</script> đã gọi", "once": "a" * 32}

    for _ in range(2):
        assert client.post(f"{LIST}{item.pk}/ghi-chu/", note).status_code == 302

    assert WorkNote.objects.count() == 1
    page = text(client.get(f"{LIST}{item.pk}/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; đã gọi" in page


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_a_note_must_say_something_short(minh, tree, signed_in, words):
    item = make_work(minh, tree.leaf)
    answer = signed_in(minh).post(f"{LIST}{item.pk}/ghi-chu/", {"text": words})
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert not WorkNote.objects.exists()


def test_only_work_of_that_kind_is_closed_by_hand(minh, tree, signed_in):
    client = signed_in(minh)
    duty, by_hand = make_work(minh, tree.leaf), make_work(minh, tree.leaf, kind=BY_HAND.code)
    assert "Đã làm xong" not in text(client.get(f"{LIST}{duty.pk}/"))
    assert client.post(f"{LIST}{duty.pk}/xong/").status_code == 409

    assert "Đã làm xong" in text(client.get(f"{LIST}{by_hand.pk}/"))
    assert client.post(f"{LIST}{by_hand.pk}/xong/").status_code == 302
    assert "Nguyễn Văn Minh" in text(client.get(f"{LIST}?nhom=xong"))


def test_the_printed_list_holds_the_open_work(minh, tree, signed_in):
    make_work(minh, tree.leaf, title="Việc in ra", due=date(2026, 2, 1))
    page = text(signed_in(minh).get(reverse("worklist:print")))
    assert "Việc in ra" in page
    assert "quá hạn" in page
    assert "02/03/2026" in page


def test_another_day_in_the_address_does_not_hide_what_is_owed_today(minh, tree, signed_in):
    make_work(minh, tree.leaf, title="Việc hôm nay")
    page = text(signed_in(minh).get(f"{LIST}?as_of=2024-05-01"))
    assert "Việc hôm nay" in page
    assert "luôn là việc của hôm nay" in page


def test_who_is_not_signed_in_is_asked_to():
    for address in (LIST, f"{LIST}in/", f"{LIST}1/"):
        assert "next=" in Client().get(address)["Location"]
