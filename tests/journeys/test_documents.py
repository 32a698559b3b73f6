"""A unit sends to its branch; a school reads and answers on a phone; the sender's picture fills."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document, Incoming
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Office
from tests.documents_world import PDF
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
