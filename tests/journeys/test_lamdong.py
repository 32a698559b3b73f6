"""
The regulation of Lâm Đồng, 2023–2028, told in the browser: draft, comments, signatures, in force.

One provincial education union, twelve district and city federations, signed at Di Linh on
09/11/2023.
"""

from collections.abc import Iterator
from datetime import date
import re
from typing import Any

from django.urls import reverse
import pytest

from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known
from congdoan.kernel.people.api import OfficeData, appoint, end_office
from congdoan.kernel.people.enums import OfficeEnd
from tests.journeys.cast import Desk, give_account, office_of, wait_until_saved
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

SIGNING_DAY = date(2023, 11, 9)
FEDERATIONS = [lamdong.district_code(code) for code, _name in lamdong.DISTRICTS]
PRESIDENTS = [f"chutich.h{code}" for code, _name in lamdong.DISTRICTS]
DI_LINH, BAO_LAM, DA_TEH, CAT_TIEN = (f"chutich.h{code}" for code in ("679", "680", "682", "683"))
DELEGATE, SUCCESSOR = "uyvien.h683", "phochutich.h682"


@pytest.fixture
def lam_dong(demo_base: str, live_server: Any, settings: Any) -> Iterator[None]:
    """November 2023; the federation of Đạ Tẻh changes its president on the signing day."""
    settings.CLOCK = "2023-10-16"
    with copied(demo_base, f"{demo_base}_story"):
        give_account("vanthu.cdgd", lamdong.EDUCATION_UNION, "CLERK", on=SIGNING_DAY)
        give_account(DELEGATE, lamdong.district_code("683"), "EXEC_MEMBER", on=SIGNING_DAY)
        successor = give_account(
            SUCCESSOR, lamdong.district_code("682"), "VICE_PRESIDENT", on=SIGNING_DAY
        )
        actor = demo_actor(SIGNING_DAY)
        end_office(actor=actor, office=office_of(DA_TEH), on=SIGNING_DAY, reason=OfficeEnd.TERM_END)
        appoint(
            actor=actor,
            person=successor,
            organisation=known(lamdong.district_code("682")),
            data=OfficeData("PRESIDENT", SIGNING_DAY, lamdong.SOUTH_MERGED, decision_no="77/QĐ"),
        )
        yield


def test_from_an_empty_page_to_a_regulation_in_force(
    lam_dong: None, open_page: Any, settings: Any
) -> None:
    def at_desk(user_name: str) -> Desk:
        return Desk(open_page(), user_name).sign_in()

    specialist = at_desk("chuyenvien.cdgd")
    number = draft(specialist)
    settings.CLOCK = "2023-10-20"
    for n, user_name in enumerate(PRESIDENTS):
        comment(at_desk(user_name), n)
    settings.CLOCK = "2023-10-30"
    answer_and_freeze(specialist, number)
    settings.CLOCK = "2023-11-06"
    packet = open_signing(specialist, number)

    settings.CLOCK = "2023-11-07"
    delegate(at_desk(CAT_TIEN), office_of(DELEGATE).person.full_name)
    settings.CLOCK = "2023-11-08"
    outgoing = at_desk(DA_TEH)
    outgoing.open_signing_page()

    settings.CLOCK = SIGNING_DAY.isoformat()
    refuse_whose_term_has_ended(outgoing)
    signatories = {*PRESIDENTS, "chutich.cdgd"} - {CAT_TIEN, DA_TEH, BAO_LAM}
    for user_name in (*sorted(signatories), DELEGATE, SUCCESSOR):
        sign(at_desk(user_name))
    record_on_paper(at_desk("vanthu.cdgd"), packet, number)

    specialist.goto("signing:room", packet).reads("13/13 bên đã ký")
    specialist.reads("theo giấy ủy quyền 12/GUQ-LĐLĐ").reads("ký trên giấy")
    specialist.goto("agreements:detail", number).reads("Có hiệu lực")

    # What the federations owe from now on stands in their own lists of work.
    federation = at_desk(PRESIDENTS[0]).goto("worklist:list")
    federation.reads("Cử đầu mối theo dõi").follow("Cử đầu mối theo dõi")
    federation.reads("Quy chế phối hợp hoạt động").follow("Mở nơi phát sinh")
    federation.reads("Báo cáo kết quả")


