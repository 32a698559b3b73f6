"""On a phone: a file goes a step further, a plan is read, somebody is noted and then listed."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
import pytest

from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def _fine(page: Any, name: str) -> None:
    assert_accessible(page)
    assert_fits_its_width(page)
    picture(page, name)


def test_a_step_a_plan_and_a_reminder(
    open_page: Any, live_server: Any, cadres: Any, lan: Any, settings: Any, today: Any
) -> None:
    settings.CLOCK = today.isoformat()
    client = Client()
    client.force_login(User.objects.get(pk=lan.user_id))
    page = open_page(PHONE)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto("/cong-tac-can-bo/dang/")
    _fine(page, "dang")
    page.get_by_role("link", name="Nguyễn Thị Ở").click()
    _fine(page, "dang-ho-so")
    page.get_by_role("link", name="Ghi: Gửi văn bản giới thiệu tới chi bộ").click()
    _fine(page, "dang-buoc")
    page.get_by_label("Số văn bản").fill("3/NQ-CĐP")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("3/NQ-CĐP").wait_for()
    page.goto("/cong-tac-can-bo/quy-hoach/")
    page.get_by_role("link", name="Nhiệm kỳ 2028–2033").click()
    _fine(page, "quy-hoach")
    page.goto("/theo-doi/")
    _fine(page, "nhac-nho")
    page.get_by_role("link", name="Ghi đoàn phí, sinh hoạt").click()
    _fine(page, "nhac-nho-ghi")
    page.get_by_label("Số buổi sinh hoạt đã tổ chức").fill("8")
    page.get_by_label("Nguyễn Thị Ở: buổi có mặt").fill("2")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Vắng 75%").wait_for()
    _fine(page, "nhac-nho-danh-sach")
