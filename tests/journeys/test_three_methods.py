"""
One packet, three ways of signing: click with the second factor, certificate, paper.

The clerk's form prepares it (an own deadline, an observer); the director signs with a certificate
of the built-in authority; the signed PDF is judged by poppler's pdfsig and by our public page,
which also finds what pdfsig calls valid.
"""

from io import BytesIO
from pathlib import Path
import re
import subprocess
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
import pypdf
import pytest

from congdoan.areas.agreements.api import (
    PartyData,
    finish_reply,
    freeze,
    parties_of,
    say,
    send_out,
)
from congdoan.areas.agreements.tests.conftest import clerk, make_draft, tuan  # noqa: F401
from congdoan.kernel.accounts.models import User
from congdoan.support.signing.api import Packet, PacketState, slots_of
from tests.journeys.conftest import PHONE
from tests.journeys.test_mixed_packet import (
    SECRET,
    WIDE,
    by_click,
    enter,  # noqa: F401 - fixture
    look,
    press,
    print_it,
    reads,
    scan,
)

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> None:
    """Keep the built-in authority and the files in a folder of the test's own."""
    settings.HOME = tmp_path
    # The server ends a download by closing the file, and one kept in memory is the same object
    # for all who open it later: real files, as in real life.
    disk = "django.core.files.storage.FileSystemStorage"
    kept = {"BACKEND": disk, "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": kept}


@pytest.fixture
def agreed(
    make_draft: Any,  # noqa: F811
    lan: Any,
    tuan: Any,  # noqa: F811
    tree: Any,
    today: Any,
    now: Any,
    make_person: Any,
    seat: Any,
    actor_of: Any,
) -> Any:
    """A frozen text of a union, a department and a school, each with somebody who may sign."""
    principal = make_person("Hồ Văn Trường", username="truong")
    seat(principal, tree.school, "PRINCIPAL")
    school = PartyData(tree.school.pk, signatory_position="PRINCIPAL")
    draft = make_draft(parties=[PartyData(tree.department.pk), school])
    due = today.replace(day=12)
    send_out(actor=lan, agreement=draft, due=due, on=today, at=now)
    for actor, party in zip((tuan, actor_of(principal)), parties_of(draft)[1:], strict=True):
        say(actor=actor, agreement=draft, party=party, kind="NO_OPINION", at=now)
        finish_reply(actor=actor, agreement=draft, party=party, on=today, at=now)
    freeze(actor=lan, agreement=draft, on=today, at=now)
    TOTP.activate(User.objects.get(pk=lan.user_id), SECRET)
    return draft


def test_click_certificate_and_paper_make_one_signed_text(
    authority: None,
    agreed: Any,
    lan: Any,
    tuan: Any,  # noqa: F811
    clerk: Any,  # noqa: F811
    tree: Any,
    enter: Any,  # noqa: F811
    open_page: Any,
    tmp_path: Path,
) -> None:
    school = parties_of(agreed)[2]
    manager = enter(lan, PHONE)
    send_round(manager, agreed, late=school, observer=tree.leaf)
    packet = Packet.objects.get()
    by_union, by_department, by_school = slots_of(packet)

    on_paper(enter(clerk, WIDE), by_school, packet)
    director = enter(tuan, WIDE)
    with_own_software_then_not(director, by_department)
    by_certificate(director, by_department)
    by_click(manager, by_union, "3/3 bên đã ký")

    packet.refresh_from_db()
    assert packet.state == PacketState.COMPLETE
    methods = [slot.signed.method for slot in slots_of(packet) if slot.signed]
    assert methods == ["CLICK", "CERT", "PAPER"]
    older, whole = seal_and_download(director, by_department)
    judged_by_both(open_page(PHONE), packet, older, whole, tmp_path)


def send_round(page: Any, agreement: Any, *, late: Any, observer: Any) -> None:
    """The form needs nothing particular; what is, lies behind two headings."""
    page.goto(reverse("agreements:open_signing", args=[agreement.pk]))
    look(page, "agreement-round-phone")
    page.fill("main [name=number]", "01/QCPH")
    page.fill("main [name=place]", "An")
    page.fill("main [name=deadline]", "20/03/2026")
    page.locator("main summary", has_text="Từng chỗ ký").click()
    page.fill(f"main [name=place-{late.pk}-deadline]", "31/03/2026")
    page.locator("main summary", has_text="Nơi theo dõi").click()
    page.fill("main [name=followers-0-organisation]", observer.code)
    page.select_option("main [name=followers-0-kind]", "OBSERVER")
    press(page, "Trình các bên ký")
    reads(page, "muộn hơn hạn chung 20/03/2026")
    look(page, "agreement-round-refused-phone")
    page.fill(f"main [name=place-{late.pk}-deadline]", "10/03/2026")
    press(page, "Trình các bên ký")
    reads(page, "Đã trình ký.")
    reads(page, "hạn riêng 10/03/2026")


def on_paper(page: Any, slot: Any, packet: Packet) -> None:
    printed = print_it(page, packet)
    page.goto(reverse("signing:room", args=[packet.pk]))
    reads(page, "Theo dõi và nhận bản hoàn chỉnh")
    reads(page, "Chức vụ ký: Hiệu trưởng")
    page.goto(reverse("signing:paper", args=[slot.pk]))
    page.fill("main [name=place]", "An")
    page.fill("main [name=signed_on]", "02/03/2026")
    page.fill("main [name=typed_hash]", page.locator("main .note code").inner_text())
    page.set_input_files("main [name=upload]", scan(printed))
    press(page, "Ghi nhận chữ ký")
    reads(page, "khớp văn bản đã chốt")


