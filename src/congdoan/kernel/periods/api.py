from congdoan.kernel.periods.selectors.periods import (
    NoPeriod,
    period_of,
    periods_between,
    school_year_of,
    term_of,
    visible_terms,
)
from congdoan.kernel.periods.selectors.workdays import (
    add_working_days,
    is_working_day,
    working_days_between,
)
from congdoan.kernel.periods.services.terms import end_term, start_term, usual_end

__all__ = [
    "NoPeriod",
    "add_working_days",
    "end_term",
    "is_working_day",
    "period_of",
    "periods_between",
    "school_year_of",
    "start_term",
    "term_of",
    "usual_end",
    "visible_terms",
    "working_days_between",
]
