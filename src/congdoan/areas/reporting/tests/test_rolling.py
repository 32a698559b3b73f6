"""Totals equal a plain sum over the tree of the day, on both lines, whatever happens when."""

from datetime import date, timedelta
from decimal import Decimal
import random
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Adjustment, Change, Report, Total
from congdoan.areas.reporting.rules.rolling import shown
from congdoan.areas.reporting.services import rolling
from congdoan.areas.reporting.services.rolling import mark_dirty_at, roll, roll_all
from congdoan.kernel.organisations.api import Decision, move_organisation
from congdoan.kernel.organisations.models import Lineage, Organisation
from tests.rolling_world import BOXES, ON, figures, round_on

SETTLED = {ReportState.ACCEPTED}


def _weighed(entered):
    """Return what a report adds to each sum."""
    employees, members, _density, salary, _people = entered
    wages = None if salary is None or employees is None else salary * employees
    return [employees, members, None, wages, None]


def plain(round_, hierarchy, organisation):
    """Return what a total must say: reports of the branch, one by one."""
    below = Lineage.objects.on(round_.on).filter(hierarchy_id=hierarchy, ancestor_id=organisation)
    reports = list(Report.objects.filter(round=round_, organisation__in=below.values("descendant")))
    settled = [one for one in reports if one.state in SETTLED]
    sums = [None] * len(BOXES)
    for report in settled:
        for place, value in enumerate(_weighed(report.entered)):
            if value is not None:
                sums[place] = value + (sums[place] or 0)
    adjusted = Adjustment.objects.filter(
        round=round_, superior__in=below.values("descendant"), withdrawn_at=None
    )
    for one in adjusted:
        sums[one.position] = one.delta + (sums[one.position] or 0)
    handed_in = [one for one in reports if one.state in SETTLED | {ReportState.SUBMITTED}]
    if hierarchy != round_.hierarchy_id:
        settled = [one for one in handed_in if one.second_accepted_at]
    on_time = [one for one in handed_in if not one.late]
    return sums, (len(reports), len(handed_in), len(settled), len(on_time))


def agree(round_):
    totals = list(Total.objects.filter(round=round_))
    assert {one.hierarchy_id for one in totals} == {1, 2}
    for one in totals:
        sums, counts = plain(round_, one.hierarchy_id, one.organisation_id)
        assert one.values == sums, one
        assert (one.owed, one.submitted, one.accepted, one.on_time) == counts, one
    return totals


def test_who_leads_somebody_that_owes_has_a_total_and_nobody_above_the_opener(tallied, tree):
    totals = agree(tallied)
    first = {one.organisation_id for one in totals if one.hierarchy_id == 1}
    owing = Report.objects.filter(round=tallied).values_list("organisation_id", flat=True)
    lines = Lineage.objects.on(ON).filter(hierarchy_id=1, depth__gt=0, descendant__in=owing)
    leading = set(lines.values_list("ancestor_id", flat=True))
    assert first == leading - {tree.central.pk}
    top = next(one for one in totals if one.organisation_id == tree.province.pk)
    assert top.owed == len(owing)
    assert top.values == [None] * len(BOXES)


def test_after_any_story_every_total_is_the_plain_sum(tallied, tree, now):
    pick = random.Random("chuyện các báo cáo")  # noqa: S311 - an invented story
    reports = list(Report.objects.filter(round=tallied))
    for turn in range(40):
        one = pick.choice(reports)
        one.state = pick.choice(list(ReportState))
        one.late = pick.random() < 0.3
        one.second_accepted_at = pick.choice([None, now]) if one.beside_id else None
        if one.state == ReportState.RETURNED:
            one.entered = figures(pick)
        one.save()
        mark_dirty_at(tallied, one.organisation_id, at=now)
        if turn % 5 == 4:
            assert roll(tallied) == 5
            agree(tallied)
    by_hand = list(Total.objects.filter(round=tallied).order_by("pk").values())
    roll_all(tallied)
    assert list(Total.objects.filter(round=tallied).order_by("pk").values()) == by_hand


def test_an_adjustment_stands_in_the_totals_of_who_made_it_and_above(tallied, tree, now):
    Report.objects.filter(round=tallied).update(state=ReportState.ACCEPTED)
    roll_all(tallied)
    before = Total.objects.get(round=tallied, hierarchy_id=1, organisation=tree.province).values
    made = Adjustment.objects.create(
        round=tallied,
        superior=tree.middle,
        position=1,
        delta=-7,
        reason="Trùng tên",
        made_at=now,
        made_by_name="Trần Thị Lan",
    )
    mark_dirty_at(tallied, tree.middle.pk, at=now)
    roll(tallied)
    agree(tallied)
    after = Total.objects.get(round=tallied, hierarchy_id=1, organisation=tree.province).values
    assert after[1] == before[1] - 7
    made.withdrawn_at = now
    made.save()
    mark_dirty_at(tallied, tree.middle.pk, at=now)
    roll(tallied)
    again = Total.objects.get(round=tallied, hierarchy_id=1, organisation=tree.province).values
    assert again == before


