"""
The first yearly review of a district's programme: called by the host, scored by both, closed.

Federation and education office of Di Linh, school year 2017–2018.
"""

from collections.abc import Iterator
from datetime import date
import re
from typing import Any

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Review
from congdoan.config.demo.stage import demo_actor, known, moment
from tests.journeys.cast import Desk, give_account
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

SIGNED, TODAY, SESSION = date(2018, 4, 2), date(2018, 6, 11), "20/06/2018"


@pytest.fixture
def review(demo_base: str, live_server: Any, settings: Any) -> Iterator[Review]:
    settings.CLOCK = TODAY.isoformat()
    with copied(demo_base, f"{demo_base}_review"):
        give_account("chutich.2018", "LDLD-68-679", "PRESIDENT", on=SIGNED)
        give_account("truongphong.2018", "PGD-68-679", "OFFICE_HEAD", on=SIGNED)
        actor = demo_actor(SIGNED)
        draft = api.draft_agreement(
            actor=actor,
            drafting=known("LDLD-68-679"),
            data=api.AgreementData(
                kind="PROGRAMME",
                title="Chương trình phối hợp giai đoạn 2018 – 2020",
                first_day=SIGNED,
                last_day=date(2020, 12, 31),
            ),
            parties=[api.PartyData(known("PGD-68-679").pk, "B")],
            template="standard",
            on=SIGNED,
            at=moment(SIGNED),
        )
        agreement = api.record_paper(
            actor=actor,
            agreement=draft,
            signed_on=SIGNED,
            place="Di Linh",
            on=SIGNED,
            at=moment(SIGNED),
        )
        yield Review.objects.filter(agreement=agreement).earliest("window_from")


def score(desk: Desk, mark: str) -> Desk:
    fields = desk.page.locator("main input[name^=score_]").all()
    for field in fields:
        field.fill(mark)
    assert len(fields) >= 8
    return desk


def test_a_review_from_the_invitation_to_the_minutes(
    review: Review, open_page: Any, settings: Any
) -> None:
    union = Desk(open_page(), "chutich.2018").sign_in()
    office = Desk(open_page(), "truongphong.2018").sign_in()
    one = (review.agreement_id, review.pk)

    union.goto("agreements:review", *one).follow("Mời họp")
    union.fill(session_on=SESSION, session_time="8:00", place="Hội trường UBND huyện")
    union.press("Mời họp").reads("Đã mời các bên").reads("Giấy mời PDF")

    office.open_work("Chấm điểm trước")
    score(office, "7,5").press("Chấm điểm của Bên B").reads("Đã ghi điểm của đơn vị")
    office.follow("Thêm kiến nghị").fill(wording="Thêm nội dung chăm lo nhà giáo vùng xa")
    office.press("Kiến nghị sửa đổi").reads("hội nghị sẽ kết luận")

    settings.CLOCK = "2018-06-20"
    union.goto("agreements:review_write", *one)
    union.fill(held_on=SESSION, results="Đã triển khai tám nội dung", strengths="Kịp thời")
    union.press("Ghi kết quả").reads("Đã lưu")
    union.follow("Chốt kết quả").press("Chốt kết quả").reads("chưa có điểm thống nhất")
    union.goto("agreements:review_agree", *one)
    score(union, "8").press("Ghi điểm thống nhất").reads("Đã ghi điểm thống nhất")
    union.follow("Ghi kết luận").page.locator("main input[value=AGREED]").check()
    union.press("Kết luận kiến nghị").reads("Đã ghi kết luận")
    for desk in (union, office):
        desk.goto("agreements:review", *one)
        assert_accessible(desk.page)
        assert_fits_its_width(desk.page)
    union.follow("Chốt kết quả").press("Chốt kết quả").reads("Đã chốt kết quả")

    office.goto("agreements:reviews", review.agreement_id)
    office.reads("Thêm nội dung chăm lo nhà giáo vùng xa").reads("Đã tổ chức")
    address = union.page.get_by_role("link", name=re.compile("Biên bản PDF")).get_attribute("href")
    answer = union.page.request.get(f"{union.page.url.partition('/phoi-hop/')[0]}{address}")
    assert answer.body().startswith(b"%PDF")
