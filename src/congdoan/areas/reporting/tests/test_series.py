"""A line over rounds on three trees: equal to plain sums, opened from a figure."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
import pytest

from congdoan.areas.reporting.api import Report
from congdoan.areas.reporting.models import Round
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.series import line_over
from congdoan.areas.reporting.selectors.totals import place_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_rounds(make_round, tree):
    """2025 and 2026; each union below said so many members of so many employees."""
    said = {2025: (30, 40), 2026: (45, 50)}
    found = {}
    for year, (members, employees) in said.items():
        made = make_round(year=year)
        for n, report in enumerate(made.reports.order_by("organisation_id")):
            values = [Decimal(employees), Decimal(members + n), None, None, None, Decimal(9 + n)]
            Report.objects.filter(pk=report.pk).update(entered=values, state="ACCEPTED")
        found[year] = made
    return found


def plain_sum(round_, organisations=None):
    rows = Report.objects.filter(round=round_, state="ACCEPTED")
    return sum(one.entered[1] for one in rows)


def test_it_equals_the_plain_sums_and_ratios_come_from_summed_parts(two_rounds, lan, tree):
    here = two_rounds[2026]
    place = place_in(lan, here, organisation=tree.middle.pk, line=None)
    cells = layout_of(here.version).by_series
    dots = line_over(lan, place, cells["T_MEM"])
    assert [one.round.pk for one in dots] == [two_rounds[2025].pk, here.pk]
    assert [one.then.value for one in dots] == [plain_sum(one.round) for one in dots]
    rows = list(here.reports.filter(state="ACCEPTED"))
    rate = line_over(lan, place, cells["T_RATE"])[-1].then.value
    whole = sum(one.entered[1] for one in rows) * 100 / sum(one.entered[0] for one in rows)
    assert rate == round(whole, 2)
    paid = line_over(lan, place, cells["T_PAY"])[-1].then.value
    weighed = sum(one.entered[5] * one.entered[0] for one in rows)
    assert paid == round(weighed / sum(one.entered[0] for one in rows), 2)


def test_the_page_shows_three_trees_and_opens_from_a_figure(two_rounds, lan, tree, signed_in):
    client = signed_in(lan)
    here = two_rounds[2026]
    behind = client.get(reverse("reporting:behind", args=[here.pk, 1])).content.decode()
    address = reverse("reporting:series", args=[here.pk, 1])
    assert address in behind
    page = client.get(address).content.decode()
    assert "Báo cáo năm 2025" in page
    assert "So cùng phạm vi" in page
    assert client.get(reverse("reporting:series", args=[here.pk, 99])).status_code == 404


def test_only_what_is_accepted_counts(two_rounds, lan, tree):
    here = two_rounds[2026]
    Report.objects.filter(round=here, organisation=tree.leaf).update(state="SUBMITTED")
    place = place_in(lan, here, organisation=tree.middle.pk, line=None)
    cell = layout_of(here.version).by_series["T_MEM"]
    dot = line_over(lan, place, cell)[-1]
    assert dot.then.value == (plain_sum(here) or None)
    assert dot.then.reports == here.reports.filter(state="ACCEPTED").count()
    assert Round.objects.count() == 2
    assert dot.round.on == date(2026, 12, 31)
