"""
The cascade of Mỹ Đức: the federation asks the union of every school for its own regulation.

A school drafts from the template, signs with its management, the coverage page counts it.
"""

from collections.abc import Iterator
from datetime import date
import re
from typing import Any

import pytest

from congdoan.kernel.organisations.models import Organisation
from tests.journeys.cast import Desk, give_account
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2023, 10, 2)


@pytest.fixture
def my_duc(demo_base: str, live_server: Any, settings: Any) -> Iterator[None]:
    settings.CLOCK = DAY.isoformat()
    with copied(demo_base, f"{demo_base}_cascade"):
        school = Organisation.objects.filter(code__startswith="CS-01-MN-").order_by("code")[0]
        give_account("chutich.mamnon", school.code, "PRESIDENT", on=DAY)
        management = school.code.replace("CS-", "TR-", 1)
        give_account("hieutruong.mamnon", management, "PRINCIPAL", on=DAY)
        yield


def test_every_school_is_asked_and_one_signs(my_duc: None, open_page: Any, settings: Any) -> None:
    federation = Desk(open_page(), "chutich.myduc").sign_in()
    number = ask(federation)
    before = figures(federation, number)
    assert before[0] >= 60
    assert before[1] == 0

    school = Desk(open_page(), "chutich.mamnon").sign_in()
    management = Desk(open_page(), "hieutruong.mamnon").sign_in()
    sign(school, management)

    asked, signed, missing = figures(federation, number)
    assert (asked, signed, missing) == (before[0], 1, before[0] - 1)
    assert_accessible(federation.page)
    assert_fits_its_width(federation.page)
    federation.follow("Đôn đốc").fill(message="Đề nghị ký trước ngày 20/11.").press("Đôn đốc")
    federation.reads(f"{missing} đơn vị")


def ask(desk: Desk) -> int:
    desk.goto("agreements:cascade_begin").fill(
        title="Quy chế phối hợp Ban Chấp hành – Ban Giám hiệu 2023–2028",
        kind="REGULATION",
        template="school",
        level="L4_GRASSROOTS",
        first_day="01/11/2023",
        last_day="31/10/2028",
        deadline="30/11/2023",
    )
    desk.press("Gửi yêu cầu").reads("Đã gửi yêu cầu.")
    return desk.number


def figures(desk: Desk, number: int) -> tuple[int, ...]:
    """Return how many were asked, have signed, have not, as the coverage page says."""
    desk.goto("agreements:cascade", number)
    shown = desk.page.locator(".stats .stat").all_inner_texts()
    return tuple(int(re.sub(r"\D", "", text)) for text in shown[:3])


def sign(school: Desk, management: Desk) -> None:
    school.goto("worklist:list")
    asked = re.compile("Quy chế phối hợp Ban")
    school.page.locator("main").get_by_role("link", name=asked).first.click()
    school.follow("Mở nơi phát sinh").follow("Soạn từ mẫu").press("Soạn")
    school.reads("Đã lập dự thảo từ mẫu")
    number = school.number
    school.goto("agreements:send_out", number).fill(due="02/10/2023").press("Gửi các bên")
    management.open_work("Góp ý dự thảo").press("Không có ý kiến gì").reads("Đã gửi góp ý")
    school.goto("agreements:freeze", number).press("Chốt nội dung").reads("Đã chốt")
    school.goto("agreements:open_signing", number).fill(place="Mỹ Đức").press("Trình các bên ký")
    for desk in (school, management):
        desk.open_signing_page().fill_signature("Mỹ Đức").press("Ký").reads("Đã ký.")
