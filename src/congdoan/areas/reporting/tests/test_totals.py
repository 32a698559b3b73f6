"""Every figure opens into what it is the sum of, down to the reports; by right."""

from decimal import Decimal

from django.urls import reverse
import pytest

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Adjustment, Report, Total
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.pivot import by_figures, by_rounds, earlier_rounds
from congdoan.areas.reporting.selectors.totals import (
    contributions,
    figures_of,
    place_in,
    readable_branches,
    readable_reports,
)
from congdoan.areas.reporting.selectors.words import gathered
from congdoan.areas.reporting.services.rolling import roll_all
from congdoan.foundation.refusal import NotFound


@pytest.fixture
def accepted(tallied, tree, now):
    """Two of three reports are accepted; the middle unit corrected a figure."""
    for place, one in enumerate(Report.objects.filter(round=tallied).order_by("pk")):
        waits = place % 3 == 0 or one.superior_id == tree.middle.pk
        one.state = ReportState.DRAFT if waits else ReportState.ACCEPTED
        one.narrative = {"A": f"Lời của {one.organisation_id}"}
        one.save()
    Adjustment.objects.create(
        round=tallied,
        superior=tree.middle,
        position=0,
        delta=3,
        reason="Sót một tổ",
        made_at=now,
        made_by_name="Trần Thị Lan",
    )
    roll_all(tallied)
    return tallied


def test_what_is_behind_every_figure_adds_up_to_it_on_both_lines(accepted, system):
    layout = layout_of(accepted.version)
    opened = 0
    for total in Total.objects.filter(round=accepted):
        place = place_in(
            system, accepted, organisation=total.organisation_id, line=total.hierarchy_id
        )
        rows = contributions(place, layout)
        for position in (0, 1):
            said = [one.values[position] for one in rows if one.counts]
            stated = [value for value in said if value is not None]
            assert (sum(stated) if stated else None) == total.values[position]
            opened += len(stated)
        assert sum(one.total.owed if one.total else one.report is not None for one in rows) == (
            total.owed
        )
    assert opened > 20


def test_a_unit_sees_its_own_branch_and_nobody_beside(accepted, tree, lan, minh):
    place = place_in(lan, accepted, organisation=None, line=None)
    assert place.organisation == tree.middle
    assert place.above == []
    with pytest.raises(NotFound):
        place_in(lan, accepted, organisation=tree.province.pk, line=None)
    with pytest.raises(NotFound):
        place_in(minh, accepted, organisation=None, line=None)  # leads nobody


def test_the_pages_of_a_branch(accepted, tree, lan, minh, signed_in):
    here = reverse("reporting:totals", args=[accepted.pk])
    page = signed_in(lan).get(here)
    assert page.status_code == 200
    layout = layout_of(accepted.version)
    total = Total.objects.get(round=accepted, hierarchy_id=1, organisation=tree.middle)
    figures = figures_of(layout, total)
    assert figures[2] == figures[1] * Decimal(100) / figures[0]
    assert f"<strong>{int(figures[0]):,}</strong>".replace(",", ".") in page.content.decode()
    behind = signed_in(lan).get(reverse("reporting:behind", args=[accepted.pk, 0]))
    text = behind.content.decode()
    assert "Sót một tổ" in text
    assert "chưa cộng" in text
    shares = signed_in(lan).get(reverse("reporting:behind", args=[accepted.pk, 2]))
    assert "không lấy bình quân của các tỷ lệ" in shares.content.decode()
    assert (
        signed_in(lan).get(reverse("reporting:behind", args=[accepted.pk, 99])).status_code == 404
    )
    assert signed_in(minh).get(here).status_code == 404


def test_nothing_behind_a_total_is_shown_to_who_may_not_open_it(
    accepted, tree, lan, hoa, minh, signed_in
):
    place = place_in(lan, accepted, organisation=None, line=None)
    layout = layout_of(accepted.version)
    drafts = [one for one in contributions(place, layout) if one.report and not one.counts]
    assert drafts
    assert all(value is None for one in drafts for value in one.values)
    reports = Report.objects.filter(round=accepted)
    reports.update(state=ReportState.SUBMITTED)
    section = accepted.version.sections.get()
    assert gathered(lan, place, section).said
    assert not gathered(hoa, place, section).said
    assert readable_reports(minh, reports) == set(
        reports.filter(organisation=tree.leaf).values_list("pk", flat=True)
    )
    assert readable_branches(lan, [tree.leaf.pk, tree.province.pk]) == {tree.leaf.pk}
    below = Total.objects.filter(round=accepted, hierarchy_id=1, parent=tree.middle)
    gone = below.first()
    Total.objects.filter(pk=gone.pk).update(organisation=tree.far_province)
    for name, more in (("totals", []), ("behind", [0])):
        page = signed_in(lan).get(reverse(f"reporting:{name}", args=[accepted.pk, *more]))
        assert f"don-vi={tree.far_province.pk}&amp;" not in page.content.decode()


def test_the_sheet_holds_every_row_and_sums_by_formulas(accepted, lan, signed_in):
    from io import BytesIO
    from zipfile import ZipFile

    content = signed_in(lan).get(reverse("reporting:totals_sheet", args=[accepted.pk])).content
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<f>SUM(") == 2
    assert sheet.count("<f>IF(") == 2  # the share and the average
    place = place_in(lan, accepted, organisation=None, line=None)
    rows = contributions(place, layout_of(accepted.version))
    assert f'<row r="{len(rows) + 4}"' in sheet


def test_units_are_compared_by_figures_and_by_rounds(accepted, tree, system, signed_in, lan):
    layout = layout_of(accepted.version)
    place = place_in(system, accepted, organisation=tree.province.pk, line=1)
    found = by_figures(place, layout, [0, 2])
    rows = [one for one in contributions(place, layout) if one.counts and not one.adjustment]
    assert {one.organisation_id for one in found.lines} == {one.organisation_id for one in rows}
    stated = [one.shares[0] for one in found.lines if one.shares[0] is not None]
    corrected = Decimal(100) - sum(stated)  # only the middle unit's own line may be missing
    assert abs(corrected) < Decimal("0.0001")
    assert all(one.shares[1] is None for one in found.lines)  # shares of shares say nothing
    first, *rest = found.by(0, rising=False)
    assert all((first.values[0] or 0) >= (one.values[0] or 0) for one in rest)
    over = by_rounds(place, earlier_rounds(place), layout.cells[0].series)
    assert over.whole == [found.whole[0]]
    here = reverse("reporting:pivot", args=[accepted.pk])
    assert "Bảng so sánh" in signed_in(lan).get(here).content.decode()
    many = "&".join(f"cot={n}" for n in [0, 1, 2, 3] * 3)
    assert signed_in(lan).get(f"{here}?{many}").status_code == 200
    strange = signed_in(lan).get(f"{here}?cot=99").content.decode()
    assert "Bảng so sánh" not in strange
    sheet = signed_in(lan).get(reverse("reporting:pivot_file", args=[accepted.pk]) + "?cot=0")
    assert sheet.content[:2] == b"PK"
    plain = signed_in(lan).get(
        reverse("reporting:pivot_file", args=[accepted.pk]) + "?cot=0&dang=csv"
    )
    assert (
        plain.content.decode("utf-8-sig").count("\n")
        == len(by_figures(place_in(lan, accepted, organisation=None, line=None), layout, [0]).lines)
        + 1
    )
