"""A clerk sends a large scan from a phone whose line breaks, and enters it in the book."""

from pathlib import Path
from typing import Any

import pytest

from congdoan.areas.documents.models import Incoming
from congdoan.support.files.models import Gathering
from congdoan.support.files.services.gathering import PART
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.test_documents import sits  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_scan_goes_on_after_a_broken_line_and_a_reload(
    sits: Any,  # noqa: F811
    clerk: Any,
    tree: Any,
    settings: Any,
    today: Any,
    tmp_path: Path,
) -> None:
    settings.CLOCK = today.isoformat()
    scan = tmp_path / "bản quét.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + b"\x00" * (3 * PART) + b"\ntrailer\n%%EOF\n")
    phone = sits(clerk, phone=True)
    page = phone.goto("documents:register", tree.middle.pk).page
    # Two parts go through, then the line is gone.
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

    phone.goto("documents:register", tree.middle.pk)
    page.get_by_label("Nơi gửi").fill("Sở Giáo dục và Đào tạo")
    page.get_by_label("Trích yếu").fill("hướng dẫn năm học")
    page.locator("#id_file").set_input_files(scan)
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    phone.reads("Văn bản đến số 01")
    kept = Incoming.objects.get().file
    assert (kept.name, kept.size) == ("bản quét.pdf", scan.stat().st_size)
    assert not Gathering.objects.exists()
