"""A delegation holds what the office holds, while the office and the paper last."""

from datetime import date

import pytest

from congdoan.foundation.capabilities import declared
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import (
    DelegationOutlivesOffice,
    NothingDelegated,
    delegate,
    end_grant,
    grant_role,
    revoke_delegation,
    start_support,
    unscoped_reasons,
)
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.selectors.delegations import tasks_to_lend
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations import api as policies
from congdoan.kernel.people.models import Office, Person

pytestmark = pytest.mark.django_db


def lend(lan, hoa, **changes):
    values = {
        "actor": lan,
        "office": Office.objects.get(person_id=lan.person_id),
        "to": Person.objects.get(pk=hoa.person_id),
        "capabilities": ["organisations.change"],
        "start": date(2026, 3, 2),
        "until": date(2026, 3, 9),
        "decision_no": "03/GUQ",
    }
    return delegate(**{**values, **changes})


def test_the_delegate_acts_at_the_office_and_not_below(lan, hoa, tree, actor_of):
    lend(lan, hoa)
    again = actor_of(Person.objects.get(pk=hoa.person_id))

    assert again.may(policies.CHANGE, on=tree.middle)
    assert not again.may(policies.CHANGE, on=tree.leaf)
    assert not again.may(policies.GROUP, on=tree.middle)


def test_a_task_brings_what_it_needs_and_no_more(lan, hoa, tree, actor_of):
    given = lend(lan, hoa, capabilities=["agreements.comment"])

    assert given.capabilities == ["agreements.comment", "agreements.view", "discussion.speak"]
    again = actor_of(Person.objects.get(pk=hoa.person_id))
    held = {name for name, one in declared().items() if again.may(one, on=tree.middle)}
    before = {name for name, one in declared().items() if hoa.may(one, on=tree.middle)}
    assert held - before == set(given.capabilities) - before


def test_every_role_that_holds_a_task_holds_what_it_needs():
    known = declared()
    order = [Reach.HERE, Reach.CHILDREN, Reach.BELOW, Reach.ALL]
    missing = [
        f"{role}: {name} needs {needed}"
        for name, one in known.items()
        for needed in one.needs
        for role, reach in one.held_by
        if order.index(dict(known[needed].held_by).get(role, Reach.HERE)) < order.index(reach)
        or role not in dict(known[needed].held_by)
    ]
    assert not missing


def test_a_part_of_a_task_is_no_box_of_its_own(lan):
    offered = tasks_to_lend(Office.objects.get(person_id=lan.person_id))
    names = [one.name for _area, tasks in offered for one in tasks]

    assert "agreements.comment" in names
    assert "discussion.speak" not in names
    assert "access.delegate" not in names
    assert "Phối hợp" in {area for area, _tasks in offered}


def test_it_ends_when_revoked_and_when_its_office_ends(lan, hoa, tree, actor_of):
    person = Person.objects.get(pk=hoa.person_id)
    given = lend(lan, hoa)
    revoke_delegation(actor=lan, delegation=given, on=date(2026, 3, 4))

    assert actor_of(person, on=date(2026, 3, 3)).may(policies.CHANGE, on=tree.middle)
    assert not actor_of(person, on=date(2026, 3, 4)).may(policies.CHANGE, on=tree.middle)


def test_it_cannot_outlive_the_office(lan, hoa, tree):
    office = Office.objects.get(person_id=lan.person_id)
    Office.objects.filter(pk=office.pk).update(valid=(date(2023, 1, 1), date(2026, 3, 5)))

    with pytest.raises(DelegationOutlivesOffice):
        lend(lan, hoa)


def test_only_ones_own_office_and_only_what_it_holds(lan, minh, hoa):
    with pytest.raises(NotAllowed):
        lend(minh, hoa, office=Office.objects.get(person_id=lan.person_id))
    with pytest.raises(NothingDelegated):
        lend(lan, hoa, capabilities=["access.support"])


def test_a_grant_reaches_no_further_than_it_says(lan, hoa, tree, actor_of):
    person = Person.objects.get(pk=hoa.person_id)
    grant = grant_role(
        actor=lan,
        person=person,
        organisation=tree.middle,
        role=Role.SPECIALIST,
        reach=Reach.HERE,
        start=date(2026, 1, 1),
        until=None,
        decision_no="04/TB",
    )

    assert actor_of(person).may(policies.CHANGE, on=tree.middle)
    assert not actor_of(person).may(policies.CHANGE, on=tree.leaf)

    end_grant(actor=lan, grant=grant, on=date(2026, 3, 2))
    assert not actor_of(person).may(policies.CHANGE, on=tree.middle)


def test_reasons_name_exactly_those_who_may(lan, minh, hoa, tree, actor_of, today):
    lend(lan, hoa)
    for organisation in (tree.middle, tree.leaf, tree.far_leaf):
        named = {
            (reason.person.pk, capability.name)
            for reason in unscoped_reasons(organisation, on=today)
            for capability in reason.capabilities
        }
        for person in Person.objects.filter(user__isnull=False):
            actor = actor_of(person)
            for capability in (policies.VIEW, policies.CHANGE, policies.GROUP):
                assert actor.may(capability, on=organisation) == (
                    (person.pk, capability.name) in named
                )


def test_support_never_acts_as_another_operator(system, now, make_person):
    boss = User.objects.create(username="boss", display_name="Quản trị", is_operator=True)
    with pytest.raises(NotAllowed):
        start_support(actor=system, user=boss, reason="kiểm tra lỗi đăng nhập", at=now)
