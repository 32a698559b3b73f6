"""
Personal data at one school in Đà Lạt: a correction asked for, consents, requests under way, a
leaver whose facts are to go. Days are counted back from today, so the clocks run; all is invented.
"""

from datetime import date, timedelta
from typing import Any

from congdoan.areas.members.api import NewMember, Stay, enrol_members
from congdoan.areas.members.models import Membership
from congdoan.areas.privacy.api import (
    Assessment,
    BreachData,
    BreachKind,
    BreachRisk,
    RequestData,
    RequestKind,
    Wish,
    acknowledge_request,
    announce_leavers,
    ask_about_data,
    assess_breach,
    give_consent,
    note_breach,
    propose_changes,
    record_request,
)
from congdoan.areas.privacy.models import Consent
from congdoan.areas.privacy.rules.months import months_before
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation import clock
from congdoan.foundation.valid_time import span
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import PersonData
from congdoan.kernel.people.models import Person
from congdoan.kernel.periods.api import add_working_days

SCHOOL = "CS-68-TT-01"
MEMBER = "doanvien.truong"


def build() -> None:
    if Consent.objects.exists():
        return
    school, today = known(SCHOOL), clock.today()
    _of_the_member(today)
    _on_paper(school, today)
    _leaver(today)
    _breach(school, today)


def _of_the_member(today: date) -> None:
    """The team leader agrees to two purposes, wants two facts right, asks who has their data."""
    user = User.objects.get(username=MEMBER)
    given = add_working_days(today, -20)
    for code in ("CARE", "NEWS"):
        give_consent(actor=actor_for(user, today=given), code=code, version="1", at=moment(given))
    asked = add_working_days(today, -2)
    actor = actor_for(user, today=asked)
    wishes = [
        Wish("birth_place", "Bệnh viện Đa khoa Lâm Đồng, Đà Lạt", "Hồ sơ chưa ghi nơi sinh"),
        Wish("professional_degree", "Thạc sĩ Quản lý giáo dục", "Tốt nghiệp tháng 8"),
        Wish("CITIZEN_ID", "068184000321", "Ghi theo thẻ căn cước mới"),
    ]
    propose_changes(actor=actor, wishes=wishes, on=asked, at=moment(asked))
    data = RequestData(
        RequestKind.OBJECT, "Đừng chuyển số điện thoại của tôi cho đơn vị bán hàng.", "PARTNERS"
    )
    ask_about_data(actor=actor, data=data, on=asked, at=moment(asked, 10))


def _on_paper(school: Organisation, today: date) -> None:
    """A colleague asked on paper; acknowledged, not yet answered."""
    on = add_working_days(today, -6)
    row = Membership.objects.on(on).filter(organisation=school).order_by("-pk").first()
    if row is None:
        return
    actor = demo_actor(on)
    made = record_request(
        actor=actor,
        organisation=school,
        person=Person.objects.get(pk=row.person_id),
        data=RequestData(RequestKind.VIEW, "Cho tôi bản sao hồ sơ đoàn viên của tôi."),
        received_on=on,
        upload=None,
        on=on,
        at=moment(on),
    )
    acknowledge_request(actor=actor, request=made, on=on, at=moment(on, 14))


def _breach(school: Organisation, today: date) -> None:
    """A list went to the wrong address yesterday; judged, not yet told to anybody."""
    on = today - timedelta(days=1)
    data = BreachData(
        BreachKind.SEEN,
        "Gửi nhầm danh sách đoàn viên cho trường khác",
        "Thư gửi nhầm địa chỉ; nơi nhận đã báo lại và xác nhận xóa tệp.",
        moment(on),
        on,
    )
    given: dict[str, Any] = {"actor": demo_actor(today), "on": today, "at": moment(today)}
    made = note_breach(organisation=school, data=data, **given)
    told = Assessment(
        BreachRisk.SOME, "họ tên, ngày sinh, điện thoại", 42, sensitive=False,
        consequences="Có thể bị gọi điện quảng cáo, lừa đảo.",
    )  # fmt: skip
    assess_breach(breach=made, data=told, **given)


def _leaver(today: date) -> None:
    """Somebody retired from the federation's office two years ago but three weeks."""
    left = months_before(today, 24) + timedelta(days=21)
    federation = known(lamdong.FEDERATION)
    facts = PersonData("Ngô Thị Thu", "Thủy", "F", date(1969, 8, 14), "0263000111")
    enrol_members(
        [
            NewMember(
                facts,
                [Stay(federation.pk, span(date(2015, 3, 1), left), "OFFICIAL")],
                sealed={"CITIZEN_ID": "068169000777", "ETHNICITY": "01"},
            )
        ]
    )
    announce_leavers(actor=demo_actor(today), on=today, at=moment(today), limit=20)
