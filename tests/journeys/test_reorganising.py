"""Two schools merged by hand, on a desk and on a telephone; every step fits and speaks to all."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Office
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enter(lan: Any, live_server: Any, settings: Any, today: Any) -> Any:
    """Sign Lan in on a page of the browser, by her session."""
    settings.CLOCK = today.isoformat()

    def sign_in(page: Any) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=lan.user_id))
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return sign_in


def look(page: Any) -> None:
    page.wait_for_load_state()
    assert_accessible(page)
    assert_fits_its_width(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_two_schools_are_merged(
    open_page: Any, enter: Any, tree: Any, minh: Any, viewport: dict[str, int]
) -> None:
    page = enter(open_page(viewport))
    page.goto(reverse("organisations:detail", args=[tree.leaf.pk]))
    page.get_by_role("link", name="Sáp nhập, chia, tách").click()
    look(page)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Chưa thực hiện được").wait_for()
    look(page)

    page.locator("#nhan [name=organisation]").fill("không có đơn vị này")
    page.get_by_role("button", name="Chọn đơn vị nhận").click()
    page.get_by_text("Không tìm thấy").first.wait_for()
    look(page)
    page.locator("#nhan [name=organisation]").fill("CS-A12")
    page.get_by_role("button", name="Chọn đơn vị nhận").click()
    choice = page.locator("#noi-nhan select").first
    choice.select_option("CS-A12")
    page.get_by_role("button", name="Lưu nơi nhận").click()
    page.get_by_text("Đã lưu nơi nhận").wait_for()
    look(page)

    page.get_by_role("button", name="Thử trước").click()
    page.get_by_text("thực hiện được.").wait_for()
    look(page)
    page.get_by_role("button", name="Thực hiện việc sắp xếp").click()
    page.get_by_text("Đã thực hiện việc sắp xếp").wait_for()
    look(page)
    assert Office.objects.filter(person=minh.person_id, organisation=tree.other_leaf).exists()
    for name in ("reorganisations", "detail"):
        page.goto(reverse(f"organisations:{name}", args=[tree.leaf.pk][: name == "detail"]))
        look(page)
