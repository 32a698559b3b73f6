"""Choosing what goes on from the agreement before."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms.renewal import Carry
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.areas.agreements.selectors.renewal import (
    Unfinished,
    carried_into,
    unfinished_before,
)
from congdoan.areas.agreements.views.duties import period_words
from congdoan.areas.agreements.views.duties_form import answer_form
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.refusal import NotFound

_DAYS = timedelta(days=90)


@needs(policies.VIEW)
def carry(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what is unfinished before; let the drafter choose what goes on."""
    agreement = load(request, pk)
    if agreement.predecessor is None:
        raise NotFound
    actor = request.actor
    rows = unfinished_before(agreement)
    first, last = running_days(agreement)
    form = Carry(
        request.POST or None,
        actor=actor,
        duties=[(one.duty.pk, _words(one)) for one in rows if not one.homeless],
        initial={
            "duties": [one.duty.pk for one in rows if one.chosen],
            "due": min(first + _DAYS, last),
        },
    )
    return answer_form(
        request,
        form,
        lambda values: api.choose_carried(
            actor=actor,
            agreement=agreement,
            duties=[int(pk) for pk in values["duties"]],
            due=values["due"],
            on=actor.today,
            at=clock.now(),
        ),
        {
            **frame(request, agreement),
            "rows": rows,
            "homeless": [_words(one) for one in rows if one.homeless],
            "carried": [one for one in carried_into(agreement) if one.duty.state == "CARRIED"],
            "may_choose": actor.may(policies.DRAFT, on=agreement.drafting),
            "before": agreement.predecessor,
        },
        said=_("Đã lưu. Nhiệm vụ được chọn chuyển sang khi văn bản này có hiệu lực."),
        done=reverse("agreements:detail", args=[pk]),
        template="agreements/carry.html",
        field="due",
    )


def _words(one: Unfinished) -> str:
    obligation = one.duty.obligation
    who = obligation.party.label if obligation.party else str(_("Các bên cùng làm"))
    words = obligation.words if len(obligation.words) <= 140 else f"{obligation.words[:139]}…"
    late = f"{one.duty.due:%d/%m/%Y}"
    return _("{who}: {words} ({period}, hạn {due})").format(
        who=who, words=words, period=period_words(one.duty), due=late
    )
