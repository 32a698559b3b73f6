"""Keys of the device in a real browser with a key of its own (WebAuthn's virtual authenticator)."""

import re
from typing import Any

from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from tests.journeys.checks import assert_accessible, assert_fits_its_width

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "hoa-sen-no-muon"


@pytest.fixture
def hoa_user() -> User:
    user = User(username="hoa", display_name="Lê Thị Hoa")
    user.set_password(PASSWORD)
    user.save()
    return user


def give_key(page: Any) -> None:
    """Plug a key into the browser that says yes by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


class Door:
    """The way in and out, on ``localhost``: browsers allow no keys on an address of numbers."""

    def __init__(self, page: Any, server: Any) -> None:
        self.page = page
        self.base = server.url.replace("127.0.0.1", "localhost")

    def at(self, name: str, *, then: str = "") -> str:
        address = f"{self.base}{reverse(name)}"
        return f"{address}?next={reverse(then)}" if then else address

    def enter(self, *, then: str) -> None:
        self.page.goto(self.at("account_login", then=then))
        self.page.get_by_label(re.compile("Tên đăng nhập")).fill("hoa")
        self.page.get_by_label(re.compile("Mật khẩu")).fill(PASSWORD)
        self.page.keyboard.press("Enter")

    def leave(self) -> None:
        self.page.goto(self.at("account_logout"))
        self.page.locator("#main").get_by_role("button", name="Đăng xuất").click()
        self.page.wait_for_url(self.at("account_login"))


@pytest.fixture
def door(page: Any, live_server: Any) -> Door:
    made = Door(page, live_server)
    page.goto(made.at("account_login"))
    give_key(page)
    return made


def test_a_key_opens_the_account_alone_and_as_second_step(
    page: Any, door: Door, hoa_user: User
) -> None:
    door.enter(then="mfa_add_webauthn")
    page.wait_for_url(re.compile(reverse("account_reauthenticate")))
    page.get_by_label(re.compile("Mật khẩu")).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label(re.compile("Tên khóa")).fill("Điện thoại của Hoa")
    page.get_by_label(re.compile("không cần mật khẩu")).check()
    assert_accessible(page)
    page.get_by_role("button", name="Tạo khóa").click()
    page.wait_for_url(door.at("mfa_view_recovery_codes"))
    page.goto(door.at("mfa_list_webauthn"))
    assert page.get_by_text("Điện thoại của Hoa").is_visible()
    door.leave()

    page.goto(door.at("account_login", then="usersessions_list"))
    page.get_by_role("button", name=re.compile("vân tay")).click()
    page.wait_for_url(door.at("usersessions_list"))
    door.leave()

    door.enter(then="accounts:profile")
    page.wait_for_url(door.at("mfa_authenticate"))
    assert_accessible(page)
    page.get_by_role("button", name="Dùng khóa đăng nhập").click()
    page.wait_for_url(door.at("accounts:profile"))
    hoa_user.refresh_from_db()
    assert hoa_user.has_second_factor


def test_a_key_that_fails_says_so(page: Any, door: Door) -> None:
    """The plugged-in key knows nothing of this site."""
    page.get_by_role("button", name=re.compile("vân tay")).click()
    page.get_by_text("Chưa đăng nhập được bằng khóa").wait_for()


@pytest.mark.parametrize(
    "name",
    ["account_login", "accounts:activate", "account_signup", "account_reset_password"],
)
def test_pages_of_the_way_in_fit_a_phone(phone: Any, name: str) -> None:
    phone.goto(reverse(name))
    assert_fits_its_width(phone)
    assert_accessible(phone)


def test_the_way_in_works_without_javascript(open_page: Any, hoa_user: User) -> None:
    page = open_page(javascript=False)
    page.goto(f"{reverse('account_login')}?next={reverse('accounts:profile')}")
    assert not page.get_by_role("button", name=re.compile("vân tay")).is_visible()
    page.get_by_label(re.compile("Tên đăng nhập")).fill("hoa")
    page.get_by_label(re.compile("Mật khẩu")).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tài khoản của tôi"
