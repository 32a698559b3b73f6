from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.notifications import rules
from congdoan.support.notifications.api import unread_count
from congdoan.support.notifications.selectors import chosen, inbox
from congdoan.support.notifications.tests.test_services import addresses, tell

__all__ = ["addresses"]  # the fixture gives the cast e-mail addresses here too

pytestmark = pytest.mark.django_db
LIST = "/thong-bao/"


def cost(client, address):
    """Count the queries of a page, but for the shell's occasional look for a newer rulebook."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return sum("rulebook_stamp" not in query["sql"] for query in asked)


def text(answer):
    page = answer.content.decode()
    assert "⟦undefined" not in page
    return page


def test_an_empty_inbox_teaches_what_comes_here(lan, signed_in):
    page = signed_in(lan).get(LIST)
    assert page.status_code == 200
    assert "Chưa có thông báo nào" in text(page)
    assert "Đánh dấu tất cả" not in text(page)


def test_the_inbox_costs_the_same_for_one_and_for_three(lan, system, now, signed_in):
    client = signed_in(lan)
    tell(system, now, lan, key="0")
    client.get(LIST)
    one = cost(client, LIST)
    for number in (1, 2):
        tell(system, now, lan, key=str(number))

    assert cost(client, LIST) == one
    page = text(client.get(LIST))
    assert page.count("Bên B đã ký Quy chế 2026</a>") == 3


def test_only_unread_and_only_a_category_by_the_address(lan, system, now, signed_in):
    tell(system, now, lan)
    client = signed_in(lan)
    title = "Bên B đã ký Quy chế 2026"
    assert title in text(client.get(f"{LIST}?state=unread&category=test-loud"))
    assert title not in text(client.get(f"{LIST}?category=test-quiet"))
    assert "khớp với bộ lọc" in text(client.get(f"{LIST}?category=test-quiet"))
    odd = client.get(f"{LIST}?state=odd&category=nothing&after=xyz")
    assert odd.status_code == 200


def test_opening_reads_and_leads_to_the_matter(lan, system, now, signed_in):
    tell(system, now, lan)
    told = inbox(lan).get()

    answer = signed_in(lan).get(reverse("notifications:open", args=[told.pk]))

    assert answer["Location"] == "/phoi-hop/1/"
    assert unread_count(lan) == 0


def test_anothers_notification_is_not_found(lan, minh, system, now, signed_in):
    tell(system, now, lan)
    told = inbox(lan).get()
    client = signed_in(minh)
    assert client.get(reverse("notifications:open", args=[told.pk])).status_code == 404
    assert client.post(reverse("notifications:read", args=[told.pk])).status_code == 404
    assert unread_count(lan) == 1


def test_marking_keeps_the_filter_one_stood_on(lan, system, now, signed_in):
    tell(system, now, lan)
    told = inbox(lan).get()
    answer = signed_in(lan).post(
        reverse("notifications:read", args=[told.pk]), {"query": "state=unread"}
    )
    assert answer["Location"] == f"{LIST}?state=unread"
    assert unread_count(lan) == 0


@pytest.mark.parametrize("newest", ["", "abc", "-1", "9" * 40, "²"])
def test_marking_all_takes_only_a_number(lan, system, now, signed_in, newest):
    tell(system, now, lan)
    answer = signed_in(lan).post(reverse("notifications:read-all"), {"newest": newest})
    assert answer.status_code == 302
    assert unread_count(lan) == 1


def test_marking_all_marks_all_that_was_seen(lan, system, now, signed_in):
    tell(system, now, lan)
    client = signed_in(lan)
    page = client.get(LIST)
    client.post(reverse("notifications:read-all"), {"newest": page.context["newest"]})
    assert unread_count(lan) == 0


def test_reading_is_posted_not_fetched(lan, signed_in):
    assert signed_in(lan).get(reverse("notifications:read-all")).status_code == 405


def test_preferences_are_chosen_per_category(lan, signed_in):
    client = signed_in(lan)
    page = text(client.get(reverse("notifications:preferences")))
    assert "Thử, không gửi thư" in page
    assert "Gom thành một thư mỗi sáng" in page
    assert "lan@example.org" in page

    answers = {f"{category.code}-EMAIL": "off" for category in rules.categories()}
    answer = client.post(
        reverse("notifications:preferences"), answers | {"test-quiet-EMAIL": "daily"}
    )

    assert answer.status_code == 302
    quiet, loud = (chosen(lan)[code, "EMAIL"] for code in ("test-quiet", "test-loud"))
    assert (quiet.wanted, quiet.daily, loud.wanted) == (True, True, False)


def test_who_cannot_be_mailed_is_told_why(minh, signed_in, settings):
    User.objects.filter(pk=minh.user_id).update(email="")
    client = signed_in(minh)
    address = reverse("notifications:preferences")
    assert "chưa có địa chỉ" in text(client.get(address))
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "chưa nối với máy chủ" in text(client.get(address))


@pytest.mark.parametrize("name", ["list", "preferences"])
def test_who_is_not_signed_in_is_asked_to(db, name):
    answer = Client().get(reverse(f"notifications:{name}"))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]
