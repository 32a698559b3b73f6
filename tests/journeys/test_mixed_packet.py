"""
One packet signed in two ways: by click with the second factor, and on paper sent back as a scan.

Then a stranger scans the code of a page and reads what the paper is worth today.
"""

import io
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
import pypdfium2
import pytest
import zxingcpp

from congdoan.areas.agreements.api import open_signing
from congdoan.areas.agreements.tests.conftest import (  # noqa: F401 - fixtures
    clerk,
    consulted,
    department,
    draft,
    frozen,
    make_draft,
    tuan,
)
from congdoan.kernel.accounts.models import User
from congdoan.support.signing.api import Packet, PacketState, slots_of
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PATIENCE = 8  # seconds for a page to say what it will
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def packet(frozen: Any, lan: Any, today: Any, now: Any) -> Packet:  # noqa: F811
    TOTP.activate(User.objects.get(pk=lan.user_id), SECRET)
    return open_signing(actor=lan, agreement=frozen, on=today, at=now, number="01/QCPH", place="An")


@pytest.fixture
def enter(live_server: Any, open_page: Any, settings: Any, today: Any) -> Any:
    settings.CLOCK = today.isoformat()

    def sign_in(actor: Any, viewport: dict[str, int]) -> Any:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        page = open_page(viewport)
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return sign_in


def look(page: Any, name: str) -> None:
    assert_fits_its_width(page)
    assert_accessible(page)
    picture(page, name)


def reads(page: Any, text: str) -> None:
    until = time.monotonic() + PATIENCE
    while text not in (said := page.locator("body").inner_text()):
        assert time.monotonic() < until, f"{page.url}: không thấy “{text}” trong:\n{said}"
        page.wait_for_timeout(100)


def press(page: Any, text: str) -> None:
    page.locator("main").get_by_role("button", name=text).first.click()
    page.wait_for_load_state()


def test_click_and_paper_make_one_signed_text_that_anybody_can_check(
    packet: Packet,
    lan: Any,
    clerk: Any,  # noqa: F811
    enter: Any,
    open_page: Any,
) -> None:
    union, department_slot = slots_of(packet)

    by_click(enter(lan, PHONE), union)
    at_desk = enter(clerk, WIDE)
    printed = print_it(at_desk, packet)
    on_paper(at_desk, department_slot, printed)

    at_desk.goto(reverse("signing:room", args=[packet.pk]))
    reads(at_desk, "2/2 bên đã ký")
    look(at_desk, "signing-room-wide")
    at_desk.goto(reverse("signing:evidence_page", args=[packet.pk]))
    reads(at_desk, "mã của ứng dụng xác thực (lớp thứ hai)")
    look(at_desk, "signing-evidence-wide")
    packet.refresh_from_db()
    assert packet.state == PacketState.COMPLETE

    checks(open_page(PHONE), printed)


def by_click(page: Any, slot: Any, then: str = "1/2 bên đã ký") -> None:
    """The password is not enough for who has the app; its code is."""
    page.goto(reverse("signing:room", args=[slot.packet_id]))
    look(page, "signing-room-phone")
    page.goto(reverse("signing:sign", args=[slot.pk]))
    look(page, "signing-sign-phone")
    page.get_by_label("Tôi đã đọc văn bản").check()
    page.fill("main [name=secret]", "mat-khau-thu-nghiem")
    press(page, "Ký")
    reads(page, "hãy nhập mã 6 số của ứng dụng")
    page.fill("main [name=secret]", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    press(page, "Ký")
    reads(page, then)


def print_it(page: Any, packet: Packet) -> bytes:
    answer = page.request.get(reverse("agreements:print_pdf", args=[packet.subject_id]))
    assert answer.ok
    body: bytes = answer.body()
    return body


def on_paper(page: Any, slot: Any, printed: bytes) -> None:
    """A scan with a page missing is named; the whole one, a page upside down, matches."""
    page.goto(reverse("signing:paper", args=[slot.pk]))
    page.fill("main [name=place]", "An")
    page.fill("main [name=signed_on]", "02/03/2026")
    page.fill("main [name=typed_hash]", page.locator("main .note code").inner_text())
    page.set_input_files("main [name=upload]", scan(printed, missing=2))
    press(page, "Ghi nhận chữ ký")
    page.locator("main").get_by_role("link", name="chưa khớp").click()
    reads(page, "Thiếu trang 2")
    look(page, "signing-scan-mismatch-wide")
    page.get_by_role("link", name="Gửi bản quét khác").click()
    look(page, "signing-scan-wide")
    page.set_input_files("main [name=upload]", scan(printed, upside_down=1))
    press(page, "Gửi và đối chiếu")
    reads(page, "Khớp văn bản đã chốt.")
    reads(page, "Tờ 1 bị ngược")
    look(page, "signing-scan-match-wide")


def scan(printed: bytes, *, missing: int = 0, upside_down: int = 0) -> dict[str, Any]:
    writer = PdfWriter()
    for number, sheet in enumerate(PdfReader(io.BytesIO(printed)).pages, start=1):
        if number != missing:
            added = writer.add_page(sheet)
            if number == upside_down:
                added.rotate(180)
    out = io.BytesIO()
    writer.write(out)
    return {"name": "ban-quet.pdf", "mimeType": "application/pdf", "buffer": out.getvalue()}


def checks(page: Any, printed: bytes) -> None:
    """Follow the code at the foot of page 2 as a phone would, without signing in."""
    document = pypdfium2.PdfDocument(printed)
    sheet = document[1]
    found = zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())
    sheet.close()
    document.close()
    address = urlsplit(found[0].text)
    page.goto(f"{address.path}?{address.query}")
    reads(page, "Văn bản có thật và đã được các bên ký đủ.")
    reads(page, "Đang có hiệu lực, từ ngày 02/03/2026 đến hết ngày 28/02/2031.")
    reads(page, "Mã bạn quét nằm trên trang 2/")
    reads(page, "Ký trên giấy; bản quét: khớp văn bản đã chốt.")
    reads(page, "không phải chữ ký số")
    look(page, "signing-verify-phone")
    page.get_by_role("link", name="Kiểm tra văn bản khác").click()
    page.fill("main [name=code], [name=code]", "khong-co-ma-nay")
    page.get_by_role("button", name="Kiểm tra").click()
    reads(page, "Không có văn bản nào với mã này")
    look(page, "signing-verify-unknown-phone")
