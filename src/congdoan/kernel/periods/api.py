from congdoan.kernel.periods.selectors.periods import (
    NoPeriod,
    period_of,
    periods_between,
    school_year_of,
)
from congdoan.kernel.periods.selectors.workdays import (
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = [
    "NoPeriod",
    "add_working_days",
    "is_working_day",
    "period_of",
    "periods_between",
    "school_year_of",
    "working_days_between",
]
