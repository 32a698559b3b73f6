"""The frame in a real browser: nothing typed is lost, keyboard, phone, without JavaScript."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width, picture
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = "/mau-giao-dien/"
PASSWORD = "mat-khau-thu-nghiem"
DRAFTS = "() => Object.keys(sessionStorage).filter(key => key.startsWith('congdoan:')).length"


@pytest.fixture(autouse=True)
def developers_see_the_guide(settings: Any) -> None:
    settings.DEBUG = True


@pytest.fixture
def enter(lan: Any, live_server: Any) -> Any:
    """Sign Lan in on a page of the browser, by her session."""

    def sign_in(page: Any) -> None:
        client = Client()
        client.force_login(User.objects.get(pk=lan.user_id))
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in


def session_ends(page: Any) -> None:
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)


def sign_in_by_hand(page: Any) -> None:
    page.fill("[name=login]", "lan")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form").filter(has=page.locator("[name=password]")).locator(
        "button[type=submit], button:not([type])"
    ).first.click()
    page.wait_for_url(f"**{GUIDE}*")


def save(page: Any) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_load_state()


def test_a_session_that_ends_inside_a_form_loses_nothing(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.fill("#id_name", "Công đoàn cơ sở Trường Tiểu học Mới")
    page.fill("#id_content", "Điều 1. Nội dung dài, gõ đã lâu.")
    page.check("[name=sides][value=b]")
    page.select_option("#id_kind", "a")
    page.fill("#id_start", "01/07/2026")
    page.fill("#id_parent", "CD-A1")
    page.check("#id_agreed")
    page.set_input_files(
        "#id_scan", {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    session_ends(page)
    save(page)
    assert page.url.partition("?")[0].endswith(reverse("account_login"))

    sign_in_by_hand(page)
    assert page.input_value("#id_name") == "Công đoàn cơ sở Trường Tiểu học Mới"
    assert page.input_value("#id_content") == "Điều 1. Nội dung dài, gõ đã lâu."
    assert page.input_value("#id_kind") == "a"
    assert page.input_value("#id_start") == "01/07/2026"
    assert page.is_checked("[name=sides][value=b]")
    assert page.is_checked("#id_agreed")
    assert "Đã khôi phục nội dung bạn nhập" in page.inner_text("[data-restored]")
    assert "Tệp đính kèm cần chọn lại" in page.inner_text("[data-restored]")

    save(page)
    page.goto(GUIDE)
    assert page.input_value("#id_name") == ""
    assert page.locator("[data-restored]").count() == 0


def test_a_page_left_by_mistake_gives_back_what_was_typed(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.locator("#id_name").press_sequentially("Đang gõ dở")
    page.wait_for_function(DRAFTS)
    page.goto("/tim/")
    page.goto(GUIDE)
    assert page.input_value("#id_name") == "Đang gõ dở"
    page.get_by_role("button", name="Bỏ nội dung này").click()
    assert page.input_value("#id_name") == ""
    page.reload()
    assert page.input_value("#id_name") == ""


def test_what_one_person_typed_is_not_shown_to_the_next(
    page: Any, enter: Any, minh: Any, live_server: Any
) -> None:
    enter(page)
    page.goto(GUIDE)
    page.locator("#id_name").press_sequentially("Của Lan")
    page.wait_for_function(DRAFTS)
    client = Client()
    client.force_login(User.objects.get(pk=minh.user_id))
    name = django_settings.SESSION_COOKIE_NAME
    session_ends(page)
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(GUIDE)
    assert page.input_value("#id_name") == ""
    assert page.evaluate(DRAFTS) == 0


def test_signing_out_forgets_what_was_typed(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.locator("#id_name").press_sequentially("Riêng tư")
    page.wait_for_function(DRAFTS)
    page.locator(".menu-user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_load_state()
    assert page.evaluate(DRAFTS) == 0


def test_a_second_click_sends_nothing(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    page.evaluate("""() => {
        const form = document.querySelector("form.card-form");
        form.noValidate = true;
        const button = form.querySelector("button:not([type])");
        button.click(); button.click(); button.click();
    }""")
    page.wait_for_selector("[data-errors]")
    assert len(posts) == 1


def test_errors_take_the_focus_and_lead_to_their_field(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.evaluate("document.querySelector('form.card-form').noValidate = true")
    save(page)
    assert page.evaluate("document.activeElement.dataset.errors") == ""
    page.locator("[data-errors] a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"
    assert_accessible(page)


def test_a_day_typed_without_slashes_gets_them(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.fill("#id_start", "09112023")
    page.press("#id_start", "Tab")
    assert page.input_value("#id_start") == "09/11/2023"


def test_a_file_over_the_limit_is_stopped_before_it_is_sent(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.evaluate("document.getElementById('id_scan').dataset.limit = '1000'")
    page.set_input_files(
        "#id_scan", {"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" * 1000}
    )
    assert "vượt giới hạn" in page.evaluate("document.getElementById('id_scan').validationMessage")


def test_typing_a_part_of_a_name_offers_organisations(page: Any, enter: Any) -> None:
    enter(page)
    page.goto(GUIDE)
    page.locator("#id_parent").press_sequentially("hoa sen")
    page.wait_for_selector("#pick-1 option", state="attached")
    assert page.locator("#pick-1 option").first.get_attribute("value").endswith("[CS-A11]")


def test_everything_can_be_done_with_the_keyboard(page: Any, enter: Any) -> None:
    enter(page)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "global-search"
    page.keyboard.type("hoa sen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/?q=hoa+sen")
    page.locator(".menu-user summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Đăng xuất").is_visible()


@pytest.mark.parametrize(
    "address",
    ["/", GUIDE, GUIDE + "?trang=confirm", "/tim/?q=hoa", "/khong-co/", "/?as_of=2020-01-01"],
)
def test_pages_are_accessible_and_fit_desk_and_phone(
    open_page: Any, enter: Any, address: str
) -> None:
    for viewport in ({"width": 1440, "height": 900}, PHONE, {"width": 320, "height": 640}):
        page = open_page(viewport)
        enter(page)
        page.goto(address)
        assert_accessible(page)
        assert_fits_its_width(page)


def test_signed_out_pages_are_accessible_and_fit(open_page: Any, tree: Any) -> None:
    for viewport in ({"width": 1440, "height": 900}, PHONE):
        page = open_page(viewport)
        page.goto("/")
        assert_accessible(page)
        assert_fits_its_width(page)


def test_menus_open_within_the_screen(phone: Any, enter: Any) -> None:
    enter(phone)
    phone.goto("/")
    for menu in (".menu-organisation", ".menu-day", ".menu-user"):
        phone.locator(f"{menu} summary").click()
        box = phone.locator(f"{menu} .menu-panel").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert_accessible(phone)


def test_the_phone_opens_the_navigation(phone: Any, enter: Any) -> None:
    enter(phone)
    phone.goto("/")
    side = phone.get_by_role("navigation", name="Danh mục chính")
    assert not side.is_visible()
    phone.locator(".nav-label").click()
    assert side.is_visible()
    assert_accessible(phone)
    picture(phone, "phone-navigation")
    phone.keyboard.press("Escape")
    assert not side.is_visible()


def test_the_frame_works_without_javascript(open_page: Any, enter: Any) -> None:
    page = open_page(PHONE, javascript=False)
    enter(page)
    page.goto("/")
    page.locator(".nav-label").click()
    assert page.get_by_role("navigation", name="Danh mục chính").is_visible()
    page.goto("/tim/")
    page.fill("#q", "hoa sen")
    page.press("#q", "Enter")
    page.wait_for_url("**/tim/?q=hoa+sen")
    assert "Trường Tiểu học Hoa Sen" in page.inner_text("main")
    page.goto(GUIDE)
    page.fill("#id_parent", "cong doan phuong")
    page.locator("form.card-form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert page.locator("input[name=parent_offer]").count() == 2


def test_the_day_can_be_changed_and_taken_back(page: Any, enter: Any) -> None:
    enter(page)
    page.goto("/tim/?q=hoa")
    page.locator(".menu-day summary").click()
    page.fill("#as-of", "2020-05-04")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**as_of=2020-05-04")
    assert "q=hoa" in page.url
    assert "04/05/2020" in page.inner_text(".as-of")
    page.locator(".as-of a").click()
    page.wait_for_url("**/tim/?q=hoa")
