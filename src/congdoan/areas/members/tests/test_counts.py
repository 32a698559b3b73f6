"""The derived counts are equal to counting one by one, whatever happened to people and tree."""

from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.members.api import (
    NewMembership,
    OutsideTheUnitsLife,
    begin_memberships,
    end_memberships,
    fold_counts,
    member_count,
    rebuild_counts,
    unscoped_counted_one_by_one,
    unscoped_member_count,
    unscoped_member_counts,
    unscoped_member_series,
)
from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import BranchChange, MemberChange, Membership
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, overlap, span
from congdoan.kernel.organisations.api import (
    Correction,
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    correct_event,
    end_organisation,
    establish_organisation,
    move_organisation,
    rebuild_lineage,
    regroup_organisations,
    settle_due,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationEvent, Placement
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
    everyone = list(Organisation.objects.values_list("pk", flat=True))
    for day in days:
        for hierarchy in hierarchies:
            kept = unscoped_member_counts(everyone, on=day, hierarchy=hierarchy)
            for pk in everyone:
                slow = unscoped_counted_one_by_one(pk, on=day, hierarchy=hierarchy)
                in_tree = Lineage.objects.filter(hierarchy=hierarchy, descendant=pk).exists()
                if in_tree or hierarchy == 1:
                    assert kept[pk] == slow, (day, hierarchy, pk)


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


DAYS = st.integers(min_value=1, max_value=1500).map(lambda n: BEGIN + timedelta(days=n))
STEP = st.tuples(
    st.sampled_from(
        [
            *("join", "join", "join", "leave", "transfer", "move", "move", "sector"),
            *("found", "end", "merge", "consolidate", "divide", "undo", "undo", "fold"),
            *("correct", "correct", "settle", "there_and_back", "there_and_back"),
        ]
    ),
    st.integers(min_value=0, max_value=11),
    st.integers(min_value=0, max_value=11),
    DAYS,
    DAYS,
)


def play(system, now, step):
    kind, one, other, day, until = step
    everyone = list(Organisation.objects.order_by("pk"))
    unit, parent = everyone[one % len(everyone)], everyone[other % len(everyone)]
    if kind == "join":
        valid = span(day, until) if until > day and one % 2 else span(day)
        join(unit, *[overlap(valid, unit.valid) or valid] * (1 + other % 3))
    elif kind in {"leave", "transfer"}:
        leave(parent if kind == "transfer" else None, one, day)
    elif kind == "fold":
        fold_counts()
    elif kind == "settle":
        settle_due(actor=system, on=day, at=now)
    elif kind == "correct":
        correct(system, now, one, parent, day)
    elif kind == "there_and_back":
        there_and_back(unit, parent, day, other, system, now)
    else:
        reorganise(kind, unit, parent, day, one, system, now)


def leave(parent, one, day):
    rows = [m for m in Membership.objects.order_by("pk") if contains(m.valid, day)]
    for row in rows[one : one + 1]:
        end_memberships([row.pk], on=day, reason=EndOfMembership.TRANSFERRED)
        if parent and row.valid.lower < day and contains(parent.valid, day):
            valid = overlap(span(day, row.valid.upper), parent.valid)
            begin_memberships([NewMembership(row.person_id, parent.pk, valid, "STAFF")])


def reorganise(kind, unit, parent, day, one, system, now):
    given = {"actor": system, "decision": PAPER, "at": now}
    number = Organisation.objects.count()
    if kind in {"move", "sector"}:
        hierarchy = 1 if kind == "move" else 2
        move_organisation(organisation=unit, parent=parent, on=day, hierarchy=hierarchy, **given)
    elif kind == "found":
        code = f"N{number}-{day:%y%m%d}"
        new = NewOrganisation(code, "UNION", ProfileData("Mới"), day, {1: parent.code})
        establish_organisation(new=new, **given)
    elif kind == "end":
        end_organisation(organisation=unit, reason=EndReason.DISSOLVED, on=day, **given)
    elif kind == "undo":
        events = list(OrganisationEvent.objects.order_by("pk"))
        undo_event(actor=system, event=events[-1 - one % len(events)], reason="thử")
    else:
        regrouping = regrouping_of(kind, unit, parent, day, number)
        regroup_organisations(regrouping=regrouping, **given)


def correct(system, now, one, receiver, day):
    """Say the ``one``-th newest event again, on another day or with another receiver."""
    events = list(OrganisationEvent.objects.order_by("-pk"))
    event = events[one % len(events)]
    before = snapshot()
    takes = event.kind in {EventKind.MERGE_INTO, EventKind.TRANSFER}
    corrected = correct_event(
        actor=system,
        event=event,
        correction=Correction(
            on=None if takes and one % 3 == 0 else day, receiver=receiver if one % 2 else None
        ),
        decision=Decision(),
        reason="ghi sai",
        at=now,
    )
    if one % 5 == 0:
        undo_event(actor=system, event=corrected, reason="đính chính nhầm")
        assert snapshot() == before


def there_and_back(unit, parent, day, one, system, now):
    """Whatever an event does, undoing it restores."""
    before = snapshot()
    kinds = ("move", "end", "merge", "consolidate", "divide")
    reorganise(kinds[one % len(kinds)], unit, parent, day, one, system, now)
    undo_event(actor=system, event=OrganisationEvent.objects.latest("pk"), reason="thử")
    assert snapshot() == before


def snapshot():
    """Everything the tree and the members say, as comparable rows."""
    fields = {
        Organisation: ("code", "valid", "end_reason"),
        Placement: ("hierarchy", "child", "parent", "valid"),
        Lineage: ("hierarchy", "ancestor", "descendant", "depth", "valid", "reach"),
        Membership: ("person", "organisation", "valid", "end_reason", "begun_by", "ended_by"),
    }
    return {
        model.__name__: sorted(map(str, model.objects.values_list(*columns)))
        for model, columns in fields.items()
    }


def lineage_follows_from_the_tree():
    """Whatever was done and taken back: writing everybody's lineage anew changes nothing."""
    everyone = list(Organisation.objects.values_list("pk", flat=True))
    before = snapshot()["Lineage"]
    for hierarchy in HierarchyId:
        rebuild_lineage(hierarchy=hierarchy, organisations=everyone)
    assert snapshot()["Lineage"] == before


def regrouping_of(kind, one, other, day, n):
    fresh = [
        NewOrganisation(f"R{n}-{m}-{day:%y%m%d}", "UNION", ProfileData(f"Mới {m}"), day)
        for m in range({"merge": 0, "divide": 2}.get(kind, 1))
    ]
    if kind == "merge":
        return Regrouping(EventKind.MERGE_INTO, day, [one], into=other)
    if kind == "consolidate":
        return Regrouping(EventKind.CONSOLIDATE, day, [one, other], founded=fresh)
    below = Placement.objects.filter(parent=one).values_list("child_id", flat=True)
    homes = {pk: fresh[m % 2].code for m, pk in enumerate(sorted(set(below)))}
    passing = {f"members.of:{one.pk}": fresh[1].code} if n % 2 else {}
    return Regrouping(EventKind.DIVIDE, day, [one], founded=fresh, homes=homes, passing=passing)


@pytest.fixture
def seedlings(law, system, now):
    for n in range(5):
        establish_organisation(
            actor=system,
            new=NewOrganisation(
                f"G{n}", "UNION", ProfileData(f"Gốc {n}"), BEGIN, {1: "G0"} if n else {}
            ),
            decision=Decision(),
            at=now,
        )


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=3, max_size=18), probes=st.lists(DAYS, min_size=2, max_size=2))
def test_random_people_and_reorganisations_keep_the_counts_exact(
    seedlings, system, now, steps, probes
):
    with transaction.atomic():
        for step in steps:
            try:
                with transaction.atomic():
                    play(system, now, step)
            except Refusal:
                continue
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for member in Membership.objects.select_related("organisation"):
            assert overlap(member.valid, member.organisation.valid) == member.valid
        call_command("verify_audit", stdout=StringIO())
        lineage_follows_from_the_tree()
        days = sorted({*probes, *(step[3] for step in steps), BEGIN})
        all_equal(days)
        rebuild_counts()
        all_equal(days[:2])
        transaction.set_rollback(True)
