"""By right of succession: what is kept of a unit that is no more is read by those of its heir."""

from datetime import date, timedelta

import pytest

from congdoan.foundation.capabilities import declared
from congdoan.kernel.access.selectors.explaining import unscoped_reasons
from congdoan.kernel.organisations.api import (
    CHANGE,
    VIEW,
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile

pytestmark = pytest.mark.django_db

DAY = date(2025, 9, 1)


@pytest.fixture
def merge(system, now):
    def do(gone, into, on=DAY):
        return regroup_organisations(
            actor=system,
            regrouping=Regrouping(EventKind.MERGE_INTO, on, [gone], into=into),
            decision=Decision(number="8/QĐ", exception="thử"),
            at=now,
        )

    return do


@pytest.fixture
def heir(tree, make_person, seat, actor_of):
    """Return who presides the unit that takes over."""
    person = make_person("Vũ Thị Nối", username="noi")
    seat(person, tree.leaf, "PRESIDENT")
    return lambda **more: actor_of(person, **more)


def assert_one_answer(actor):
    for capability in declared().values():
        reached = set(actor.reach(capability).values_list("pk", flat=True))
        rows = OrganisationProfile.objects.filter(actor.within(capability, "organisation_id"))
        assert set(rows.values_list("organisation_id", flat=True)) == reached
        for one in Organisation.objects.all():
            assert actor.may(capability, on=one) == (one.pk in reached)


def test_the_heir_reads_and_changes_nothing(tree, heir, merge, minh, lan):
    assert not heir().may(VIEW, on=tree.far_leaf)
    merge(tree.far_leaf, tree.leaf)
    for actor in (heir(), heir(as_of=DAY - timedelta(days=1))):
        assert actor.may(VIEW, on=tree.far_leaf)
        assert not actor.may(CHANGE, on=tree.far_leaf)
        assert_one_answer(actor)
    inherited = {name for name, one in declared().items() if one.inherited}
    far = [c for c in declared().values() if heir().may(c, on=tree.far_leaf)]
    assert {c.name for c in far} <= inherited
    assert VIEW in far
    # Its neighbours, and those of the unit that is no more, see neither more nor less.
    assert not heir().may(VIEW, on=tree.far_middle)
    assert not heir().may(VIEW, on=tree.other_leaf)


def test_from_the_day_of_the_event_and_not_when_it_is_taken_back(tree, heir, merge, system):
    event = merge(tree.far_leaf, tree.leaf)
    assert not heir(on=DAY - timedelta(days=1)).may(VIEW, on=tree.far_leaf)
    assert heir(on=DAY).may(VIEW, on=tree.far_leaf)
    undo_event(actor=system, event=event, reason="nhầm")
    assert not heir().may(VIEW, on=tree.far_leaf)


def test_the_heirs_of_heirs_and_all_that_ended_below(
    tree, make_person, seat, actor_of, system, now, merge
):
    """Two branches become one: its officers reach what stood under each, however it ended."""
    person = make_person("Đỗ Thị Trên", username="tren")
    seat(person, tree.province, "PRESIDENT")
    merge(tree.far_leaf, tree.far_middle, on=date(2024, 9, 1))
    assert not actor_of(person).may(VIEW, on=tree.far_leaf)
    merge(tree.far_middle, tree.far_province, on=date(2025, 3, 1))
    merge(tree.far_province, tree.province)
    for unit in (tree.far_province, tree.far_middle, tree.far_leaf):
        assert actor_of(person).may(VIEW, on=unit)
        assert not actor_of(person).may(CHANGE, on=unit)
    assert_one_answer(actor_of(person))


def test_divided_both_parts_read_it(tree, make_person, seat, actor_of, system, now):
    parts = [NewOrganisation(f"P{n}", "UNION", ProfileData(f"Phần {n}"), DAY) for n in range(2)]
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(EventKind.DIVIDE, DAY, [tree.far_leaf], founded=parts),
        decision=Decision(number="9/QĐ"),
        at=now,
    )
    for n in range(2):
        person = make_person(f"Lý Thị {n}", username=f"ly{n}")
        seat(person, Organisation.objects.get(code=f"P{n}"), "PRESIDENT", start=DAY)
        assert actor_of(person).may(VIEW, on=tree.far_leaf)


def test_who_may_on_it_names_the_heirs_with_what_they_may(tree, heir, merge, today):
    merge(tree.far_leaf, tree.leaf)
    actor = heir()
    reasons = unscoped_reasons(tree.far_leaf, on=today)
    [mine] = [one for one in reasons if one.person.pk == actor.person_id]
    told = {capability.name for capability in mine.capabilities}
    assert told == {c.name for c in declared().values() if actor.may(c, on=tree.far_leaf)}


def test_pages_of_the_past_open_for_the_heir_and_not_for_the_neighbour(
    tree, heir, merge, signed_in, minh
):
    address = f"/to-chuc/{tree.far_leaf.pk}/"
    merge(tree.far_leaf, tree.leaf)
    browser = signed_in(heir())
    for page in (address, f"{address}?as_of={DAY - timedelta(days=1)}"):
        assert browser.get(page).status_code == 200
    far = f"/to-chuc/{tree.far_middle.pk}/"
    assert browser.get(far).status_code == 404
