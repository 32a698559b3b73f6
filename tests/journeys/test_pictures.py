"""
The pages a newcomer sees first, from the demo's data. ``make screenshots`` keeps them as pictures
for the README; in the test run they are only looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
import pytest

from congdoan.areas.agreements.models import Agreement, Cascade
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.signing.models import Packet
from tests.journeys.cast import Desk
from tests.journeys.checks import assert_fits_its_width, picture
from tests.journeys.conftest import PHONE
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = {"width": 1440, "height": 700}
DAY = "2026-11-20"


@dataclass(frozen=True)
class Picture:
    """One page of the demo: who looks at it, where it is, what must be read there."""

    name: str
    who: str
    address: Callable[[], str]
    says: str


def _organisation(code: str) -> str:
    return reverse("organisations:detail", args=[Organisation.objects.get(code=code).pk])


def _agreement(page: str, state: str, of: str) -> str:
    found = Agreement.objects.filter(state=state, drafting__code=of).order_by("-pk")[0]
    return reverse(f"agreements:{page}", args=[found.pk])


def _packet() -> str:
    return reverse("signing:room", args=[Packet.objects.filter(state="OPEN").order_by("-pk")[0].pk])


def _coverage() -> str:
    found = Cascade.objects.filter(closed_on=None).order_by("-pk")[0]
    return reverse("agreements:cascade", args=[found.pk])


PICTURES = [
    Picture("trang-dau", "chutich.tinh", lambda: "/", "Chào"),
    Picture(
        "to-chuc", "chutich.tinh", lambda: reverse("organisations:register"), "Liên đoàn Lao động"
    ),
    Picture("cay-to-chuc", "chutich.tinh", lambda: reverse("organisations:tree"), "Lâm Đồng"),
    Picture(
        "don-vi-nam-2023",
        "chutich.tinh",
        lambda: f"{_organisation('CDGD-68')}?as_of=2023-11-09",
        "09/11/2023",
    ),
    Picture("so-van-ban", "chutich.tinh", lambda: reverse("agreements:register"), "Quy chế"),
    Picture(
        "van-ban", "chutich.tinh", lambda: _agreement("detail", "EFFECTIVE", "LDLD-68"), "Các bên"
    ),
    Picture(
        "soan-thao",
        "chutich.truong",
        lambda: _agreement("editor", "DRAFT", "CS-68-TT-01"),
        "Mục lục",
    ),
    Picture(
        "gop-y",
        "chuyenvien.nganh",
        lambda: _agreement("reception", "CONSULTATION", "CDGDVN"),
        "Góp ý",
    ),
    Picture("ky-ket", "chutich.xa", _packet, "Chữ ký các bên"),
    Picture(
        "tien-do", "chutich.tinh", lambda: _agreement("progress", "EFFECTIVE", "LDLD-68"), "Tiến độ"
    ),
    Picture("da-ky-chua-ky", "chutich.tinh", _coverage, "Đã ký"),
    Picture("dia-gioi", "chutich.tinh", lambda: reverse("places:index"), "Lâm Đồng"),
    Picture("quy-dinh", "chutich.tinh", lambda: reverse("rulebook:list"), "Quy định"),
]


@pytest.fixture
def demo(demo_whole: str, live_server: Any, settings: Any) -> Iterator[None]:
    settings.CLOCK = DAY
    with copied(demo_whole, f"{demo_whole}_pictures"):
        yield


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_shown_to_newcomers(demo: None, open_page: Any, viewport: dict[str, int]) -> None:
    width = viewport["width"]
    page = open_page(viewport)
    page.goto(reverse("account_login"))
    picture(page, f"dang-nhap-{width}")
    desks: dict[str, Desk] = {}
    for one in PICTURES:
        desk = desks.get(one.who)
        if desk is None:
            desk = desks[one.who] = Desk(open_page(viewport), one.who).sign_in()
        desk.page.goto(one.address())
        desk.page.wait_for_load_state("networkidle")
        desk.reads(one.says).reads_not("%%")
        for tab in desk.page.locator(".tabs a[aria-current]").all():
            assert tab.bounding_box()["x"] >= 0
            assert tab.bounding_box()["x"] + tab.bounding_box()["width"] <= width
        assert_fits_its_width(desk.page)
        picture(desk.page, f"{one.name}-{width}")
