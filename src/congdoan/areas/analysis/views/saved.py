"""Saved views: kept, found, opened, given to the dashboard, taken away."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.enums import Look, Shared
from congdoan.areas.analysis.forms import SaveForm
from congdoan.areas.analysis.models import SavedView
from congdoan.areas.analysis.selectors.answers import answer_of
from congdoan.areas.analysis.selectors.maps import HANDED_IN, TAKEN
from congdoan.areas.analysis.selectors.places import place_asked
from congdoan.areas.analysis.selectors.saved import (
    may_remove,
    own_unit,
    visible_view,
    visible_views,
)
from congdoan.areas.analysis.services.saving import ViewData, place_view, remove_view, save_view
from congdoan.areas.analysis.tables import ViewTable
from congdoan.areas.reporting.api import Layout, layout_of
from congdoan.foundation import clock
from congdoan.foundation.acting import act, press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed


@needs(policies.VIEW)
@require_safe
def kept(request: ActorRequest) -> HttpResponse:
    """One's own views and those shared with one."""
    table = ViewTable(visible_views(request.actor), request)
    return render_page(request, "analysis/views.html", {"table": table})


@needs(policies.VIEW)
@require_safe
def view(request: ActorRequest, pk: int) -> HttpResponse:
    """One view, answered for whoever looks."""
    one, unit = visible_view(request.actor, pk), own_unit(request.actor)
    context = {
        "view": one,
        "answer": answer_of(request.actor, one, whole=True),
        "may_remove": may_remove(request.actor, one),
        "may_place": unit is not None and request.actor.may(policies.ARRANGE, on=unit),
    }
    return render_page(request, "analysis/view.html", context)


def _asked(request: ActorRequest, layout: Layout) -> tuple[list[str], str, str]:
    """Return the figures, the share and the look the address stands for."""
    measure = request.GET.get("mau", "")
    wanted = [measure] if measure else request.GET.getlist("cot")
    chosen = [read_key(one) if one.isdigit() else -1 for one in wanted]
    series = [layout.cells[n].series for n in chosen if 0 <= n < len(layout.cells)]
    if measure:
        return series[:1], measure if measure in {HANDED_IN, TAKEN} else "", Look.MAP
    look = Look.CHART if request.GET.get("theo") == "dot" else Look.TABLE
    return series[:8] or [one.series for one in layout.entered[:1]], "", look


@needs(policies.VIEW)
def save(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Keep what the address shows under a name.

    :raises NotAllowed: without a unit to keep it at
    """
    actor = request.actor
    place, unit = place_asked(actor, pk, request.GET), own_unit(actor)
    if unit is None:
        raise NotAllowed
    series, progress, look = _asked(request, layout_of(place.round.version))
    form = SaveForm(
        request.POST or None,
        actor=actor,
        initial={"title": place.name[:120], "look": look, "whose": "here", "shared": Shared.OWN},
    )

    def do() -> str:
        given = form.cleaned_data
        made = save_view(
            actor=actor,
            organisation=unit,
            data=ViewData(
                title=given["title"],
                form_id=place.round.version.form_id,
                look=given["look"],
                branch_id=place.organisation.pk if given["whose"] == "here" else None,
                series=series,
                over_rounds=request.GET.get("theo") == "dot",
                progress=progress,
                shared=given["shared"],
            ),
            at=clock.now(),
        )
        return reverse("analysis:view", args=[made.pk])

    here = f"?don-vi={place.organisation.pk}&he-thong={place.total.hierarchy_id}"
    page = {
        "title": _("Lưu bảng xem"),
        "name": f"{place.round.title} · {place.name}",
        "about": _("Bảng xem giữ câu hỏi, không giữ con số: mở lúc nào thấy đợt mới nhất của biểu mẫu lúc ấy."),  # noqa: E501
        "action": _("Lưu"),
    }  # fmt: skip
    back = reverse("reporting:pivot", args=[pk]) + here
    return act(
        request,
        form,
        do,
        back=back,
        page=page,
        template="analysis/save.html",
        done=_("Đã lưu bảng xem."),
        field="shared",
    )


@needs(policies.ARRANGE)
@require_POST
def view_place(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Put it on the dashboard of the unit one works for.

    :raises NotAllowed: without such a unit
    """
    one, unit = visible_view(request.actor, pk), own_unit(request.actor)
    if unit is None:
        raise NotAllowed

    def do() -> str:
        place_view(actor=request.actor, organisation=unit, view=one)
        return reverse("analysis:board", args=[unit.pk])

    return press(request, do, back=_of(one), done=_("Đã đưa lên bảng theo dõi của đơn vị."))


@needs(policies.VIEW)
@require_POST
def view_remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it away."""
    one = visible_view(request.actor, pk)

    def do() -> str:
        remove_view(actor=request.actor, view=one)
        return reverse("analysis:views")

    return press(request, do, back=_of(one), done=_("Đã xóa bảng xem."))


def _of(view: SavedView) -> str:
    return reverse("analysis:view", args=[view.pk])
