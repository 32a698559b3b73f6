"""Employers of Lan's branch with and without a union."""

import pytest

from congdoan.areas.campaigns.services.running import CampaignData, start_campaign
from congdoan.areas.workforce.tests import conftest as workforce
from congdoan.kernel.organisations import api

clock, join, say = workforce.clock, workforce.join, workforce.say


@pytest.fixture
def office(tree, system, now):
    """The authority Lan's union coordinates with."""
    made = api.establish_organisation(
        actor=system,
        new=api.NewOrganisation(
            "UBND-1", "PARTNER", api.ProfileData("UBND phường Một", kind="COMMUNE_PC"),
            workforce.OLD,
        ),
        decision=api.Decision(exception="cũ"),
        at=now,
    )  # fmt: skip
    api.link_counterpart(actor=system, union=tree.middle, partner=made, on=workforce.OLD)
    return made


@pytest.fixture
def school(office, system, now):
    """Make a private school under that authority: ``school("TR-1")``."""

    def make(code, *, kind="PRESCHOOL_PRIVATE", funding="PRIVATE"):
        return api.establish_organisation(
            actor=system,
            new=api.NewOrganisation(
                code,
                "PARTNER",
                api.ProfileData(f"Trường {code}", kind=kind, funding_class=funding),
                workforce.OLD,
                {3: office.code},
            ),
            decision=api.Decision(exception="cũ"),
            at=now,
        )

    return make


@pytest.fixture
def start(lan, today, now):
    """Open a campaign: ``start(school, members=15)``."""

    def act(place, members=10, *, actor=None, **more):
        data = {
            "responsible": lan.person_id,
            "target_members": members,
            "target_day": today.replace(month=12),
            "next_step": "Gọi hiệu trưởng",
            "next_due": today.replace(day=20),
        } | more
        return start_campaign(
            actor=actor or lan, place=place, data=CampaignData(**data), on=today, at=now
        )

    return act
