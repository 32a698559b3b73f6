"""A unit sends to its branch; a school reads and answers on a phone; the sender's picture fills."""

from datetime import date, timedelta
from pathlib import Path
import re
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.documents.services.relating import EffectData, declare_effect
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
)
from congdoan.kernel.people.models import Office
from tests.documents_world import PDF, a_pdf
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sits(open_page: Any, live_server: Any) -> Any:
    """Return the desk of an actor, signed in."""

    def sit(actor: Any, *, phone: bool = False) -> Desk:
        page, client = open_page(PHONE) if phone else open_page(), Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return Desk(page, "")

    return sit


def test_sent_read_answered_seen(
    sits: Any,
    clerk: Any,
    minh: Any,
    make_document: Any,
    tree: Any,
    system: Any,
    settings: Any,
    today: Any,
    now: Any,
    tmp_path: Path,
) -> None:
    settings.CLOCK = today.isoformat()
    document = make_document("ISSUED", answer_by=today.replace(day=20), must_read=True)
    office = sits(clerk)
    office.goto("documents:send", document.pk)
    office.page.get_by_label("Theo cây tổ chức").select_option("BRANCH")
    office.press("Xem danh sách nơi nhận").reads("Sẽ gửi đến 2 nơi nhận")
    assert_accessible(office.page)
    office.press("Gửi đến 2 nơi").reads("Tình hình nơi nhận")
    api.deliver(actor=system, document=document.pk, at=now)

    _read_and_answer(sits(minh, phone=True), document, tmp_path / "bao-cao.pdf")
    answer = Document.objects.get(answers__document=document)
    ask = {"actor": minh, "document": answer, "on": today, "at": now}
    api.sign_document(code=api.signings(tree.leaf.pk, on=today)[0].code, **ask)
    api.issue_document(**ask)
    api.send_document(rule=api.Rule(reach=api.Reach.SUPERIOR), **ask)

    office.goto("documents:receivers", document.pk).reads("06 · hoàn thành")
    assert_accessible(office.page)
    office.goto("documents:answers", document.pk).reads("bao-cao.pdf")
    assert Incoming.objects.get(organisation=tree.leaf).state == "DONE"
    assert reverse("documents:answers", args=[document.pk]) in office.page.url
    _recall(sits(minh, phone=True), answer)
    office.goto("documents:receivers", document.pk).reads("05 · đang xử lý")


def _recall(school: Desk, answer: Document) -> None:
    """The school sent the wrong figures: it takes its answer back, the matter is open again."""
    school.goto("documents:recall", answer.pk).fill(reason="sai số liệu")
    assert_fits_its_width(school.page)
    school.press("Thu hồi").reads("Đã thu hồi.")


def test_a_clerks_day(
    sits: Any, clerk: Any, lan: Any, tree: Any, settings: Any, today: Any, now: Any
) -> None:
    """Twenty papers come in, one late; the leader routes one with days; the book is printed."""
    settings.CLOCK = today.isoformat()
    for turn in range(18):
        late = today - timedelta(days=1) if turn == 4 else None
        data = api.Arrival(sender_name="Sở Giáo dục", subject=f"việc {turn}", due=late)
        api.register_arrival(
            actor=clerk, organisation=tree.middle, data=data, arrived_on=today, at=now
        )
    desk = sits(clerk).goto("documents:register", tree.middle.pk)
    desk.fill(sender_name="UBND phường", symbol="12/GM-UBND", subject="mời họp")
    desk.press("Vào sổ, nhập tiếp").reads("Đã vào sổ số đến 19")
    desk.fill(sender_name="Liên đoàn Lao động tỉnh", subject="nộp báo cáo quý")
    desk.press("Vào sổ").reads("Văn bản đến số 20")
    came = Incoming.objects.get(arrival_no=20)

    leader = sits(lan).goto("documents:incoming_assign", came.pk)
    person = Office.objects.get(organisation=tree.middle, position="CLERK").person_id
    leader.fill(person=str(person), days="3", opinion="Tổng hợp, trình ký.")
    leader.press("Giao").reads("Tổng hợp, trình ký.")
    assert_accessible(leader.page)

    desk.goto("worklist:list").reads("nộp báo cáo quý")
    desk.goto("documents:incoming_done", came.pk, came.routings.get().pk).fill(note="đã nộp")
    desk.press("Báo xong").reads("Đã báo xong.")
    desk.page.goto(reverse("documents:arrived", args=[tree.middle.pk]) + "?state=LATE")
    desk.reads("việc 4")
    assert "việc 5" not in desk.page.locator("main").inner_text()
    paper = desk.page.request.get(
        desk.page.url.split("/van-ban/")[0]
        + reverse("documents:print_book", args=[tree.middle.pk, "incoming", today.year])
    )
    assert paper.body().startswith(b"%PDF")


