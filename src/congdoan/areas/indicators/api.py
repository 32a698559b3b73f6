"""The front door of indicators."""

from congdoan.areas.indicators.enums import Breakdown, Kind, RollUp, Source
from congdoan.areas.indicators.policies import VIEW
from congdoan.areas.indicators.selectors.asking import (
    Total,
    branch_totals,
    computed,
    computed_many,
)
from congdoan.areas.indicators.selectors.catalogue import Indicator, indicator, indicators
from congdoan.areas.indicators.selectors.figures import may_see_key
from congdoan.areas.indicators.selectors.opening import behind
from congdoan.areas.indicators.selectors.register import (
    Asked,
    Behind,
    Opened,
    register,
    register_all,
)

__all__ = [
    "VIEW",
    "Asked",
    "Behind",
    "Breakdown",
    "Indicator",
    "Kind",
    "Opened",
    "RollUp",
    "Source",
    "Total",
    "behind",
    "branch_totals",
    "computed",
    "computed_many",
    "indicator",
    "indicators",
    "may_see_key",
    "register",
    "register_all",
]
