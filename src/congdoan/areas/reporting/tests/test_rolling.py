"""Totals equal a plain sum over the tree of the day, on both lines, whatever happens when."""

from datetime import date
from decimal import Decimal
import random

from django.db import connection
from django.test.utils import CaptureQueriesContext
import pytest

from congdoan.areas.reporting.enums import ReportState, RollUp
from congdoan.areas.reporting.models import (
    Adjustment,
    Cell,
    Change,
    Form,
    FormVersion,
    Line,
    Report,
    Round,
    Section,
    Total,
)
from congdoan.areas.reporting.rules.rolling import shown
from congdoan.areas.reporting.services.rolling import (
    mark_dirty_at,
    prepare_totals,
    roll,
    roll_all,
)
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
    move_organisation,
)
from congdoan.kernel.organisations.models import Lineage, Organisation

ON = date(2025, 11, 30)
SETTLED = {ReportState.ACCEPTED}
#: Series, roll-up, positions of the parts.
BOXES = [
    ("EMP", RollUp.SUM, []),
    ("MEM", RollUp.SUM, []),
    ("DENSITY", RollUp.RATIO, [1, 0]),
    ("SALARY", RollUp.WEIGHTED, [0]),
    ("PEOPLE", RollUp.DISTINCT, []),
]


@pytest.fixture
def version(db, now):
    form = Form.objects.create(code="THU", title="Thử tổng hợp", kind="ANNUAL")
    version = FormVersion.objects.create(form=form, number=1, made_at=now)
    section = Section.objects.create(version=version, position=0, code="A", kind="TABLE", title="A")
    for position, (series, roll_up, parts) in enumerate(BOXES):
        line = Line.objects.create(
            section=section, position=position, title=series, code=series, roll_up=roll_up
        )
        Cell.objects.create(
            version=version,
            line=line,
            position=position,
            series=series,
            roll_up=roll_up,
            parts=parts,
        )
    return version


@pytest.fixture
def forest(tree, system, now):
    """Two dozen unions under both lines: some lead others, some hang right under a province."""
    pick = random.Random("cây tổng hợp")  # noqa: S311 - an invented tree
    codes, news = ["CD-A1"], []
    for n in range(24):
        code = f"TH-{n:02}"
        parents = {1: pick.choice([*codes[-6:], "LD-A"])}
        if n % 3:
            parents[2] = pick.choice(["LD-B", "CD-B1"])
        profile = ProfileData(name=f"Công đoàn thử {n}")
        news.append(NewOrganisation(code, "UNION", profile, date(2016, 1, 1), parents))
        codes.append(code)
    return establish_organisations(
        actor=system, news=news, decision=Decision(number="03/QĐ"), at=now
    )


@pytest.fixture
def opened(tree, forest, version, now):
    """A round of the whole province, where not everybody owes."""
    pick = random.Random("đợt tổng hợp")  # noqa: S311 - invented figures
    round_ = Round.objects.create(
        organisation=tree.province,
        version=version,
        kind="ANNUAL",
        title="Đợt thử",
        first=date(2024, 12, 1),
        last=ON,
        on=ON,
        hierarchy_id=1,
        due_on=date(2025, 12, 5),
        opened_at=now,
    )
    owing = [tree.middle, tree.leaf, tree.other_leaf, *forest]
    above = {
        (row.hierarchy_id, row.descendant_id): row.ancestor_id
        for row in Lineage.objects.on(ON).filter(depth=1)
    }
    Report.objects.bulk_create(
        Report(
            round=round_,
            organisation=one,
            superior_id=above[1, one.pk],
            beside_id=above.get((2, one.pk)),
            due_on=round_.due_on,
            entered=_figures(pick),
        )
        for one in owing
        if pick.random() < 0.8
    )
    prepare_totals(round_)
    return round_


def _figures(pick):
    count = pick.choice([None, 0, pick.randrange(500)])
    return [
        count,
        pick.choice([None, pick.randrange(400)]),
        None,
        pick.choice([None, Decimal(pick.randrange(10**9)) / 100]),
        pick.randrange(9),
    ]


def _weighed(entered):
    """Return what a report adds to each sum."""
    employees, members, _density, salary, _people = entered
    wages = None if salary is None or employees is None else salary * employees
    return [employees, members, None, wages, None]


def plain(round_, hierarchy, organisation):
    """Return what a total must say: reports of the branch, one by one."""
    below = Lineage.objects.on(ON).filter(hierarchy_id=hierarchy, ancestor_id=organisation)
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
        settled = [one for one in reports if one.second_accepted_at]
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


