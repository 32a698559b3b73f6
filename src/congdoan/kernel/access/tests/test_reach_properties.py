"""On random trees and days, ``may`` and ``reach`` give one answer for every pair."""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.capabilities import declared
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for, grant_role
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    end_organisation,
    establish_organisations,
    move_organisation,
)
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile

pytestmark = pytest.mark.django_db
BEGIN = date(2020, 1, 1)
DAYS = st.integers(min_value=0, max_value=2400).map(lambda n: BEGIN + timedelta(days=n))
ROLES = st.sampled_from([Role.LEADER, Role.SPECIALIST, Role.COMMITTEE, Role.PARTNER_LEADER])


def grow(system, now, parents):
    return establish_organisations(
        actor=system,
        news=[
            NewOrganisation(
                f"R{n}", "UNION", ProfileData(f"R {n}"), BEGIN, {1: f"R{parent % n}"} if n else {}
            )
            for n, parent in enumerate([0, *parents])
        ],
        decision=Decision(),
        at=now,
    )


def change(system, now, made, one, other, day):
    """End a unit (both numbers equal) or hang it under another; refusals are part of life."""
    unit, parent = made[one % len(made)], made[other % len(made)]
    shared = {"actor": system, "organisation": unit, "on": day, "decision": Decision(), "at": now}
    with suppress(Refusal), transaction.atomic():
        if one == other:
            end_organisation(reason=EndReason.DISSOLVED, **shared)
        else:
            move_organisation(parent=parent, **shared)


def give(system, person, organisation, role, reach):
    with suppress(Refusal), transaction.atomic():
        grant_role(
            actor=system,
            person=person,
            organisation=organisation,
            role=role,
            reach=Reach(reach),
            start=BEGIN,
            until=None,
            decision_no="1",
        )


def assert_one_answer(actor):
    for capability in declared().values():
        reached = set(actor.reach(capability).values_list("pk", flat=True))
        within = OrganisationProfile.objects.filter(actor.within(capability, "organisation_id"))
        assert set(within.values_list("organisation_id", flat=True)) == reached
        few = OrganisationProfile.objects.filter(
            actor.within(capability, "organisation_id", few=True)
        )
        assert set(few.values_list("organisation_id", flat=True)) == reached
        for organisation in Organisation.objects.filter(code__startswith="R"):
            assert actor.may(capability, on=organisation) == (organisation.pk in reached)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    parents=st.lists(st.integers(min_value=0, max_value=50), min_size=2, max_size=10),
    changes=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), DAYS), max_size=5),
    grants=st.lists(
        st.tuples(st.integers(0, 9), ROLES, st.sampled_from(["HERE", "CHILDREN", "BELOW"])),
        max_size=4,
    ),
    shown=DAYS,
)
def test_may_equals_reach_on_random_trees(
    law, system, now, make_person, parents, changes, grants, shown
):
    with transaction.atomic():
        made = grow(system, now, parents)
        for step in changes:
            change(system, now, made, *step)
        person = make_person("Người Thử", username="nguoi-thu")
        for index, role, reach in grants:
            give(system, person, made[index % len(made)], role, reach)
        for today in (shown, date(2026, 3, 2)):
            assert_one_answer(actor_for(person.user, today=today, as_of=shown))
        transaction.set_rollback(True)