def draft(desk: Desk) -> int:
    """Draft from the template with twelve parties, add a clause, send it round."""
    desk.goto("agreements:begin")
    desk.fill(
        kind="REGULATION",
        title="Quy chế phối hợp hoạt động giữa CĐGD tỉnh và LĐLĐ các huyện, thành phố",
        first_day="09/11/2023",
        length="5",
        objective="Tạo điều kiện tốt nhất để công đoàn trường học làm đúng chức năng, nhiệm vụ.",
        motto="Làm thật, việc thật",
    )
    desk.press("Lập dự thảo").reads("chọn các bên")
    number = desk.number
    desk.follow("Thêm nhiều bên")
    desk.fill(superior=lamdong.FEDERATION, level="L3_DISTRICT").press("Tìm")
    desk.reads("12 đơn vị").press("Thêm các bên đã chọn")
    desk.reads("Các bên tham gia (13)").follow("Tiếp: soạn nội dung")

    page = desk.page
    before = page.locator("form.clause").count()
    desk.press("Điều", within="form.add-line")
    assert page.locator("form.clause").count() == before + 1
    added = page.locator("form.clause").last
    added.locator("[name=heading]").fill("Trường giúp trường")
    added.locator("[name=text]").fill("Các bên vận động trường thuận lợi giúp trường khó khăn.")
    wait_until_saved(page)
    page.reload()
    assert "trường khó khăn" in page.locator("form.clause [name=text]").last.input_value()
    desk.follow("Gửi lấy ý kiến").fill(due="27/10/2023", message="Mong các đồng chí góp ý.")
    desk.press("Gửi các bên").reads("Đã gửi dự thảo lấy ý kiến các bên")
    return number


def comment(desk: Desk, n: int) -> None:
    """Answer for a federation: each third says something, the others have nothing to add."""
    desk.goto("worklist:list").follow("Góp ý dự thảo").follow("Mở nơi phát sinh")
    if n % 3 == 0:
        desk.page.locator("a.say").nth(n + 3).click()
        desk.fill(text=f"Đề nghị nêu rõ đầu mối của từng bên (ý kiến {n + 1}).")
        desk.press("Ghi góp ý").reads(f"(ý kiến {n + 1})").press("Gửi xong góp ý")
    else:
        desk.press("Không có ý kiến gì")
    desk.reads("Đã gửi góp ý của đơn vị").leave()


def answer_and_freeze(desk: Desk, number: int) -> None:
    desk.goto("agreements:freeze", number).reads("Còn thiếu để chốt nội dung")
    desk.page.get_by_role("link", name=re.compile("góp ý chưa trả lời")).first.click()
    for _ in range(4):
        desk.follow("Trả lời").choose(verdict="REJECTED")
        desk.fill(reason="Đầu mối do từng bên tự phân công bằng văn bản.").press("Gửi trả lời")
    desk.goto("agreements:freeze", number).press("Chốt nội dung").reads("Đã chốt nội dung")
    address = desk.page.get_by_role("link", name="PDF").first.get_attribute("href")
    printed = desk.page.request.get(address)
    assert printed.ok
    assert printed.body().startswith(b"%PDF")


def open_signing(desk: Desk, number: int) -> int:
    """Send the frozen text round; return the number of the packet."""
    desk.goto("agreements:open_signing", number)
    desk.fill(
        number="01/QCPH-CĐGD-LĐLĐ",
        place="Di Linh",
        deadline="15/11/2023",
        effective_on="09/11/2023",
    )
    desk.press("Trình các bên ký").reads("Đã trình ký").follow("Đến hồ sơ ký")
    desk.reads("0/13 bên đã ký")
    return desk.number


def delegate(desk: Desk, to: str) -> None:
    """Cát Tiên's president will be away; a committee member signs, who could not by office."""
    desk.goto("access:delegations").follow("Ủy quyền")
    desk.fill(to=to, start="08/11/2023", last_day="10/11/2023", decision_no="12/GUQ-LĐLĐ")
    desk.choose(capabilities="signing.sign").press("Ghi ủy quyền").reads("Đã ghi ủy quyền")


def refuse_whose_term_has_ended(desk: Desk) -> None:
    """The page was opened while in office and is sent the day after."""
    desk.fill_signature().press("Ký")
    desk.reads("kết thúc ngày 08/11/2023").reads("cần người đương chức hoặc ủy quyền")


def sign(desk: Desk) -> None:
    """Sign as a signatory does: from the list of work to the signing page."""
    desk.open_signing_page().fill_signature().press("Ký")
    desk.reads("Đã ký.").leave()


def record_on_paper(desk: Desk, packet: int, agreement: int) -> None:
    """Bảo Lâm signed the printed copy at the conference; a clerk writes it down."""
    desk.goto("signing:room", packet)
    slot = desk.page.locator("li", has_text="Liên đoàn Lao động huyện Bảo Lâm")
    slot.get_by_role("link", name="Ghi chữ ký trên giấy").click()
    page = desk.page
    printed = page.locator("main .note code").inner_text()
    if page.locator("select[name=person]").count():
        page.select_option("[name=person]", label=office_of(BAO_LAM).person.full_name)
    desk.fill(signed_on="09/11/2023", place="Di Linh", typed_hash=printed)
    signed = page.request.get(reverse("agreements:print_pdf", args=[agreement])).body()
    page.set_input_files(
        "[name=upload]", {"name": "ban-ky.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    desk.press("Ghi nhận chữ ký").reads("Đã ghi nhận chữ ký trên giấy")
