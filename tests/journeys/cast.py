"""People of the demo at their browsers: they sign in, read, press what the page shows them."""

from datetime import date
import re
import time
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import reverse

from congdoan.config.demo import accounts
from congdoan.config.demo.stage import known
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.models import Office, Person

PASSWORD = accounts.PASSWORD
PATIENCE = 8  # seconds for a page to say what it will


class Desk:
    """One person at one browser; ``page`` is Playwright's."""

    def __init__(self, page: Any, user_name: str) -> None:
        self.page = page
        self.user_name = user_name

    def sign_in(self) -> "Desk":
        page = self.page
        page.goto(reverse("account_login"))
        page.fill("[name=login]", self.user_name)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url(lambda url: "dang-nhap" not in url)
        return self

    def goto(self, name: str, *arguments: Any) -> "Desk":
        answer = self.page.goto(reverse(name, args=arguments))
        assert answer.status < 400, f"{self.user_name}: {self.page.url} → {answer.status}"
        return self

    def follow(self, text: str, *, within: str = "main") -> "Desk":
        """Follow the link whose words begin with ``text``."""
        words = re.compile("^" + re.escape(text))
        self.page.locator(within).get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()
        return self

    def open_menu(self, text: str, *, within: str = "main") -> "Desk":
        self.page.locator(within).locator("summary", has_text=text).first.click()
        return self

    def press(self, text: str, *, within: str = "main") -> "Desk":
        words = re.compile("^" + re.escape(text))
        self.page.locator(within).get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, **values: str) -> "Desk":
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def choose(self, **values: str) -> "Desk":
        for name, value in values.items():
            self.page.locator(f"main [name={name}][value='{value}']").check()
        return self

    def reads(self, text: str) -> "Desk":
        """Assert that the page says ``text``, or comes to say it: it may still be on its way."""
        until = time.monotonic() + PATIENCE
        while text not in (said := self._said()):
            assert time.monotonic() < until, (
                f"{self.user_name}, {self.page.url}: không thấy “{text}” trong:\n{said}"
            )
            self.page.wait_for_timeout(100)
        return self

    def reads_not(self, text: str) -> "Desk":
        """Assert that the page, once there, does not say ``text``."""
        self.page.wait_for_load_state()
        assert text not in self._said(), f"{self.page.url}: “{text}”"
        return self

    def _said(self) -> str:
        return str(self.page.locator("body").inner_text())

    def open_work(self, text: str) -> "Desk":
        """Go from the own list of work to where it is done."""
        return self.goto("worklist:list").follow(text).follow("Mở nơi phát sinh")

    def open_signing_page(self) -> "Desk":
        self.open_work("Ký").follow("Ký trên hệ thống")
        return self.reads("Bạn ký gì, thay mặt ai")

    def fill_signature(self, place: str = "Di Linh") -> "Desk":
        self.fill(place=place, secret=PASSWORD)
        self.page.get_by_label("Tôi đã đọc văn bản").check()
        return self

    def leave(self) -> None:
        self.page.context.close()

    @property
    def number(self) -> int:
        """Return the number in the address of the page."""
        found = re.search(r"/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found.group(1))


def wait_until_saved(page: Any) -> None:
    """Wait until the editor has nothing unsaved."""
    page.wait_for_load_state()
    page.wait_for_function("""() => !document.querySelector(".clause-state .unsaved")
        && !Object.keys(sessionStorage).some(key => key.startsWith("congdoan:clause:"))""")


def give_account(user_name: str, organisation: str, position: str, *, on: date) -> Person:
    """Give whoever holds the office that day a sign-in of the demo's password."""
    office = (
        Office.objects.on(on)
        .filter(organisation=known(organisation), position=position)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    assert office is not None, (organisation, position)
    person: Person = office.person
    person.user = User.objects.create(
        username=user_name, display_name=person.full_name, password=make_password(PASSWORD)
    )
    person.save(update_fields=["user"])
    return person


def office_of(user_name: str) -> Office:
    return (
        Office.objects.select_related("person", "organisation")
        .order_by("-valid")
        .filter(person__user__username=user_name)[0]
    )
