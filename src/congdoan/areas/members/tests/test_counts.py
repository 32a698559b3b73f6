"""The derived counts are equal to counting one by one, whatever happened to people and tree."""

from collections import Counter
from datetime import date

import pytest

from congdoan.areas.members.api import (
    NewMembership,
    OutsideTheUnitsLife,
    begin_memberships,
    end_memberships,
    fold_counts,
    member_count,
    unscoped_member_count,
    unscoped_member_counts,
    unscoped_member_series,
)
from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import BranchChange, MemberChange, Membership
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, span
from congdoan.kernel.organisations.api import (
    Decision,
    Regrouping,
    end_organisation,
    move_organisation,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation, Placement
from congdoan.kernel.people.models import Person

pytestmark = pytest.mark.django_db

BEGIN = date(2020, 1, 1)
PAPER = Decision(number="1/QĐ")


def people(n):
    return Person.objects.bulk_create(
        Person(given_name=f"Người {m}", sort_key=str(m), folded=str(m)) for m in range(n)
    )


def join(organisation, *spans):
    """Let new people belong to ``organisation`` for these spans."""
    rows = people(len(spans))
    return begin_memberships(
        [
            NewMembership(person.pk, organisation.pk, valid, "TEACHER", "F", 1980)
            for person, valid in zip(rows, spans, strict=True)
        ]
    )


def all_equal(days, hierarchies=(1, 2)):
    """Compare what is kept with a walk up from every membership, on each day."""
    lives = dict(Organisation.objects.values_list("pk", "valid"))
    members = list(Membership.objects.values_list("organisation", "valid"))
    placed = list(Placement.objects.values_list("hierarchy", "child", "parent", "valid"))
    for day in days:
        here = Counter(home for home, valid in members if contains(valid, day))
        for hierarchy in hierarchies:
            above = {c: p for h, c, p, valid in placed if h == hierarchy and contains(valid, day)}
            slow = dict.fromkeys(lives, 0)
            for home, number in here.items():
                unit = home
                while unit is not None:
                    slow[unit] += number
                    unit = above.get(unit)
            assert unscoped_member_counts(lives, on=day, hierarchy=hierarchy) == slow, (
                day,
                hierarchy,
            )


def test_a_branch_counts_who_is_there_that_day(tree, system):
    join(tree.leaf, span(date(2020, 1, 1)), span(date(2021, 1, 1), date(2022, 1, 1)))
    join(tree.other_leaf, span(date(2020, 6, 1)))
    assert unscoped_member_count(tree.central.pk, on=date(2019, 12, 31)) == 0
    assert unscoped_member_count(tree.central.pk, on=date(2020, 1, 1)) == 1
    assert unscoped_member_count(tree.middle.pk, on=date(2021, 12, 31)) == 3
    assert unscoped_member_count(tree.middle.pk, on=date(2022, 1, 1)) == 2
    assert unscoped_member_count(tree.far_province.pk, on=date(2022, 1, 1)) == 0
    assert member_count(actor=system, organisation=tree.leaf, on=date(2021, 6, 1)) == 2
    days = [date(2019, 1, 1), date(2020, 3, 1), date(2021, 3, 1), date(2023, 3, 1)]
    assert list(unscoped_member_series(tree.province.pk, days=days).values()) == [0, 1, 3, 2]


def test_a_unit_takes_its_members_with_it_and_last_year_stays(tree, system, now):
    join(tree.leaf, *[span(date(2020, 1, 1))] * 3)
    move_organisation(
        actor=system,
        organisation=tree.leaf,
        parent=tree.far_middle,
        on=date(2025, 7, 1),
        decision=PAPER,
        at=now,
    )
    for unit, before, after in [(tree.province, 3, 0), (tree.far_province, 0, 3)]:
        assert unscoped_member_count(unit.pk, on=date(2025, 6, 30)) == before
        assert unscoped_member_count(unit.pk, on=date(2025, 7, 1)) == after
    # The top is not written for a move below it: it counts the same people before and after.
    assert BranchChange.objects.filter(organisation=tree.central).count() == 1


def test_merged_members_go_on_and_come_back_when_it_is_undone(tree, system, now):
    until = date(2026, 1, 1)
    join(tree.leaf, span(date(2020, 1, 1)), span(date(2021, 1, 1), until), span(date(2025, 9, 1)))
    join(tree.other_leaf, span(date(2020, 1, 1)))
    before = sorted(Membership.objects.values_list("person", "organisation", "valid"))
    event = regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            EventKind.MERGE_INTO, date(2025, 7, 1), [tree.leaf], into=tree.other_leaf
        ),
        decision=PAPER,
        at=now,
    )
    assert unscoped_member_count(tree.leaf.pk, on=date(2025, 7, 1)) == 0
    assert unscoped_member_count(tree.other_leaf.pk, on=date(2025, 7, 1)) == 3
    assert unscoped_member_count(tree.other_leaf.pk, on=date(2026, 3, 1)) == 3
    all_equal([date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 1), until])
    undo_event(actor=system, event=event, reason="nhầm")
    assert sorted(Membership.objects.values_list("person", "organisation", "valid")) == before
    all_equal([date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 1), until])


