"""An officer brings a list of members with problems to none by clicks; undoes it, does it again."""

from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.members.models import Membership
from congdoan.kernel.accounts.models import User
from congdoan.support.exchange.models import ImportBatch
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE
from tests.test_member_imports import LAN, sheet, somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(minh: Any, open_page: Any, live_server: Any, settings: Any, today: Any) -> Desk:
    settings.CLOCK = today.isoformat()
    page, client = open_page(), Client()
    client.force_login(User.objects.get(pk=minh.user_id))
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    return Desk(page, "minh")


@pytest.fixture
def list_with_problems(tmp_path: Path) -> Path:
    rows = [
        LAN,
        *(somebody(n, **{"Số căn cước": f"01080{n:06}"}) for n in range(1, 4)),
        somebody(4, **{"Ngày sinh": "31/02/1980"}),
        somebody(5, **{"Giới tính": "X?"}),
        somebody(6, **{"Số căn cước": LAN["Số căn cước"]}),
        somebody(7),
    ]
    path = tmp_path / "doan-vien.xlsx"
    path.write_bytes(sheet(*rows))
    return path


def test_from_problems_to_none_undone_and_done_again(desk: Desk, list_with_problems: Path) -> None:
    upload(desk, list_with_problems)
    desk.reads("Các loại vấn đề").reads("Số căn cước")
    assert_accessible(desk.page)
    assert_fits_its_width(desk.page)
    picture(desk.page, "nhap-doan-vien")

    desk.press("Nhập 1 dòng").reads("Đã nhập 1 dòng")
    desk.press("Sửa cả 3 ô theo gợi ý").reads("Đã sửa 3 ô")
    write_over(desk, row=6, column="birth_date", text="28/02/1980")
    write_over(desk, row=7, column="gender", text="Nam")
    write_over(desk, row=8, column="citizen_id", text="001080000006")
    desk.page.reload()
    desk.reads_not("Các loại vấn đề").reads("Nhập 7 dòng")

    desk.press("Nhập 7 dòng").reads("Đã nhập 8 dòng")
    assert Membership.objects.count() == 8

    desk.follow("Hoàn tác").fill(reason="Nhầm đơn vị").press("Hoàn tác")
    desk.reads("Đã hoàn tác toàn bộ lần nhập này")
    assert not Membership.objects.exists()

    upload(desk, list_with_problems)
    desk.press("Nhập").reads("Đã nhập 1 dòng")
    upload(desk, list_with_problems)
    desk.reads("Chính tệp này đã được Nguyễn Văn Minh nhập")
    desk.page.set_viewport_size(PHONE)
    desk.page.reload()
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)
    desk.page.locator("tbody a").first.click()
    desk.reads("Họ và tên")
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)
    assert ImportBatch.objects.count() == 3


def upload(desk: Desk, path: Path) -> None:
    desk.page.goto(reverse("exchange:upload", args=["doan-vien"]))
    desk.page.set_input_files("[name=file]", str(path))
    desk.press("Tải lên và xem trước")


def write_over(desk: Desk, *, row: int, column: str, text: str) -> None:
    """Write over a cell beside its reason; the row answers alone, judged anew."""
    field = desk.page.locator(f"#c-{row}-{column}")
    field.fill(text)
    field.press("Enter")
    field.wait_for(state="detached")


def test_columns_nobody_knows_are_named_by_hand_on_a_phone(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "la.csv"
    path.write_text(
        "Danh xưng;Chào đời;Nơi dạy\nNguyễn Văn Mới;31/12/1990;Trường Hoa Sen\n"
        "TRẦN THỊ MỚI;5.9.85;Trường Hoa Sen\n",
        encoding="utf-8",
    )
    upload(desk, path)
    page = desk.page
    page.wait_for_url("**/cot/")
    desk.reads("Danh xưng")
    picture(page, "exchange-columns-desk")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_fits_its_width(page)
    assert_accessible(page)
    picture(page, "exchange-columns-phone")
    page.get_by_role("button", name="Dùng các cột này").click()
    assert "Họ và tên" in page.get_by_role("alert").inner_text()
    page.get_by_label("Cột A là").select_option(label="Họ và tên")
    page.get_by_label("Cột B là").select_option(label="Ngày sinh")
    page.get_by_role("button", name="Dùng các cột này").click()
    page.wait_for_url(lambda url: "/cot/" not in url)
    assert ImportBatch.objects.get().rows.count() == 2
    assert_fits_its_width(page)
    path.write_text("Danh xưng;Chào đời;Nơi dạy\nLê Văn Sau;1/2/1991;X\n", encoding="utf-8")
    upload(desk, path)
    assert ImportBatch.objects.latest("pk").rows.count() == 1  # remembered: nobody was asked
