"""An officer finds one teacher written down twice, merges the records, and parts them again."""

from datetime import date
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
import pytest

from congdoan.areas.duplicates.api import find_duplicates
from congdoan.areas.members.api import NewMember, Stay, enrol_members
from congdoan.areas.members.models import Membership
from congdoan.foundation.valid_time import span
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.api import PersonData
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(
    lan: Any,
    tree: Any,
    system: Any,
    open_page: Any,
    live_server: Any,
    settings: Any,
    today: Any,
    now: Any,
) -> Desk:
    settings.CLOCK = today.isoformat()
    for unit, name, since in (
        (tree.leaf, "Hoà", date(2019, 9, 1)),
        (tree.other_leaf, "Hòa", date(2024, 9, 1)),
    ):
        facts = PersonData("Đặng Thị", name, "F", date(1984, 3, 7), "0912000417")
        enrol_members([NewMember(facts, [Stay(unit.pk, span(since))])])
    find_duplicates(actor=system, on=today, at=now)
    page, client = open_page(), Client()
    client.force_login(User.objects.get(pk=lan.user_id))
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return Desk(page, "lan")


def test_merged_by_the_keyboard_and_parted_again(desk: Desk) -> None:
    page = desk.page
    desk.goto("duplicates:queue").reads("rất có thể")
    desk.follow("Đặng Thị").reads("Hai hồ sơ cạnh nhau")
    assert_accessible(page)
    picture(page, "ho-so-nghi-trung")
    desk.press("Gộp hai hồ sơ")
    page.get_by_role("radio", name="Ánh Dương").last.focus()
    page.keyboard.press("Space")
    desk.fill(note="đã gặp cô Hòa").press("Gộp hai hồ sơ").reads("Đã gộp; tách lại được")
    assert Membership.objects.values("person").distinct().count() == 1
    page.set_viewport_size(PHONE)
    assert_fits_its_width(page)
    desk.follow("Tách lại vì gộp nhầm").fill(reason="nhầm người").press("Tách lại")
    desk.reads("Đã tách lại")
    assert_accessible(page)
    assert Membership.objects.values("person").distinct().count() == 2
