"""On a phone without a line: what was opened can be read, and after signing out nothing can."""

from typing import Any

import pytest

from congdoan.areas.documents.api import Arrival, register_arrival
from congdoan.areas.documents.models import Acknowledgement, Document
from congdoan.kernel.accounts.models import User
from congdoan.support.drafting.api import DraftData, save_draft
from congdoan.support.notifications.models import ChannelSettings
from congdoan.support.notifications.services.channels.register import seal_settings
from congdoan.support.notifications.services.channels.web_push import SERVICES, new_private
from tests.documents_world import PDF
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.test_drafting import draft
from tests.journeys.test_frame import enter

__all__ = ["draft", "enter"]

pytestmark = pytest.mark.django_db(transaction=True)
LINKS, QUIET = "/thong-bao/kenh/", "/thong-bao/gio-yen-tinh/"
PASSWORD = "mat-khau-thu-nghiem"
KEPT = (
    "async () => (await (await caches.open('pages-1')).keys())"
    ".map(one => new URL(one.url).pathname)"
)


@pytest.fixture
def push(law: Any, now: Any) -> None:
    values = {"contact": "q@example.org", "services": SERVICES, "private": new_private()}
    ChannelSettings.objects.create(channel="PUSH", sealed=seal_settings(values), changed_at=now)


def test_opened_pages_are_read_without_a_line_until_one_signs_out(
    phone: Any, enter: Any, push: None
) -> None:
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    assert phone.evaluate("() => fetch('/ung-dung.json').then(one => one.json())")["icons"]
    phone.goto(QUIET)
    assert phone.evaluate(KEPT) == [], "nothing is kept unasked"

    phone.goto(LINKS)
    phone.locator("[data-keep-pages][data-ready]").check()
    phone.locator("[data-push]").wait_for()
    assert_fits_its_width(phone)
    assert_accessible(phone)
    phone.goto(QUIET)
    phone.wait_for_function("async (path) => (await (await caches.open('pages-1')).keys()).length")
    assert phone.evaluate(KEPT) == [QUIET]

    phone.context.set_offline(True)
    phone.goto(QUIET)
    assert phone.locator("h1").inner_text() == "Giờ yên tĩnh của tôi"
    assert phone.locator("[data-offline-note]").is_visible()
    phone.goto("/thong-bao/da-gui/")
    assert "Đang mất mạng" in phone.locator("h1").inner_text()

    phone.context.set_offline(False)
    phone.goto(QUIET)
    phone.locator("summary[aria-label^='Tài khoản']").click()
    phone.get_by_role("button", name="Đăng xuất").click()
    phone.wait_for_url("**/dang-nhap/**")
    assert phone.evaluate(KEPT) == []
    phone.context.set_offline(True)
    phone.goto(QUIET)
    assert "Đang mất mạng" in phone.locator("h1").inner_text()


def test_another_person_on_the_same_device_finds_nothing(
    phone: Any, enter: Any, push: None, minh: Any
) -> None:
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.locator("[data-keep-pages][data-ready]").check()
    phone.goto(QUIET)
    phone.wait_for_function("async () => (await (await caches.open('pages-1')).keys()).length")
    phone.context.clear_cookies()
    _enter_as(phone, User.objects.get(pk=minh.user_id))
    phone.goto(LINKS)
    phone.wait_for_function(
        "async (path) => !(await (await caches.open('pages-1')).match(path))", arg=QUIET
    )


def _enter_as(page: Any, user: User) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    address = page.url.split("/thong-bao")[0]
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def came(law: Any, tree: Any, lan: Any, now: Any, today: Any) -> Any:
    """A paper in the book of Lan's unit."""
    data = Arrival(sender_name="UBND phường", symbol="12/GM", subject="mời họp")
    return register_arrival(
        actor=lan, organisation=tree.middle, data=data, arrived_on=today, at=now
    )


