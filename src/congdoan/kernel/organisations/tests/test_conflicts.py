"""Events that cannot both be true are refused in a sentence that names the other one."""

from datetime import date

import pytest

from congdoan.kernel.organisations.api import (
    Decision,
    LaterStands,
    NewOrganisation,
    NotThereThen,
    ProfileData,
    ReceiverEndsSooner,
    ReceiverKnownToEnd,
    Regrouping,
    SameDayContradicts,
    change_profile,
    end_organisation,
    establish_organisation,
    move_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Placement

pytestmark = pytest.mark.django_db
EARLY, DAY, LATE = date(2025, 3, 1), date(2025, 7, 1), date(2027, 1, 1)


@pytest.fixture
def act(system, now):
    """``act.merge(one, into, on)`` and its like, all by one decision."""

    class Acts:
        given = {"actor": system, "decision": Decision(number="15/QĐ", exception="thử"), "at": now}

        def merge(self, one, into, on=DAY):
            regrouping = Regrouping(EventKind.MERGE_INTO, on, [one], into=into)
            return regroup_organisations(regrouping=regrouping, **self.given)

        def end(self, one, on=DAY):
            return end_organisation(
                organisation=one, reason=EndReason.DISSOLVED, on=on, **self.given
            )

        def move(self, one, parent, on=DAY):
            return move_organisation(organisation=one, parent=parent, on=on, **self.given)

        def rename(self, one, name, on=DAY, level="L4_GRASSROOTS"):
            return change_profile(
                organisation=one, profile=ProfileData(name=name, level=level), on=on, **self.given
            )

        def found(self, code, parent, on=DAY):
            new = NewOrganisation(code, "UNION", ProfileData("Mới"), on, {1: parent.code})
            return establish_organisation(new=new, **self.given)

        def separate(self, one, code, on=DAY):
            new = NewOrganisation(code, "UNION", ProfileData("Mới"), on)
            regrouping = Regrouping(EventKind.SEPARATE, on, [one], founded=[new])
            return regroup_organisations(regrouping=regrouping, **self.given)

    return Acts()


@pytest.mark.parametrize("later", ["merged", "received", "moved", "separated"])
@pytest.mark.parametrize("ending", ["end", "merge"])
def test_a_unit_with_a_later_event_does_not_end_before_it(tree, act, later, ending):
    {
        "merged": lambda: act.merge(tree.leaf, tree.far_leaf, LATE),
        "received": lambda: act.merge(tree.far_leaf, tree.leaf, LATE),
        "moved": lambda: act.move(tree.leaf, tree.far_middle, LATE),
        "separated": lambda: act.separate(tree.leaf, "CS-X", LATE),
    }[later]()
    with pytest.raises(LaterStands) as refused:
        act.end(tree.leaf) if ending == "end" else act.merge(tree.leaf, tree.other_leaf)
    told = str(refused.value)
    assert "Hoa Sen" in told
    assert "01/01/2027" in told
    assert "15/QĐ" in told
    assert "hoàn tác hoặc đính chính" in told


def test_a_unit_that_takes_others_in_later_does_not_end_before(tree, act):
    act.move(tree.leaf, tree.far_leaf, LATE)
    with pytest.raises(LaterStands):
        act.end(tree.far_leaf)
    act.found("CS-Y", tree.other_leaf, LATE)
    with pytest.raises(LaterStands):
        act.end(tree.other_leaf)


def test_who_comes_later_hangs_under_the_successor(tree, act):
    act.move(tree.leaf, tree.far_leaf, LATE)
    act.merge(tree.far_leaf, tree.other_leaf)
    assert Placement.objects.on(LATE).get(child=tree.leaf).parent == tree.other_leaf


def test_a_later_name_keeps_nobody_from_ending(tree, act):
    act.rename(tree.leaf, "Tên sau", LATE)
    act.end(tree.leaf)


def test_a_backdated_end_of_a_unit_others_were_merged_into_is_refused(tree, act):
    act.merge(tree.other_leaf, tree.leaf, DAY)
    with pytest.raises(LaterStands):
        act.end(tree.leaf, EARLY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("move", "rename"),
        ("rename", "move"),
        ("rename", "level"),
        ("separate", "move"),
        ("received", "move"),
        ("facts", "facts"),
    ],
)
def test_two_events_of_one_day_stand_together(tree, act, first, second):
    steps = _steps(tree, act)
    steps[first]()
    steps[second]()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("move", "move"),
        ("rename", "rename"),
        ("move", "end"),
        ("rename", "end"),
        ("received", "end"),
        ("separate", "merge"),
        ("move", "merge"),
    ],
)
def test_two_events_of_one_day_that_contradict_are_refused(tree, act, first, second):
    steps = _steps(tree, act)
    steps[first]()
    with pytest.raises(SameDayContradicts) as refused:
        steps[second]()
    assert "trái với việc này" in str(refused.value)
    assert "chọn ngày khác" in str(refused.value)


def _steps(tree, act):
    places = iter([tree.far_middle, tree.province])
    names = iter("AB")
    return {
        "move": lambda: act.move(tree.leaf, next(places)),
        "rename": lambda: act.rename(tree.leaf, f"Tên {next(names)}"),
        "level": lambda: act.rename(tree.leaf, "Tên khác", level="L3_OTHER"),
        "facts": lambda: act.rename(tree.leaf, "Công đoàn cơ sở Trường Tiểu học Hoa Sen"),
        "separate": lambda: act.separate(tree.leaf, "CS-X"),
        "received": lambda: act.merge(tree.other_leaf, tree.leaf),
        "end": lambda: act.end(tree.leaf),
        "merge": lambda: act.merge(tree.leaf, tree.far_leaf),
    }


def test_nothing_happens_to_a_unit_before_it_existed(tree, act):
    for step in (
        lambda: act.move(tree.leaf, tree.far_middle, date(2010, 1, 1)),
        lambda: act.end(tree.leaf, date(2010, 1, 1)),
        lambda: act.rename(tree.leaf, "Tên", date(2010, 1, 1)),
        lambda: act.merge(tree.leaf, tree.far_leaf, date(2010, 1, 1)),
    ):
        with pytest.raises(NotThereThen) as refused:
            step()
        assert "Hoa Sen" in str(refused.value)
        assert "01/01/2015 – …" in str(refused.value)


def test_nobody_is_left_without_a_superior(tree, act):
    act.end(tree.far_leaf, LATE)
    with pytest.raises(ReceiverEndsSooner, match="không còn cấp trên"):
        act.move(tree.leaf, tree.far_leaf)


def test_a_unit_known_to_end_takes_nobody_over(tree, act):
    act.end(tree.far_leaf, LATE)
    with pytest.raises(ReceiverKnownToEnd, match="01/01/2027"):
        act.merge(tree.leaf, tree.far_leaf)
