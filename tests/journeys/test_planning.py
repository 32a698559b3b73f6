"""A programme is adopted and a task handed down; a school does it on a phone; the giver prints."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.planning.models import Plan, Task
from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO = {"name": "tham.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"0" * 200}


@pytest.fixture
def page_of(open_page: Any, live_server: Any, settings: Any, today: Any) -> Any:
    settings.CLOCK = today.isoformat()

    def make(actor: Any, size: dict[str, int]) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        page = open_page(size)
        name = django_settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return make


def test_from_a_programme_to_a_photograph(
    page_of: Any, tree: Any, minh: Any, lan: Any, live_server: Any
) -> None:
    desk, phone = page_of(lan, {"width": 1440, "height": 900}), page_of(minh, PHONE)
    write_and_adopt(desk, live_server.url + reverse("planning:of", args=[tree.middle.pk]))
    hand_down(desk)
    own = Task.objects.get(given__organisation=tree.leaf)
    accept_and_report(phone, live_server.url, own)
    look_and_print(desk, live_server.url, Plan.objects.get(organisation=tree.middle))


def write_and_adopt(page: Any, address: str) -> None:
    page.goto(address)
    page.get_by_role("main").get_by_role("link", name="Lập chương trình, kế hoạch").first.click()
    page.get_by_role("button", name="Lập", exact=True).click()
    page.get_by_text("Đã lập dự thảo").wait_for()
    for title in ("Thăm nhà giáo nghỉ hưu", "Tổng kết năm học"):
        page.get_by_role("link", name="Thêm nhiệm vụ").first.click()
        page.get_by_role("textbox", name="Nhiệm vụ").first.fill(title)
        page.get_by_role("button", name="Thêm", exact=True).click()
        page.get_by_role("link", name=title).wait_for()
    page.get_by_role("link", name="Ghi việc ban hành").click()
    page.get_by_role("button", name="Ghi ban hành").click()
    page.get_by_text("Đã ghi việc ban hành").wait_for()
    assert_accessible(page)


def hand_down(page: Any) -> None:
    page.get_by_role("link", name="Thăm nhà giáo nghỉ hưu").click()
    page.get_by_role("link", name="Giao xuống").click()
    page.get_by_role("button", name="Xem danh sách đơn vị").click()
    page.get_by_role("button", name="Giao cho 2 đơn vị").click()
    page.get_by_text("Đã giao xuống").wait_for()
    assert_accessible(page)


def accept_and_report(phone: Any, root: str, own: Task) -> None:
    phone.goto(root + reverse("worklist:list"))
    phone.get_by_text("Nhận việc được giao").first.wait_for()
    phone.goto(root + reverse("planning:task", args=[own.pk]))
    phone.get_by_role("button", name="Nhận việc").click()
    phone.get_by_text("Đã nhận việc").wait_for()
    assert_fits_its_width(phone)
    assert_accessible(phone)
    phone.get_by_role("link", name="Báo tiến độ").click()
    phone.get_by_label("Đã làm gì, kết quả").fill("Đã thăm 12 thầy cô")
    phone.locator("input[type=file]").set_input_files(PHOTO)
    phone.get_by_role("button", name="Báo", exact=True).click()
    phone.get_by_text("Báo xong").first.wait_for()
    assert_fits_its_width(phone)
    address = reverse("planning:calendar", args=[own.plan.organisation_id])
    phone.goto(f"{root}{address}?ngay=2026-08-31")
    phone.get_by_role("link", name="Thăm nhà giáo nghỉ hưu").wait_for()
    assert_fits_its_width(phone)


def look_and_print(page: Any, root: str, plan: Plan) -> None:
    page.reload()
    page.get_by_text("1/2").wait_for()
    page.goto(root + reverse("planning:plan", args=[plan.pk]))
    page.get_by_text("cấp dưới xong 1/2").wait_for()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Tệp Word").click()
    assert paper.value.suggested_filename.endswith(".docx")
    page.goto(root + reverse("planning:calendar", args=[plan.organisation_id]))
    page.locator("[data-day]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('[data-day]')")
    assert_accessible(page)
