"""
S4 by hand: two schools of Đại Nghĩa become one, the kindergarten of Hợp Tiến is separated.

The superior's officer does both on the worksheet; committees pass on, the agreement of an old union
asks who takes its place and the new union does, the new unions owe a congress.
"""

from datetime import timedelta
import re
from typing import Any

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api as agreements
from congdoan.areas.agreements.models import Succession
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
    predecessors,
)
from congdoan.kernel.organisations.models import Organisation, Reorganisation
from congdoan.kernel.people.models import Office
from congdoan.support.worklist.models import WorkItem
from tests.journeys.cast import PASSWORD, Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

PRIMARY, SECONDARY, KINDERGARTEN = "CS-DN-TH", "CS-DN-THCS", "CS-HT-MN"
MERGED, SEPARATED = "CS-DN-THTHCS", "CS-HT-MN-B"
_UNIONS = {
    PRIMARY: "Công đoàn cơ sở Trường Tiểu học thị trấn Đại Nghĩa",
    SECONDARY: "Công đoàn cơ sở Trường THCS thị trấn Đại Nghĩa",
    KINDERGARTEN: "Công đoàn cơ sở Trường Mầm non Hợp Tiến",
}
_OFFICERS = (
    ("hanh", "Nguyễn Thị Hạnh", PRIMARY, "PRESIDENT"),
    ("dung", "Lê Văn Dũng", SECONDARY, "PRESIDENT"),
    ("thu", "Phạm Thị Thu", KINDERGARTEN, "PRESIDENT"),
    ("yen", "Đỗ Thị Yến", KINDERGARTEN, "VICE_PRESIDENT"),
)


@pytest.fixture
def my_duc(
    tree: Any,
    make_person: Any,
    seat: Any,
    system: Any,
    today: Any,
    now: Any,
    settings: Any,
    live_server: Any,
) -> int:
    """Three schools with their unions; the primary school's has a regulation in force (number)."""
    settings.CLOCK = today.isoformat()
    news = [
        NewOrganisation(
            code, "UNION", ProfileData(name, level="L4_GRASSROOTS"), tree.middle.valid.lower, above
        )
        for code, name in _UNIONS.items()
        for above in ({1: tree.middle.code},)
    ]
    made = establish_organisations(
        actor=system, news=news, decision=Decision(number="22/QĐ"), at=now
    )
    units = {one.code: one for one in made}
    seat(make_person("Trần Thị Mai", username="mai", password=PASSWORD), tree.middle)
    seat(make_person("Vũ Văn Hòa", username="hoa.truong", password=PASSWORD), tree.school)
    for user_name, name, code, position in _OFFICERS:
        seat(make_person(name, username=user_name, password=PASSWORD), units[code], position)
    draft = agreements.draft_agreement(
        actor=system,
        drafting=units[PRIMARY],
        data=agreements.AgreementData(
            kind="REGULATION",
            title="Quy chế phối hợp với Ban Giám hiệu",
            first_day=today - timedelta(days=300),
            last_day=today + timedelta(days=900),
        ),
        parties=[agreements.PartyData(tree.school.pk)],
        template="school",
        on=today,
        at=now,
    )
    signed = today - timedelta(days=300)
    paper = agreements.record_paper(
        actor=system, agreement=draft, signed_on=signed, place="Mỹ Đức", on=today, at=now
    )
    return int(paper.pk)


def look(desk: Desk) -> Desk:
    desk.page.wait_for_load_state()
    assert_accessible(desk.page)
    assert_fits_its_width(desk.page)
    return desk


def begin(desk: Desk, kind: str, unit: str, day: Any) -> Desk:
    desk.goto("organisations:reorganisation_start").choose(kind=kind)
    desk.fill(organisation=unit, on=f"{day:%d/%m/%Y}").press("Tiếp tục")
    return desk.reads("Ai về đâu")


def add_new(desk: Desk, code: str, name: str) -> Desk:
    desk.follow("Thêm đơn vị mới")
    look(desk)
    desk.fill(name=name, code=code, level="L4_GRASSROOTS")
    desk.page.locator("main form.card-form button.btn-primary").click()
    return desk.reads(code)


def send_on(desk: Desk, homes: dict[str, str]) -> Desk:
    """Let the named officers go on at the organisation of the code."""
    for person, code in homes.items():
        desk.page.locator("#noi-nhan").get_by_label(re.compile(person)).select_option(code)
    return desk.press("Lưu nơi nhận").reads("Đã lưu nơi nhận")


def decide(desk: Desk, number: str, issuer: str) -> Desk:
    desk.fill(decision_no=number, decided_by=issuer)
    return desk.press("Lưu quyết định")


def carry_out(desk: Desk) -> Desk:
    trial = desk.page.locator("main").get_by_role("button", name=re.compile("^(Thử|Xem) trước"))
    if trial.count():
        trial.first.click()
    desk.reads("Thực hiện việc sắp xếp")
    look(desk)
    return desk.press("Thực hiện việc sắp xếp").reads("Đã thực hiện việc sắp xếp")


