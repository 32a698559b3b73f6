"""Pages that look through time: strip, comparison, lineage, series; who sees what, at what cost."""

from datetime import date
from io import BytesIO

from django.urls import reverse
import pytest
from python_calamine import CalamineWorkbook

from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    change_profile,
    end_organisation,
    establish_organisations,
    move_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
PAPER = Decision(number="15/QĐ-LĐLĐ")
DAYS = {"tu": "2025-06-30", "den": "2025-07-01"}
MERGED = "Công đoàn cơ sở Trường Tiểu học và THCS Hoa Sen"


@pytest.fixture
def merged(tree, system, now):
    """Both schools of Lan's unit became one on ``DAY``; a third was founded, a fourth ended."""
    found(system, now, tree.middle.code, ["K1"], on=date(2020, 1, 1))
    ends = Organisation.objects.get(code="K1")
    end_organisation(
        actor=system,
        organisation=ends,
        reason=EndReason.DISSOLVED,
        on=DAY,
        decision=PAPER,
        at=now,
    )
    found(system, now, tree.middle.code, ["K2"], on=DAY)
    new = NewOrganisation("CS-A1X", "UNION", ProfileData(MERGED, level="L4_GRASSROOTS"), DAY)
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            EventKind.CONSOLIDATE, DAY, [tree.leaf, tree.other_leaf], founded=[new]
        ),
        decision=PAPER,
        at=now,
    )
    return Organisation.objects.get(code="CS-A1X")


def found(system, now, parent, codes, *, on):
    news = [
        NewOrganisation(
            code, "UNION", ProfileData(f"Trường {code}", level="L4_GRASSROOTS"), on, {1: parent}
        )
        for code in codes
    ]
    establish_organisations(actor=system, news=news, decision=PAPER, at=now)


def compare(client, **asked):
    return client.get(reverse("organisations:compare"), {**DAYS, **asked})


# --- comparison ------------------------------------------------------------------------------


def test_what_was_merged_says_into_what(merged, lan, signed_in):
    page = compare(signed_in(lan)).content.decode()

    assert f"Hợp nhất thành {MERGED} ngày 01/07/2025." in page
    assert "Hợp nhất từ Công đoàn cơ sở Trường" in page
    assert "Trước đó trực thuộc Công đoàn phường Đông." in page
    assert page.count('<td role="cell" class="is-name"') == 5
    assert f'href="/to-chuc/{merged.pk}/"' in page  # the heir, to open


def test_the_sums_lead_from_one_day_to_the_other(merged, lan, signed_in):
    told = dict(compare(signed_in(lan)).context["balance"])

    assert told["Ngày 30/06/2025"] == 4
    assert told["Ngày 01/07/2025"] == 3
    assert told["+ thành lập mới"] == 2
    assert told["− nhập, chia vào đơn vị khác"] == 2
    assert told["− kết thúc, không đơn vị kế tục"] == 1


def test_one_kind_of_change_alone(merged, lan, signed_in):
    page = compare(signed_in(lan), loai="ENDED").content.decode()

    assert "Trường K1" in page
    assert "Hợp nhất thành" not in page


def test_a_transfer_shows_from_where_to_where_on_both_sides(
    tree, system, now, lan, signed_in, make_person, seat, actor_of
):
    move_organisation(
        actor=system, organisation=tree.leaf, parent=tree.far_middle, on=DAY, decision=PAPER, at=now
    )
    way = "Từ Công đoàn phường Đông về Công đoàn phường Tây."
    page = compare(signed_in(lan)).content.decode()
    assert "Chuyển đi nơi khác" in page
    assert way in page

    far = make_person("Lê Văn Tây", username="tay")
    seat(far, tree.far_middle, "PRESIDENT")
    page = compare(signed_in(actor_of(far))).content.decode()
    assert "Chuyển đến từ nơi khác" in page
    assert way in page


def test_names_and_levels_of_both_days(tree, system, now, lan, signed_in):
    profile = ProfileData("Công đoàn cơ sở Ban Mai", level="L4_MEMBER")
    change_profile(
        actor=system, organisation=tree.leaf, profile=profile, on=DAY, decision=PAPER, at=now
    )
    page = compare(signed_in(lan)).content.decode()

    assert "Tên cũ: Công đoàn cơ sở Trường Tiểu học Hoa Sen." in page
    assert "Đổi cấp" in page


