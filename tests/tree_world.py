"""Rights given for a time, and things of the tree, in Lan's branch."""

from datetime import timedelta

import pytest


@pytest.fixture
def rights(tree, lan, minh, today):
    """A grant and a delegation of Lan's to Minh."""
    from congdoan.kernel.access.enums import Reach, Role
    from congdoan.kernel.access.services.delegating import delegate
    from congdoan.kernel.access.services.granting import grant_role
    from congdoan.kernel.people.models import Office, Person

    person = Person.objects.get(pk=minh.person_id)
    until = today + timedelta(days=9)
    grant = grant_role(
        actor=lan,
        person=person,
        organisation=tree.middle,
        role=Role.CLERK,
        reach=Reach.HERE,
        start=today,
        until=until,
        decision_no="05/TB",
    )
    delegation = delegate(
        actor=lan,
        office=Office.objects.get(person_id=lan.person_id),
        to=person,
        capabilities=["signing.sign"],
        start=today,
        until=until,
        decision_no="06/UQ",
    )
    return {
        "access:end": {"pk": grant.pk},
        "access:delegate": {"pk": delegation.office_id},
        "access:revoke": {"pk": delegation.pk},
    }


@pytest.fixture
def structure(tree, system, today, now):
    """A grouping with a member, an event, a term, a rule of one's own."""
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.enums import GroupingKind
    from congdoan.kernel.periods.services.terms import start_term
    from congdoan.kernel.rulebook.services.own_rules import lay_down

    grouping = organisations.create_grouping(
        actor=system, superior=tree.middle, kind=GroupingKind.CLUSTER, name="Cụm 1", on=today
    )
    member = organisations.add_to_grouping(
        actor=system, grouping=grouping, organisation=tree.leaf, on=today
    )
    event = organisations.change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=organisations.ProfileData(name="Tên mới", level="L4_GRASSROOTS"),
        on=today,
        decision=organisations.Decision(number="07/QĐ"),
        at=now,
    )
    term = start_term(actor=system, organisation=tree.middle, ordinal="I", start=today)
    rule = lay_down(
        actor=system,
        organisation=tree.middle,
        key="agreement.period.programme",
        value=4,
        start=today,
        legal_basis="Nghị quyết 05/NQ-BTV",
    )
    return {
        "organisations:grouping": {"pk": grouping.pk, "member": member.pk},
        "organisations:event": {"pk": event.pk},
        "organisations:undo": {"pk": event.pk},
        "organisations:correct": {"pk": event.pk},
        "organisations:settle": {"pk": event.pk},
        "periods": {"pk": term.pk},
        "rulebook:lift": {"pk": rule.pk},
    }
