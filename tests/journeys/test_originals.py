"""A clerk sends a large scan over a line that breaks; the machine reads, the clerk checks."""

from pathlib import Path
from typing import Any

import pytest

from congdoan.areas.documents.models import Incoming
from congdoan.support.files.models import Gathering
from congdoan.support.files.services.gathering import PART
from congdoan.support.texts.api import read_on
from congdoan.support.texts.models import FileText
from tests import papers
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.test_documents import sits  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_scan_goes_on_after_a_broken_line_and_a_reload(
    sits: Any,  # noqa: F811
    clerk: Any,
    tree: Any,
    settings: Any,
    today: Any,
    now: Any,
    tmp_path: Path,
) -> None:
    settings.CLOCK = today.isoformat()
    scan = tmp_path / "bản quét.pdf"
    text = papers.text_pdf("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 12/SGDĐT-VP", "V/v hướng dẫn năm học")
    scan.write_bytes(text + b"\n%" + b"0" * (3 * PART - len(text)) + b"\n%%EOF\n")
    phone = sits(clerk, phone=True)
    page = phone.goto("documents:scan", tree.middle.pk).page
    _break_the_line(page, scan)

    phone.goto("documents:scan", tree.middle.pk)
    page.locator("#id_file").set_input_files(scan)
    page.get_by_role("button", name="Tải lên và đọc").click()
    phone.reads("đang chờ được đọc chữ")
    read_on(text=FileText.objects.get().pk, at=now)
    page.get_by_text("Hãy đối chiếu với bản quét").wait_for()
    assert page.get_by_label("Số, ký hiệu").input_value() == "12/SGDĐT-VP"
    assert_accessible(page)
    assert_fits_its_width(page)
    picture(page, "originals-suggested")
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    phone.reads("Văn bản đến số 01")
    kept = Incoming.objects.get().file
    assert (kept.name, kept.size) == ("bản quét.pdf", scan.stat().st_size)
    assert not Gathering.objects.exists()
    _find(phone, tree.middle.pk)


def _find(phone: Any, unit: int) -> None:
    """The paper is found by words of its text, typed without diacritics."""
    page = phone.goto("documents:find", unit).page
    page.get_by_label("Từ cần tìm").fill("giao duc va dao tao")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    page.locator("mark").wait_for()
    assert page.locator("mark").inner_text() == "GIÁO DỤC VÀ ĐÀO TẠO"
    assert_accessible(page)
    assert_fits_its_width(page)
    picture(page, "originals-found")
    page.get_by_role("link", name="trang 1").click()
    page.get_by_text("Chữ do máy đọc có thể sai").wait_for()
    assert_accessible(page)


def _break_the_line(page: Any, scan: Path) -> None:
    """Two parts go through, then the line is gone."""
    sent = []

    def line(route: Any) -> None:
        sent.append(route.request.url)
        route.continue_() if len(sent) <= 2 else route.abort()

    page.route("**/tep/tai-len/*/?start=*", line)
    page.locator("#id_file").set_input_files(scan)
    page.get_by_text("Mất mạng; đã có 2 MB/3 MB").wait_for()
    assert_accessible(page)
    assert_fits_its_width(page)
    page.locator("progress").scroll_into_view_if_needed()
    picture(page, "originals-broken-line")
    page.unroute("**/tep/tai-len/*/?start=*")
    assert Gathering.objects.get().received == 2 * PART
