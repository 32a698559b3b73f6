"""An officer issues cards to chosen members by keyboard and clicks; somebody scans one."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.cards.models import Card
from congdoan.areas.members import api as members
from congdoan.foundation.valid_time import span
from congdoan.kernel.accounts.models import User
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(
    minh: Any,
    make_person: Any,
    tree: Any,
    open_page: Any,
    live_server: Any,
    settings: Any,
    today: Any,
) -> Desk:
    settings.CLOCK = today.isoformat()
    people = [make_person(name).pk for name in ("Đặng Thị Hòa", "Nguyễn Văn Ân")]
    members.begin_memberships(
        [members.NewMembership(one, tree.leaf.pk, span(today), "TEACHER") for one in people]
    )
    page, client = open_page(), Client()
    client.force_login(User.objects.get(pk=minh.user_id))
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return Desk(page, "minh")


def test_chosen_issued_printed_scanned(desk: Desk, tree: Any) -> None:
    desk.goto("cards:of", tree.leaf.pk).reads("Chưa có thẻ")
    page = desk.page
    assert_accessible(page)
    box = page.get_by_label("Chọn Đặng Thị Hòa")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Cấp, in thẻ").click()
    desk.reads("người đã chọn (1)")
    assert_accessible(page)
    desk.press("Cấp, lập tệp in").reads("Đã cấp 1 thẻ mới").reads("Mở tệp PDF")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    assert_fits_its_width(page)
    card = Card.objects.get()
    assert card.printed_name == "Đặng Thị Hòa"
    page.context.clear_cookies()
    page.goto(reverse("cards:verify", args=[card.token]))
    desk.reads("Thẻ còn hiệu lực")
    assert "Hòa" not in page.content()
    assert_accessible(page)
    assert_fits_its_width(page)
