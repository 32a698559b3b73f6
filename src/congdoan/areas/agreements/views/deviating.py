"""Where the drafts of a branch differ from the template."""

from django.http import HttpResponse

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.generating import DeviationFilter
from congdoan.areas.agreements.selectors.cascade import get_covered_cascade
from congdoan.areas.agreements.selectors.deviations import (
    Different,
    counted,
    deviations,
    places_of,
    shown,
)
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.vietnamese import fold, sort_key
from congdoan.kernel.organisations.api import names

PAGE = 40


@needs(policies.VIEW)
def differences(request: ActorRequest, pk: int) -> HttpResponse:
    """List differences clause by clause, unit by unit; filters narrow both."""
    one = get_covered_cascade(request.actor, pk)
    places = places_of(one)
    form = DeviationFilter(request.GET, actor=request.actor, places=places, auto_id="filter-%s")
    everything = deviations(request.actor, one)
    called = names({row.row.unit_id for row in everything}, on=request.actor.as_of)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = [row for row in everything if _fits(row, wanted, called)]
    found.sort(key=lambda row: (sort_key(called.get(row.row.unit_id, "")), row.line < 0, row.line))
    pages = max(1, -(-len(found) // PAGE))
    number = min(read_key(request.GET.get("trang", "")) or 1, pages)
    part = found[(number - 1) * PAGE : number * PAGE]
    by_place = counted(everything)
    context = {
        "cascade": one,
        "form": form,
        "rows": [(called.get(row.different.row.unit_id, ""), row) for row in shown(part, places)],
        "summary": [
            (line, places[line] if 0 <= line < len(places) else "", count)
            for line, count in sorted(by_place.items(), key=lambda pair: -pair[1])[:30]
        ],
        "units": len({row.row.unit_id for row in everything}),
        "total": len(found),
        "everything": len(everything),
        "number": number,
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < pages else 0,
        "pages": pages,
    }
    return render_page(request, "agreements/cascade_differences.html", context)


def _fits(row: Different, wanted: dict[str, str], called: dict[int, str]) -> bool:
    words = fold(wanted.get("q") or "").split()
    name = fold(called.get(row.row.unit_id, ""))
    return (
        all(word in name for word in words)
        and wanted.get("line") in {None, "", str(row.line)}
        and wanted.get("kind") in {None, "", row.kind}
    )
