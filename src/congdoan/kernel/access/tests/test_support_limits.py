"""Support looks and repairs; what binds a person only they do themselves."""

from datetime import timedelta

import pytest

from congdoan.foundation.refusal import OnlyThemselves
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.models import Delegation, Grant
from congdoan.kernel.access.services.delegating import delegate
from congdoan.kernel.access.services.granting import grant_role
from congdoan.kernel.accounts.models import Invitation, User
from congdoan.kernel.people.api import invite_person
from congdoan.kernel.people.models import Office, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(lan, today):
    """An operator at the keyboard, working as Lan."""
    return actor_for(User.objects.get(pk=lan.user_id), today=today, acting_for="Quản trị viên")


def test_an_operator_does_not_delegate_for_an_officer(helper, minh, today):
    with pytest.raises(OnlyThemselves, match="chính họ"):
        delegate(
            actor=helper,
            office=Office.objects.get(person_id=helper.person_id),
            to=Person.objects.get(pk=minh.person_id),
            capabilities=["signing.sign"],
            start=today,
            until=today + timedelta(days=9),
            decision_no="06/UQ",
        )
    assert not Delegation.objects.exists()


def test_an_operator_does_not_grant_for_an_officer(helper, minh, tree, today):
    with pytest.raises(OnlyThemselves):
        grant_role(
            actor=helper,
            person=Person.objects.get(pk=minh.person_id),
            organisation=tree.middle,
            role=Role.CLERK,
            reach=Reach.HERE,
            start=today,
            until=None,
            decision_no="05/TB",
        )
    assert not Grant.objects.exists()


def test_an_operator_gets_no_code_into_an_account_for_an_officer(helper, minh, tree, now):
    with pytest.raises(OnlyThemselves):
        invite_person(
            actor=helper,
            person=Person.objects.get(pk=minh.person_id),
            organisation=tree.leaf,
            username="",
            email="",
            phone="",
            at=now,
        )
    assert not Invitation.objects.exists()
