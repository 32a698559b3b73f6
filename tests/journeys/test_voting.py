"""A secret ballot on a phone by keyboard; the officer ends it and opens the round of the tied."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.voting import api
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.services.box import new_code
from congdoan.areas.voting.tests import conftest as voting
from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
hold, join, me = voting.hold, voting.join, voting.me


@pytest.fixture
def browser(open_page: Any, live_server: Any, settings: Any, today: Any) -> Any:
    """Return a page of somebody who is signed in."""
    settings.CLOCK = today.isoformat()

    def make(user_id: int, size: Any) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=user_id))
        page = open_page(size)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return make


def test_a_ballot_on_a_phone_and_the_round_of_the_tied(
    browser: Any, hold: Any, me: Any, minh: Any, live_server: Any, today: Any
) -> None:
    vote = hold(names=3, seats=2, means="ELECTRONIC", voters=5)
    others = [(1, 2), (1, 3), (1, 3), (2, 3)]
    for one, chosen in zip(vote.roll_people[1:], others, strict=True):
        code = new_code()
        api.cast_ballot(actor=me(one), vote=vote, chosen=chosen, blank=False, code=code, on=today)
    page = browser(vote.roll_people[0].user.pk, PHONE)
    page.goto(live_server.url + reverse("voting:ballot", args=[vote.pk]))
    assert_accessible(page)
    assert_fits_its_width(page)
    picture(page, "voting-ballot")
    for place in (1, 2):
        page.locator(f"[name=chon][value='{place}']").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Bỏ phiếu vào hòm").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Phiếu của bạn đã ở trong hòm phiếu.").wait_for()
    assert_accessible(page)
    picture(page, "voting-receipt")

    page = browser(minh.user_id, DESK)
    page.goto(live_server.url + reverse("voting:vote", args=[vote.pk]))
    assert_accessible(page)
    page.get_by_role("button", name="Kết thúc bỏ phiếu").click()
    page.get_by_role("button", name="Tính và công bố kết quả").click()
    page.get_by_role("button", name="Mở vòng sau").wait_for()
    assert_accessible(page)
    picture(page, "voting-result")
    page.get_by_role("button", name="Mở vòng sau").click()
    page.get_by_role("link", name="Bắt đầu").wait_for()
    assert_accessible(page)
    second = Vote.objects.get(before=vote)
    assert (second.seats, second.candidates.count(), second.voters.count()) == (1, 2, 5)
