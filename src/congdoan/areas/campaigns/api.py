"""The front door of campaigns."""

from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.policies import MANAGE, VIEW
from congdoan.areas.campaigns.services.running import (
    CampaignData,
    ContactData,
    close_campaign,
    log_contact,
    start_campaign,
)

__all__ = [
    "MANAGE",
    "VIEW",
    "Campaign",
    "CampaignData",
    "ContactData",
    "close_campaign",
    "log_contact",
    "start_campaign",
]
