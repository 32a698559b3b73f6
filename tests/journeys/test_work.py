"""Work on the list, in the inbox and given to a colleague: desk, phone, without JavaScript."""

from datetime import date, datetime
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.services.reminding import remind
from congdoan.support.worklist.tests.factories import make_work
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(minh: Any, tree: Any, make_person: Any, seat: Any, system: Any, now: Any) -> WorkItem:
    """Minh's unit is late with one thing; more is to come; his treasurer could do it."""
    seat(make_person("Võ Thị Thư", username="thu"), tree.leaf, "TREASURER")
    late = make_work(
        minh,
        tree.leaf,
        title="Nộp báo cáo sơ kết học kỳ I việc thực hiện quy chế phối hợp",
        due=date(2026, 2, 20),
    )
    make_work(minh, tree.leaf, title="Góp ý dự thảo quy chế", due=date(2026, 3, 6))
    make_work(minh, tree.leaf, title="Tổ chức hội nghị người lao động", due=date(2026, 5, 30))
    day = date(2026, 2, 23)
    remind(actor=system, on=day, at=datetime.combine(day, now.timetz()))
    return late


@pytest.fixture
def enter(minh: Any, live_server: Any, settings: Any, today: Any) -> Any:
    """Sign Minh in on a page of the browser, by his session."""
    settings.CLOCK = today.isoformat()

    def sign_in(page: Any) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=minh.user_id))
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_fits_and_speaks_to_everyone(
    open_page: Any, enter: Any, work: WorkItem, viewport: dict[str, int]
) -> None:
    page = enter(open_page(viewport))
    addresses = {
        "viec-cua-toi": "/viec/",
        "viec-qua-han": "/viec/?nhom=qua-han",
        "viec-xong": "/viec/?nhom=xong",
        "viec": f"/viec/{work.pk}/",
        "viec-ban-in": "/viec/in/",
        "thong-bao": "/thong-bao/",
        "thong-bao-tuy-chon": "/thong-bao/tuy-chon/",
    }
    for name, address in addresses.items():
        page.goto(address)
        assert_accessible(page)
        assert_fits_its_width(page)
        picture(page, f"{name}-{viewport['width']}")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_notification_to_the_colleague_who_does_it(
    open_page: Any, enter: Any, work: WorkItem, javascript: bool
) -> None:
    page = enter(open_page(PHONE, javascript=javascript))
    page.goto("/thong-bao/")
    page.get_by_role("link", name="Quá hạn: Nộp báo cáo").click()
    page.wait_for_url(f"**/viec/{work.pk}/")
    page.get_by_label("Giao cho").select_option("Võ Thị Thư")
    page.get_by_role("button", name="Ghi người làm").click()
    page.get_by_text("Đã ghi người làm việc này").wait_for()
    page.get_by_label("Ghi chú cho đồng nghiệp").fill("Đã gọi Phòng, xin nộp thứ Sáu.")
    page.get_by_role("button", name="Thêm ghi chú").click()
    page.get_by_text("Đã gọi Phòng, xin nộp thứ Sáu.").wait_for()

    page.goto("/thong-bao/?state=unread")
    page.get_by_text("Không có thông báo nào khớp với bộ lọc").wait_for()


def test_the_list_is_walked_by_keyboard(page: Any, enter: Any, work: WorkItem) -> None:
    enter(page)
    page.goto("/viec/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Nộp báo cáo"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/viec/{work.pk}/")
