"""The statement of movement reconciles on every day, whatever happened to people and tree."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.members.api import (
    LeavingData,
    TransferData,
    change_category,
    confirm_transfer,
    let_leave,
    propose_transfer,
    unscoped_counted_one_by_one,
)
from congdoan.areas.members.enums import LEAVING, Side
from congdoan.areas.members.models import KeptBranch, MoveMark
from congdoan.areas.members.selectors.moved import Place, unscoped_moved
from congdoan.areas.members.selectors.movement import (
    bands_of,
    is_key,
    unscoped_ages,
    unscoped_movement,
)
from congdoan.areas.members.services.moves import keep_branches, settle_moves
from congdoan.areas.members.tests.keeping import (
    EVER,
    keep_every_branch,
    kept_is_true,
    names_are_true,
    pages_of,
)
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import (
    Decision,
    Regrouping,
    move_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import Organisation

pytestmark = pytest.mark.django_db

START = date(2025, 1, 1)
PAPER = Decision(number="1/QĐ")


def statement(unit, first, last):
    found = unscoped_movement(unit.pk, first=first, last=last)
    return {row.key: row.number for row in (*found.increases, *found.decreases)}, found


def test_each_reason_is_counted_and_opens_into_names(system, tree, enrol, today, now):
    stays = enrol(tree.leaf, "Đặng Thị Hòa", since=date(2024, 1, 1))
    goes = enrol(tree.leaf, "Lê Văn Đức", since=date(2024, 1, 1))
    enrol(tree.leaf, "Trần Thị Ánh", since=date(2026, 1, 5))
    given = {"actor": system, "organisation": tree.leaf, "today": today}
    let_leave(**given, person=goes, data=LeavingData(date(2026, 2, 1), LEAVING[0], "4/QĐ"), at=now)
    change_category(**given, person=stays, category="MANAGER", on=date(2026, 1, 20))

    sums, found = statement(tree.middle, date(2026, 1, 1), date(2026, 2, 28))
    assert sums == {"tang-KNOWN": 1, "giam-RETIRED": 1}
    assert (found.opening, found.closing, found.inside) == (2, 2, 0)
    assert found.reconciles
    names = unscoped_moved(
        tree.middle.pk,
        first=date(2026, 1, 1),
        last=date(2026, 2, 28),
        key="giam-RETIRED",
        limit=9,
    )
    assert [(one.name, one.day) for one in names] == [("Lê Văn Đức", date(2026, 2, 1))]


def test_inside_a_branch_nobody_comes_or_goes(minh, lan, system, tree, enrol, seat, today, now):
    who = enrol(tree.leaf, "Đặng Thị Hòa")
    one = propose_transfer(
        actor=minh,
        person=who,
        sender=tree.leaf,
        receiver=tree.other_leaf,
        asked_by=Side.SENDER,
        data=TransferData(today),
        on=today,
    )
    confirm_transfer(actor=system, transfer=one, on=today, at=now)
    sums, found = statement(tree.middle, today, today)
    assert (sums, found.inside) == ({}, 1)
    assert statement(tree.leaf, today, today)[0] == {"giam-TRANSFERRED": 1}
    assert statement(tree.other_leaf, today, today)[0] == {"tang-TRANSFERRED": 1}


def test_a_unit_comes_with_its_members(system, tree, enrol, today, now):
    for name in ("Đặng Thị Hòa", "Lê Văn Đức"):
        enrol(tree.far_leaf, name)
    day = today - timedelta(days=20)
    move_organisation(
        actor=system,
        organisation=tree.far_leaf,
        parent=tree.middle,
        on=day,
        decision=PAPER,
        at=now,
    )
    first = today - timedelta(days=40)
    assert statement(tree.province, first, today)[0] == {"tang-CAME": 2}
    assert statement(tree.far_province, first, today)[0] == {"giam-WENT": 2}
    assert statement(tree.central, first, today)[0] == {}


def test_keys_are_known_words():
    assert is_key("tang-ADMITTED")
    assert is_key("INSIDE")
    assert not is_key("tang-';DROP")
    assert not is_key("len-ADMITTED")


def test_ages_are_put_together(tree, enrol, today):
    for name, born, sex in (("An", 2000, "F"), ("Bình", 1998, "M"), ("Cả", 1940, "M")):
        enrol(tree.leaf, name, born=date(born, 2, 28), gender=sex)
    assert bands_of(unscoped_ages(tree.province.pk, on=today)) == [
        ("≥ 70", 1, 0, 0),
        ("25–29", 1, 1, 0),
    ]


def test_the_statement_takes_as_many_queries_for_one_as_for_three(tree, enrol, today):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            statement(tree.central, START, today)
        return len(queries)

    enrol(tree.leaf, "An", since=START)
    once = asked()
    enrol(tree.leaf, "Bình", since=START)
    enrol(tree.far_leaf, "Cả", since=START)
    assert asked() == once


def test_large_branches_are_kept_by_day_and_patched_until_counted_anew(system, tree, enrol, today):
    for name in ("An", "Bình", "Cả"):
        enrol(tree.leaf, name, since=START)
    enrol(tree.far_leaf, "Dung", since=START)
    keep_branches(at_least=3)
    kept = KeptBranch.objects.values_list("organisation_id", flat=True)
    assert set(kept) == {tree.central.pk, tree.province.pk, tree.middle.pk}
    assert settle_moves() == len(kept)
    assert settle_moves() == 0  # nothing is marked

    enrol(tree.leaf, "Yên", since=today)
    assert set(MoveMark.objects.values_list("organisation_id", "day")) == {
        (unit.pk, today) for unit in (tree.central, tree.province, tree.middle)
    }
    sums = {"tang-KNOWN": 4}
    assert statement(tree.province, START, today)[0] == sums  # patched by the marked day
    settle_moves()
    assert not MoveMark.objects.exists()
    assert statement(tree.province, START, today)[0] == sums
    kept_is_true()


def test_many_marked_days_count_the_branch_anew(tree, enrol):
    enrol(tree.leaf, "An", since=START)
    keep_branches(at_least=1)
    settle_moves()
    for n in range(201):
        enrol(tree.leaf, f"Người {n}", since=START + timedelta(days=n))
    kept_is_true()
    settle_moves()
    assert not MoveMark.objects.exists()
    kept_is_true()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "transfer", "category", "move", "merge"]),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(1, 40),
    ),
    min_size=3,
    max_size=10,
)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, first=st.integers(0, 60), length=st.integers(0, 90))
def test_movement_reconciles_on_every_day(steps, first, length, system, tree, enrol, today, now):
    with transaction.atomic():
        keep_every_branch()
        days = _happen(steps, system, tree, enrol, now)
        kept_is_true()
        start = START + timedelta(days=first)
        spans = [(start, start + timedelta(days=length)), *((day, day) for day in days)]
        for unit in Organisation.objects.filter(family="UNION"):
            for one, other in spans:
                found = unscoped_movement(unit.pk, first=one, last=other)
                assert found.reconciles, (unit.code, one, other, found)
                assert found.closing == unscoped_counted_one_by_one(unit.pk, on=other)
        names_are_true(tree.province.pk, START, EVER[1])
        transaction.set_rollback(True)


def test_names_come_by_day_a_page_at_a_time_also_of_days_not_yet_counted(tree, enrol, today):
    for n, name in enumerate(["Bình", "An", "Dung", "Cả"]):
        enrol(tree.leaf, name, since=START + timedelta(days=n // 3))
    keep_every_branch()
    enrol(tree.leaf, "Em", since=START)
    assert MoveMark.objects.exists()
    names = [one.name for one in pages_of(tree.province.pk, START, today, "tang-KNOWN")]
    assert names == ["An", "Bình", "Dung", "Em", "Cả"]
    names_are_true(tree.province.pk, START, today)


@pytest.mark.parametrize("typed", ["", "x", "2026-02-30.1", "2026-02-01", "2026-02-01.-1"])
def test_a_place_nobody_made_is_the_beginning(typed):
    assert Place.read(typed) is None


def _happen(steps, system, tree, enrol, now):
    leaves = [tree.leaf, tree.other_leaf, tree.far_leaf]
    people, day, days = [], START, []
    for n, (what, one, other, later) in enumerate(steps):
        day += timedelta(days=later)
        days.append(day)
        here, there = leaves[one % 3], leaves[other % 3]
        try:
            with transaction.atomic():
                if what == "join" or not people:
                    people.append((enrol(here, f"Người {n}", since=day), here))
                    continue
                who, home = people[one % len(people)]
                _act(what, system, tree, who, home, there, day, now)
        except Refusal:
            continue
        if later % 3 == 0:
            settle_moves()
    return days


def _act(what, system, tree, who, home, there, day, now):
    given = {"actor": system, "organisation": home, "person": who, "today": day}
    if what == "leave":
        let_leave(**given, data=LeavingData(day, LEAVING[1]), at=now)
    elif what == "category":
        change_category(**given, category="STAFF", on=day)
    elif what == "transfer":
        one = propose_transfer(
            actor=system,
            person=who,
            sender=home,
            receiver=there,
            asked_by=Side.SENDER,
            data=TransferData(day),
            on=day,
        )
        confirm_transfer(actor=system, transfer=one, on=day, at=now)
    elif what == "move":
        parent = tree.far_middle if day.day % 2 else tree.middle
        move_organisation(
            actor=system, organisation=home, parent=parent, on=day, decision=PAPER, at=now
        )
    else:
        regroup_organisations(
            actor=system,
            regrouping=Regrouping(EventKind.MERGE_INTO, day, [home], into=there),
            decision=PAPER,
            at=now,
        )