def test_another_branch_is_not_compared(tree, lan, signed_in):
    client = signed_in(lan)
    assert compare(client, nhanh=tree.far_middle.pk).status_code == 404
    assert compare(client, nhanh=tree.province.pk).status_code == 404
    sheet = reverse("organisations:compare_sheet")
    assert client.get(sheet, {**DAYS, "nhanh": tree.far_middle.pk}).status_code == 404


def test_a_branch_that_stood_elsewhere_then_is_judged_as_of_then(
    tree, system, now, signed_in, make_person, seat, actor_of
):
    """The far province has had Lan's unit since; what stood in it before is not theirs to see."""
    move_organisation(
        actor=system, organisation=tree.middle, parent=tree.far_province,
        on=DAY, decision=PAPER, at=now,
    )  # fmt: skip
    far = make_person("Lý Văn Xa", username="xa")
    seat(far, tree.far_province, "PRESIDENT")
    comparison = compare(signed_in(actor_of(far)), nhanh=tree.middle.pk).context["comparison"]
    assert comparison.size_before == 0
    assert comparison.size_after == 3
    assert {str(kind) for kind in comparison.counts} == {"ARRIVED"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"tu": "2025-07-02"}, "Ngày sau phải muộn hơn ngày trước"),
        ({"tu": "31/02/2025"}, "Ngày chưa đúng"),
        ({"loai": "KHAC"}, "KHAC"),
        ({"don_vi": "không có đơn vị này"}, "Không tìm thấy"),
        ({"tu": "1950-01-01", "den": "1951-01-01"}, "Không có đơn vị nào trong hai ngày này"),
        ({}, "Không có thay đổi nào giữa hai ngày."),
    ],
)
def test_what_cannot_be_compared_is_said(tree, lan, signed_in, asked, said):
    answer = compare(signed_in(lan), **asked)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_the_workbook_tells_the_same(merged, lan, signed_in):
    answer = signed_in(lan).get(reverse("organisations:compare_sheet"), DAYS)
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))

    assert book.sheet_names == ["Thay đổi", "Cấp trên trước và sau", "Tổng hợp"]
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert any("Hợp nhất thành" in row[6] for row in rows)
    ways = book.get_sheet_by_index(1).to_python()
    assert sum(int(row[2]) for row in ways[1:]) == 5


@pytest.mark.parametrize("name", ["compare", "series", "compare_sheet"])
def test_comparing_costs_the_same_for_one_and_for_many(
    name, merged, tree, lan, system, now, signed_in, django_assert_max_num_queries
):
    client, address = signed_in(lan), reverse(f"organisations:{name}")
    costs = []
    for codes in (["M1"], [f"M{n}" for n in range(2, 9)]):
        found(system, now, tree.middle.code, codes, on=DAY)
        with django_assert_max_num_queries(45) as asked:
            assert client.get(address, DAYS).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_long_comparisons_go_by_pages(tree, lan, system, now, signed_in, monkeypatch):
    monkeypatch.setattr("congdoan.kernel.organisations.views.time.PAGE", 2)
    found(system, now, tree.middle.code, ["P1", "P2", "P3"], on=DAY)
    client = signed_in(lan)
    first, last = compare(client), compare(client, trang="2")
    assert "Trường P1" in first.content.decode()
    assert "Trường P3" not in first.content.decode()
    assert "Trường P3" in last.content.decode()
    assert compare(client, trang="99").context["page_number"] == 2


# --- the strip of an organisation's page ------------------------------------------------------


def test_the_page_lists_the_days_of_change(merged, tree, lan, system, now, signed_in):
    page = signed_in(lan).get(reverse("organisations:detail", args=[tree.leaf.pk]))
    strip = page.context["strip"]

    assert [one.day for one in strip.days] == [date(2015, 1, 1), DAY]
    assert strip.days[1].notes == ("Kết thúc (hợp nhất)",)
    assert strip.days[1].current
    assert strip.previous.day == date(2015, 1, 1)
    assert strip.following is None
    assert "?as_of=2015-01-01" in page.content.decode()


def test_every_kind_of_change_has_its_words(merged, tree, lan, system, now, signed_in):
    change_profile(
        actor=system,
        organisation=merged,
        profile=ProfileData("Công đoàn cơ sở Ban Mai", level="L4_GRASSROOTS"),
        on=date(2025, 9, 1),
        decision=PAPER,
        at=now,
    )
    into = Regrouping(
        EventKind.MERGE_INTO, date(2025, 10, 1), [Organisation.objects.get(code="K2")], into=merged
    )
    regroup_organisations(actor=system, regrouping=into, decision=PAPER, at=now)
    page = signed_in(lan).get(reverse("organisations:detail", args=[merged.pk]))
    notes = [note for one in page.context["strip"].days for note in one.notes]
    assert notes == [
        "Thành lập",
        "Từ việc hợp nhất",
        "Đổi tên thành Công đoàn cơ sở Ban Mai",
        "Nhận đơn vị sáp nhập",
    ]


