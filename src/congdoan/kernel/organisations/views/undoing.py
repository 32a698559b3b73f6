"""Taking an event back: alone, or with all that rests on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations import forms, policies
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.kernel.organisations.selectors.events import told_to, visible_event
from congdoan.kernel.organisations.services import resting_on, undo_event, undo_with_newer
from congdoan.kernel.organisations.services.undoing import TOGETHER


@needs(policies.CHANGE)
def undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what rests on the event and must go first; take it back, or all of them in order."""
    event = visible_event(request.actor, pk)
    if event is None:
        raise NotFound
    newer = resting_on(event)
    form = forms.UndoForm(
        request.POST or None, actor=request.actor, newer=0 < len(newer) <= TOGETHER
    )
    if request.method == "POST" and form.is_valid():
        done = _attempt(request, form, event)
        if done:
            said = ngettext("Đã hoàn tác sự kiện.", "Đã hoàn tác %(count)d sự kiện.", len(done))
            messages.success(request, said % {"count": len(done)})
            return redirect("organisations:register")
    context = {
        "form": form,
        "event": event,
        "newer": told_to(request.actor, newer),
        "together": len(newer) <= TOGETHER,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "organisations/undo.html", context, status=status)


def _attempt(
    request: ActorRequest, form: forms.UndoForm, event: OrganisationEvent
) -> list[OrganisationEvent]:
    data = form.cleaned_data
    try:
        with once(request):
            if data.get("with_newer"):
                return undo_with_newer(actor=request.actor, event=event, reason=data["reason"])
            return [undo_event(actor=request.actor, event=event, reason=data["reason"])]
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal, None)
        return []
