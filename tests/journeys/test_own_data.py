"""On a phone a member asks for corrections, agrees, objects; at a desk the president answers."""

from datetime import date
import io
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
import pytest

from congdoan.areas.cards.models import CardPhoto
from congdoan.areas.members import api as members
from congdoan.foundation.valid_time import span
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.api import unscoped_limited
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


def portrait() -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGB", (600, 800), "teal").save(file, "JPEG")
    return {"name": "chan-dung.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def ask(phone: Any, kind: str, purpose: str = "") -> None:
    phone.goto("/du-lieu-ca-nhan/yeu-cau/moi/")
    phone.get_by_label(kind).check()
    if purpose:
        phone.get_by_label("Mục đích muốn dừng").select_option(label=purpose)
    phone.get_by_label("Nội dung, lý do").fill("Tôi không muốn nữa")
    phone.get_by_role("button", name="Gửi yêu cầu").click()
    phone.get_by_text("Đã gửi; công đoàn phải báo").wait_for()


def grant(desk: Any, unit: Any, kind: str) -> None:
    desk.goto(f"/du-lieu-ca-nhan/don-vi/{unit.pk}/yeu-cau/")
    desk.get_by_role("row").filter(has_text=kind).get_by_role("link").click()
    desk.get_by_role("heading", name=kind).wait_for()
    desk.get_by_label("đã thực hiện").check()
    desk.get_by_label("Trả lời").fill("Đã dừng như yêu cầu")
    desk.get_by_role("button", name="Gửi trả lời").click()
    desk.get_by_text("Đã trả lời người yêu cầu.").wait_for()


def test_a_portrait_by_consent_then_an_objection_and_a_restriction_on_a_phone(
    member: Any, minh: Any, tree: Any, enter: Any, open_page: Any
) -> None:
    phone = enter(open_page(PHONE), member.user_id)
    phone.goto("/du-lieu-ca-nhan/dong-y/CARD_PHOTO/")
    assert_fits_its_width(phone)
    phone.get_by_role("button", name="Tôi đồng ý").click()
    phone.get_by_text("Đã ghi sự đồng ý").wait_for()
    phone.goto("/the-doan-vien/cua-toi/")
    phone.get_by_role("link", name="Gửi ảnh").click()
    phone.locator("input[type=file]").set_input_files(portrait())
    assert_accessible(phone)
    phone.get_by_role("button", name="Gửi ảnh").click()
    phone.get_by_role("img", name="Ảnh thẻ của bạn").wait_for()

    ask(phone, "phản đối xử lý", "In ảnh chân dung trên thẻ đoàn viên")
    ask(phone, "hạn chế xử lý")
    assert_fits_its_width(phone)

    desk = enter(open_page(DESK), minh.user_id)
    grant(desk, tree.leaf, "Phản đối xử lý")
    grant(desk, tree.leaf, "Hạn chế xử lý")
    assert not CardPhoto.objects.exists()
    desk.goto(f"/doan-vien/don-vi/{tree.leaf.pk}/")
    desk.get_by_text("1 hồ sơ đang hạn chế xử lý").wait_for()

    phone.reload()
    phone.get_by_role("link", name="Gỡ hạn chế").click()
    phone.get_by_role("button", name="Gỡ").click()
    phone.get_by_text("Đã gỡ hạn chế.").wait_for()
    assert unscoped_limited([member.pk]) == set()
    assert unscoped_limited([member.pk], "CARD_PHOTO") == {member.pk}
