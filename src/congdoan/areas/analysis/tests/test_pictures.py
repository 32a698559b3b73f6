"""Charts and maps: their geometry, their pages, their files, who may open what."""

from decimal import Decimal
import xml.etree.ElementTree as ET

from django.urls import reverse
import pytest

from congdoan.areas.analysis.rules.charts import bars, changes, trend
from congdoan.areas.analysis.rules.maps import GRID, PERCENT, scale_of
from congdoan.areas.analysis.selectors.charts import charts_of, words
from congdoan.areas.analysis.selectors.maps import HANDED_IN, tile_map
from congdoan.areas.reporting.api import (
    Pivot,
    Total,
    accept_report,
    layout_of,
    place_in,
)
from congdoan.kernel.organisations.models import OrganisationProfile

D = Decimal


def test_bars_begin_at_a_common_zero_and_what_is_not_stated_has_none():
    found = bars([("Một", D(100)), ("Hai", D(-50)), ("Ba", None), ("Bốn", D(0))], words)
    one, two, three, four = found.bars
    assert one.x == found.zero == two.x + two.width
    assert abs(one.width - 2 * two.width) <= 1
    assert three.silent
    assert not four.silent
    assert bars([], words).bars == []
    assert bars([(str(n), D(n)) for n in range(60)], words).more == 20
    assert bars([("Tất cả không", D(0))], words).bars[0].width == 1


def test_lines_break_where_nothing_is_stated_and_breaks_are_marked():
    found = trend([("A", [D(1), None, D(3), D(4)])], ["x", "y", "z", "t"], [(2, "đổi")], words)
    assert found.curves[0].path.count("M") == 2
    assert len(found.curves[0].dots) == 3
    assert found.breaks[0][1] == "đổi"
    ys = [y for _x, y, _title in found.curves[0].dots]
    assert ys == sorted(ys, reverse=True)
    huge = trend([("A", [D(10) ** 12, D("-0.5")])], ["x", "y"], [], words)
    assert all(40 <= y <= 300 for _x, y, _t in huge.curves[0].dots)
    there = (frozenset({1, 2}), frozenset({2, 3, 4}), frozenset(), frozenset({2}))
    assert changes(there) == [(1, 2, 1)]


def test_every_figure_is_in_the_first_class_that_reaches_it():
    for values in ([], [None], [D(5)], [D(1), D(1), D(2)], [D(n * n) for n in range(23)]):
        scale = scale_of(values)
        for value in values:
            tone = scale.tone(value)
            if value is None:
                assert tone == 0
            else:
                _n, _low, high = scale.spans[tone - 1]
                assert value <= high
                assert tone == 1 or value > scale.spans[tone - 2][2]
        assert len(scale.spans) <= 5
    assert [PERCENT.tone(D(n)) for n in (0, 20, 21, 100)] == [1, 1, 2, 5]
    assert len(GRID) == len(set(GRID.values())) == 34


@pytest.fixture
def taken(submitted, lan, today, now):
    return accept_report(actor=lan, report=submitted, words="", on=today, at=now)


@pytest.fixture
def rolled(taken):
    from congdoan.areas.reporting.services.rolling import roll_waiting

    roll_waiting(taken.round_id)
    return taken.round


@pytest.mark.django_db
def test_the_charts_of_a_comparison_stand_beside_their_table(rolled, lan, signed_in):
    here = reverse("analysis:charts", args=[rolled.pk])
    page = signed_in(lan).get(here, {"cot": ["1", "2"]}).content.decode()
    drawn = page[page.index('<svg xmlns="http') :]
    picture = ET.fromstring(drawn[: drawn.index("</svg>") + 6])  # noqa: S314 - our own page
    assert picture.find("{http://www.w3.org/2000/svg}desc") is not None
    assert "Số liệu của biểu đồ" in page
    file = here + "tai/?cot=1"
    assert signed_in(lan).get(file).content[:5] == b"%PDF-"
    assert signed_in(lan).get(file + "&dang=png").content[1:4] == b"PNG"
    over = signed_in(lan).get(here, {"cot": "1", "theo": "dot"})
    assert over.status_code == 200
    nothing = signed_in(lan).get(here, {"cot": "99"})
    assert "<rect" not in nothing.content.decode()
    assert signed_in(lan).get(here + "tai/?cot=99").status_code == 404


@pytest.mark.django_db
def test_over_rounds_the_line_says_where_the_units_changed(rolled):
    from dataclasses import replace

    from congdoan.areas.reporting.selectors.pivot import Head, Line

    there = (frozenset({1}), frozenset({1, 2}))
    lines = [Line(1, "A", [D(1), D(2)], [None, None]), Line(2, "B", [None, D(5)], [None, None])]
    found = replace(
        Pivot([Head("2025", adds_up=True), Head("2026", adds_up=True)], lines, [D(1), D(7)]),
        there=there,
    )
    whole, greatest = charts_of(found, whole="Cả nhánh", over_rounds=True)
    assert whole.trend.breaks[0][1] == "đơn vị: +1, −0"
    assert [one.label for one in greatest.trend.curves] == ["B", "A"]


@pytest.mark.django_db
def test_the_map_goes_from_completeness_to_a_name(rolled, taken, tree, lan, minh, signed_in):
    page = signed_in(lan).get(reverse("analysis:map", args=[rolled.pk])).content.decode()
    assert reverse("reporting:report", args=[taken.pk]) in page
    assert "100 %" in page
    by_figure = signed_in(lan).get(reverse("analysis:map", args=[rolled.pk]), {"mau": "1"})
    assert ">40<" in by_figure.content.decode()
    wrong = signed_in(lan).get(reverse("analysis:map", args=[rolled.pk]), {"mau": "x"})
    assert 'class="tiles"' not in wrong.content.decode()
    far = signed_in(lan).get(
        reverse("analysis:map", args=[rolled.pk]), {"don-vi": tree.far_province.pk}
    )
    assert far.status_code == 404


@pytest.mark.django_db
def test_provinces_lie_where_they_lie_and_queries_do_not_grow(
    rolled, tree, lan, system, django_assert_max_num_queries
):
    type(rolled).objects.filter(pk=rolled.pk).update(on="2025-12-31")
    rolled.refresh_from_db()
    for unit, code in ((tree.leaf, "01"), (tree.other_leaf, "79")):
        Total.objects.update_or_create(
            round=rolled,
            organisation=unit,
            hierarchy_id=1,
            defaults={"parent": tree.middle, "owed": 4, "submitted": 1, "values": [None] * 6},
        )
        OrganisationProfile.objects.filter(organisation=unit).update(place_code=code)
    place = place_in(system, rolled, organisation=tree.middle.pk, line=1)
    layout = layout_of(rolled.version)
    with django_assert_max_num_queries(9):
        found = tile_map(lan, place, layout, HANDED_IN)
    assert len(found.provinces) == 34
    assert [one.text for one in found.provinces].count("25 %") == 2
    assert all(one.url for one in found.provinces if one.tone)
