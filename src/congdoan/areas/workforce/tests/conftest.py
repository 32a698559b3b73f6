"""Members and employees of the standing tree."""

from datetime import date
from itertools import count

import pytest

from congdoan.areas.members.api import NewMembership, begin_memberships
from congdoan.areas.workforce.services.stating import CountData, state_employees
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations import api
from congdoan.kernel.people.models import Person

OLD = date(2020, 1, 1)
_numbers = count(1)


@pytest.fixture(autouse=True)
def clock(settings, today):
    settings.CLOCK = today.isoformat()


@pytest.fixture
def join(db):
    """Let ``n`` new people be members: ``join(tree.leaf, 5, since=…)``."""

    def make(organisation, n, since=OLD):
        keys = [f"lao dong {next(_numbers)}" for _ in range(n)]
        people = Person.objects.bulk_create(
            Person(family_middle="Lao", given_name=key, sort_key=key, folded=key) for key in keys
        )
        begin_memberships(
            [
                NewMembership(one.pk, organisation.pk, span(since, None), "TEACHER", "F", 1980)
                for one in people
            ]
        )

    return make


@pytest.fixture
def say(lan, today, now):
    """Write a number down: ``say(tree.leaf, 20, date(2026, 1, 1))``."""

    def act(organisation, total, day=date(2025, 5, 31), *, women=None, actor=None, said_by=""):
        return state_employees(
            actor=actor or lan,
            organisation=organisation,
            data=CountData(day, total, women, said_by),
            on=today,
            at=now,
        )

    return act


@pytest.fixture
def school(tree, system, now):
    """Make a school of Lan's branch: ``school("TR-1", tree.leaf)``."""

    def make(code, union=None, *, on=OLD, funding="PRIVATE", kind="PRIMARY", place=""):
        made = api.establish_organisation(
            actor=system,
            new=api.NewOrganisation(
                code,
                "PARTNER",
                api.ProfileData(
                    f"Trường {code}", kind=kind, funding_class=funding, place_code=place
                ),
                on,
            ),
            decision=api.Decision(exception="trường cũ"),
            at=now,
        )
        if union is not None:
            api.link_counterpart(actor=system, union=union, partner=made, on=on)
        return made

    return make
