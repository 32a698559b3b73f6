from congdoan.areas.workforce.views.counts import carry, correct, place, withdraw
from congdoan.areas.workforce.views.units import panel, sheet, units

__all__ = ["carry", "correct", "panel", "place", "sheet", "units", "withdraw"]