def test_a_day_the_unit_stood_elsewhere_is_told_without_a_link(tree, system, now, lan, signed_in):
    for on, parent in ((date(2024, 1, 1), tree.far_middle), (DAY, tree.middle)):
        move_organisation(
            actor=system, organisation=tree.leaf, parent=parent, on=on, decision=PAPER, at=now
        )
    client = signed_in(lan)
    page = client.get(reverse("organisations:detail", args=[tree.leaf.pk]))
    opens = {one.day: one.open for one in page.context["strip"].days}
    assert opens == {date(2015, 1, 1): True, date(2024, 1, 1): False, DAY: True}
    for day, may in opens.items():
        address = reverse("organisations:detail", args=[tree.leaf.pk])
        assert client.get(address, {"as_of": day.isoformat()}).status_code == (200 if may else 404)


# --- lineage ---------------------------------------------------------------------------------


def test_lineage_follows_several_events(merged, tree, lan, system, now, signed_in):
    into = Regrouping(
        EventKind.MERGE_INTO, date(2025, 10, 1), [merged], into=Organisation.objects.get(code="K2")
    )
    regroup_organisations(actor=system, regrouping=into, decision=PAPER, at=now)
    answer = signed_in(lan).get(reverse("organisations:lineage", args=[tree.leaf.pk]))
    page = answer.content.decode()

    assert [(link.kind, link.on) for link in answer.context["graph"].links] == [
        ("CONSOLIDATE", DAY),
        ("MERGE_INTO", date(2025, 10, 1)),
    ]
    assert "Trường K2" in page
    assert "15/QĐ-LĐLĐ" in page
    assert "<svg viewBox" in page
    assert "Ánh Dương" not in page  # a sister, neither before nor after


def test_a_unit_without_lineage_says_so(tree, lan, signed_in):
    page = signed_in(lan).get(reverse("organisations:lineage", args=[tree.leaf.pk]))
    assert "Chưa có lần sáp nhập" in page.content.decode()


# --- series ----------------------------------------------------------------------------------


def test_the_series_names_what_broke_it(merged, lan, signed_in):
    asked = {"tu_nam": "2023", "den_nam": "2026"}
    answer = signed_in(lan).get(reverse("organisations:series"), asked)
    page = answer.content.decode()

    assert [point.then for point in answer.context["points"]] == [4, 4, 3, 3]
    assert [point.on.year for point in answer.context["points"]] == [2023, 2024, 2025, 2026]
    assert "hợp nhất 01/07/2025" in page
    assert "(15/QĐ-LĐLĐ)" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"tu_nam": "2026", "den_nam": "2020"}, "Năm cuối phải từ năm đầu"),
        ({"tu_nam": "1950", "den_nam": "2020"}, "Nhiều nhất 30 năm"),
        ({"tu_nam": "1950", "den_nam": "1951"}, "Không có đơn vị nào trong những năm này"),
        ({"tu_nam": "x"}, "tu_nam"),
    ],
)
def test_years_that_cannot_be_drawn(tree, lan, signed_in, asked, said):
    answer = signed_in(lan).get(reverse("organisations:series"), asked)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_who_may_open_nothing_is_told_why(tree, stranger, signed_in):
    for name in ("compare", "compare_sheet", "series"):
        assert signed_in(stranger).get(reverse(f"organisations:{name}")).status_code == 403


def test_who_works_for_no_organisation_chooses_one_first(tree, make_person, client, settings):
    settings.CLOCK = "2026-03-02"
    user = make_person("Quản Trị", username="quan-tri").user
    user.is_operator = True
    user.save(update_fields=["is_operator"])
    client.force_login(user)
    for name in ("compare", "series"):
        page = client.get(reverse(f"organisations:{name}"))
        assert page.status_code == 200
        assert "Chưa chọn đơn vị" in page.content.decode()
    assert client.get(reverse("organisations:compare_sheet")).status_code == 404
    picked = compare(client, don_vi=f"x [{tree.middle.code}]", as_of="2025-12-31")
    assert picked.context["branch"] == tree.middle
    assert 'name="as_of" value="2025-12-31"' in picked.content.decode()
