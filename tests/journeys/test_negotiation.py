"""
Three federations suggest other words, a removal and a new clause; the drafter takes one over
whole, one in part, one not; the text is frozen and signed only after a party's own resolution.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from congdoan.areas.agreements.api import (
    AgreementData,
    PartyData,
    draft_agreement,
    outline_of,
    send_out,
)
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

DI_LINH, BAO_LAM, DA_TEH = (f"chutich.h{code}" for code in ("679", "680", "682"))
SENT = date(2023, 10, 16)


@pytest.fixture
def sent_round(demo_base: str, live_server: Any, settings: Any) -> Iterator[Any]:
    """A draft of the education union with three federations, sent out on 16/10/2023."""
    settings.CLOCK = SENT.isoformat()
    with copied(demo_base, f"{demo_base}_talks"):
        actor, at = demo_actor(SENT), moment(SENT)
        agreement = draft_agreement(
            actor=actor,
            drafting=known(lamdong.EDUCATION_UNION),
            data=AgreementData(
                kind="REGULATION",
                title="Quy chế phối hợp chăm lo nhà giáo",
                first_day=date(2023, 11, 9),
                last_day=date(2028, 11, 8),
            ),
            parties=[PartyData(known(lamdong.district_code(c)).pk) for c in ("679", "680", "682")],
            template="standard",
            on=SENT,
            at=at,
        )
        send_out(
            actor=actor, agreement=agreement, due=date(2023, 10, 27), on=SENT, at=at, message=""
        )
        yield agreement


def test_three_parties_negotiate_and_one_waits_for_its_resolution(
    sent_round: Any, open_page: Any, settings: Any
) -> None:
    def at_desk(user_name: str, **given: Any) -> Desk:
        return Desk(open_page(**given), user_name).sign_in()

    number = sent_round.pk
    clauses = [line for line in outline_of(sent_round) if line.item.level == "CLAUSE"]
    first, second, third = (line.item for line in clauses[:3])
    drafter = at_desk("chuyenvien.cdgd")
    give_more_time(drafter, number)

    settings.CLOCK = "2023-10-20"
    reword(at_desk(DI_LINH, viewport=PHONE), number, first)
    suggest(at_desk(BAO_LAM), number, second, "bo", reason="Trùng với nội dung ở Điều 1.")
    suggest(at_desk(DA_TEH), number, third, "them", text="Hai bên luân phiên chủ trì sơ kết.")

    settings.CLOCK = "2023-10-30"
    answer(drafter, number, first, "ACCEPTED")
    answer(drafter, number, second, "REJECTED", reason="Nội dung này cần giữ.")
    answer(drafter, number, third, "PARTLY", reason="Gọn lại.", new_text="Hai bên luân phiên.")
    compare(drafter, number)
    drafter.goto("agreements:freeze", number).press("Chốt nội dung").reads("Đã chốt nội dung")

    di_linh = at_desk(DI_LINH)
    di_linh.goto("notifications:list").reads("Góp ý đã có trả lời: Tiếp thu")
    require_resolution(di_linh, number)
    packet = open_signing(drafter, number)
    di_linh.goto("signing:room", packet).reads("chờ nghị quyết nội bộ")
    di_linh.reads_not("Ký trên hệ thống")
    di_linh.goto("worklist:list").follow("Phê duyệt nội bộ").follow("Mở nơi phát sinh")
    record_resolution(di_linh)
    di_linh.goto("signing:room", packet).reads_not("chờ nghị quyết nội bộ")
    di_linh.follow("Ký trên hệ thống").fill_signature().press("Ký").reads("Đã ký.")


def give_more_time(desk: Desk, number: int) -> None:
    desk.goto("agreements:reception", number).reads("hạn 27/10/2023")
    row = desk.page.locator("tr", has_text="Đạ Tẻh")
    row.get_by_role("link", name="Gia hạn").click()
    desk.fill(due="10/11/2023", reason="Chờ họp Ban Thường vụ").press("Gia hạn")
    desk.reads("hạn 10/11/2023").reads("hạn riêng")


def reword(desk: Desk, number: int, clause: Any) -> None:
    """On a phone: change words in place, look at the marks, send."""
    desk.goto("agreements:suggest", number, clause.stable_id)
    desk.fill(text=f"{clause.text} Kết quả được thông báo bằng văn bản.", reason="Cho rõ.")
    desk.press("Xem thử")
    desk.page.locator("#suggest-preview ins").wait_for()
    assert "thông báo bằng văn bản" in desk.page.locator("#suggest-preview ins").inner_text()
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)
    picture(desk.page, "de-nghi-sua-dien-thoai")
    desk.press("Ghi đề nghị").reads("Đã ghi đề nghị").press("Gửi xong góp ý")
    desk.reads("Đã gửi góp ý của đơn vị").leave()


def suggest(desk: Desk, number: int, clause: Any, kind: str, **values: str) -> None:
    """From the draft's page, by the links a party sees."""
    desk.goto("agreements:comment", number)
    desk.page.locator(f"#c-{clause.stable_id.hex} ~ .line-comments a.wish").first.click()
    desk.page.locator(f"a[href*='loai={kind}']").click()
    desk.fill(**values).press("Ghi đề nghị").reads("Đã ghi đề nghị").press("Gửi xong góp ý")
    desk.reads("Đã gửi góp ý của đơn vị").leave()


def answer(desk: Desk, number: int, clause: Any, verdict: str, **values: str) -> None:
    desk.goto("agreements:reception", number).follow("Trả lời").choose(verdict=verdict)
    desk.fill(**values).press("Gửi trả lời").reads("Đã trả lời góp ý")


def compare(desk: Desk, number: int) -> None:
    """What was sent out beside what it reads now, by whom and at whose wish; on paper too."""
    desk.goto("agreements:versions", number).reads("thông báo bằng văn bản")
    desk.reads("theo đề nghị của").reads("Hai bên luân phiên.").reads_not("chủ trì sơ kết")
    assert_fits_its_width(desk.page)
    assert_accessible(desk.page)
    picture(desk.page, "so-sanh-hai-ban")
    for name in ("agreements:versions", "agreements:reception"):
        desk.goto(name, number)
        for label in ("PDF", "Word"):
            link = desk.page.get_by_role("link", name=label).first.get_attribute("href")
            assert desk.page.request.get(link).ok
    desk.reads("tiếp thu 1, một phần 1, không tiếp thu 1")


def require_resolution(desk: Desk, number: int) -> None:
    desk.goto("agreements:approvals", number).press("Đơn vị cần nghị quyết")
    desk.reads("chờ nghị quyết")


def record_resolution(desk: Desk) -> None:
    desk.follow("Ghi nghị quyết")
    desk.fill(body="Ban Thường vụ", number="05-NQ/BTV", dated="30/10/2023")
    desk.page.set_input_files(
        "[name=upload]",
        {"name": "nghi-quyet.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"},
    )
    desk.press("Ghi nghị quyết").reads("Đã ghi nghị quyết").reads("05-NQ/BTV")
    assert_accessible(desk.page)


def open_signing(desk: Desk, number: int) -> int:
    desk.goto("agreements:open_signing", number)
    desk.fill(number="02/QCPH", place="Di Linh", deadline="15/11/2023")
    desk.press("Trình các bên ký").reads("Đã trình ký").follow("Đến hồ sơ ký")
    return desk.number
