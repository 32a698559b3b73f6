"""Events: what is coming, one event said again, one that waits asked once more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations import forms, policies
from congdoan.kernel.organisations.enums import EventKind, EventState
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.kernel.organisations.selectors import name_of, names, visible_organisation
from congdoan.kernel.organisations.selectors.events import coming_events, told_to, visible_event
from congdoan.kernel.organisations.services import (
    Correction,
    correct_event,
    resting_on,
    settle_event,
)
from congdoan.kernel.organisations.services.changing import change_of
from congdoan.kernel.organisations.services.conflicts import NotThereThen
from congdoan.kernel.organisations.services.corrections import has_one_name, receiver_of
from congdoan.kernel.organisations.services.regrouping_refusals import IntoItsOwnBranch
from congdoan.kernel.organisations.services.undoing import primary_of, require_undoing

_TAKES = {
    EventKind.MERGE_INTO: gettext_lazy("Đơn vị nhận đúng"),
    EventKind.TRANSFER: gettext_lazy("Cấp trên mới đúng"),
}


@needs(policies.VIEW)
def coming(request: ActorRequest) -> HttpResponse:
    """What is recorded and takes effect after the day looked at, for a branch or all one sees."""
    opened = read_key(request.GET.get("nhanh", ""))
    branch = visible_organisation(request.actor, opened) if opened else None
    context = {
        "rows": coming_events(request.actor, branch),
        "branch": branch,
        "branch_name": name_of(branch, on=request.actor.as_of) if branch else "",
    }
    return render_page(request, "organisations/coming.html", context)


def _to_correct(request: ActorRequest, pk: int) -> OrganisationEvent:
    event = visible_event(request.actor, pk)
    if event is None:
        raise NotFound
    require_undoing(request.actor, event, primary_of(event))
    return event


@needs(policies.CHANGE)
def correct(request: ActorRequest, pk: int) -> HttpResponse:
    """Two steps: what was said wrongly, then what will follow."""
    event = _to_correct(request, pk)
    change = change_of(event)
    receiver = receiver_of(change)
    form = forms.CorrectForm(
        request.POST or None,
        actor=request.actor,
        takes=str(_TAKES.get(change.kind, "")) if receiver else "",
        named=has_one_name(change),
        initial={
            "on": event.effective_on,
            "receiver": receiver,
            "name": change.facts.get("name", ""),
        },
    )
    context: dict[str, Any] = {
        "form": form,
        "event": event,
        "consequences": [],
        "newer": told_to(request.actor, resting_on(event)),
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = data.get("receiver")
        correction = Correction(
            on=data["on"],
            receiver=visible_organisation(request.actor, wanted)
            if wanted and wanted != receiver
            else None,
            name=data.get("name", "") if data.get("name") != change.facts.get("name") else "",
            short_name=data.get("short_name", ""),
        )
        if request.POST.get("confirmed") == "1":
            made = _attempt(request, form, event, correction)
            if made:
                messages.success(request, _("Đã ghi đính chính."))
                return redirect("organisations:event", made.pk)
        else:
            context["consequences"] = _lines(event, correction)
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "organisations/correct.html", context, status=status)


def _lines(event: OrganisationEvent, correction: Correction) -> list[str]:
    lines = []
    if correction.on and correction.on != event.effective_on:
        lines.append(
            _("Ngày có hiệu lực: %(old)s → %(new)s.")
            % {"old": f"{event.effective_on:%d/%m/%Y}", "new": f"{correction.on:%d/%m/%Y}"}
        )
    if correction.receiver:
        called = names([correction.receiver.pk], on=correction.on or event.effective_on)
        lines.append(_("Nơi nhận: %(name)s.") % {"name": called[correction.receiver.pk]})
    if correction.name:
        lines.append(_("Tên: %(name)s.") % {"name": correction.name})
    return [
        *lines,
        _("Tên, vị trí, chức vụ, đoàn viên được ghi lại theo nội dung đính chính."),
        _("Sự kiện cũ vẫn nằm trong lịch sử: ngày nào đã ghi thế nào đều xem lại được."),
    ]


def _attempt(
    request: ActorRequest, form: Any, event: OrganisationEvent, correction: Correction
) -> OrganisationEvent | None:
    try:
        with once(request):
            return correct_event(
                actor=request.actor,
                event=event,
                correction=correction,
                decision=form.decision,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
    except NotAllowed:
        raise
    except Refusal as refusal:
        fields = {NotThereThen: "receiver", IntoItsOwnBranch: "receiver"}
        field = fields.get(type(refusal), "on")
        form.refuse(refusal, field if field in form.fields else None)
        return None


@needs(policies.CHANGE)
@require_POST
def settle(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask an event that waits once more, after what stood in its way is gone."""
    event = _to_correct(request, pk)
    done = settle_event(actor=request.actor, event_id=event.pk, on=clock.today(), at=clock.now())
    if done.state == EventState.APPLIED:
        messages.success(request, _("Sự kiện đã có hiệu lực."))
    else:
        messages.warning(request, _("Vẫn còn vướng: %(why)s") % {"why": done.held_up})
    return redirect("organisations:event", event.pk)