def with_own_software_then_not(page: Any, slot: Any) -> None:
    """Take the file for a token, send back what is not signed, give the turn back."""
    page.goto(reverse("signing:certificate", args=[slot.pk]))
    page.locator("main").get_by_role("link", name="Ký bằng phần mềm của bạn").click()
    reads(page, "Dùng khi khóa nằm trong USB token")
    look(page, "signing-outside-wide")
    page.get_by_label(re.compile("^Tôi đã đọc")).check()
    press(page, "Nhận tệp để ký")
    reads(page, "Bạn giữ lượt ký đến")
    look(page, "signing-outside-taken-wide")
    link = page.locator("main").get_by_role("link", name="Tải tệp PDF để ký")
    lent = page.request.get(link.get_attribute("href")).body()
    file = {"name": "tep.pdf", "mimeType": "application/pdf", "buffer": lent}
    page.set_input_files("main [name=upload]", file)
    press(page, "Gửi tệp đã ký")
    reads(page, "Tệp gửi lên chưa có chữ ký mới")
    page.set_viewport_size(PHONE)
    look(page, "signing-outside-refused-phone")
    page.set_viewport_size(WIDE)
    press(page, "Không ký nữa, trả lượt")
    reads(page, "Đã trả lượt ký")


def by_certificate(page: Any, slot: Any) -> None:
    """A wrong password signs nothing; what is typed again does."""
    page.goto(reverse("signing:room", args=[slot.packet_id]))
    page.locator("main").get_by_role("link", name="Ký bằng chứng thư số").first.click()
    reads(page, "Bạn ký gì, thay mặt ai")
    reads(page, "Phạm Anh Tuấn")
    look(page, "signing-certificate-wide")
    page.get_by_label(re.compile("^Tôi đã đọc")).check()
    page.fill("main [name=secret]", "sai-mat-khau")
    press(page, "Ký số")
    assert not slot.packet.slots.get(pk=slot.pk).is_signed
    page.fill("main [name=secret]", PASSWORD)
    press(page, "Ký số")
    reads(page, "Đã ký số.")
    reads(page, "Chữ ký thử nghiệm")
    look(page, "signing-file-wide")


def seal_and_download(page: Any, slot: Any) -> tuple[bytes, bytes]:
    """The organisation's seal is a signature of its own; then the file is whole and closed."""
    before = download(page, slot)
    page.goto(reverse("signing:room", args=[slot.packet_id]))
    page.locator("main").get_by_role("link", name="Đóng dấu số của tổ chức").first.click()
    page.get_by_label(re.compile("^Tôi đã đọc")).check()
    page.fill("main [name=secret]", PASSWORD)
    press(page, "Đóng dấu số")
    reads(page, "Đã đóng dấu số.")
    return before, download(page, slot)


def download(page: Any, slot: Any) -> bytes:
    page.goto(reverse("signing:signed_file", args=[slot.packet_id]))
    link = page.locator("main, header").get_by_role("link", name="Tải tệp PDF mới nhất").first
    answer = page.request.get(link.get_attribute("href"))
    assert answer.ok
    body: bytes = answer.body()
    return body


def judged_by_both(page: Any, packet: Packet, older: bytes, whole: bytes, folder: Path) -> None:
    """Poppler and our page agree on the true file; on false ones poppler errs, ours does not."""
    names = pypdf.PdfReader(BytesIO(whole)).get_fields() or {}
    filled = sorted(name for name, field in names.items() if "/V" in field)
    assert filled == ["ConDau2", "CongDoanSo", "NguoiKy2"]
    assert pdfsig(whole, folder) == ["Signature is Valid."] * 3
    check(page, whole)
    reads(page, "Đúng là bản mới nhất, mọi chữ ký trong tệp hợp lệ.")
    reads(page, packet.title)
    look(page, "signing-check-valid-phone")

    assert pdfsig(older, folder) == ["Signature is Valid."] * 2
    check(page, older)
    reads(page, "Đây là bản cũ")
    look(page, "signing-check-older-phone")

    forged = appended(whole)
    assert set(pdfsig(forged, folder)) == {"Signature is Valid."}
    check(page, forged)
    reads(page, "Tệp này đã bị sửa.")
    look(page, "signing-check-changed-phone")

    flipped = bytearray(whole)
    flipped[5_000] ^= 1
    check(page, bytes(flipped))
    said = page.locator("body").inner_text()
    assert "Tệp này đã bị sửa." in said or "Không đọc được tệp này" in said


def check(page: Any, pdf: bytes) -> None:
    page.goto(reverse("signing:check_copy"))
    file = {"name": "tep.pdf", "mimeType": "application/pdf", "buffer": pdf}
    page.set_input_files("[name=upload]", file)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.wait_for_load_state()


def pdfsig(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "tep.pdf"
    path.write_bytes(pdf)
    command = ["pdfsig", "-nocert", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return re.findall(r"Signature Validation: (.+)", done.stdout)


def appended(pdf: bytes) -> bytes:
    """Write words over the first page in a further revision, as a forger would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    words = b"BT /F1 12 Tf 72 700 Td (Dieu 99) Tj ET"
    stream = writer.add_object(generic.StreamObject(stream_data=words))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
