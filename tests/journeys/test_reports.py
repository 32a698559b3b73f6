"""A school president reports on a phone with one override; two cells come back; it is accepted."""

from decimal import Decimal
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.selectors import prefill
from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enter(open_page: Any, live_server: Any, settings: Any, today: Any) -> Any:
    """Open a browser of an actor at the worklist's way to the report."""
    settings.CLOCK = today.isoformat()

    def make(actor: Any, size: dict[str, int]) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        page = open_page(size)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return make


def _filled_in(phone: Any) -> None:
    """The president changes one figure, says why, writes the remarks and hands it in."""
    members = phone.get_by_role("textbox", name="Dòng 2 (Đoàn viên)")
    members.wait_for()
    assert members.input_value() == "46"
    members.fill("45")
    members.press("Tab")
    why = phone.get_by_label("Vì sao ghi khác số hệ thống?")
    why.wait_for()
    why.fill("Một người chuyển đi ngày 30/12")
    why.press("Tab")
    phone.get_by_text("Đã lưu lúc").wait_for()
    phone.get_by_role("textbox", name="Nhận xét").fill("Hoạt động đều.")
    assert_fits_its_width(phone)
    assert_accessible(phone)
    _handed_in(phone)


def _handed_in(phone: Any) -> None:
    phone.get_by_role("button", name="Nộp báo cáo").click()
    phone.get_by_text("Đã nộp báo cáo").wait_for()
    assert_fits_its_width(phone)


def _returned(desk: Any) -> None:
    """The superior says something at two cells and gives the report back."""
    for line, words in (("Đoàn viên", "Đối chiếu danh sách"), ("Kết nạp", "Ghi số kết nạp")):
        desk.get_by_role("link", name=f"Góp ý – {line}", exact=True).click()
        desk.locator("main").get_by_role("textbox").fill(words)
        desk.get_by_role("button", name="Ghi góp ý").click()
        desk.get_by_text(words).first.wait_for()
    desk.get_by_role("link", name="Trả lại để sửa").click()
    desk.get_by_role("button", name="Trả lại").click()
    desk.get_by_text("Đã trả lại").wait_for()


def test_a_report_goes_up_comes_back_and_is_accepted(
    enter: Any, report: Any, minh: Any, lan: Any, live_server: Any, monkeypatch: Any
) -> None:
    known = {"T_MEM": Decimal(46), "T_FEM": Decimal(30)}
    monkeypatch.setattr(prefill, "unscoped_computed", lambda *_: known)
    phone, desk = enter(minh, PHONE), enter(lan, DESK)
    phone.goto(live_server.url + reverse("reporting:reports"))
    phone.get_by_role("link", name=report.round.title).click()
    phone.get_by_role("link", name="Bắt đầu nhập").click()
    _filled_in(phone)

    here = live_server.url + reverse("reporting:report", args=[report.pk])
    desk.goto(here)
    assert_accessible(desk)
    _returned(desk)

    phone.goto(live_server.url + reverse("reporting:report_entry", args=[report.pk]))
    phone.get_by_text("Đối chiếu danh sách").wait_for()
    phone.get_by_role("textbox", name="Dòng 3 (Kết nạp)").fill("2")
    _handed_in(phone)

    desk.goto(here)
    desk.get_by_role("heading", name="Đã đổi so với").wait_for()
    desk.get_by_role("link", name="Nhận báo cáo").click()
    desk.get_by_role("button", name="Nhận báo cáo").click()
    desk.get_by_text("Đã nhận báo cáo.").wait_for()
    done = Report.objects.get(pk=report.pk)
    assert (done.state, done.entered[1], done.entered[3]) == ("ACCEPTED", Decimal(45), Decimal(2))
    assert done.snapshots.count() == 3
