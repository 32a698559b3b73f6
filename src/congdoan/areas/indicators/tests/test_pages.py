"""Pages of indicators: what is shown to whom, what is refused, as many statements for three."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.indicators.api import Breakdown, behind, branch_totals, indicator
from congdoan.areas.indicators.selectors.by_units import BY_UNITS, split_by_units
from congdoan.areas.indicators.selectors.periods import last_periods
from congdoan.areas.indicators.selectors.series import series_over
from congdoan.kernel.organisations.api import Decision, Regrouping, regroup_organisations
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.periods.enums import PeriodKind

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def page(code="MEM_TOTAL"):
    return reverse("indicators:indicator", args=[code])


def test_the_catalogue_is_narrowed_by_name_source_and_what_is_checked(signed_in, lan):
    client = signed_in(lan)
    address = reverse("indicators:catalogue")
    assert "118 chỉ tiêu" in text(client.get(address))
    found = text(client.get(address, {"q": "doan vien nu"}))
    assert "Đoàn viên nữ" in found
    assert "quà Tết" not in found
    assert "Suất quà Tết" not in text(client.get(address, {"nguon": "AUTO"}))
    assert "Tiền lương còn nợ" not in text(client.get(address, {"chua": "on"}))
    assert "Không có kết quả nào" in text(client.get(address, {"q": "zzz"}))


def test_an_indicator_states_definition_source_and_figures(signed_in, lan, tree, teachers):
    found = text(signed_in(lan).get(page(), {"don_vi": "CS-A11", "ky": "2026"}))
    assert "theo sổ đoàn viên" in found
    assert "Chưa đối chiếu văn bản gốc" in found
    assert reverse("rulebook:history", args=["indicator.MEM_TOTAL"]) in found
    assert ">5<" in found
    assert reverse("members:of", args=[tree.leaf.pk]) in found


def test_a_branch_stands_beside_with_how_many_are_known(signed_in, lan, tree, teachers):
    client = signed_in(lan)
    found = text(client.get(page("DENSITY"), {"nhanh": tree.middle.pk}))
    assert "0 trong 3" in found
    assert text(client.get(page(), {"nhanh": tree.middle.pk})).count(">5<") == 3


def test_sensitive_breakdowns_are_for_those_who_may(signed_in, lan, minh, tree, enrol):
    enrol(tree.leaf, "Đặng Thị Hòa")
    label = "người dân tộc thiểu số"
    row = f"Tổng số đoàn viên: {label}"
    assert row in text(signed_in(minh).get(page(), {"nhanh": tree.leaf.pk}))
    assert row not in text(signed_in(lan).get(page(), {"nhanh": tree.leaf.pk}))


def test_what_only_people_know_says_so(signed_in, lan):
    assert "đơn vị nhập số khi báo cáo" in text(signed_in(lan).get(page("TET_GIFTS")))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"ky": "khong-co"}, "khong-co"),
        ({"don_vi": "Không có đâu"}, "field-error"),
        ({"tu": "2026-02-30", "den": "2026-03-01"}, "field-error"),
        ({"tu": "2026-03-01"}, "cả ngày đầu và ngày cuối"),
        ({"tu": "2026-03-01", "den": "2026-02-01"}, "Ngày cuối phải từ ngày đầu"),
        ({"tu": "1990-03-01", "den": "2026-02-01"}, "10 năm"),
    ],
)
def test_bad_days_are_told(signed_in, lan, asked, told):
    client = signed_in(lan)
    for address in (page(), reverse("indicators:figures")):
        response = client.get(address, asked)
        assert response.status_code == 422
        assert told in text(response)
    assert client.get(reverse("indicators:sheet"), asked).status_code == 404


def test_others_figures_are_not_found(signed_in, minh, stranger, tree):
    client = signed_in(minh)
    for other in (tree.far_leaf.pk, tree.other_leaf.pk, tree.school.pk, 999_999, 10**25):
        assert client.get(page(), {"nhanh": other}).status_code == 404
        assert client.get(reverse("indicators:figures"), {"nhanh": other}).status_code == 404
    assert client.get(page("NO_SUCH")).status_code == 404
    assert signed_in(stranger).get(page()).status_code == 403


def test_behind_a_figure_is_what_the_actor_may_open(minh, lan, stranger, tree, today):
    days = (date(2026, 1, 1), today)
    assert [one.title for one in behind(minh, "MEM_NET", tree.leaf.pk, *days)] == [
        "Biến động đoàn viên trong kỳ"
    ]
    assert behind(stranger, "MEM_NET", tree.leaf.pk, *days) == []
    assert behind(lan, "MEM_NET", 999_999, *days) == []


def test_all_figures_and_their_sheet(signed_in, lan, tree, teachers):
    client = signed_in(lan)
    found = text(client.get(reverse("indicators:figures")))
    assert "Tổng số công đoàn cơ sở" in found
    sheet = client.get(reverse("indicators:sheet"), {"nhanh": tree.middle.pk})
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_branch_too_large_is_computed_figure_by_figure(
    signed_in, lan, tree, teachers, monkeypatch
):
    from congdoan.areas.indicators.selectors import figures

    monkeypatch.setattr(figures, "MOST_PLACES", 2)
    client = signed_in(lan)
    found = text(client.get(reverse("indicators:figures"), {"nhanh": tree.middle.pk}))
    assert "quá lớn" in found
    assert "Số tổ chức có số liệu" not in found
    assert "Số tổ chức có số liệu" in text(client.get(page(), {"nhanh": tree.middle.pk}))


def test_a_page_of_three_units_asks_as_much_as_of_one(signed_in, lan, tree, teachers):
    client = signed_in(lan)

    def statements(unit):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("indicators:figures"), {"nhanh": unit.pk}).status_code == 200
        return len(counted)

    statements(tree.middle)
    assert statements(tree.middle) <= statements(tree.leaf) + 25


def test_a_series_goes_through_a_merger(signed_in, lan, system, tree, teachers, enrol, now, today):
    enrol(tree.other_leaf, "Bùi Thị Bốn")
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            kind=EventKind.MERGE_INTO,
            originals=[tree.other_leaf],
            into=tree.leaf,
            on=date(2025, 7, 1),
        ),
        decision=Decision(number="7/QĐ"),
        at=now,
    )
    years = last_periods(PeriodKind.CALENDAR_YEAR, 3, today)
    dots = series_over(lan, tree.middle, "MEM_TOTAL", years)
    assert [dot.then.value for dot in dots] == [6, 6, 6]
    assert [dot.today.value for dot in dots] == [6, 6, 6]
    assert [dot.alike.value for dot in dots] == [6, 6, 6]
    found = text(signed_in(lan).get(reverse("indicators:series", args=["MEM_TOTAL"])))
    assert "sáp nhập 01/07/2025" in found


@pytest.mark.parametrize("code", ["GTU_TOTAL", "MEM_IN", "TET_GIFTS", "TARGET_MEM_PCT", "NO_SUCH"])
def test_no_series_of_what_belongs_to_no_unit(signed_in, lan, code):
    assert signed_in(lan).get(reverse("indicators:series", args=[code])).status_code == 404


@pytest.mark.parametrize("asked", [{"so_ky": "99"}, {"so_ky": "x"}, {"loai": "TERM"}])
def test_bad_series_are_told(signed_in, lan, asked):
    response = signed_in(lan).get(reverse("indicators:series", args=["MEM_TOTAL"]), asked)
    assert response.status_code == 422


def test_a_branch_is_split_by_its_units_and_the_rows_add_up(signed_in, lan, tree, teachers):
    OrganisationProfile.objects.filter(organisation=tree.leaf).update(funding_class="PRIVATE")
    OrganisationProfile.objects.filter(organisation=tree.other_leaf).update(kind="PRIMARY")
    first, last = date(2026, 1, 1), date(2026, 3, 2)
    for code in ("MEM_TOTAL", "GTU_TOTAL"):
        found = indicator(code, last)
        whole = branch_totals([code], tree.middle.pk, first, last)[code]
        for by in BY_UNITS:
            groups = split_by_units(tree.middle, found, by, first, last)
            assert sum(one.total.value or 0 for one in groups) == whole.value
    private = {
        one.label: one.total.value
        for one in split_by_units(
            tree.middle, indicator("MEM_TOTAL", last), Breakdown.SECTOR, first, last
        )
    }
    assert private["Ngoài công lập"] == 5
    client = signed_in(lan)
    shown = text(client.get(page(), {"nhanh": tree.middle.pk, "tach": "SECTOR"}))
    assert "Ngoài công lập" in shown
    assert "Số đơn vị" in shown
    levels = text(client.get(page("GTU_TOTAL"), {"nhanh": tree.middle.pk, "tach": "LEVEL"}))
    assert "Tiểu học" in levels
    assert client.get(page(), {"nhanh": tree.middle.pk, "tach": "x"}).status_code == 200


def test_a_breakdown_no_record_answers_says_that_units_enter_it(signed_in, lan):
    assert "(đơn vị nhập khi báo cáo)" in text(signed_in(lan).get(page("EVAL_A")))
