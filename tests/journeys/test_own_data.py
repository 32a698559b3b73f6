"""On a phone a member asks for a correction with a proof; at a desk the president decides."""

from datetime import date
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
import pytest

from congdoan.areas.members import api as members
from congdoan.foundation.valid_time import span
from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PNG = {"name": "khai-sinh.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 40}


@pytest.fixture
def enter(live_server: Any, settings: Any, today: Any) -> Any:
    settings.CLOCK = today.isoformat()

    def sign_in(page: Any, user: int) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=user))
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return sign_in


@pytest.fixture
def member(tree: Any, make_person: Any, tmp_path: Any, settings: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    person = make_person("Đặng Thị Hòa", username="hoa.dang")
    members.begin_memberships(
        [members.NewMembership(person.pk, tree.leaf.pk, span(date(2024, 1, 1)), "TEACHER")]
    )
    return person


def test_a_member_proposes_on_a_phone_and_the_president_decides(
    member: Any, minh: Any, tree: Any, enter: Any, open_page: Any
) -> None:
    phone = enter(open_page(PHONE), member.user_id)
    phone.goto("/doan-vien/ho-so-cua-toi/")
    phone.get_by_role("link", name="Đề nghị sửa").click()
    phone.get_by_label("Ngày sinh").check()
    phone.get_by_role("button", name="Tiếp").click()
    assert_fits_its_width(phone)
    assert_accessible(phone)
    phone.get_by_role("textbox", name="Sửa thành").fill("05/04/1980")
    phone.get_by_label("Vì sao").fill("Theo giấy khai sinh")
    phone.locator("input[type=file]").set_input_files(PNG)
    phone.get_by_role("button", name="Gửi công đoàn").click()
    phone.get_by_text("Đã gửi công đoàn").wait_for()

    desk = enter(open_page(DESK), minh.user_id)
    desk.goto("/viec/")
    desk.get_by_text("Duyệt đề nghị sửa hồ sơ: Đặng Thị Hòa").first.wait_for()
    desk.goto(f"/du-lieu-ca-nhan/don-vi/{tree.leaf.pk}/de-nghi-sua/")
    desk.get_by_role("link", name="Đặng Thị Hòa").click()
    desk.get_by_role("button", name="Mở để xét").click()
    desk.get_by_text("05/04/1980").wait_for()
    assert_accessible(desk)
    desk.get_by_label("Đồng ý, sửa").check()
    desk.get_by_role("button", name="Ghi quyết định").click()
    desk.get_by_text("Đã ghi; đoàn viên thấy kết quả.").wait_for()

    phone.reload()
    phone.get_by_text("đã sửa").first.wait_for()
    phone.goto("/doan-vien/ho-so-cua-toi/")
    phone.get_by_text("05/04/1980").wait_for()
    phone.get_by_text("Xét đề nghị sửa hồ sơ").wait_for()
