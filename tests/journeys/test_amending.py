"""
An agreement in force is changed by an addendum, read on three days, and renewed with what is left.

Two neighbours of Lâm Đồng, their presidents and a specialist at their browsers; 2023 to 2024.
"""

from collections.abc import Iterator
from datetime import date
import re
from typing import Any

import pytest

from congdoan.areas.agreements import api
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.kernel.access.api import system_actor
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED, AMENDED, BEGINS, RENEWED = (
    date(2023, 1, 9),
    date(2023, 10, 16),
    date(2023, 11, 1),
    date(2023, 12, 1),
)
DISTRICT = lamdong.district_code("679")


@pytest.fixture
def two_parties(demo_base: str, live_server: Any, settings: Any) -> Iterator[int]:
    """October 2023: the provincial union and Di Linh, in force since January; its number."""
    settings.CLOCK = AMENDED.isoformat()
    with copied(demo_base, f"{demo_base}_amending"):
        actor, at = demo_actor(SIGNED), moment(SIGNED)
        agreement = api.draft_agreement(
            actor=actor,
            drafting=known(lamdong.EDUCATION_UNION),
            data=api.AgreementData(
                "REGULATION",
                "Quy chế phối hợp giữa CĐGD tỉnh và LĐLĐ huyện Di Linh",
                SIGNED,
                date(2023, 12, 31),
            ),
            parties=[api.PartyData(known(DISTRICT).pk)],
            template="standard",
            on=SIGNED,
            at=at,
        )
        agreement = api.record_paper(
            actor=actor, agreement=agreement, signed_on=SIGNED, place="Di Linh", on=SIGNED, at=at
        )
        yield agreement.pk


def test_an_addendum_and_the_text_of_three_days(
    two_parties: int, open_page: Any, phone: Any, settings: Any
) -> None:
    number = two_parties
    specialist = Desk(open_page(), "chuyenvien.cdgd").sign_in()
    propose(specialist, number)
    district = Desk(phone, "chutich.h679").sign_in()
    district.open_work("Trả lời đề nghị sửa đổi").reads("Sửa đổi, bổ sung Điều 16")
    assert_fits_its_width(district.page)
    district.follow("Trả lời đề nghị").choose(answer="AGREE").press("Gửi trả lời")
    district.reads("Đã gửi trả lời của đơn vị")

    specialist.open_work("Chốt phụ lục").follow("Chốt phụ lục").press("Chốt phụ lục")
    specialist.reads("Phụ lục số 1").follow("Nhiệm vụ bị ảnh hưởng").press("Lưu lựa chọn")
    specialist.reads("Đã lưu lựa chọn").follow("Trình ký").press("Trình các bên ký")
    for desk in (Desk(open_page(), "chutich.cdgd").sign_in(), district):
        desk.open_signing_page().fill_signature().press("Ký").reads("Đã ký")
    settings.CLOCK = BEGINS.isoformat()
    for amendment in api.due_amendments(on=BEGINS):
        api.follow_amendment(
            actor=system_actor(today=BEGINS), amendment=amendment, on=BEGINS, at=moment(BEGINS)
        )

    reader = Desk(open_page(), "chutich.cdgd").sign_in()
    for day, words in (
        ("09/01/2023", "được gửi kịp thời cho nhau"),
        ("31/10/2023", "được gửi kịp thời cho nhau"),
        ("01/11/2023", "qua nền tảng số trong năm ngày"),
    ):
        reader.goto("agreements:consolidated", number).fill(on=day).press("Xem").reads(words)
    reader.reads("Sửa đổi, bổ sung theo Phụ lục số 1 từ ngày 01/11/2023")
    reader.reads("được bãi bỏ theo Phụ lục số 1")
    assert_accessible(reader.page)
    picture(reader.page, "van-ban-hop-nhat")
    reader.follow("So với bản ký").reads("Chú giải")
    assert reader.page.locator("main ins").count()
    assert_accessible(reader.page)


def propose(desk: Desk, number: int) -> None:
    """Change the words of one article, abolish another, send it round."""
    desk.goto("agreements:amendments", number).follow("Đề nghị sửa đổi, bổ sung")
    desk.fill(
        title="Trao đổi qua nền tảng số", reason="Theo kết quả sơ kết", wanted_on="01/11/2023"
    )
    desk.press("Tiếp: chọn điều, khoản").reads("văn bản như sẽ đọc sau khi sửa")
    desk.follow("Sửa Điều 16").fill(text="Văn bản gửi qua nền tảng số trong năm ngày làm việc.")
    desk.press("Lưu").reads("Đã ghi nội dung sửa đổi")
    desk.follow("Bãi bỏ Điều 15").press("Bãi bỏ").reads("Đã ghi đề nghị bãi bỏ")
    assert_accessible(desk.page)
    desk.follow("Xem đề nghị (2)").reads("Bãi bỏ Điều 15").follow("Gửi các bên")
    desk.fill(due="25/10/2023").press("Gửi các bên").reads("Đã gửi đề nghị đến các bên")


def test_renewed_with_what_is_left(two_parties: int, open_page: Any, settings: Any) -> None:
    settings.CLOCK = RENEWED.isoformat()
    desk = Desk(open_page(), "chuyenvien.cdgd").sign_in()
    desk.goto("agreements:detail", two_parties).open_menu("Việc khác")
    desk.follow("Lập văn bản thay thế")
    desk.fill(title="Quy chế phối hợp giai đoạn 2024–2028", first_day="01/01/2024", length="5")
    desk.press("Lập dự thảo")
    number = desk.number
    desk.goto("agreements:detail", number).follow("Nhiệm vụ chuyển tiếp")
    boxes = desk.page.locator("main [name=duties]")
    boxes.first.check()
    assert_accessible(desk.page)
    desk.press("Lưu lựa chọn").reads("Nhiệm vụ được chọn chuyển sang")
    settings.CLOCK = "2024-01-02"
    desk.goto("agreements:record_paper", number).fill(signed_on="02/01/2024", place="Di Linh")
    desk.press("Ghi nhận").reads("Đã ghi nhận vào sổ")
    desk.goto("agreements:carry", number).reads("Đã chuyển tiếp")
    desk.page.locator("main .hit-list a").first.click()
    desk.reads("Chuyển từ")
    desk.page.get_by_role("link", name=re.compile("hạn ")).first.click()
    desk.reads("Chuyển sang văn bản sau").reads("Làm tiếp tại")
