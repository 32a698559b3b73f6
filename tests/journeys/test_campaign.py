"""An officer says how many work at a school, and opens the campaign that is then proposed."""

from datetime import date
from typing import Any

from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.areas.campaigns.models import Campaign
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations import api
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
OLD = date(2020, 1, 1)


@pytest.fixture
def school(tree: Any, system: Any, now: Any) -> Any:
    """A private school under the commune that Lan's union coordinates with."""

    def make(code: str, name: str, kind: str, funding: str, parents: dict[int, str]) -> Any:
        profile = api.ProfileData(name, kind=kind, funding_class=funding)
        new = api.NewOrganisation(code, "PARTNER", profile, OLD, parents)
        decision = api.Decision(exception="cũ")
        return api.establish_organisation(actor=system, new=new, decision=decision, at=now)

    office = make("UBND-1", "UBND phường Đông", "COMMUNE_PC", "", {})
    api.link_counterpart(actor=system, union=tree.middle, partner=office, on=OLD)
    return make("TR-1", "Trường Mầm non Nắng Mai", "PRESCHOOL_PRIVATE", "PRIVATE", {3: "UBND-1"})


def test_from_a_number_to_a_campaign_on_a_phone(
    open_page: Any, lan: Any, school: Any, live_server: Any, settings: Any, today: Any
) -> None:
    settings.CLOCK = today.isoformat()
    client = Client()
    client.force_login(User.objects.get(pk=lan.user_id))
    page = open_page(PHONE)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )

    page.goto(f"{live_server.url}{reverse('campaigns:proposed')}?xem=chua-co-so")
    page.get_by_role("link", name="Ghi số lao động").first.click()
    page.get_by_label("Tổng số lao động").fill("18")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Đã ghi số lao động.").wait_for()
    assert_fits_its_width(page)

    page.goto(live_server.url + reverse("campaigns:proposed"))
    assert_accessible(page)
    page.get_by_role("link", name="Mở việc vận động").first.click()
    page.get_by_role("button", name="Mở việc vận động").click()
    page.get_by_role("heading", name="Nhật ký liên hệ").wait_for()
    page.get_by_label("Gặp ai").fill("Cô hiệu trưởng")
    page.get_by_role("textbox", name="Việc tiếp theo").first.fill("Họp giáo viên")
    page.get_by_role("textbox", name="Hạn việc tiếp theo").fill("10/03/2026")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("Đã ghi lần liên hệ.").wait_for()
    assert_fits_its_width(page)
    assert_accessible(page)
    made = Campaign.objects.get()
    assert (made.place, made.next_step, made.contacts.count()) == (school, "Họp giáo viên", 1)
