"""Units of a cluster side by side."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.forms import ClusterForm
from congdoan.areas.analysis.selectors.charts import charts_of
from congdoan.areas.analysis.selectors.clusters import clusters_of, units_of
from congdoan.areas.analysis.views.charts import rows_of
from congdoan.areas.reporting.api import by_units, layout_of, visible_round
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page


@needs(policies.VIEW)
@require_safe
def cluster(request: ActorRequest, pk: int) -> HttpResponse:
    """The units of one cluster on the round's day, as far as the actor may see them."""
    actor, found = request.actor, visible_round(request.actor, pk)
    layout = layout_of(found.version)
    clusters = {str(one.pk): one for one in clusters_of(actor, found.on)}
    asked = request.GET.copy()
    asked.setdefault("cum", next(iter(clusters), ""))
    if "cot" not in asked:
        asked.setlist("cot", [str(one.position) for one in layout.entered[:4]])
    form = ClusterForm(
        asked, clusters=[(key, one.name) for key, one in clusters.items()], layout=layout
    )
    context = {"round": found, "form": form, "clusters": clusters}
    if clusters and form.is_valid():
        chosen = clusters[form.cleaned_data["cum"]]
        units = units_of(chosen, found.on)
        pivot = by_units(actor, found, layout, form.cleaned_data["cot"], units)
        context |= {
            "chosen": chosen,
            "hidden": len(units) - len(pivot.lines),
            "heads": pivot.heads,
            "rows": rows_of(pivot),
            "charts": charts_of(pivot, whole=chosen.name, over_rounds=False),
        }
    return render_page(request, "analysis/cluster.html", context)
