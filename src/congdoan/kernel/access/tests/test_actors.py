"""Rights come from offices of today; ``may`` and ``reach`` never disagree."""

from datetime import date

import pytest

from congdoan.foundation.capabilities import declared
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import grant_role
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.organisations import api as policies
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Person

pytestmark = pytest.mark.django_db


def test_an_officer_reaches_the_branch_below_and_nothing_else(lan, tree):
    reached = set(lan.reach(policies.VIEW))

    assert reached == {tree.middle, tree.leaf, tree.other_leaf}


def test_may_equals_reach_for_every_capability_and_organisation(lan, minh, hoa, stranger, tree):
    for actor in (lan, minh, hoa, stranger):
        for capability in declared().values():
            reached = set(actor.reach(capability).values_list("pk", flat=True))
            for organisation in Organisation.objects.all():
                assert actor.may(capability, on=organisation) == (organisation.pk in reached)


def test_the_right_ends_with_the_term(tree, make_person, seat, actor_of):
    person = make_person("Phạm Văn Cũ", username="cu")
    seat(person, tree.middle, "PRESIDENT", until=date(2026, 3, 2))

    assert actor_of(person, on=date(2026, 3, 1)).may(policies.CHANGE, on=tree.leaf)
    assert not actor_of(person, on=date(2026, 3, 2)).may(policies.CHANGE, on=tree.leaf)


def test_nobody_acts_outside_their_branch(lan, tree):
    with pytest.raises(NotAllowed):
        lan.require(policies.CHANGE, on=tree.far_leaf)


def test_offices_grants_and_delegations_are_asked_for_at_once(
    lan, hoa, tree, seat, actor_of, django_assert_num_queries
):
    person = Person.objects.get(pk=hoa.person_id)
    seat(person, tree.other_leaf, "EXEC_MEMBER")
    grant_role(
        actor=lan,
        person=person,
        organisation=tree.leaf,
        role=Role.CLERK,
        reach=Reach.HERE,
        start=date(2026, 3, 2),
        until=None,
        decision_no="5/QĐ",
    )
    again = actor_of(person)
    with django_assert_num_queries(1):
        held = again.holdings
    assert [holding.source for holding in held] == ["office", "grant"]


def test_looking_at_another_day_keeps_the_rights_and_moves_the_view(tree, system, now, lan):
    from datetime import date

    from congdoan.kernel.organisations import api as organisations

    organisations.move_organisation(
        actor=system,
        organisation=tree.leaf,
        parent=tree.far_middle,
        on=date(2025, 7, 1),
        decision=organisations.Decision(),
        at=now,
    )
    then = lan.looking_at(date(2025, 6, 30))
    assert not lan.may(organisations.VIEW, on=tree.leaf)
    assert then.may(organisations.VIEW, on=tree.leaf)
    assert not lan.may(organisations.VIEW, on=tree.leaf)
    assert tree.leaf in then.reach(organisations.VIEW)
    assert (then.today, lan.as_of) == (lan.today, lan.today)
    assert system.looking_at(date(2020, 1, 1)).as_of == date(2020, 1, 1)
