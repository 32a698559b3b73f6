"""
A district ends from one spreadsheet; last year's figures stay and this year's are explained.

The province's president uploads the sheet, reads the verdict of each row, mends the one that is
wrong, carries it out. Every page on the way on a desk and on a telephone.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
import pytest

from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
)
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.tests.conftest import workbook
from tests.journeys.cast import PASSWORD, Desk
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

DISTRICT, COMMUNE = "LD-A-DONG", "CDX-A-DONG"
FOUNDED, ENDS, TODAY = date(2015, 1, 1), date(2025, 7, 1), date(2025, 7, 2)
LAST_YEAR = "31/12/2024"
#: The day before the district ends and after: what a sheet says of each of its five schools.
ROWS = [
    [DISTRICT, "Kết thúc", "", ""],
    ["CS-D1", "Chuyển", COMMUNE, ""],
    ["CS-D2", "Chuyển", COMMUNE, ""],
    ["CS-D3", "Nhập vào", "CS-D2", ""],
    ["CS-D4", "Kết thúc", "", ""],
    ["CS-D5", "Chuyển", "CDX-A-DOGN", ""],
]
HEADS = ["Mã đơn vị", "Việc", "Mã đơn vị nhận", "Tên đơn vị"]


@pytest.fixture
def district(
    tree: Any, make_person: Any, seat: Any, system: Any, now: Any, settings: Any, live_server: Any
) -> None:
    settings.CLOCK = TODAY.isoformat()
    names = [
        (DISTRICT, "Liên đoàn Lao động huyện Đông", "L3_DISTRICT", "LD-A", FOUNDED),
        *(
            (f"CS-D{n}", f"Công đoàn cơ sở Trường số {n}", "L4_GRASSROOTS", DISTRICT, FOUNDED)
            for n in range(1, 6)
        ),
        (COMMUNE, "Công đoàn xã Đông", "L3_COMMUNE", "LD-A", ENDS),
    ]
    news = [
        NewOrganisation(code, "UNION", ProfileData(name, level=level), on, {1: above})
        for code, name, level, above, on in names
    ]
    establish_organisations(actor=system, news=news, decision=Decision(number="01/QĐ"), at=now)
    president = make_person("Lương Thị Tỉnh", username="tinh", password=PASSWORD)
    seat(president, tree.province)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_district_ends_and_last_years_figures_stay(
    district: None, open_page: Any, tmp_path: Path, viewport: dict[str, int]
) -> None:
    desk = Desk(open_page(viewport), "tinh").sign_in()
    before = figures(desk)

    upload(desk, tmp_path, ROWS)
    desk.reads("Không có đơn vị mã CDX-A-DOGN").reads("Phải sửa")
    look(desk)
    assert not ImportBatch.objects.filter(state="DONE").exists()
    mended = [*ROWS[:-1], ["CS-D5", "Chuyển", COMMUNE, ""]]
    upload(desk, tmp_path, mended)
    desk.reads("Nhập 6 dòng")
    look(desk)
    desk.press("Nhập 6 dòng").reads("Đã nhập 6 dòng")
    look(desk)

    after = figures(desk)
    assert after[LAST_YEAR][0] == before[LAST_YEAR][0], "what was reported stays"
    assert int(after["02/07/2025"][0]) == int(before["02/07/2025"][0]) - 3
    assert "kết thúc hoạt động 01/07/2025 (99/QĐ)" in after["02/07/2025"][-1]
    look(desk)
    desk.follow("kết thúc hoạt động").reads("99/QĐ").reads("Liên đoàn Lao động huyện")
    look(desk)
    look_at_both_days(desk)


def upload(desk: Desk, folder: Path, rows: list[list[str]]) -> None:
    sheet = folder / "sap-xep.xlsx"
    sheet.write_bytes(workbook(rows, heads=HEADS))
    desk.goto("exchange:index").reads("Sắp xếp tổ chức")
    look(desk)
    desk.goto("exchange:upload", "sap-xep")
    look(desk)
    desk.page.locator("main [name=file]").set_input_files(str(sheet))
    desk.fill(on="01/07/2025", decision_no="99/QĐ", decided_by="Liên đoàn Lao động tỉnh An")
    desk.page.locator("main form button.btn-primary").first.click()
    desk.page.wait_for_load_state()


def figures(desk: Desk) -> dict[str, list[str]]:
    """Return what the page of the years says: by day, the three counts and the note."""
    branch = Organisation.objects.get(code="LD-A").pk
    address = reverse("organisations:series")
    desk.page.goto(f"{address}?nhanh={branch}&tu_nam=2023&den_nam=2025")
    desk.reads("Số liệu và chỗ đứt đoạn")
    rows = desk.page.locator("main table tbody tr").all()
    cells = [[cell.inner_text() for cell in row.locator("td").all()] for row in rows]
    return {cell[0]: cell[1:] for cell in cells}


def look_at_both_days(desk: Desk) -> None:
    """As of last year the district stands with its schools; compared, each is accounted for."""
    ended = Organisation.objects.get(code=DISTRICT)
    desk.page.goto(f"{reverse('organisations:detail', args=[ended.pk])}?as_of=2024-12-31")
    desk.reads("Trường số 5").reads("Trường số 3")
    look(desk)
    branch = Organisation.objects.get(code="LD-A").pk
    address = reverse("organisations:compare")
    desk.page.goto(f"{address}?nhanh={branch}&tu=2025-06-30&den=2025-07-01")
    desk.reads("Nhập vào Công đoàn cơ sở Trường số 2").reads("Từ Liên đoàn Lao động huyện Đông")
    look(desk)


def look(desk: Desk) -> None:
    desk.page.wait_for_load_state()
    assert_accessible(desk.page)
    assert_fits_its_width(desk.page)
