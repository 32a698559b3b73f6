"""An officer brings a list of members with problems to none by clicks; undoes it, does it again."""

from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.members.models import Membership
from congdoan.foundation.legacy_fonts import to_vni
from congdoan.kernel.accounts.models import User
from congdoan.support.exchange.models import ImportBatch
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE
from tests.test_member_imports import HEADS, sheet, somebody

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


#: How many of the 1,200 have a problem that one click puts right, and which only a person can.
LOST_ZERO, BAD_MAIL, TYPO = range(1, 31), range(31, 46), range(46, 56)
BY_HAND = {
    56: ("birth_date", {"Ngày sinh": "31/02/1970"}, "28/02/1970"),
    57: ("gender", {"Giới tính": "X?"}, "Nam"),
    58: ("citizen_id", {"Số căn cước": "001070000059"}, "001070000058"),
    60: ("joined_on", {"Ngày vào công đoàn": "01/01/1984"}, "01/01/2000"),
}
TEACHERS, PROBLEMS = 1200, 60  # the number of row 58 is wrong in row 59 too


def number(n: int) -> str:
    return f"0010{70 + n // 336}{n:06}"


def teacher(n: int) -> dict[str, str]:
    """No two are born on one day: whoever has another's name and birthday is asked about."""
    cells = {
        "Họ và tên": f"Trần Văn {('An', 'Bình', 'Cường', 'Dũng')[n % 4]}",
        "Ngày sinh": f"{1 + n % 28:02}/{1 + n // 28 % 12:02}/{1970 + n // 336}",
        "Số căn cước": number(n),
    }
    if n in LOST_ZERO:
        cells["Số căn cước"] = number(n)[1:]
    elif n in BAD_MAIL:
        cells["Thư điện tử"] = f"m{n}@vi-du,vn"
    elif n in TYPO:
        cells["Thư điện tử"] = f"m{n}@gmail.con"
    elif n in BY_HAND:
        cells |= BY_HAND[n][1]
    return somebody(n, **cells)


@pytest.fixture
def old_list(tmp_path: Path) -> Path:
    """1,200 teachers as a school's computer of 2003 wrote them, in a font of VNI."""
    rows = [
        {to_vni(head): to_vni(text) for head, text in teacher(n).items()}
        for n in range(1, TEACHERS + 1)
    ]
    path = tmp_path / "doan-vien.xlsx"
    path.write_bytes(sheet(*rows, heads=[to_vni(head) for head in HEADS], font="VNI-Times"))
    return path


def test_from_sixty_problems_to_none_undone_and_done_again(desk: Desk, old_list: Path) -> None:
    upload(desk, old_list)
    desk.reads("Các loại vấn đề").reads("Số căn cước")
    batch = ImportBatch.objects.get()
    assert batch.rows.count() == TEACHERS
    assert batch.rows.exclude(severity=0).count() == PROBLEMS
    assert_accessible(desk.page)
    assert_fits_its_width(desk.page)
    picture(desk.page, "nhap-doan-vien")

    desk.press("Nhập 1.150 dòng").reads("Đã nhập 1150 dòng")
    for many in (LOST_ZERO, BAD_MAIL):
        desk.press(f"Sửa cả {len(many)} ô theo gợi ý").reads(f"Đã sửa {len(many)} ô")
    for n, (column, _wrong, right) in BY_HAND.items():
        write_over(desk, row=n + 1, column=column, text=right)
    desk.page.reload()
    desk.reads_not("Các loại vấn đề").reads("Nhập 50 dòng")
    desk.press("Nhập 50 dòng").reads("Đã nhập 1200 dòng")
    assert Membership.objects.count() == TEACHERS
    assert batch.rows.filter(state="DONE").count() == TEACHERS

    undone_and_done_again(desk)
    upload(desk, old_list)
    desk.reads("Chính tệp này đã được Nguyễn Văn Minh nhập")
    looks_well_on_a_phone(desk)


def undone_and_done_again(desk: Desk) -> None:
    desk.follow("Hoàn tác").fill(reason="Nhầm đơn vị").press("Hoàn tác")
    desk.reads("Đã hoàn tác toàn bộ lần nhập này")
    assert not Membership.objects.exists()

    desk.press("Mở lại để nhập").reads("giữ nguyên các ô đã sửa")
    desk.press("Nhập 1.200 dòng").reads("Đã nhập 1200 dòng")
    assert Membership.objects.count() == TEACHERS


def looks_well_on_a_phone(desk: Desk) -> None:
    desk.page.set_viewport_size(PHONE)
    desk.page.reload()
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)
    picture(desk.page, "nhap-doan-vien-dien-thoai")
    desk.page.locator("tbody a").first.click()
    desk.reads("Họ và tên")
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)


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
