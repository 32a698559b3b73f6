"""What the walks over all addresses find of employees and campaigns."""

from datetime import timedelta

import pytest

from tests.addresses import SECRET


@pytest.fixture
def workforce(tree, lan, today, now):
    """A number of employees of one unit, and a campaign there."""
    from congdoan.areas.campaigns.api import CampaignData, start_campaign
    from congdoan.areas.workforce.api import CountData, state_employees

    given = {"actor": lan, "on": today, "at": now}
    said = state_employees(
        organisation=tree.leaf, data=CountData(today, 30, said_by=SECRET), **given
    )
    plan = CampaignData(lan.person_id, 20, today + timedelta(days=90), SECRET, today)
    campaign = start_campaign(place=tree.leaf, data=plan, **given)
    return {
        "workforce": {"pk": tree.leaf.pk, "count": said.pk},
        "campaigns": {"pk": campaign.pk, "place": tree.leaf.pk},
        "campaigns:panel": {"pk": tree.leaf.pk},
    }