def _read_and_answer(school: Desk, document: Document, text: Path) -> None:
    school.goto("documents:arrived_here", document.pk).reads("Văn bản đến số 01")
    school.press("Xác nhận đã đọc").reads("nơi gửi thấy đơn vị đã tiếp nhận")
    assert_accessible(school.page)
    assert_fits_its_width(school.page)
    school.follow("Trả lời").reads("Trả lời văn bản đến")
    text.write_bytes(PDF)
    school.page.get_by_label("Loại văn bản").select_option("UNION.BC")
    school.page.set_input_files("[name=body]", str(text))
    school.press("Lưu bản thảo").reads("Trình duyệt")
    school.press("Trình duyệt").reads("tự duyệt")
    school.press("Duyệt").reads("chờ ký")
    assert_fits_its_width(school.page)


@pytest.fixture
def province(tree: Any, make_person: Any, seat: Any, actor_of: Any, system: Any, now: Any) -> Any:
    """Twelve units under the province, 125 school unions under each; who works there."""
    middles = [f"CUM-{number:02}" for number in range(12)]
    schools = [(f"TRG-{n:02}-{m:03}", middles[n]) for n in range(12) for m in range(125)]
    rows = [(code, "L3_OTHER", tree.province.code) for code in middles]
    rows += [(code, "L4_GRASSROOTS", above) for code, above in schools]
    made = establish_organisations(
        actor=system,
        news=[
            NewOrganisation(
                code=code,
                family="UNION",
                profile=ProfileData(name=f"Công đoàn {code}", level=level),
                on=date(2015, 1, 1),
                parents={1: above},
            )
            for code, level, above in rows
        ],
        decision=Decision(number="12/QĐ"),
        at=now,
    )
    units = {one.code: one for one in made}

    def officer(name: str, unit: Any) -> Any:
        person = make_person(name, username=name.rsplit(maxsplit=1)[-1].lower())
        seat(person, unit, "PRESIDENT")
        return actor_of(person)

    return {
        "units": units,
        "head": officer("Đặng Thị Hạnh", tree.province),
        "middle": officer("Lê Văn Khoa", units["CUM-03"]),
        "school": officer("Ngô Thị Mai", units["TRG-03-007"]),
    }


