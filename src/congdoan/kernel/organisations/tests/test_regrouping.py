"""Merging, consolidating, dividing, separating: who is there, under whom, on which day."""

from datetime import date

import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.valid_time import OutsideItsSpan
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import (
    CodeTaken,
    Decision,
    Homeless,
    IntoItsOwnBranch,
    NewerDepends,
    NewOrganisation,
    NotAmongResults,
    ProfileData,
    Regrouping,
    WrongShape,
    move_organisation,
    predecessors,
    regroup_organisations,
    successors,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import (
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)
PAPER = Decision(number="15/QĐ-LĐLĐ")


@pytest.fixture
def regroup(system, now):
    def act(kind, originals, *, actor=system, on=DAY, **rest):
        regrouping = Regrouping(kind, on, originals, **rest)
        return regroup_organisations(actor=actor, regrouping=regrouping, decision=PAPER, at=now)

    return act


def new(code, name="Đơn vị mới", **parents):
    return NewOrganisation(code, "UNION", ProfileData(name), DAY, parents)


def above(organisation, day):
    rows = Lineage.objects.on(day).filter(hierarchy_id=1, descendant=organisation, depth__gt=0)
    return [row.ancestor.code for row in rows.order_by("depth").select_related("ancestor")]


def snapshot():
    """Everything the tree says, as comparable rows."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list(*fields)))
        for model, fields in {
            Organisation: ("code", "valid", "end_reason"),
            OrganisationProfile: ("organisation", "name", "valid"),
            Placement: ("hierarchy", "child", "parent", "valid"),
            Lineage: ("hierarchy", "ancestor", "descendant", "depth", "valid", "reach"),
        }.items()
    }


def test_who_is_merged_ends_and_what_hung_below_hangs_below_the_other(tree, regroup):
    event = regroup(EventKind.MERGE_INTO, [tree.middle], into=tree.far_middle)

    tree.middle.refresh_from_db()
    assert tree.middle.valid.upper == DAY
    assert tree.middle.end_reason == EndReason.MERGED
    assert above(tree.leaf, EVE) == ["CD-A1", "LD-A", "TLD"]
    assert above(tree.leaf, DAY) == ["CD-B1", "LD-B", "TLD"]
    assert list(successors(tree.middle)) == [tree.far_middle]
    assert list(predecessors(tree.far_middle)) == [tree.middle]
    assert event.kind == EventKind.MERGE_INTO
    written = AuditEntry.objects.filter(verb="organisations.merge_into")
    assert {row.organisation_id for row in written} == {tree.middle.pk, tree.far_middle.pk}


def test_consolidated_units_begin_again_as_one_under_the_first_ones_superior(tree, regroup):
    regroup(EventKind.CONSOLIDATE, [tree.leaf, tree.other_leaf], founded=[new("CS-A1X")])

    made = Organisation.objects.get(code="CS-A1X")
    assert above(made, DAY) == ["CD-A1", "LD-A", "TLD"]
    assert set(predecessors(made)) == {tree.leaf, tree.other_leaf}
    assert above(made, EVE) == []


def test_a_divided_unit_ends_and_each_subordinate_goes_where_it_was_sent(tree, regroup):
    homes = {tree.leaf.pk: "CD-A2", tree.other_leaf.pk: "CD-A3"}
    regroup(EventKind.DIVIDE, [tree.middle], founded=[new("CD-A2"), new("CD-A3")], homes=homes)

    assert above(tree.leaf, DAY) == ["CD-A2", "LD-A", "TLD"]
    assert above(tree.other_leaf, DAY) == ["CD-A3", "LD-A", "TLD"]
    assert {one.code for one in successors(tree.middle)} == {"CD-A2", "CD-A3"}


def test_a_separated_unit_stands_beside_the_one_that_lives_on(tree, regroup):
    regroup(
        EventKind.SEPARATE,
        [tree.middle],
        founded=[new("CD-A2")],
        homes={tree.other_leaf.pk: "CD-A2"},
    )

    tree.middle.refresh_from_db()
    assert tree.middle.valid.upper is None
    assert above(tree.leaf, DAY)[0] == "CD-A1"
    assert above(tree.other_leaf, DAY)[0] == "CD-A2"
    assert [one.code for one in successors(tree.middle)] == ["CD-A2"]


def test_a_subordinate_with_nowhere_to_go_is_named(tree, regroup):
    with pytest.raises(Homeless) as refused:
        regroup(
            EventKind.DIVIDE,
            [tree.middle],
            founded=[new("CD-A2"), new("CD-A3")],
            homes={tree.leaf.pk: "CD-A2"},
        )
    assert "Ánh Dương" in str(refused.value)
    assert not Organisation.objects.filter(code="CD-A2").exists()


def test_nobody_is_sent_to_an_organisation_outside_the_event(tree, regroup):
    with pytest.raises(NotAmongResults):
        regroup(
            EventKind.SEPARATE,
            [tree.middle],
            founded=[new("CD-A2")],
            homes={tree.leaf.pk: "LD-B"},
        )


def test_nothing_is_merged_into_its_own_branch(tree, regroup):
    with pytest.raises(IntoItsOwnBranch):
        regroup(EventKind.MERGE_INTO, [tree.province], into=tree.leaf)


@pytest.mark.parametrize(
    ("kind", "originals", "founded"),
    [
        (EventKind.MERGE_INTO, ["leaf"], []),
        (EventKind.CONSOLIDATE, ["leaf"], ["X"]),
        (EventKind.CONSOLIDATE, ["leaf", "leaf"], ["X"]),
        (EventKind.DIVIDE, ["leaf"], ["X"]),
        (EventKind.DIVIDE, ["leaf", "other_leaf"], ["X", "Y"]),
        (EventKind.SEPARATE, ["leaf"], []),
    ],
)
def test_too_few_or_too_many_are_refused_with_the_way_out(tree, regroup, kind, originals, founded):
    with pytest.raises(WrongShape) as refused:
        regroup(kind, [getattr(tree, name) for name in originals], founded=[*map(new, founded)])
    assert "cần" in str(refused.value)


def test_a_unit_that_is_gone_or_not_yet_there_cannot_take_part(tree, regroup):
    regroup(EventKind.MERGE_INTO, [tree.leaf], into=tree.other_leaf)
    with pytest.raises(OutsideItsSpan):
        regroup(EventKind.MERGE_INTO, [tree.leaf], into=tree.far_leaf)
    with pytest.raises(OutsideItsSpan):
        regroup(EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf)
    with pytest.raises(OutsideItsSpan):
        regroup(EventKind.MERGE_INTO, [tree.other_leaf], into=tree.far_leaf, on=date(2014, 1, 1))


def test_a_code_is_used_once(tree, regroup):
    with pytest.raises(CodeTaken):
        regroup(EventKind.SEPARATE, [tree.leaf], founded=[new("CS-A12")])


def test_both_sides_of_a_merger_are_within_the_officers_reach(tree, regroup, lan):
    regroup(EventKind.MERGE_INTO, [tree.leaf], into=tree.other_leaf, actor=lan)
    with pytest.raises(NotAllowed):
        regroup(EventKind.MERGE_INTO, [tree.other_leaf], into=tree.far_leaf, actor=lan)


@pytest.mark.parametrize("kind", ["MERGE_INTO", "CONSOLIDATE", "DIVIDE", "SEPARATE"])
def test_undoing_restores_everything(tree, regroup, system, kind):
    before = snapshot()
    rest = {
        "MERGE_INTO": {"into": tree.far_middle},
        "CONSOLIDATE": {"founded": [new("N1")]},
        "DIVIDE": {
            "founded": [new("N1"), new("N2")],
            "homes": {tree.leaf.pk: "N1", tree.other_leaf.pk: "N2"},
        },
        "SEPARATE": {"founded": [new("N1")], "homes": {tree.leaf.pk: "N1"}},
    }[kind]
    originals = [tree.middle, tree.far_middle] if kind == "CONSOLIDATE" else [tree.middle]
    event = regroup(EventKind(kind), originals, **rest)
    assert snapshot() != before

    undo_event(actor=system, event=event, reason="Nhập nhầm")

    assert snapshot() == before
    assert not successors(tree.middle)


def test_a_later_move_of_a_subordinate_keeps_the_merger_from_being_undone(
    tree, regroup, system, now
):
    event = regroup(EventKind.MERGE_INTO, [tree.middle], into=tree.far_middle)
    move_organisation(
        actor=system,
        organisation=tree.leaf,
        parent=tree.province,
        on=date(2026, 1, 1),
        decision=PAPER,
        at=now,
    )
    with pytest.raises(NewerDepends):
        undo_event(actor=system, event=event, reason="Nhập nhầm")
