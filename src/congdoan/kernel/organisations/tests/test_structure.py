"""Founding, moving, renaming, ending and undoing keep the dated tree whole."""

from datetime import date

import pytest

from congdoan.kernel.organisations.api import (
    ChangeRefused,
    CodeTaken,
    Decision,
    GoesInCircles,
    HasSubordinates,
    NewerDepends,
    NewOrganisation,
    ParentNotThere,
    ProfileData,
    change_profile,
    end_organisation,
    establish_organisation,
    move_organisation,
    name_of,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import Lineage, Organisation, Placement

pytestmark = pytest.mark.django_db
PAPER = Decision(number="12/QĐ-LĐLĐ")


def above(organisation, day):
    rows = Lineage.objects.on(day).filter(hierarchy_id=1, descendant=organisation, depth__gt=0)
    return [row.ancestor.code for row in rows.order_by("depth").select_related("ancestor")]


def test_a_founded_unit_stands_under_all_its_superiors(tree):
    assert above(tree.leaf, date(2020, 1, 1)) == ["CD-A1", "LD-A", "TLD"]


def test_a_moved_unit_keeps_its_past(tree, system, now):
    move_organisation(
        actor=system,
        organisation=tree.middle,
        parent=tree.far_province,
        on=date(2025, 7, 1),
        decision=PAPER,
        at=now,
    )

    assert above(tree.leaf, date(2025, 6, 30)) == ["CD-A1", "LD-A", "TLD"]
    assert above(tree.leaf, date(2025, 7, 1)) == ["CD-A1", "LD-B", "TLD"]


def test_a_move_under_its_own_branch_is_refused(tree, system, now):
    with pytest.raises(GoesInCircles):
        move_organisation(
            actor=system,
            organisation=tree.province,
            parent=tree.leaf,
            on=date(2025, 7, 1),
            decision=PAPER,
            at=now,
        )


def test_a_rename_shows_each_name_in_its_days(tree, system, now):
    change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=ProfileData(name="Công đoàn cơ sở Trường Hoa Sen", level="L4_GRASSROOTS"),
        on=date(2024, 9, 1),
        decision=PAPER,
        at=now,
    )

    assert name_of(tree.leaf, on=date(2024, 8, 31)).endswith("Tiểu học Hoa Sen")
    assert name_of(tree.leaf, on=date(2024, 9, 1)).endswith("Trường Hoa Sen")


def test_a_unit_with_subordinates_cannot_end(tree, system, now):
    with pytest.raises(HasSubordinates):
        end_organisation(
            actor=system,
            organisation=tree.middle,
            reason=EndReason.DISSOLVED,
            on=date(2025, 7, 1),
            decision=PAPER,
            at=now,
        )


def test_an_ended_unit_keeps_its_name_and_leaves_the_tree(tree, system, now):
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.ENDED_2025,
        on=date(2025, 6, 15),
        decision=PAPER,
        at=now,
    )

    assert above(tree.leaf, date(2025, 6, 14)) == ["CD-A1", "LD-A", "TLD"]
    assert above(tree.leaf, date(2025, 6, 15)) == []
    assert name_of(tree.leaf, on=date(2026, 1, 1)).endswith("Hoa Sen")


def test_undo_brings_everything_back(tree, system, now):
    before = sorted(
        Lineage.objects.values_list("hierarchy", "ancestor", "descendant", "depth", "valid"),
        key=str,
    )
    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2025, 6, 15),
        decision=PAPER,
        at=now,
    )

    undo_event(actor=system, event=event, reason="nhập nhầm")

    after = sorted(
        Lineage.objects.values_list("hierarchy", "ancestor", "descendant", "depth", "valid"),
        key=str,
    )
    assert after == before
    assert Organisation.objects.get(pk=tree.leaf.pk).valid.upper is None


def test_an_event_that_newer_ones_rest_on_cannot_be_undone(tree, system, now):
    event = move_organisation(
        actor=system,
        organisation=tree.middle,
        parent=tree.far_province,
        on=date(2025, 7, 1),
        decision=PAPER,
        at=now,
    )
    move_organisation(
        actor=system,
        organisation=tree.middle,
        parent=tree.province,
        on=date(2025, 9, 1),
        decision=PAPER,
        at=now,
    )

    with pytest.raises(NewerDepends):
        undo_event(actor=system, event=event, reason="nhập nhầm")


def test_a_founding_can_be_undone(tree, system, now):
    made = establish_organisation(
        actor=system,
        decision=PAPER,
        at=now,
        new=NewOrganisation(
            "CS-A13", "UNION", ProfileData("Công đoàn mới"), date(2026, 1, 1), {1: "CD-A1"}
        ),
    )

    undo_event(actor=system, event=made.event_parts.get().event, reason="nhập nhầm")

    assert not Organisation.objects.filter(code="CS-A13").exists()
    assert not Placement.objects.filter(child_id=made.pk).exists()


@pytest.mark.parametrize(
    ("code", "parent", "day", "refusal"),
    [
        ("CS-A11", "CD-A1", date(2026, 1, 1), CodeTaken),
        ("CS-A99", "KHONG-CO", date(2026, 1, 1), ParentNotThere),
        ("CS-A99", "CD-A1", date(2010, 1, 1), ParentNotThere),
    ],
)
def test_a_wrong_founding_is_refused(tree, system, now, code, parent, day, refusal):
    with pytest.raises(refusal):
        establish_organisation(
            actor=system,
            decision=PAPER,
            at=now,
            new=NewOrganisation(code, "UNION", ProfileData("Tên"), day, {1: parent}),
        )


def test_a_veto_stops_the_change(tree, system, now, monkeypatch):
    from congdoan.foundation.hooks import Veto
    from congdoan.kernel.organisations.api import changing

    monkeypatch.setitem(changing._handlers, "test", lambda change: Veto("Còn quỹ chưa quyết toán."))

    with pytest.raises(ChangeRefused, match="quyết toán"):
        move_organisation(
            actor=system,
            organisation=tree.middle,
            parent=tree.far_province,
            on=date(2025, 7, 1),
            decision=PAPER,
            at=now,
        )