def test_members_of_a_dissolved_unit_end_with_it(tree, system, now):
    join(tree.leaf, span(date(2020, 1, 1)), span(date(2020, 1, 1), date(2030, 1, 1)))
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.ENDED_2025,
        on=date(2025, 6, 15),
        decision=PAPER,
        at=now,
    )
    assert unscoped_member_count(tree.central.pk, on=date(2025, 6, 14)) == 2
    assert unscoped_member_count(tree.central.pk, on=date(2025, 6, 15)) == 0
    reasons = set(Membership.objects.values_list("end_reason", flat=True))
    assert reasons == {EndOfMembership.UNIT_ENDED}


def test_an_event_is_not_taken_back_over_people_who_moved_on(tree, system, now):
    (row,) = join(tree.leaf, span(date(2020, 1, 1)))
    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2025, 6, 15),
        decision=PAPER,
        at=now,
    )
    begin_memberships(
        [NewMembership(row.person_id, tree.other_leaf.pk, span(date(2025, 8, 1)), "TEACHER")]
    )
    with pytest.raises(Refusal, match="1 đoàn viên"):
        undo_event(actor=system, event=event, reason="nhầm")


def test_nobody_belongs_to_a_unit_that_is_not_there(tree):
    with pytest.raises(OutsideTheUnitsLife):
        join(tree.leaf, span(date(2010, 1, 1)))
    assert not MemberChange.objects.exists()


def test_folding_keeps_every_sum_and_leaves_one_row_a_day(tree):
    for _turn in range(3):
        join(tree.leaf, span(date(2020, 1, 1)), span(date(2020, 1, 1), date(2020, 2, 1)))
    end_memberships(
        Membership.objects.filter(valid__endswith__isnull=True).values_list("pk", flat=True)[:1],
        on=date(2020, 2, 1),
        reason=EndOfMembership.RETIRED,
    )
    fold_counts()
    for model in (MemberChange, BranchChange):
        rows = list(model.objects.values_list("organisation", "day"))
        assert len(rows) == len(set(rows))
    all_equal([date(2020, 1, 1), date(2020, 2, 1)])


def test_who_had_left_by_themselves_has_left_again_when_it_is_undone(tree, system, now):
    rows = join(tree.leaf, span(date(2020, 1, 1)), span(date(2025, 8, 1)))
    end_memberships(
        [row.pk for row in rows], on=date(2025, 9, 1), reason=EndOfMembership.TRANSFERRED
    )
    columns = [field.attname for field in Membership._meta.concrete_fields if field.name != "id"]
    before = list(Membership.objects.order_by("person").values(*columns))
    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2025, 6, 15),
        decision=PAPER,
        at=now,
    )
    undo_event(actor=system, event=event, reason="nhầm")
    assert list(Membership.objects.order_by("person").values(*columns)) == before