def holders(code: str, day: Any) -> set[str]:
    offices = Office.objects.on(day).filter(organisation__code=code)
    return {office.person.full_name for office in offices.select_related("person")}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_two_schools_become_one_and_the_agreement_goes_on(
    my_duc: int, open_page: Any, today: Any, viewport: dict[str, int]
) -> None:
    mai = Desk(open_page(viewport), "mai").sign_in()
    begin(mai, "CONSOLIDATE", PRIMARY, today)
    look(mai)
    mai.page.locator("#don-vi [name=organisation]").fill(SECONDARY)
    mai.press("Thêm đơn vị").reads(SECONDARY)
    add_new(mai, MERGED, "Công đoàn cơ sở Trường Tiểu học và THCS thị trấn Đại Nghĩa")
    look(send_on(mai, {"Nguyễn Thị Hạnh": MERGED}))
    decide(mai, "105/QĐ-LĐLĐ", "Liên đoàn Lao động huyện Mỹ Đức")
    carry_out(mai)

    new = Organisation.objects.get(code=MERGED)
    assert {one.code for one in predecessors(new)} == {PRIMARY, SECONDARY}
    assert holders(MERGED, today) == {"Nguyễn Thị Hạnh"}
    assert holders(SECONDARY, today) == set()
    look_at_the_traces(mai, new)
    answer_the_question(my_duc, new, open_page, viewport)


def look_at_the_traces(mai: Desk, new: Organisation) -> None:
    """The event with its decision, the graph, the old name in the search."""
    event = Reorganisation.objects.get().event
    mai.goto("organisations:event", event.pk).reads("105/QĐ-LĐLĐ").reads("Hợp nhất")
    look(mai)
    mai.goto("organisations:lineage", new.pk).reads("Trường THCS thị trấn Đại Nghĩa")
    look(mai)
    mai.page.goto(f"{reverse('search:results')}?q=THCS+thi+tran+Dai+Nghia")
    mai.reads("Nay là")
    look(mai)


def answer_the_question(
    my_duc: int, new: Organisation, open_page: Any, viewport: dict[str, int]
) -> None:
    """The old union's regulation asks the school, which keeps it; the new union takes its place."""
    asked = Succession.objects.get(agreement=my_duc)
    assert asked.successor_id == new.pk
    school = Desk(open_page(viewport), "hoa.truong").sign_in()
    school.open_work("Thay Công đoàn cơ sở Trường Tiểu học")
    look(school).follow("Đồng ý hoặc chọn đơn vị khác").press("Chọn đơn vị thay").reads("Đã ghi")
    union = Desk(open_page(viewport), "hanh").sign_in()
    union.open_work("Thay Công đoàn cơ sở Trường Tiểu học").follow("Nhận thay")
    union.press("Nhận thay").reads("Đã nhận thay")
    look(union)
    assert agreements.parties_of(asked.agreement)[0].organisation_id == new.pk


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_kindergarten_is_separated_and_half_its_committee_goes(
    my_duc: int, open_page: Any, today: Any, viewport: dict[str, int]
) -> None:
    mai = Desk(open_page(viewport), "mai").sign_in()
    begin(mai, "SEPARATE", KINDERGARTEN, today)
    mai.reads("Đơn vị được tách")
    add_new(mai, SEPARATED, "Công đoàn cơ sở Trường Mầm non Hợp Tiến B")
    look(send_on(mai, {"Đỗ Thị Yến": SEPARATED}))
    decide(mai, "106/QĐ-LĐLĐ", "Liên đoàn Lao động huyện Mỹ Đức")
    carry_out(mai)

    old, new = (Organisation.objects.get(code=code) for code in (KINDERGARTEN, SEPARATED))
    assert old.valid.upper is None
    assert holders(KINDERGARTEN, today) == {"Phạm Thị Thu"}
    assert holders(SEPARATED, today) == {"Đỗ Thị Yến"}
    mai.goto("organisations:detail", new.pk).reads("Đơn vị trước").reads("Hợp Tiến")
    look(mai)
    mai.goto("organisations:lineage", old.pk).reads("Tách").reads("106/QĐ-LĐLĐ")
    look(mai)
    assert not Succession.objects.filter(party__organisation=old).exists()


def test_the_new_union_owes_a_congress_within_twelve_months(
    my_duc: int, open_page: Any, today: Any
) -> None:
    """A committee that was appointed leads for twelve months at most (domain-rules §1.5)."""
    mai = Desk(open_page(), "mai").sign_in()
    begin(mai, "SEPARATE", KINDERGARTEN, today)
    add_new(mai, SEPARATED, "Công đoàn cơ sở Trường Mầm non Hợp Tiến B")
    carry_out(send_on(mai, {"Đỗ Thị Yến": SEPARATED}))
    work = WorkItem.objects.filter(organisation__code=SEPARATED, title__icontains="đại hội")
    assert work.filter(due__range=(today, today + timedelta(days=366))).exists()
