"""A union's president reads a figure on a phone: what it means, what it is, what is behind it."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_figures_to_the_members_behind_one(
    open_page: Any, minh: Any, teachers: Any, live_server: Any, settings: Any, today: Any
) -> None:
    settings.CLOCK = today.isoformat()
    client = Client()
    client.force_login(User.objects.get(pk=minh.user_id))
    page = open_page(PHONE)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )

    page.goto(live_server.url + reverse("indicators:figures"))
    page.get_by_label("Kỳ", exact=True).select_option(label="Năm 2026")
    page.get_by_role("button", name="Tính").click()
    page.get_by_text("Kỳ chưa kết thúc").wait_for()
    assert_accessible(page)
    assert_fits_its_width(page)

    page.get_by_role("link", name="Tổng số đoàn viên").click()
    page.get_by_role("heading", name="Định nghĩa, cách tính, căn cứ").wait_for()
    row = page.get_by_role("row").filter(has_text="Tổng số đoàn viên").first
    assert row.get_by_role("cell").first.inner_text() == "5"
    assert_accessible(page)
    assert_fits_its_width(page)

    page.get_by_role("link", name="Sổ đoàn viên").last.click()
    page.get_by_text("Đặng Thị Hòa").first.wait_for()
