"""
A district's 300 schools get their drafts in one go; each is negotiated apart, the district sees
where they differ. A text signed on paper years ago comes in from its Word file.
"""

from collections.abc import Iterator
from datetime import date
import io
from typing import Any

import docx
import pytest

from congdoan.areas.agreements import api
from congdoan.foundation import clock
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
    link_counterparts,
)
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Person
from tests.journeys.cast import Desk, give_account
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

DAY, FOUNDED = date(2023, 10, 2), date(2015, 1, 1)
SCHOOLS = 300


@pytest.fixture
def branch(demo_base: str, live_server: Any, settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.CLOCK = DAY.isoformat()
    settings.MEDIA_ROOT = tmp_path
    with copied(demo_base, f"{demo_base}_branch"):
        _found()
        for user_name, code in (("chutich.nhanh", "NHANH"), ("chutich.truong000", "NHANH-CS-000")):
            _seat(code)
            give_account(user_name, code, "PRESIDENT", on=DAY)
        yield


def _found() -> None:
    actor = system_actor(today=DAY)
    news = [_new("NHANH", "UNION", "Công đoàn ngành Giáo dục huyện Thử", "L3_OTHER", "")]
    for number in range(SCHOOLS):
        school = f"Trường Tiểu học số {number:03}"
        union = f"Công đoàn cơ sở {school}"
        news.append(_new(f"NHANH-CS-{number:03}", "UNION", union, "L4_GRASSROOTS", "NHANH"))
        news.append(_new(f"NHANH-TR-{number:03}", "PARTNER", school, "", ""))
    establish_organisations(actor=actor, news=news, decision=Decision(number="1"), at=clock.now())
    found = {one.code: one for one in Organisation.objects.filter(code__startswith="NHANH-")}
    # The last school has nobody to sign with: it gets a reason instead of a draft.
    pairs = [
        (found[f"NHANH-CS-{number:03}"], found[f"NHANH-TR-{number:03}"])
        for number in range(SCHOOLS - 1)
    ]
    link_counterparts(actor=actor, pairs=pairs, on=FOUNDED)


def _seat(code: str) -> None:
    person = Person(family_middle="Người", given_name="Đứng Đầu")
    person.settle_keys()
    person.save()
    appoint(
        actor=system_actor(today=DAY),
        person=person,
        organisation=Organisation.objects.get(code=code),
        data=OfficeData(position="PRESIDENT", start=date(2023, 1, 1), decision_no="1"),
    )


def _new(code: str, family: str, name: str, level: str, parent: str) -> NewOrganisation:
    return NewOrganisation(
        code=code,
        family=family,
        profile=ProfileData(name=name, level=level),
        on=FOUNDED,
        parents={1: parent} if parent else {},
    )


def test_300_schools_get_drafts_and_differ(branch: None, open_page: Any) -> None:
    district = Desk(open_page(), "chutich.nhanh").sign_in()
    write_template(district)
    number = ask(district)
    district.follow("Lập dự thảo hàng loạt").reads("300 đơn vị chưa có dự thảo")
    district.fill(place_0="2").press("Lập dự thảo").reads("0 trong 300 đơn vị")
    work_on(number, checkpoints=2)
    district.goto("agreements:cascade_generate", number).reads("100 trong 300 đơn vị")
    # The worker died here; another one goes on with what waits.
    work_on(number)
    district.goto("agreements:cascade_generate", number).reads("300 trong 300 đơn vị")
    district.reads("Đã lập dự thảo: 299").reads("Chưa lập được: 1")
    assert_accessible(district.page)
    district.follow("Chưa lập được").reads("Chưa ghi chuyên môn đồng cấp")

    negotiate(Desk(open_page(), "chutich.truong000").sign_in())

    district.goto("agreements:cascade_differences", number)
    district.reads("2 chỗ khác mẫu trong dự thảo của 1 đơn vị").reads("3 buổi")
    assert_accessible(district.page)
    district.page.set_viewport_size({"width": 390, "height": 844})
    assert_fits_its_width(district.page)


def write_template(desk: Desk) -> None:
    desk.goto("agreements:template_begin")
    desk.fill(title="Mẫu quy chế của huyện", shipped="school").press("Lập mẫu")
    text = desk.page.locator("main textarea[name='text-2']")
    text.fill("Giữa {{ tên công đoàn }} và {{ tên trường }}; họp {{ số buổi }} buổi mỗi năm.")
    desk.press("Lưu mẫu").reads("Chỗ riêng của mẫu: số buổi")
    assert_accessible(desk.page)


def ask(desk: Desk) -> int:
    desk.goto("agreements:cascade_begin")
    desk.page.locator("main [name=template]").select_option(label="Mẫu quy chế của huyện")
    desk.fill(
        title="Quy chế phối hợp 2023–2028",
        kind="REGULATION",
        first_day="01/11/2023",
        last_day="31/10/2028",
        deadline="30/11/2023",
    )
    desk.press("Gửi yêu cầu").reads("Đã gửi yêu cầu.")
    return desk.number


def work_on(cascade: int, *, checkpoints: int = 100) -> None:
    """Do what the worker does: one checkpoint after the other."""
    (run,) = api.unscoped_runs(cascade)
    for _ in range(checkpoints):
        if not api.draft_next(run_id=run.pk, today=DAY, at=clock.now()):
            return


def negotiate(school: Desk) -> None:
    """The school finds its draft, changes a number and adds an article of its own."""
    school.goto("agreements:register").follow("Quy chế phối hợp giữa Công đoàn cơ sở")
    school.goto("agreements:editor", school.number)
    text = school.page.locator("textarea", has_text="buổi mỗi năm").first
    words = text.input_value()
    assert "họp 2 buổi mỗi năm" in words
    assert "Công đoàn cơ sở Trường Tiểu học số 000 và Trường Tiểu học số 000" in words
    text.fill(words.replace("2 buổi", "3 buổi"))
    text.blur()
    school.page.get_by_text("Đã lưu").first.wait_for()
    school.page.locator(".add-line button[value=ARTICLE]").click()
    school.page.wait_for_load_state()


def test_a_signed_programme_comes_in_from_word(branch: None, open_page: Any) -> None:
    desk = Desk(open_page(), "chutich.nhanh").sign_in()
    desk.goto("agreements:imports")
    upload(desk, "quy-che.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    desk.reads("là bản Word cũ (.doc); hãy mở bằng Word hoặc LibreOffice, chọn Lưu thành .docx")
    upload(desk, "chuong-trinh.docx", programme())
    desk.reads("1 chương, 2 điều, 2 khoản").reads("Cần quyết định")
    assert_accessible(desk.page)
    desk.press("Lưu, sang bước thông tin").fill(place="Huyện Thử")
    desk.page.locator("[name=parties-0-organisation]").fill("[NHANH]")
    desk.page.locator("[name=parties-1-organisation]").fill("[NHANH-TR-001]")
    desk.press("Đưa vào sổ").reads("Còn 1 phần chưa quyết định")
    desk.goto("agreements:import", desk_import(desk))
    desk.press("Nối vào đoạn trên").reads("Đã lưu.")
    assert "Cần quyết định" not in desk.page.locator("main").inner_text()
    desk.press("Lưu, sang bước thông tin").fill(place="Huyện Thử")
    desk.page.locator("[name=parties-0-organisation]").fill("[NHANH]")
    desk.page.locator("[name=parties-1-organisation]").fill("[NHANH-TR-001]")
    desk.press("Đưa vào sổ").reads("Đã đưa vào sổ.").reads("Đang có hiệu lực").reads("12/CTr-CĐGD")
    desk.goto("agreements:text", desk.number).reads("Thăm hỏi | Bên A")


def desk_import(desk: Desk) -> int:
    return int(desk.page.url.split("/nhap/")[1].split("/")[0])


def upload(desk: Desk, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    desk.page.locator("main input[type=file]").set_input_files(file)
    desk.press("Tải lên và xem lại")


def programme() -> bytes:
    """Return a programme as an office wrote it in Word."""
    file = docx.Document()
    for text in (
        "Số: 12/CTr-CĐGD",
        "Huyện Thử, ngày 05 tháng 9 năm 2023",
        "CHƯƠNG TRÌNH PHỐI HỢP",
        "Giữa Công đoàn ngành và Trường Tiểu học giai đoạn 2023 - 2028",
        "Căn cứ Luật Công đoàn số 12/2012/QH13 ngày 20/6/2012;",
        "Chương I",
        "NỘI DUNG",
        "Điều 1. Chăm lo đoàn viên",
        "1. Thăm hỏi đoàn viên khó khăn.",
        "2. Phân công như sau:",
    ):
        file.add_paragraph(text)
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Thăm hỏi", "Bên A"
    file.add_paragraph("Điều 2. Hiệu lực")
    file.add_paragraph("Từ ngày 05/9/2023 đến hết ngày 04/9/2028.")
    file.add_paragraph("ĐẠI DIỆN BÊN A")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()
