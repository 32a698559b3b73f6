"""An officer writes a template with the keyboard; a colleague elsewhere is not overwritten."""

from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.api import DraftData, draft_for, make_template, new_block, save_draft
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(tree: Any, lan: Any, today: Any, now: Any) -> Any:
    template = make_template(
        actor=lan, organisation=tree.middle, type_code="UNION.QD", name="Quyết định khen thưởng",
        like=None, on=today, at=now,
    )  # fmt: skip
    return draft_for(Subject("drafting.template", template.pk))


def test_written_with_the_keyboard_on_a_phone_and_not_overwritten(
    open_page: Any, lan: Any, draft: Any, live_server: Any, settings: Any, today: Any, now: Any
) -> None:
    settings.CLOCK = today.isoformat()
    client = Client()
    client.force_login(User.objects.get(pk=lan.user_id))
    page = open_page(PHONE)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )

    page.goto(live_server.url + reverse("drafting:templates"))
    assert_accessible(page)
    page.get_by_role("link", name="Quyết định khen thưởng", exact=True).click()
    _write(page, draft)
    _meet_somebody_else(page, draft, lan, now)


def _write(page: Any, draft: Any) -> None:
    page.get_by_label("Trích yếu").fill("Khen thưởng năm 2026")
    first = page.locator("[data-block] textarea").first
    basis = first.input_value()
    first.press("Control+End")
    first.press("Enter")
    page.keyboard.type("Căn cứ Quy chế khen thưởng")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    page.keyboard.press("Control+ArrowUp")
    page.get_by_text("Đã lưu lúc").wait_for()
    assert_fits_its_width(page)
    assert_accessible(page)
    wanted = ["Căn cứ Quy chế khen **thưởng**", basis]
    for _ in range(50):  # the first saving may have been of half of it
        draft.refresh_from_db()
        bases = [one.text for one in draft.content if one.kind == "basis"]
        if bases[:2] == wanted:
            break
        page.wait_for_timeout(200)
    assert draft.subject == "Khen thưởng năm 2026"
    assert bases[:2] == wanted


def _meet_somebody_else(page: Any, draft: Any, lan: Any, now: Any) -> None:
    other = DraftData("Của người khác", "", (new_block("paragraph", "x"),))
    save_draft(actor=lan, draft=draft, revision=draft.revision, data=other, at=now)
    page.get_by_label("Trích yếu").fill("Của tôi")
    page.get_by_text("đã lưu bản khác").wait_for()
    assert page.get_by_label("Trích yếu").input_value() == "Của tôi"
    draft.refresh_from_db()
    assert draft.subject == "Của người khác"
    page.get_by_role("button", name="Lưu đè bằng bản của tôi").click()
    page.wait_for_url("**/soan-thao/*/")
    draft.refresh_from_db()
    assert draft.subject == "Của tôi"
