"""Endings and hand-overs: the events, the units of one event, one unit, its minutes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congdoan.areas.members.api import unscoped_member_counts
from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import HandOverStep
from congdoan.areas.restructuring.forms import hand_over as forms
from congdoan.areas.restructuring.letters.minutes import Paper, minutes
from congdoan.areas.restructuring.models import HandOver
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS
from congdoan.areas.restructuring.selectors import hand_over as selectors
from congdoan.areas.restructuring.services.hand_over import mark_many
from congdoan.areas.restructuring.tables import HandOvers
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.support.rendering.api import to_docx, to_pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Boxes of one page of the table; more is "mọi đơn vị đang lọc".
_MOST_CHOSEN = 500


@needs(policies.FOLLOW)
def hand_overs(request: ActorRequest) -> HttpResponse:
    """The events whose units hand over."""
    lines = selectors.events_with_hand_overs(request.actor)
    return render_page(request, "restructuring/hand_overs.html", {"lines": lines})


@needs(policies.FOLLOW)
def hand_over_event(request: ActorRequest, pk: int) -> HttpResponse:
    """Units × steps of one event, with the form that marks many."""
    return _event_page(request, pk, forms.MarkMany(actor=request.actor, initial=_start(request)))


def _start(request: ActorRequest) -> dict[str, Any]:
    asked = request.GET.get("thieu", "")
    step = asked if asked in HandOverStep.values else HandOverStep.DUES
    return {"step": step, "day": request.actor.today, "spread": "chosen"}


def _event_page(
    request: ActorRequest, pk: int, form: forms.MarkMany, *, refused: str = ""
) -> HttpResponse:
    event = selectors.find_event(request.actor, pk)
    rows = selectors.rows_of_event(request.actor, pk)
    due = selectors.deadlines_of_event(event)
    progress = [(one, due[one.step]) for one in selectors.progress_of(rows)]
    context = {
        "area": "hand_over",
        "event": event,
        "table": HandOvers(rows, request),
        "may_write": selectors.may_write_some(request.actor, rows),
        "progress": progress,
        "refunds": selectors.refunds_of(rows),
        "form": form,
        "refused": refused,
        "today": request.actor.today,
        "last_day_law": selectors.settled_as_at(event.effective_on),
        "ends": any(one.step == HandOverStep.DUES for one, _due in progress),
    }
    status = 409 if refused else 422 if form.errors else 200
    return render_page(request, "restructuring/hand_over_event.html", context, status=status)


@needs(policies.HAND_OVER)
@require_POST
def hand_over_mark(request: ActorRequest, pk: int) -> HttpResponse:
    """One step for the chosen units, or for all that the filter shows."""
    actor = request.actor
    event = selectors.find_event(actor, pk)
    form = forms.MarkMany(request.POST, actor=actor)
    refused = ""
    if form.is_valid():
        try:
            with once(request):
                count = mark_many(
                    actor=actor,
                    event=event,
                    rows=_meant(request, pk, form),
                    step=form.cleaned_data["step"],
                    day=form.cleaned_data["day"],
                    on=actor.today,
                    at=clock.now(),
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            said = ngettext("Đã ghi cho {count} đơn vị.", "Đã ghi cho {count} đơn vị.", count)
            messages.success(request, said.format(count=count))
            query = request.GET.urlencode()
            address = reverse("restructuring:hand_over_event", args=[pk])
            return redirect(f"{address}?{query}" if query else address)
    return _event_page(request, pk, form, refused=refused)


def _meant(request: ActorRequest, pk: int, form: forms.MarkMany) -> Any:
    rows = selectors.rows_of_event(request.actor, pk)
    if form.cleaned_data["spread"] == "all":
        return forms.HandOverFilter(request.GET, actor=request.actor).narrow(rows)
    chosen = [read_key(text) for text in request.POST.getlist("unit")[:_MOST_CHOSEN]]
    return rows.filter(pk__in=chosen)


@needs(policies.FOLLOW)
def hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    """One unit's end, or one transfer: steps, minutes, late receipts."""
    row = selectors.find_hand_over(request.actor, pk)
    due = selectors.deadlines_of_event(row.event)
    today = request.actor.today
    steps = [_step(row, step, due[step], today) for step in row.steps]
    members = (
        unscoped_member_counts([row.giver_id], on=selectors.last_day_of(row)) if row.is_end else {}
    )
    receipts = list(row.receipts.all())
    return render_page(
        request,
        "restructuring/hand_over.html",
        {
            **frame(request, row),
            "steps": steps,
            "items": list(row.items.all()),
            "receipts": receipts,
            "unpaid": sum(one.refunded_on is None for one in receipts),
            "members": members.get(row.giver_id, 0),
            "units": selectors.units_of(row),
            "as_at": selectors.settled_as_at(row.effective_on),
            "stop": selectors.collecting_stops(row.effective_on),
            "missing": not all(step["on"] for step in steps),
        },
    )


def _step(row: HandOver, step: HandOverStep, due: selectors.StepDue, today: date) -> dict[str, Any]:
    done = getattr(row, STEP_FIELDS[step])
    late = done is None and due.due is not None and due.due < today
    return {"code": str(step), "label": step.label, "on": done, "due": due, "late": late}


@needs(policies.FOLLOW)
def hand_over_file(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """The minutes as PDF or Word."""
    row = selectors.find_hand_over(request.actor, pk)
    if form not in {"pdf", "docx"}:
        raise NotFound
    now = clock.now()
    document = minutes(Paper(row, request.actor.today))
    name = f"{_('Biên bản bàn giao')} {row.giver.code}"
    if form == "pdf":
        return as_file(to_pdf(document, created_at=now), "application/pdf", f"{name}.pdf")
    return as_file(to_docx(document, created_at=now), DOCX, f"{name}.docx")


def frame(request: ActorRequest, row: HandOver) -> dict[str, Any]:
    """Return what every page of a hand-over shows around its content."""
    called = selectors.names_of([row], on=request.actor.today)
    actor = request.actor
    return {
        "area": "hand_over",
        "row": row,
        "giver_name": row.name,
        "receiver_name": called.get(row.receiver_id or 0, ""),
        "overseer_name": called.get(row.overseer_id, ""),
        "may_write": actor.may(policies.HAND_OVER, on=row.giver)
        or actor.may(policies.HAND_OVER, on=row.overseer),
    }


def page_of(row: HandOver) -> str:
    return reverse("restructuring:hand_over", args=[row.pk])
