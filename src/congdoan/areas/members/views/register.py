"""The register of a union, or of a branch once its purpose is named."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.members import policies
from congdoan.areas.members.forms.person import PurposeForm, SegmentForm
from congdoan.areas.members.forms.register import COLUMNS
from congdoan.areas.members.selectors.joining import get_segment
from congdoan.areas.members.selectors.register import (
    Standing,
    countable_unit,
    own_unit,
    segments_of,
    standing_of,
)
from congdoan.areas.members.services.listing import (
    drop_segment,
    look_below,
    note_filter,
    save_segment,
)
from congdoan.areas.members.tables import MemberTable
from congdoan.areas.members.views.frame import frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form, PickField
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.foundation.templatetags.ui import Blank
from congdoan.kernel.organisations.models import Organisation

#: Parts of the address that say where one stands, not what is chosen.
_PLACE = ("after", "before", "as_of", "once", "csrfmiddlewaretoken")


_CHECKED = mark_safe(" checked")


class UnitForm(Form):
    unit = PickField("unions", label=gettext_lazy("Xem công đoàn khác"), required=False)


@needs(policies.COUNT)
def register(request: ActorRequest) -> HttpResponse:
    """The register of the union one works for; the way to the one that was typed."""
    form = UnitForm(request.GET or None, actor=request.actor)
    if request.GET.get("unit") and form.is_valid():
        pk = form.cleaned_data["unit"]
        unit = countable_unit(request.actor, pk) if pk else None
    else:
        unit = own_unit(request.actor)
    if unit is None:
        raise NotAllowed
    if form.is_bound and form.errors:
        return _page(request, unit, unit_form=form, status=422)
    if not request.GET.get("unit"):
        return _page(request, unit)
    query = f"?as_of={request.actor.as_of}" if request.actor.as_of != request.actor.today else ""
    return redirect(reverse("members:of", args=[unit.pk]) + query)


@needs(policies.COUNT)
def of(request: ActorRequest, unit: int) -> HttpResponse:
    return _page(request, countable_unit(request.actor, unit))


def _page(
    request: ActorRequest,
    unit: Organisation,
    *,
    purpose: PurposeForm | None = None,
    segment: SegmentForm | None = None,
    unit_form: UnitForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    below = bool(request.GET.get("below"))
    context: dict[str, Any] = frame(request, unit, "of")
    may, stands = context["may"], standing_of(actor, unit, at=clock.now())
    may["export"] = actor.may(policies.EXPORT, on=unit) or (
        stands.look is not None and actor.may_somewhere(policies.EXPORT)
    )
    context |= {
        "below": below,
        "has_below": stands.has_below,
        "count": stands.count,
        "kept_back": stands.kept if may["view"] else 0,
        "look": stands.look if below or not may["view"] else None,
        "unit_form": unit_form or Blank(UnitForm, "unit-%s"),
    }
    if context["look"] is not None or (not below and may["view"]):
        context |= _list(request, unit, below=below, stands=stands)
        if segment is not None:  # refused: what it was to hold came with it
            context["chosen"] = segment.data.get("query", "")
        if context["chosen"]:
            context["segment"] = segment or Blank(SegmentForm, "segment-%s")
    elif may["look"]:
        context["purpose"] = purpose or PurposeForm(actor=actor, auto_id="purpose-%s")
    return render_page(request, "members/register.html", context, status=status)


def _list(
    request: ActorRequest, unit: Organisation, *, below: bool, stands: Standing
) -> dict[str, Any]:
    restricted = not below and request.actor.may(policies.RESTRICTED, on=unit)
    table = MemberTable(
        unit,
        request,
        below=below,
        restricted=restricted,
        size=stands.count if below else 0,
        has_below=stands.has_below,
    )
    used = table.filter.restricted_in_use if restricted and table.filter else []  # type: ignore[attr-defined]
    if used and not {"after", "before"} & set(request.GET):
        note_filter(actor=request.actor, unit=unit, fields=used)
    chosen = {
        name: values for name, values in request.GET.lists() if name not in _PLACE and any(values)
    }
    return {
        "table": table,
        "columns": format_html_join(
            " ",
            '<label class="me-3"><input class="form-check-input" type="checkbox" name="cols"'
            ' value="{}"{}> {}</label>',
            (
                (one.code, _CHECKED if one.code in table.shown else "", one.label)
                for one in COLUMNS
                if one.code != "name"
            ),
        ),
        "kept": [
            (name, value)
            for name, values in request.GET.lists()
            if name not in {"cols", "after", "before"}
            for value in values
            if value
        ],
        "export_query": _export_query(request, chosen, below=below),
        "segments": segments_of(request.actor, unit),
        "chosen": urlencode(chosen, doseq=True),
    }


def _export_query(request: ActorRequest, chosen: dict[str, list[str]], *, below: bool) -> str:
    """Return what is added to the address of the export: the filter, the branch."""
    narrowed = {name: found for name, found in chosen.items() if name not in {"cols", "below"}}
    parts = {"query": urlencode(narrowed, doseq=True), "below": "1" if below else ""}
    joined = urlencode({name: part for name, part in parts.items() if part})
    later = request.actor.as_of != request.actor.today
    return f"{'&' if later else '?'}{joined}" if joined else ""


@needs(policies.LOOK_BELOW)
def look(request: ActorRequest, unit: int) -> HttpResponse:
    """Name the purpose; the names of the branch are open for some hours."""
    found = countable_unit(request.actor, unit)
    request.actor.require(policies.LOOK_BELOW, on=found)
    form = PurposeForm(request.POST or None, actor=request.actor, auto_id="purpose-%s")
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _page(request, found, purpose=form, status=status)
    look_below(
        actor=request.actor, unit=found, purpose=form.cleaned_data["purpose"], at=clock.now()
    )
    return redirect(reverse("members:of", args=[found.pk]) + "?below=1")


@needs(policies.VIEW)
def keep_segment(request: ActorRequest, unit: int) -> HttpResponse:
    """Save what the list is narrowed to under a name."""
    found = countable_unit(request.actor, unit)
    request.actor.require(policies.VIEW, on=found)
    form = SegmentForm(request.POST or None, actor=request.actor, auto_id="segment-%s")
    back = reverse("members:of", args=[found.pk])
    query = request.POST.get("query", "")[:1000].replace("\0", "")
    if request.method != "POST":
        return redirect(back)
    if form.is_valid():
        try:
            with once(request):
                save_segment(
                    actor=request.actor,
                    unit=found,
                    name=form.cleaned_data["name"],
                    query=query,
                    shared=form.cleaned_data["shared"],
                )
        except (AlreadyDone, NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal, "name")
        else:
            messages.success(request, _("Đã lưu bộ lọc."))
            return redirect(f"{back}?{query}" if query else back)
    return _page(request, found, segment=form, status=422)


@needs(policies.VIEW)
def remove_segment(request: ActorRequest, segment: int) -> HttpResponse:
    found = get_segment(request.actor, segment)
    back = reverse("members:of", args=[found.organisation_id])
    if request.method == "POST":
        drop_segment(actor=request.actor, segment=found)
        messages.success(request, _("Đã xóa bộ lọc."))
        return redirect(back)
    return render_page(
        request,
        "ui/confirm.html",
        {
            "title": _("Xóa bộ lọc đã lưu"),
            "question": found.name,
            "action": _("Xóa"),
            "tone": "danger",
            "back": back,
        },
    )
