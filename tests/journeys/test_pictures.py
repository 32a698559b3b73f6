"""
The pages a newcomer sees first, from the demo's data. ``make screenshots`` keeps them as pictures
for the README; in the test run they are only looked at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements.models import Agreement, Cascade
from congdoan.config.demo.stage import moment
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    Reorganisation,
)
from congdoan.kernel.organisations.services import preparing
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.services import ORGANISATION_CHANGES, plan_import
from congdoan.support.exchange.tests.conftest import workbook
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
    #: How much of a wide page is shown.
    height: int = 700


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


def _in_time(name: str, **asked: str) -> str:
    branch = Organisation.objects.get(code="LDLD-68").pk
    return f"{reverse(f'organisations:{name}')}?{urlencode({'nhanh': branch, **asked})}"


def _lineage(code: str) -> str:
    return reverse("organisations:lineage", args=[Organisation.objects.get(code=code).pk])


def _event(number: str) -> str:
    found = OrganisationEvent.objects.filter(decision_no=number).order_by("-pk")[0]
    return reverse("organisations:event", args=[found.pk])


def _worksheet() -> str:
    """A merger under way: two private kindergartens of one ward, from the new year on."""
    one = Reorganisation.objects.filter(state="DRAFT").first()
    if one is None:
        day = date.fromisoformat(DAY)
        actor = system_actor(today=day)
        one = preparing.start_reorganisation(
            actor=actor,
            kind=EventKind.MERGE_INTO,
            organisation=Organisation.objects.get(code="CS-68-TT-09"),
            on=date(2027, 1, 1),
            at=moment(day),
        )
        preparing.add_unit(
            actor=actor,
            reorganisation=one,
            organisation=Organisation.objects.get(code="CS-68-TT-01"),
            as_into=True,
        )
    return reverse("organisations:reorganisation", args=[one.pk])


_HEADS = ["Mã đơn vị", "Việc", "Mã đơn vị nhận", "Tên đơn vị"]
_SHEET = [
    ["CS-68-TT-02", "Chuyển", "LDLD-68", "Công đoàn cơ sở Trường Mầm non tư thục Sơn Ca"],
    [
        "CS-68-TT-10",
        "Nhập vào",
        "CS-68-TT-02",
        "Công đoàn cơ sở Trường Mầm non tư thục Hoa Mặt Trời",
    ],
    ["CS-68-TT-18", "Kết thúc", "", "Công đoàn cơ sở Trường Mầm non tư thục Cầu Vồng"],
    ["CS-68-TT-99", "Chuyển", "LDLD-68", "Công đoàn cơ sở Trường Mầm non tư thục Ban Mai"],
]


def _batch() -> str:
    """A sheet read and judged, not carried out yet; one row has a code nobody has."""
    one = ImportBatch.objects.first()
    if one is None:
        day = date.fromisoformat(DAY)
        user = User.objects.get(username="chutich.tinh")
        one = plan_import(
            actor=actor_for(user, today=day),
            kind=ORGANISATION_CHANGES,
            organisation=Organisation.objects.get(code="LDLD-68"),
            upload=SimpleUploadedFile("sap-xep-2027.xlsx", workbook(_SHEET, heads=_HEADS)),
            options={"on": "2027-01-01", "decision_no": "210/QĐ-LĐLĐ"},
            at=moment(day),
        )
    return reverse("exchange:batch", args=[one.pk])


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
    Picture("ban-sap-xep", "chutich.tinh", _worksheet, "Ai về đâu", 1200),
    Picture("bang-tinh-sap-xep", "chutich.tinh", _batch, "Phải sửa", 900),
    Picture("su-kien", "chutich.tinh", lambda: _event("412/QĐ-LĐLĐ"), "Sáp nhập", 800),
    Picture(
        "so-sanh-hai-ngay",
        "chutich.tinh",
        lambda: _in_time("compare", tu="2025-06-30", den="2025-07-01"),
        "Đơn vị đi đâu",
        1200,
    ),
    Picture(
        "qua-cac-nam",
        "chutich.tinh",
        lambda: _in_time("series", tu_nam="2021", den_nam="2026"),
        "kết thúc hoạt động 16/06/2025",
        1250,
    ),
    Picture("nguon-goc", "chutich.ldld01", lambda: _lineage("CS-01-THTHCS-DAI-NGHIA"), "Sơ đồ"),
    Picture(
        "tim-ten-cu",
        "chutich.tinh",
        lambda: f"{reverse('search:results')}?q=LĐLĐ+huyện+Cát+Tiên",
        "Nay là",
        500,
    ),
    Picture("quy-dinh", "chutich.tinh", lambda: reverse("rulebook:list"), "Quy định"),
]


@pytest.fixture
def demo(demo_whole: str, live_server: Any, settings: Any) -> Iterator[None]:
    settings.CLOCK = DAY
    with copied(demo_whole, f"{demo_whole}_pictures"):
        yield


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_shown_to_newcomers(demo: None, open_page: Any, viewport: dict[str, int]) -> None:
    width, wide = viewport["width"], viewport == WIDE
    page = open_page(viewport)
    page.goto(reverse("account_login"))
    picture(page, f"dang-nhap-{width}")
    desks: dict[str, Desk] = {}
    for one in PICTURES:
        desk = desks.get(one.who)
        if desk is None:
            desk = desks[one.who] = Desk(open_page(viewport), one.who).sign_in()
        desk.page.set_viewport_size(
            {**viewport, "height": one.height if wide else viewport["height"]}
        )
        desk.page.goto(one.address())
        desk.page.wait_for_load_state("networkidle")
        desk.reads(one.says).reads_not("%%")
        for tab in desk.page.locator(".tabs a[aria-current]").all():
            assert tab.bounding_box()["x"] >= 0
            assert tab.bounding_box()["x"] + tab.bounding_box()["width"] <= width
        assert_fits_its_width(desk.page)
        picture(desk.page, f"{one.name}-{width}")
