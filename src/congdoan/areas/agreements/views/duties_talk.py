"""Talking about a duty, and what its reports count."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms import duties as forms
from congdoan.areas.agreements.selectors.duties import acting_party, find_duty, seats_of
from congdoan.areas.agreements.views.duties import duty_page
from congdoan.areas.agreements.views.duties_acts import find_obligation
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.refusal import NotAllowed


@needs(policies.COMMENT)
def talk(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Say something about a duty to the other parties."""
    agreement = load(request, pk)
    one = find_duty(agreement, duty_pk)
    own = acting_party(
        request.actor, policies.COMMENT, [seat.organisation_id for seat in seats_of(agreement)]
    )
    if own is None:
        raise NotAllowed
    context = {
        **frame(request, agreement, "duties"),
        "heading": _("Trao đổi về nhiệm vụ"),
        "action": _("Gửi"),
        "consequences": [one.obligation.words, _("Các bên khác được báo.")],
    }
    return answer_form(
        request,
        forms.Talk(sent(request), actor=request.actor),
        lambda values: api.discuss_duty(
            actor=request.actor, duty=one, organisation=own, text=values["text"], at=clock.now()
        ),
        context,
        said=_("Đã gửi trao đổi."),
        done=f"{duty_page(agreement, one)}#trao-doi",
        field="text",
    )


@needs(policies.MANAGE)
def measure(request: ActorRequest, pk: int, obligation_pk: int) -> HttpResponse:
    """Say what reports count and how much one period asks for."""
    agreement = load(request, pk)
    obligation = find_obligation(agreement, obligation_pk)
    if not request.actor.may(policies.MANAGE, on=agreement.drafting):
        raise NotAllowed
    start = {"measure": obligation.measure, "goal": obligation.goal}
    context = {
        **frame(request, agreement, "duties"),
        "heading": _("Cách đo kết quả"),
        "action": _("Lưu"),
        "consequences": [obligation.words],
    }
    return answer_form(
        request,
        forms.Measure(sent(request), actor=request.actor, initial=start),
        lambda values: api.set_measure(actor=request.actor, obligation=obligation, **values),
        context,
        said=_("Đã lưu cách đo."),
        done=reverse("agreements:matrix", args=[pk]),
    )