def test_what_is_written_without_a_line_leaves_once_when_it_is_back(
    phone: Any, enter: Any, push: None, came: Any, draft: Any, lan: Any, settings: Any, today: Any
) -> None:
    settings.CLOCK = today.isoformat()
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.locator("[data-keep-pages][data-ready]").check()
    paper, close = f"/van-ban/den/{came.pk}/", f"/van-ban/den/{came.pk}/ket-thuc/"
    for path in (paper, close):
        phone.goto(path)
    phone.wait_for_function(
        "async () => (await (await caches.open('pages-1')).keys()).length === 2"
    )
    phone.context.set_offline(True)
    phone.goto(paper)
    phone.get_by_role("button", name="Xác nhận đã đọc").click()
    phone.get_by_text("Chưa gửi (1)").wait_for()
    phone.goto(close)
    phone.get_by_label("Ghi chú").fill("Đã dự họp")
    phone.get_by_role("button", name="Kết thúc").click()
    phone.get_by_text("Chưa gửi (2)").wait_for()
    assert_fits_its_width(phone)
    assert_accessible(phone)
    assert not Acknowledgement.objects.exists()

    phone.context.set_offline(False)
    phone.get_by_text("Đã gửi: Kết thúc xử lý: 12/GM").wait_for()
    came.refresh_from_db()
    assert (came.state, came.note) == ("DONE", "Đã dự họp")
    assert Acknowledgement.objects.filter(incoming=came).count() == 1
    phone.goto(paper)
    assert phone.locator("[data-outbox]").count() == 0
    _meet_other_words(phone, draft, lan)


def test_an_answer_waits_with_its_file_and_both_leave_when_the_line_is_back(
    phone: Any, enter: Any, push: None, came: Any, settings: Any, today: Any, tmp_path: Any
) -> None:
    settings.CLOCK = today.isoformat()
    enter(phone)
    phone.goto(LINKS)
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.locator("[data-keep-pages][data-ready]").check()
    answer = f"/van-ban/den/{came.pk}/tra-loi/"
    phone.goto(answer)
    phone.wait_for_function("async () => (await (await caches.open('pages-1')).keys()).length")
    large, scan = tmp_path / "to.pdf", tmp_path / "tra-loi.pdf"
    with large.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    # More than one part of the resumable upload.
    scan.write_bytes(PDF + b"%" * (1024 * 1024 + 1))
    phone.context.set_offline(True)
    phone.locator("[name=type]").select_option(index=1)
    box = phone.locator("input[name=body]")
    box.set_input_files(large)
    phone.locator("form.card-form .form-actions button").first.click()
    phone.get_by_text("máy này chỉ giữ được 60 MB").wait_for()
    assert phone.locator("[data-outbox]").count() == 0
    box.set_input_files(scan)
    phone.locator("form.card-form .form-actions button").first.click()
    phone.get_by_text("Kèm tệp: tra-loi.pdf (1 MB)").wait_for()
    assert_fits_its_width(phone)
    assert not Document.objects.exists()
    phone.context.set_offline(False)
    phone.get_by_text("Đã gửi: Trả lời văn bản đến: 12/GM").wait_for()
    [made] = Document.objects.all()
    assert made.answers_id == came.pk
    [kept] = [one.file for one in made.attachments.all()]
    assert (kept.name, kept.size) == ("tra-loi.pdf", scan.stat().st_size)


def _meet_other_words(phone: Any, draft: Any, lan: Any) -> None:
    """Written in the editor without a line, changed by a colleague meanwhile: both texts stay."""
    writing = phone.context.new_page()
    writing.goto(phone.url.split("/van-ban")[0] + f"/soan-thao/{draft.pk}/")
    writing.get_by_label("Trích yếu").wait_for()
    phone.context.set_offline(True)
    writing.get_by_label("Trích yếu").fill("Của tôi, viết lúc mất mạng")
    writing.get_by_text("Chưa gửi (1)").wait_for()
    writing.close()
    draft.refresh_from_db()
    theirs = DraftData("Của đồng nghiệp", draft.addressees, draft.content)
    save_draft(actor=lan, draft=draft, revision=draft.revision, data=theirs, at=draft.saved_at)

    phone.context.set_offline(False)
    kept = phone.locator("[data-outbox-entry=conflict]")
    kept.wait_for()
    kept.locator("summary").click()
    assert "viết lúc mất mạng" in kept.locator("pre").inner_text()
    draft.refresh_from_db()
    assert draft.subject == "Của đồng nghiệp"
    assert_fits_its_width(phone)
    kept.get_by_role("button", name="Lưu đè bằng bản của tôi").click()
    kept.wait_for(state="detached")
    draft.refresh_from_db()
    assert draft.subject == "Của tôi, viết lúc mất mạng"
