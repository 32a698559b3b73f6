"""A receiver's targets: its answer, and the superior's decision on what it proposes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.development import forms, policies
from congdoan.areas.development.enums import TargetState
from congdoan.areas.development.models import TargetRound
from congdoan.areas.development.selectors import (
    given_to,
    targets_of,
    visible_receiver,
    visible_round,
)
from congdoan.areas.development.services import ReasonMissing, answer_targets, settle_targets
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@needs(policies.VIEW)
def receiver(request: ActorRequest, pk: int, organisation: int) -> HttpResponse:
    """
    One receiver's figures in a round.

    :raises NotFound: when the actor may see neither side's targets
    """
    found = visible_round(request.actor, pk)
    unit = visible_receiver(request.actor, found, organisation)
    targets = targets_of(found, unit)
    if not targets:
        raise NotFound
    open_ = [one for one in targets if one.state in {TargetState.GIVEN, TargetState.PROPOSED}]
    proposed = [one for one in targets if one.state == TargetState.PROPOSED]
    actor = request.actor
    answer = settle = None
    if open_ and actor.may(policies.ANSWER, on=unit) and unit.exists_on(actor.today):
        answer = forms.AnswerForm(_data(request, "answer"), actor=actor, targets=open_)
    if proposed and actor.may(policies.ASSIGN, on=found.superior):
        settle = forms.SettleForm(_data(request, "settle"), actor=actor, targets=proposed)
    if request.method == "POST" and _taken(request, found, unit, answer, settle):
        return redirect("development:receiver", found.pk, unit.pk)
    lines = given_to(unit, year=found.year, on=actor.as_of)
    context = {
        "round": found,
        "unit": unit,
        "name": name_of(unit, on=actor.as_of),
        "superior": name_of(found.superior, on=actor.as_of),
        "lines": [one for one in lines if one.target and one.target.round_id == found.pk],
        "answer": answer,
        "settle": settle,
        "reasons": sorted({one.reason for one in targets if one.reason}),
    }
    bad = any(form is not None and form.is_bound and form.errors for form in (answer, settle))
    return render_page(request, "development/receiver.html", context, status=422 if bad else 200)


def _data(request: ActorRequest, act: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and request.POST.get("act") == act else None


def _taken(
    request: ActorRequest,
    found: TargetRound,
    unit: Organisation,
    answer: forms.AnswerForm | None,
    settle: forms.SettleForm | None,
) -> bool:
    """Do what was asked; a refusal goes beside its field."""
    shared: dict[str, Any] = {
        "actor": request.actor,
        "target_round": found,
        "organisation": unit,
        "on": clock.today(),
        "at": clock.now(),
    }
    form = answer if answer is not None and answer.is_bound else settle
    if form is None or not form.is_bound or not form.is_valid():
        return False
    try:
        with once(request):
            if form is answer:
                reason = form.cleaned_data["reason"]
                answer_targets(proposals=form.figures, reason=reason, **shared)
                messages.success(request, _("Đã ghi trả lời của đơn vị."))
            else:
                settle_targets(values=form.figures, **shared)
                messages.success(request, _("Đã chốt; đơn vị đã được báo."))
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal, "reason" if isinstance(refusal, ReasonMissing) else None)
        return False
    return True
