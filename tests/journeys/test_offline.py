"""On a phone without a line: what was opened can be read, and after signing out nothing can."""

from typing import Any

import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.models import ChannelSettings
from congdoan.support.notifications.services.channels.register import seal_settings
from congdoan.support.notifications.services.channels.web_push import SERVICES, new_private
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.test_frame import enter

__all__ = ["enter"]

pytestmark = pytest.mark.django_db(transaction=True)
LINKS, QUIET = "/thong-bao/kenh/", "/thong-bao/gio-yen-tinh/"
PASSWORD = "mat-khau-thu-nghiem"
KEPT = (
    "async () => (await (await caches.open('pages-1')).keys())"
    ".map(one => new URL(one.url).pathname)"
)


@pytest.fixture
def push(law: Any, now: Any) -> None:
    values = {"contact": "q@example.org", "services": SERVICES, "private": new_private()}
    ChannelSettings.objects.create(channel="PUSH", sealed=seal_settings(values), changed_at=now)


def test_opened_pages_are_read_without_a_line_until_one_signs_out(
    phone: Any, enter: Any, push: None
) -> None:
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    assert phone.evaluate("() => fetch('/manifest.webmanifest').then(one => one.json())")["icons"]
    phone.goto(QUIET)
    assert phone.evaluate(KEPT) == [], "nothing is kept unasked"

    phone.goto(LINKS)
    phone.locator("[data-keep-pages][data-ready]").check()
    phone.locator("[data-push]").wait_for()
    assert_fits_its_width(phone)
    assert_accessible(phone)
    phone.goto(QUIET)
    phone.wait_for_function("async (path) => (await (await caches.open('pages-1')).keys()).length")
    assert phone.evaluate(KEPT) == [QUIET]

    phone.context.set_offline(True)
    phone.goto(QUIET)
    assert phone.locator("h1").inner_text() == "Giờ yên tĩnh của tôi"
    assert phone.locator("[data-offline-note]").is_visible()
    phone.goto("/thong-bao/da-gui/")
    assert "Đang mất mạng" in phone.locator("h1").inner_text()

    phone.context.set_offline(False)
    phone.goto(QUIET)
    phone.locator("summary[aria-label^='Tài khoản']").click()
    phone.get_by_role("button", name="Đăng xuất").click()
    phone.wait_for_url("**/dang-nhap/**")
    assert phone.evaluate(KEPT) == []
    phone.context.set_offline(True)
    phone.goto(QUIET)
    assert "Đang mất mạng" in phone.locator("h1").inner_text()


def test_another_person_on_the_same_device_finds_nothing(
    phone: Any, enter: Any, push: None, minh: Any
) -> None:
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.locator("[data-keep-pages][data-ready]").check()
    phone.goto(QUIET)
    phone.wait_for_function("async () => (await (await caches.open('pages-1')).keys()).length")
    phone.context.clear_cookies()
    _enter_as(phone, User.objects.get(pk=minh.user_id))
    phone.goto(LINKS)
    phone.wait_for_function(
        "async (path) => !(await (await caches.open('pages-1')).match(path))", arg=QUIET
    )


def _enter_as(page: Any, user: User) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    address = page.url.split("/thong-bao")[0]
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
