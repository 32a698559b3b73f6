"""Open work when the unit that owes it is no more."""

from datetime import date, timedelta

import pytest

from congdoan.kernel.organisations.api import (
    Correction,
    Decision,
    NewOrganisation,
    PlannedChange,
    ProfileData,
    Regrouping,
    correct_event,
    end_organisation,
    impact_of,
    regroup_organisations,
    settle_due,
    things_to_pass,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation, OrganisationEvent
from congdoan.support.worklist.api import Wanted, close_work, open_work, sync_work
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.services.passing_on import gather_left_behind
from congdoan.support.worklist.tests.factories import DUTY, make_work

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 20)
PAPER = Decision(number="3/QĐ", exception="thử")


@pytest.fixture
def act(system, now):
    given = {"actor": system, "decision": PAPER, "at": now}

    def merge(gone, into, on=DAY):
        regrouping = Regrouping(EventKind.MERGE_INTO, on, [gone], into=into)
        return regroup_organisations(regrouping=regrouping, **given)

    def end(unit):
        return end_organisation(organisation=unit, reason=EndReason.DISSOLVED, on=DAY, **given)

    def divide(unit, passing):
        parts = [NewOrganisation(f"P{n}", "UNION", ProfileData(f"Phần {n}"), DAY) for n in (1, 2)]
        regrouping = Regrouping(EventKind.DIVIDE, DAY, [unit], founded=parts, passing=passing)
        return regroup_organisations(regrouping=regrouping, **given)

    return {"merge": merge, "end": end, "divide": divide}


def owed(item):
    item.refresh_from_db()
    return item.organisation, item.stands_for


def wanted(item, organisation, **more):
    return Wanted(item.key, DUTY.code, item.title, organisation.pk, "Quy chế", **more)


def test_merged_the_heir_does_it_and_a_later_sync_still_finds_it(act, system, tree, now):
    item, done = make_work(system, tree.leaf, key="test.1.a"), make_work(system, tree.leaf)
    close_work(actor=system, key=done.key, at=now)
    event = act["merge"](tree.leaf, tree.other_leaf)
    assert owed(item) == (tree.other_leaf, tree.leaf)
    assert owed(done) == (tree.leaf, None)  # what was done stays with who did it

    sync_work(actor=system, prefix="test.1.", wanted=[wanted(item, tree.leaf)], on=DAY, at=now)
    assert owed(item) == (tree.other_leaf, tree.leaf)

    undo_event(actor=system, event=event, reason="nhầm")
    assert owed(item) == (tree.leaf, None)


def test_the_party_that_takes_the_place_does_it_in_its_own_name(act, system, tree, now):
    item = make_work(system, tree.leaf, key="test.1.a")
    act["merge"](tree.leaf, tree.other_leaf)
    rows = [wanted(item, tree.other_leaf)]
    sync_work(actor=system, prefix="test.1.", wanted=rows, on=DAY, at=now)
    assert owed(item) == (tree.other_leaf, None)


def test_ended_its_superior_does_it(act, system, tree):
    item = make_work(system, tree.leaf)
    event = act["end"](tree.leaf)
    assert owed(item) == (tree.middle, tree.leaf)
    undo_event(actor=system, event=event, reason="nhầm")
    assert owed(item) == (tree.leaf, None)


def test_divided_the_part_the_officer_chose_does_it(act, system, tree):
    item = make_work(system, tree.leaf)
    [offered] = [
        one
        for one in things_to_pass(PlannedChange(EventKind.DIVIDE, DAY, (tree.leaf.pk,)))
        if one.key.startswith("worklist.")
    ]
    assert offered.label == "1 việc đang mở"
    event = act["divide"](tree.leaf, {offered.key: "P2"})
    assert owed(item) == (Organisation.objects.get(code="P2"), tree.leaf)
    undo_event(actor=system, event=event, reason="nhầm")
    assert owed(item) == (tree.leaf, None)


def test_one_event_after_another_is_taken_back_step_by_step(act, system, tree):
    item = make_work(system, tree.leaf)
    first = act["merge"](tree.leaf, tree.other_leaf)
    second = act["merge"](tree.other_leaf, tree.far_leaf, on=DAY + timedelta(days=3))
    assert owed(item) == (tree.far_leaf, tree.leaf)
    undo_event(actor=system, event=second, reason="nhầm")
    assert owed(item) == (tree.other_leaf, tree.leaf)
    undo_event(actor=system, event=first, reason="nhầm")
    assert owed(item) == (tree.leaf, None)


def test_decided_ahead_it_passes_on_on_the_day(act, system, tree, today, now):
    item = make_work(system, tree.leaf)
    day = today + timedelta(days=5)
    act["merge"](tree.leaf, tree.other_leaf, on=day)
    assert owed(item) == (tree.leaf, None)
    later = make_work(system, tree.leaf)
    settle_due(actor=system, on=day, at=now + timedelta(days=5))
    for one in (item, later):
        assert owed(one) == (tree.other_leaf, tree.leaf)
    undo_event(actor=system, event=OrganisationEvent.objects.latest("pk"), reason="nhầm")
    assert owed(later) == (tree.leaf, None)


def test_corrected_the_right_receiver_does_it(act, system, tree, now):
    item = make_work(system, tree.leaf)
    event = act["merge"](tree.leaf, tree.other_leaf)
    corrected = correct_event(
        actor=system,
        event=event,
        correction=Correction(receiver=tree.far_leaf),
        decision=PAPER,
        reason="ghi sai",
        at=now,
    )
    assert owed(item) == (tree.far_leaf, tree.leaf)
    undo_event(actor=system, event=corrected, reason="đúng rồi")
    assert owed(item) == (tree.other_leaf, tree.leaf)


def test_what_is_asked_of_it_afterwards_is_handed_on_and_comes_back(act, system, tree, today):
    event = act["merge"](tree.leaf, tree.other_leaf)
    ended = act["end"](tree.far_leaf)
    merged, alone = make_work(system, tree.leaf), make_work(system, tree.far_leaf)
    assert gather_left_behind(on=today) == 2
    assert gather_left_behind(on=today) == 0
    assert owed(merged) == (tree.other_leaf, tree.leaf)
    assert owed(alone) == (tree.far_middle, tree.far_leaf)
    for one in (ended, event):
        undo_event(actor=system, event=one, reason="nhầm")
    assert owed(merged) == (tree.leaf, None)
    assert owed(alone) == (tree.far_leaf, None)


def test_the_preview_counts_it_and_the_page_says_in_whose_place(
    act, system, tree, lan, signed_in, law
):
    item = make_work(system, tree.leaf)
    told = impact_of(PlannedChange(EventKind.DISSOLVE, DAY, (tree.leaf.pk,)))
    [line] = [one for one in told if one.label == "Việc đang mở"]
    assert (line.count, line.outcome) == (1, "cấp trên trực tiếp làm tiếp")
    act["end"](tree.leaf)
    page = signed_in(lan).get(f"/viec/{item.pk}/").content.decode()
    assert "làm thay" in page
    assert not WorkItem.objects.filter(organisation=tree.leaf).exists()


def test_work_opened_by_key_stays_one(act, system, tree):
    item = make_work(system, tree.leaf, key="test.one")
    act["merge"](tree.leaf, tree.other_leaf)
    again = open_work(
        actor=system,
        kind=DUTY.code,
        key="test.one",
        title="Lại",
        organisation=tree.leaf,
        on=DAY,
        source_label="Thử",
    )
    assert again.pk == item.pk
    assert again.organisation == tree.other_leaf
