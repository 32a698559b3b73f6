"""Who has agreed what with whom, and which units of a branch have no agreement in force."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.forms import network as forms
from congdoan.areas.agreements.selectors.cascade import visible_unit
from congdoan.areas.agreements.selectors.coverage import (
    Count,
    covered_units,
    figures_of,
    forget_figures,
)
from congdoan.areas.agreements.selectors.network import Network, network_of
from congdoan.areas.agreements.tables import state_badge
from congdoan.areas.agreements.views.cascade import kind_label
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import find_entry, label

_TOPS = 50


@needs(policies.VIEW)
def network(request: ActorRequest) -> HttpResponse:
    """Show the agreements around one organisation as a graph and as a table."""
    actor = request.actor
    choice = forms.NetworkChoice(request.GET or None, actor=actor)
    values = choice.cleaned_data if choice.is_bound and choice.is_valid() else {}
    centre = values.get("don_vi") or _number(request.GET.get("quanh")) or actor.organisation_id
    if centre is None:
        raise NotFound
    found = network_of(
        actor,
        centre,
        on=actor.as_of,
        steps=2 if values.get("buoc") == "2" else 1,
        past=bool(values.get("cu")),
    )
    if not found.ties:
        # Nothing that may be seen leads there: only what is in reach is even named.
        visible_unit(actor, centre)
    context = {
        "choice": choice,
        "centre": found.names.get(centre, ""),
        "network": found,
        "ties": [
            (
                tie,
                state_badge(tie.state),
                [(party, found.names.get(party.organisation_id, "")) for party in tie.parties],
            )
            for tie in found.ties
        ],
        "partners": len(found.partners),
        "graph": _graph(found),
        "day": actor.as_of,
    }
    return render_page(request, "agreements/network.html", context)


def _graph(found: Network) -> dict[str, Any]:
    """Return what the script draws: organisations and agreements, joined by being party."""
    nodes = [
        {"id": f"o{pk}", "name": name, "kind": "centre" if pk == found.centre else "party"}
        for pk, name in found.names.items()
    ]
    links = []
    for tie in found.ties:
        row = tie.agreement
        over = tie.state not in {State.SIGNED, State.EFFECTIVE}
        nodes.append(
            {
                "id": f"a{row.pk}",
                "name": row.title,
                "kind": "over" if over else "agreement",
                "url": reverse("agreements:detail", args=[row.pk]),
            }
        )
        links += [
            {"source": f"o{party.organisation_id}", "target": f"a{row.pk}"} for party in tie.parties
        ]
    return {"nodes": nodes, "links": links}


def _tops(request: ActorRequest) -> list[tuple[str, str]]:
    """Return the organisations the actor works in that may have units below, by name."""
    held = request.actor.held_at(policies.VIEW)
    ids = sorted(held or ())[:_TOPS]
    if request.actor.organisation_id is not None:
        ids = [request.actor.organisation_id, *ids]
    called = names(ids, on=request.actor.as_of)
    return [(str(pk), called[pk]) for pk in dict.fromkeys(ids) if pk in called]


def _number(text: str | None) -> int | None:
    """Return an id that came with the address; what cannot be one is nothing."""
    known = text is not None and text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if text and known else None


def _top(request: ActorRequest) -> Organisation:
    pk = _number(request.GET.get("don_vi")) or request.actor.organisation_id
    if pk is None:
        raise NotFound
    return visible_unit(request.actor, pk)


@needs(policies.VIEW)
def coverage(request: ActorRequest) -> HttpResponse:
    """Show how many units below have an agreement with a partner in force."""
    top = _top(request)
    day = request.actor.as_of
    figures = figures_of(top.pk, on=day, at=clock.now())
    page = f"{reverse('agreements:chase')}?don_vi={top.pk}"
    tops = _tops(request)
    top_name = names([top.pk], on=day).get(top.pk, "")
    context = {
        "figures": figures,
        "top": top,
        "top_name": top_name,
        "choice": forms.CoverageChoice(
            request.GET or {"don_vi": str(top.pk)},
            actor=request.actor,
            tops=tops
            if any(pk == str(top.pk) for pk, _name in tops)
            else [(str(top.pk), top_name), *tops],
        ),
        "list": page,
        "tiles": figures.places,
        "blocks": [
            (_("Theo đơn vị trực thuộc"), _("Đơn vị"), "nhanh", figures.branches),
            (_("Theo loại hình"), _("Loại hình"), "loai", _named(figures.kinds, day, "kind")),
            (_("Theo cấp"), _("Cấp"), "cap", _named(figures.levels, day, "level")),
        ],
        "day": day,
    }
    return render_page(request, "agreements/coverage.html", context)


def _named(counts: list[Count], day: Any, what: str) -> list[Count]:
    for one in counts:
        if what == "kind":
            one.name = kind_label(one.code, day)
        elif find_entry("organisation.level", one.code, on=day):
            one.name = label("organisation.level", one.code, day)
        else:
            one.name = _("Chưa ghi cấp")
        one.code = one.code or "-"
    return counts


@needs(policies.VIEW)
@require_POST
def recount(request: ActorRequest) -> HttpResponse:
    """Count the figures anew."""
    top = _top(request)
    forget_figures(top.pk, on=request.actor.as_of)
    return redirect(f"{reverse('agreements:coverage')}?don_vi={top.pk}")


class Chase(Table):
    """Units of a branch with and without an agreement in force."""

    caption = gettext_lazy("Đơn vị")
    default_sort = "name"
    filter_form = forms.ChaseFilter
    columns = [
        Column(
            "name",
            gettext_lazy("Đơn vị"),
            sort=("sort_key", "organisation"),
            link=lambda row: f"{reverse('agreements:network')}?quanh={row.organisation_id}",
        ),
        Column(
            "state",
            gettext_lazy("Văn bản với chuyên môn đồng cấp"),
            lambda row: (
                badge(_("đang có hiệu lực"), "good")
                if row.is_covered
                else badge(_("chưa có"), "bad")
            ),
        ),
    ]
    empty = Empty(gettext_lazy("Không có đơn vị nào"), "", "diagram-3")


@needs(policies.VIEW)
def chase(request: ActorRequest) -> HttpResponse:
    """Show the units behind a figure, those without an agreement to be chased."""
    top = _top(request)
    context = {
        "top": top,
        "top_name": names([top.pk], on=request.actor.as_of).get(top.pk, ""),
        "table": Chase(covered_units(top.pk, on=request.actor.as_of), request),
    }
    return render_page(request, "agreements/chase.html", context)
