"""
The programme of a district, 2018–2020: eight contents, reviews hosted in turn, a disputed duty.

Federation and education office of Di Linh; signed on 02/04/2018.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.journeys.cast import Desk, give_account
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

SIGNING_DAY = date(2018, 4, 2)
CONTENTS = (
    "Chăm lo, bảo vệ", "Tập huấn, tuyên truyền", "Khen thưởng", "Phong trào thi đua",
    "Văn hóa, văn nghệ", "tham gia quản lý", "Kiểm tra, giám sát", "Giải quyết kiến nghị",
)  # fmt: skip


@pytest.fixture
def di_linh(demo_base: str, live_server: Any, settings: Any) -> Iterator[None]:
    settings.CLOCK = SIGNING_DAY.isoformat()
    with copied(demo_base, f"{demo_base}_district"):
        give_account("chutich.2018", "LDLD-68-679", "PRESIDENT", on=SIGNING_DAY)
        give_account("truongphong.2018", "PGD-68-679", "OFFICE_HEAD", on=SIGNING_DAY)
        yield


def test_eight_contents_three_reviews_and_a_disputed_duty(
    di_linh: None, open_page: Any, settings: Any
) -> None:
    union = Desk(open_page(), "chutich.2018").sign_in()
    office = Desk(open_page(), "truongphong.2018").sign_in()
    number = sign_programme(union, office)

    for content in CONTENTS:
        union.goto("agreements:text", number).reads(content)
    union.goto("agreements:reviews", number)
    hosts = [row.inner_text() for row in union.page.locator("tbody tr").all()]
    assert len(hosts) >= 3
    assert "Liên đoàn Lao động" in hosts[0]
    assert "Phòng Giáo dục" in hosts[1]
    assert "Liên đoàn Lao động" in hosts[2]

    settings.CLOCK = "2018-06-20"
    dispute_and_settle(union, office, number)
    for address in ("agreements:duties", "agreements:progress", "agreements:reviews"):
        union.goto(address, number)
        assert_accessible(union.page)
        assert_fits_its_width(union.page)


def sign_programme(union: Desk, office: Desk) -> int:
    union.goto("agreements:begin").fill(
        kind="PROGRAMME",
        title="Chương trình phối hợp hoạt động giai đoạn 2018 – 2020",
        first_day="02/04/2018",
        length="",
        last_day="31/12/2020",
    )
    union.press("Lập dự thảo")
    number = union.number
    union.page.locator("main button[name=organisation]").first.click()
    union.reads("Các bên tham gia (2)")
    union.goto("agreements:send_out", number).fill(due="02/04/2018").press("Gửi các bên")
    office.open_work("Góp ý dự thảo").press("Không có ý kiến gì").reads("Đã gửi góp ý")
    union.goto("agreements:freeze", number).press("Chốt nội dung").reads("Đã chốt")
    union.goto("agreements:open_signing", number).fill(place="Di Linh").press("Trình các bên ký")
    for desk in (union, office):
        desk.open_signing_page().fill_signature().press("Ký").reads("Đã ký.")
    union.goto("agreements:detail", number).reads("Đang có hiệu lực")
    return number


def dispute_and_settle(union: Desk, office: Desk, number: int) -> None:
    """The union reports, the office finds it wanting, the union adds the link that was missing."""
    union.goto("agreements:duties", number).follow("Gửi cho bên kia chương trình công tác")
    duty = int(union.page.url.rstrip("/").rsplit("/", 1)[1])
    union.follow("Báo cáo kết quả").fill(done_on="18/06/2018", result="Đã gửi qua văn thư.")
    union.press("Gửi bên kia xác nhận").reads("Đã gửi báo cáo")

    office.goto("agreements:duty", number, duty).follow("Trả lại để bổ sung")
    office.fill(reason="Chưa nhận được văn bản.").press("Trả lại để bổ sung")
    office.reads("Đã trả lại kèm lý do")

    union.goto("agreements:duty", number, duty).reads("Chưa nhận được văn bản.")
    union.follow("Báo cáo kết quả").fill(
        done_on="19/06/2018",
        result="Đã gửi lại, có biên nhận.",
        link="https://dilinh.example.vn/bien-nhan",
    )
    union.press("Gửi bên kia xác nhận").reads("Đã gửi báo cáo")
    office.goto("agreements:duty", number, duty).follow("Xác nhận").press("Xác nhận")
    office.reads("Đã xác nhận kết quả")
