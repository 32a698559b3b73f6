from django.http import HttpResponse

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.periods import policies
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.selectors.periods import counted_periods
from congdoan.kernel.periods.tables import CountedPeriods


@needs(policies.VIEW)
def period_list(request: ActorRequest) -> HttpResponse:
    """Show the periods that are the same for everybody; school years first."""
    table = CountedPeriods([], request)
    asked = {}
    if table.filter is not None:
        table.filter.is_valid()
        asked = table.filter.cleaned_data
    kind = PeriodKind(asked.get("kind") or PeriodKind.SCHOOL_YEAR)
    table.rows_asked = counted_periods(kind, year=asked.get("year"), around=request.actor.as_of)
    return render_page(request, "periods/list.html", {"table": table})
