"""A form is drawn up on a phone with the keyboard alone; each page fits and is accessible."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.reporting.api import FormVersion
from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lans_phone(open_page: Any, live_server: Any, settings: Any, today: Any, lan: Any) -> Any:
    settings.CLOCK = today.isoformat()
    client = Client()
    client.force_login(User.objects.get(pk=lan.user_id))
    page = open_page(PHONE)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return page


def _fits(phone: Any) -> None:
    assert_fits_its_width(phone)
    assert_accessible(phone)


def test_a_form_is_drawn_up_and_published_on_a_phone(
    lans_phone: Any, drawn: FormVersion, live_server: Any
) -> None:
    phone = lans_phone
    phone.goto(live_server.url + reverse("reporting:form_design", args=[drawn.pk]))
    _fits(phone)
    phone.get_by_role("link", name="Thêm dòng từ danh mục chỉ tiêu – Bảng hai").press("Enter")
    phone.get_by_role("searchbox", name="Tên hoặc mã chỉ tiêu").fill("ket nap moi")
    phone.get_by_role("searchbox", name="Tên hoặc mã chỉ tiêu").press("Enter")
    phone.get_by_role("button", name="Thêm – Kết nạp mới").press("Enter")
    phone.get_by_text("Đã thêm dòng vào bản soạn.").wait_for()
    _fits(phone)
    phone.get_by_role("link", name="Xong").press("Enter")
    phone.get_by_role("button", name="Lên – Kết nạp mới").press("Enter")
    phone.get_by_role("button", name="Xuống – Kết nạp mới").press("Enter")
    phone.get_by_role("link", name="Sửa – Kết nạp mới").press("Enter")
    phone.get_by_label("Bắt buộc nhập").check()
    _fits(phone)
    phone.get_by_role("button", name="Lưu").press("Enter")
    phone.get_by_text("Đã lưu vào bản soạn.").wait_for()
    phone.get_by_role("link", name="Thêm quy tắc").press("Enter")
    phone.get_by_role("button", name="Lưu").wait_for()
    _fits(phone)
    phone.goto(live_server.url + reverse("reporting:form_preview", args=[drawn.pk]))
    _fits(phone)
    phone.goto(live_server.url + reverse("reporting:form_publish", args=[drawn.pk]))
    phone.get_by_role("button", name="Công bố").press("Enter")
    phone.get_by_text("Đã công bố; từ nay").wait_for()
    _fits(phone)
    drawn.refresh_from_db()
    assert not drawn.is_draft
