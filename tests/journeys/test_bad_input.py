"""What new users do wrong, in the browser: a sentence each, nothing lost, nothing done twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
import re
from typing import Any

from django.conf import settings as django_settings
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Agreement
from congdoan.config.demo.stage import known, moment
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.signing.models import Packet, Signature
from tests.journeys.cast import Desk, wait_until_saved
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 11, 20)
SCHOOL, HEAD = "chutich.truong", "hieutruong.truong"
WORD = """<html><head><style>p.MsoNormal {color: red}</style>
<script>window.stolen = true; document.title = 'x'</script></head><body>
<p class=MsoNormal onclick="window.stolen = true"><b>Chương I</b></p><p>QUY ĐỊNH CHUNG</p>
<p><b>Điều 1. Phạm vi</b></p><p>1. Các bên phối hợp<img src=x onerror="window.stolen = true">
trong mọi việc.</p><p><a href="javascript:window.stolen = true">2. Các bên họp mỗi quý.</a></p>
%s</body></html>"""


@pytest.fixture
def draft(demo_base: str, live_server: Any, settings: Any) -> Iterator[Agreement]:
    """A school union's draft with the school's management, made on the day."""
    settings.CLOCK = DAY.isoformat()
    with copied(demo_base, f"{demo_base}_bad"):
        yield api.draft_agreement(
            actor=actor_for(User.objects.get(username=SCHOOL), today=DAY),
            drafting=known("CS-68-TT-01"),
            data=api.AgreementData(
                kind="REGULATION",
                title="Quy chế phối hợp trong trường",
                first_day=date(2026, 12, 1),
                last_day=date(2028, 11, 30),
            ),
            parties=[api.PartyData(known("TR-68-TT-01").pk)],
            template="school",
            on=DAY,
            at=moment(DAY),
        )


@pytest.fixture
def packet(draft: Agreement) -> Packet:
    """The same, frozen and sent round."""
    actor = actor_for(User.objects.get(username=SCHOOL), today=DAY)
    api.send_out(actor=actor, agreement=draft, due=DAY, on=DAY, at=moment(DAY))
    head = actor_for(User.objects.get(username=HEAD), today=DAY)
    other = api.parties_of(draft)[1]
    api.say_no_opinion(actor=head, agreement=draft, party=other, on=DAY, at=moment(DAY))
    api.freeze(actor=actor, agreement=draft, on=DAY, at=moment(DAY))
    api.open_signing(actor=actor, agreement=draft, place="Đà Lạt", on=DAY, at=moment(DAY))
    return Packet.objects.get()


def at_desk(open_page: Any, user_name: str, **options: Any) -> Desk:
    return Desk(open_page(**options), user_name).sign_in()


def ready_to_sign(desk: Desk, packet: Packet) -> Desk:
    desk.goto("signing:room", packet.pk).follow("Ký trên hệ thống")
    return desk.fill_signature("Đà Lạt")


def test_a_double_click_signs_once(packet: Packet, open_page: Any) -> None:
    desk = ready_to_sign(at_desk(open_page, SCHOOL), packet)
    desk.page.locator("main form button.btn-primary").dblclick()
    desk.page.wait_for_url(re.compile(r"/ky-so/\d+/$"))
    desk.reads("1/2 bên đã ký")
    assert Signature.objects.count() == 1


def test_the_second_browser_is_told_that_the_first_has_signed(
    packet: Packet, open_page: Any
) -> None:
    first = ready_to_sign(at_desk(open_page, SCHOOL), packet)
    second = ready_to_sign(at_desk(open_page, SCHOOL), packet)
    first.press("Ký").reads("Đã ký.")
    second.press("Ký").reads("không cần ký lại")
    assert Signature.objects.count() == 1


def test_a_text_changed_while_somebody_reads_it_is_not_signed(
    packet: Packet, draft: Agreement, open_page: Any
) -> None:
    reader = ready_to_sign(at_desk(open_page, HEAD), packet)
    writer = at_desk(open_page, SCHOOL)
    sign_first = ready_to_sign(writer, packet)
    sign_first.press("Ký").reads("Đã ký.")
    writer.goto("agreements:reopen", draft.pk).reads("1 chữ ký đã lấy bị hủy")
    writer.fill(reason="Sửa thời hạn họp").press("Mở lại để sửa").reads("Đã mở lại")
    reader.press("Ký").reads_not("Đã ký.")
    assert "hủy" in reader.page.inner_text("main") or "đóng" in reader.page.inner_text("main")
    assert not Signature.objects.filter(person_name=reader.page.inner_text(".menu-user")).exists()


def end_session(page: Any) -> None:
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)


def test_words_in_the_editor_survive_the_end_of_a_session(draft: Agreement, open_page: Any) -> None:
    desk = at_desk(open_page, SCHOOL).goto("agreements:editor", draft.pk)
    box = desk.page.locator("form.clause [name=text]").first
    end_session(desk.page)
    box.fill("Câu gõ sau khi phiên làm việc đã hết hạn.")
    desk.page.wait_for_timeout(2_000)
    desk.sign_in().goto("agreements:editor", draft.pk)
    wait_until_saved(desk.page)
    desk.page.reload()
    found = desk.page.locator("form.clause [name=text]").first
    assert found.input_value() == "Câu gõ sau khi phiên làm việc đã hết hạn."


def test_words_typed_while_a_save_is_on_its_way_are_kept(draft: Agreement, open_page: Any) -> None:
    desk = at_desk(open_page, SCHOOL).goto("agreements:editor", draft.pk)
    article = desk.page.locator("form.clause-article").first
    article.locator("[name=heading]").fill("Tên mới")
    article.locator("[name=text]").fill("Nội dung gõ ngay sau tên.")
    # The answer to the heading's save comes while the text is not yet on its way.
    desk.page.wait_for_timeout(400)
    desk.page.reload()
    wait_until_saved(desk.page)
    desk.page.reload()
    article = desk.page.locator("form.clause-article").first
    assert article.locator("[name=heading]").input_value() == "Tên mới"
    assert article.locator("[name=text]").input_value() == "Nội dung gõ ngay sau tên."


def test_word_html_with_scripts_becomes_plain_articles(draft: Agreement, open_page: Any) -> None:
    desk = at_desk(open_page, SCHOOL).goto("agreements:paste", draft.pk)
    filler = "".join(f"<p>Điều {n}. Tên điều {n}</p><p>Nội dung {n}.</p>" for n in range(2, 60))
    padding = "<p><span style='mso-list:l0'> </span></p>" * 4_000
    desk.page.evaluate(
        """html => {
            const box = document.querySelector("[data-paste-html] textarea");
            const carried = new DataTransfer();
            carried.setData("text/html", html);
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried}));
        }""",
        WORD % (filler + padding),
    )
    desk.page.wait_for_selector("text=Đã nhận ra")
    desk.press("Đưa vào dự thảo").reads("đoạn vào dự thảo")
    written = "\n".join(
        box.input_value() for box in desk.page.locator("form.clause textarea").all()
    )
    assert "Các bên phối hợp trong mọi việc." in re.sub(r"\s+", " ", written)
    for trace in ("<", "onerror", "javascript", "MsoNormal", "stolen"):
        assert trace not in written
    assert desk.page.evaluate("window.stolen") is None


def test_another_branch_s_agreement_does_not_exist(draft: Agreement, open_page: Any) -> None:
    desk = at_desk(open_page, "chutich.ldld01")
    for page in ("detail", "text", "history", "editor", "print_pdf", "signing"):
        answer = desk.page.request.get(reverse(f"agreements:{page}", args=[draft.pk]))
        assert answer.status in {403, 404}, page
        assert "Quy chế phối hợp trong trường" not in answer.text()
    assert desk.page.goto(reverse("agreements:detail", args=[draft.pk])).status == 404
    desk.reads("Không tìm thấy")


def test_forty_megabytes_are_refused_with_a_sentence(
    packet: Packet, open_page: Any, tmp_path: Path
) -> None:
    desk = at_desk(open_page, SCHOOL).goto("signing:room", packet.pk)
    slot = desk.page.locator("li", has_text="1. ").first
    slot.get_by_role("link", name="Ghi chữ ký trên giấy").click()
    printed = desk.page.locator("main .note code").inner_text()
    desk.fill(signed_on="20/11/2026", place="Đà Lạt", typed_hash=printed)
    desk.page.evaluate("document.querySelector('[name=upload]').removeAttribute('data-limit')")
    big = tmp_path / "to.pdf"
    big.write_bytes(b"%PDF-1.7\n" + bytes(40 << 20))
    desk.page.set_input_files("[name=upload]", str(big))
    desk.press("Ghi nhận chữ ký").reads("25")
    assert desk.page.input_value("[name=place]") == "Đà Lạt"
    assert not Signature.objects.exists()


def test_the_main_path_needs_no_javascript(draft: Agreement, open_page: Any) -> None:
    desk = at_desk(open_page, SCHOOL, javascript=False)
    desk.goto("agreements:begin").fill(
        title="Quy chế lập không cần JavaScript", first_day="01/12/2026", length="3"
    )
    desk.choose(source="school").press("Lập dự thảo")
    number = desk.number
    desk.page.locator("main button[name=organisation]").click()
    desk.reads("Các bên tham gia (2)").follow("Tiếp: soạn nội dung")
    first = desk.page.locator("form.clause-article").first
    first.locator("[name=text]").fill("Câu viết không cần JavaScript.")
    first.get_by_role("button", name="Lưu").click()
    assert desk.page.locator("form.clause-article textarea").first.input_value() == (
        "Câu viết không cần JavaScript."
    )
    desk.goto("agreements:send_out", number).fill(due="25/11/2026").press("Gửi các bên")

    head = at_desk(open_page, HEAD, javascript=False).goto("agreements:comment", number)
    head.page.locator("a.say").nth(2).click()
    head.fill(text="Đồng ý, xin ghi rõ hơn.").press("Ghi góp ý").press("Gửi xong góp ý")
    desk.goto("agreements:reception", number).follow("Trả lời")
    desk.choose(verdict="REJECTED").fill(reason="Đã đủ rõ.").press("Gửi trả lời")
    desk.goto("agreements:freeze", number).press("Chốt nội dung").reads("Đã chốt")
    desk.goto("agreements:open_signing", number).fill(place="Đà Lạt").press("Trình các bên ký")
    made = Packet.objects.get()
    ready_to_sign(desk, made).press("Ký").reads("Đã ký.")
    ready_to_sign(head, made).press("Ký").reads("2/2 bên đã ký")