def test_a_change_of_the_tree_after_opening_rewrites_no_total(tallied, tree, system, now):
    Report.objects.filter(round=tallied).update(state=ReportState.ACCEPTED)
    roll_all(tallied)
    known = list(Total.objects.filter(round=tallied).order_by("pk").values())
    move_organisation(
        actor=system,
        organisation=Organisation.objects.get(code="TH-05"),
        hierarchy=1,
        parent=tree.far_middle,
        on=date(2026, 1, 1),
        decision=Decision(number="04/QĐ"),
        at=now,
    )
    roll_all(tallied)
    assert list(Total.objects.filter(round=tallied).order_by("pk").values()) == known


def test_totals_are_the_plain_sum_on_any_day_of_a_tree_that_was_rearranged(
    tree, forest, tallied_version, system, now
):
    pick = random.Random("cây đổi nhiều lần")  # noqa: S311 - an invented story
    day = date(2018, 1, 1)
    for moved in pick.sample(forest, 8):
        day += timedelta(days=pick.randrange(30, 200))
        under = Lineage.objects.on(day).get(hierarchy_id=1, descendant=moved, depth=1).ancestor_id
        move_organisation(
            actor=system,
            organisation=moved,
            hierarchy=1,
            parent=tree.province if under == tree.middle.pk else tree.middle,
            on=day,
            decision=Decision(number="05/QĐ"),
            at=now,
        )
    seen = set()
    for on in (date(2018, 1, 2), date(2019, 6, 30), ON):
        found = round_on(on, tree, forest, tallied_version, now)
        Report.objects.filter(round=found).update(state=ReportState.ACCEPTED)
        roll_all(found)
        seen.add(tuple((one.organisation_id, one.parent_id) for one in agree(found)))
    assert len(seen) > 1


def test_what_is_rolled_back_leaves_no_change_and_counting_twice_nothing_else(tallied, tree, now):
    mark_dirty_at(tallied, tree.middle.pk, at=now)
    assert roll(tallied) == 1
    assert roll(tallied) == 0
    assert not Change.objects.exists()


def test_a_roll_asks_as_often_for_many_changes_as_for_one(tallied, now):
    reports = list(Report.objects.filter(round=tallied))
    deep = max(reports, key=lambda one: Lineage.objects.on(ON).filter(
        hierarchy_id=1, descendant=one.organisation_id).count())  # fmt: skip
    mark_dirty_at(tallied, deep.organisation_id, at=now)
    with CaptureQueriesContext(connection) as alone:
        roll(tallied)
    for one in reports:
        mark_dirty_at(tallied, one.organisation_id, at=now)
    with CaptureQueriesContext(connection) as together:
        roll(tallied)
    # One statement a level and line: two lines, at most as many levels as the tree is deep.
    assert len(together) - len(alone) <= 12


def test_a_burst_is_counted_once_a_second_by_the_first_that_waits(tallied, tree, now, monkeypatch):
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        rolling.roll_in_turn(tallied.pk)
        assert Change.objects.count() == 1

    moment = SimpleNamespace(monotonic=lambda: 100.25, sleep=sleep)
    monkeypatch.setattr(rolling, "time", moment)
    monkeypatch.setattr(rolling, "_rolled", {tallied.pk: 99.5})
    mark_dirty_at(tallied, tree.middle.pk, at=now)
    rolling.roll_in_turn(tallied.pk)
    assert slept == [0.25]
    assert not Change.objects.exists()
    moment.monotonic = lambda: 200.0
    rolling.roll_in_turn(tallied.pk)
    assert slept == [0.25]


def test_shares_come_from_summed_parts_and_averages_from_weights(tallied_version):
    cells = list(tallied_version.cells.order_by("position"))
    values = [Decimal(200), Decimal(50), None, Decimal(3_000_000), None]
    assert shown(cells, values, weighed=True)[2:] == [Decimal(25), Decimal(15_000), None]
    assert shown(cells, values, weighed=False)[2:4] == [Decimal(25), Decimal(3_000_000)]
    assert shown(cells, [Decimal(0), Decimal(5), None, Decimal(9), None], weighed=True)[2:4] == [
        None,
        None,
    ]
    assert shown(cells, [], weighed=True) == [None] * 5