def test_guidance_goes_down_a_province_and_its_answers_come_back(
    sits: Any,
    province: Any,
    tree: Any,
    system: Any,
    settings: Any,
    today: Any,
    now: Any,
    tmp_path: Path,
) -> None:
    """To 12 units and 1,500 schools; one unit passes it on; a phone answers, and recalls."""
    settings.CLOCK = today.isoformat()
    head, middle, school = (province[name] for name in ("head", "middle", "school"))
    document = _issued(tree.province, head, today, now, "hướng dẫn hội nghị viên chức")
    ruling = EffectData("STAFF_CONFERENCE", today)
    declare_effect(actor=head, paper=document, data=ruling, at=now)

    office = sits(head).goto("documents:send", document.pk)
    office.page.get_by_label("Theo cây tổ chức").select_option("BRANCH")
    office.press("Xem danh sách nơi nhận").reads("Sẽ gửi đến 1.515 nơi nhận")
    office.press("Gửi đến 1.515 nơi").reads("Tình hình nơi nhận")
    assert api.deliver(actor=system, document=document.pk, at=now) == 1515
    office.goto("documents:receivers", document.pk).reads("Theo 13 nhánh")
    assert _stats(office) == [1515, 1515, 0, 0]

    cover = _sent_on(sits(middle), province, document, tmp_path / "cong-van.pdf", system, now)
    desk = sits(school, phone=True)
    there = cover.arrivals.get(organisation=province["units"]["TRG-03-007"])
    desk.goto("documents:incoming", there.pk).reads("Văn bản gốc được chuyển:")
    desk.reads("đang có hiệu lực")
    assert_fits_its_width(desk.page)
    _read_and_answer(desk, document, tmp_path / "bao-cao.pdf")
    answer = Document.objects.get(answers__document=document)
    _go_on(there.organisation, school, answer, today, now, signed_only=True)
    rule = api.Rule(picked=(tree.province.pk,))
    api.send_document(actor=school, document=answer, rule=rule, on=today, at=now)

    office.goto("documents:receivers", document.pk).reads("Theo 13 nhánh")
    assert _stats(office)[2:] == [2, 1]
    _recall(desk, answer)
    assert _stats(office.goto("documents:receivers", document.pk))[2:] == [2, 0]


def _sent_on(
    desk: Desk, province: Any, document: Document, text: Path, system: Any, now: Any
) -> Document:
    """A unit in the middle passes it on to its 125 schools."""
    unit, middle, today = province["units"]["CUM-03"], province["middle"], now.date()
    cover = _go_on(unit, middle, _passed_on(desk, document, text), today, now)
    rule = api.Rule(reach=api.Reach.CHILDREN)
    api.send_document(actor=middle, document=cover, rule=rule, on=today, at=now)
    assert api.deliver(actor=system, document=cover.pk, at=now) == 125
    return cover


def _stats(office: Desk) -> list[int]:
    """Return receivers, arrived, accepted, answered, as the page says."""
    shown = office.page.locator(".stats .stat").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in shown[:4]]


def _issued(unit: Any, actor: Any, today: Any, now: Any, subject: str) -> Document:
    data = api.DocumentData(
        type="UNION.HD", subject=subject, answer_by=today.replace(day=20), must_read=True
    )
    made = api.draft_document(actor=actor, organisation=unit, data=data, body=a_pdf(), at=now)
    return _go_on(unit, actor, made, today, now)


def _go_on(
    unit: Any, actor: Any, document: Document, today: Any, now: Any, *, signed_only: bool = False
) -> Document:
    """Submitted, approved, signed and numbered by the unit's only officer."""
    ask = {"actor": actor, "document": document, "on": today, "at": now}
    if not signed_only:
        api.submit_document(**ask)
        api.approve_document(**ask)
    api.sign_document(code=api.signings(unit.pk, on=today)[0].code, **ask)
    return api.issue_document(**ask)


def _passed_on(desk: Desk, document: Document, text: Path) -> Document:
    """A unit in the middle reads it and passes it on under a letter of its own."""
    desk.goto("documents:arrived_here", document.pk).reads("Văn bản đến số 01")
    desk.press("Xác nhận đã đọc").reads("nơi gửi thấy đơn vị đã tiếp nhận")
    desk.follow("Chuyển tiếp").reads("nơi nhận đọc được cả hai")
    text.write_bytes(PDF)
    desk.page.get_by_label("Loại văn bản").select_option("UNION.CV")
    desk.page.set_input_files("[name=body]", str(text))
    desk.press("Lưu bản thảo").reads("Trình duyệt")
    return Document.objects.get(forwards__document=document)