def test_who_leads_somebody_that_owes_has_a_total_and_nobody_above_the_opener(opened, tree):
    totals = agree(opened)
    first = {one.organisation_id for one in totals if one.hierarchy_id == 1}
    owing = Report.objects.filter(round=opened).values_list("organisation_id", flat=True)
    lines = Lineage.objects.on(ON).filter(hierarchy_id=1, depth__gt=0, descendant__in=owing)
    leading = set(lines.values_list("ancestor_id", flat=True))
    assert first == leading - {tree.central.pk}
    top = next(one for one in totals if one.organisation_id == tree.province.pk)
    assert top.owed == len(owing)
    assert top.values == [None] * len(BOXES)


def test_after_any_story_every_total_is_the_plain_sum(opened, tree, now):
    pick = random.Random("chuyện các báo cáo")  # noqa: S311 - an invented story
    reports = list(Report.objects.filter(round=opened))
    for turn in range(40):
        one = pick.choice(reports)
        one.state = pick.choice(list(ReportState))
        one.late = pick.random() < 0.3
        one.second_accepted_at = pick.choice([None, now]) if one.beside_id else None
        if one.state == ReportState.RETURNED:
            one.entered = _figures(pick)
        one.save()
        mark_dirty_at(opened, one.organisation_id, at=now)
        if turn % 5 == 4:
            assert roll(opened) == 5
            agree(opened)
    by_hand = list(Total.objects.filter(round=opened).order_by("pk").values())
    roll_all(opened)
    assert list(Total.objects.filter(round=opened).order_by("pk").values()) == by_hand


def test_an_adjustment_stands_in_the_totals_of_who_made_it_and_above(opened, tree, now):
    Report.objects.filter(round=opened).update(state=ReportState.ACCEPTED)
    roll_all(opened)
    before = Total.objects.get(round=opened, hierarchy_id=1, organisation=tree.province).values
    made = Adjustment.objects.create(
        round=opened,
        superior=tree.middle,
        position=1,
        delta=-7,
        reason="Trùng tên",
        made_at=now,
        made_by_name="Trần Thị Lan",
    )
    mark_dirty_at(opened, tree.middle.pk, at=now)
    roll(opened)
    agree(opened)
    after = Total.objects.get(round=opened, hierarchy_id=1, organisation=tree.province).values
    assert after[1] == before[1] - 7
    made.withdrawn_at = now
    made.save()
    mark_dirty_at(opened, tree.middle.pk, at=now)
    roll(opened)
    again = Total.objects.get(round=opened, hierarchy_id=1, organisation=tree.province).values
    assert again == before


def test_a_change_of_the_tree_after_opening_rewrites_no_total(opened, tree, system, now):
    Report.objects.filter(round=opened).update(state=ReportState.ACCEPTED)
    roll_all(opened)
    known = list(Total.objects.filter(round=opened).order_by("pk").values())
    move_organisation(
        actor=system,
        organisation=Organisation.objects.get(code="TH-05"),
        hierarchy=1,
        parent=tree.far_middle,
        on=date(2026, 1, 1),
        decision=Decision(number="04/QĐ"),
        at=now,
    )
    roll_all(opened)
    assert list(Total.objects.filter(round=opened).order_by("pk").values()) == known


def test_what_is_rolled_back_leaves_no_change_and_counting_twice_nothing_else(opened, tree, now):
    mark_dirty_at(opened, tree.middle.pk, at=now)
    assert roll(opened) == 1
    assert roll(opened) == 0
    assert not Change.objects.exists()


def test_a_roll_asks_as_often_for_many_changes_as_for_one(opened, now):
    reports = list(Report.objects.filter(round=opened))
    deep = max(reports, key=lambda one: Lineage.objects.on(ON).filter(
        hierarchy_id=1, descendant=one.organisation_id).count())  # fmt: skip
    mark_dirty_at(opened, deep.organisation_id, at=now)
    with CaptureQueriesContext(connection) as alone:
        roll(opened)
    for one in reports:
        mark_dirty_at(opened, one.organisation_id, at=now)
    with CaptureQueriesContext(connection) as together:
        roll(opened)
    # One statement a level and line: two lines, at most as many levels as the tree is deep.
    assert len(together) - len(alone) <= 12


def test_shares_come_from_summed_parts_and_averages_from_weights(version):
    cells = list(version.cells.order_by("position"))
    values = [Decimal(200), Decimal(50), None, Decimal(3_000_000), None]
    assert shown(cells, values, weighed=True)[2:] == [Decimal(25), Decimal(15_000), None]
    assert shown(cells, values, weighed=False)[2:4] == [Decimal(25), Decimal(3_000_000)]
    assert shown(cells, [Decimal(0), Decimal(5), None, Decimal(9), None], weighed=True)[2:4] == [
        None,
        None,
    ]
    assert shown(cells, [], weighed=True) == [None] * 5
