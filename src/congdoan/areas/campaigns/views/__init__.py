from congdoan.areas.campaigns.views.acting import change, close, start
from congdoan.areas.campaigns.views.one import campaign, panel
from congdoan.areas.campaigns.views.showing import campaigns, proposed, sheet

__all__ = ["campaign", "campaigns", "change", "close", "panel", "proposed", "sheet", "start"]
