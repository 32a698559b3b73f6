"""Ending an agreement before its time: the proposal, each party's answer, taking it back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import EndingState
from congdoan.areas.agreements.forms.acts import Reason
from congdoan.areas.agreements.forms.amending import Answer
from congdoan.areas.agreements.forms.ending import ProposeEnding
from congdoan.areas.agreements.models import Agreement, Duty, Ending
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.amending import longest_reply
from congdoan.areas.agreements.rules.ending import EndsOutside
from congdoan.areas.agreements.rules.refusals import DeadlinePassed
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.endings import (
    duties_left,
    ending_answers,
    endings_of,
    open_ending,
    parties_to_answer,
    parties_to_propose,
)
from congdoan.areas.agreements.views.duties import period_words
from congdoan.areas.agreements.views.duties_form import answer_form
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.foundation.templatetags.ui import badge

_TONES = {
    EndingState.ASKED: "warn",
    EndingState.AGREED: "bad",
    EndingState.DONE: "bad",
    EndingState.REFUSED: "info",
}


def _badge(ending: Ending) -> SafeString:
    state = EndingState(ending.state)
    return badge(str(state.label), _TONES.get(state, "neutral"))


def _page(agreement: Agreement) -> str:
    return reverse("agreements:terminate", args=[agreement.pk])


@needs(policies.VIEW)
def endings(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what was proposed, who has answered what, and what comes next."""
    agreement = load(request, pk)
    actor = request.actor
    called = party_names(parties_of(agreement), on=actor.as_of)
    rows = endings_of(agreement)
    for row in rows:
        row.agreement = agreement
    now = open_ending(agreement)
    asked = now if now is not None and now.state == EndingState.ASKED else None
    context = {
        **frame(request, agreement),
        "rows": [
            {
                "ending": row,
                "state": _badge(row),
                "proposer": called.get(row.proposer_id, ""),
                "answers": [
                    (one, called.get(one.party.organisation_id, "")) for one in ending_answers(row)
                ],
                "kept": [_words(duty) for duty in _kept(row)],
            }
            for row in rows
        ],
        "act": {
            "propose": asked is None
            and states.allowed(agreement.state, Action.TERMINATE)
            and bool(parties_to_propose(actor, agreement)),
            "answer": asked is not None and bool(parties_to_answer(actor, asked)),
            "withdraw": asked is not None and actor.may(policies.MANAGE, on=asked.proposer),
        },
    }
    return render_page(request, "agreements/endings.html", context)


def _kept(ending: Ending) -> list[Duty]:
    rows = ending.kept.select_related("obligation__party", "period")
    return list(rows.order_by("due", "pk"))


def _words(duty: Duty) -> str:
    obligation = duty.obligation
    who = obligation.party.label if obligation.party else str(_("Các bên cùng làm"))
    words = obligation.words if len(obligation.words) <= 140 else f"{obligation.words[:139]}…"
    return _("{who}: {words} ({period}, hạn {due})").format(
        who=who, words=words, period=period_words(duty), due=f"{duty.due:%d/%m/%Y}"
    )


@needs(policies.MANAGE)
def propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask the other parties to end it from a day on."""
    agreement = load(request, pk)
    actor = request.actor
    parties = parties_to_propose(actor, agreement)
    if not parties:
        raise NotAllowed
    called = party_names(parties, on=actor.today)
    by_id = {str(one.organisation_id): one.organisation for one in parties}
    form = ProposeEnding(
        request.POST or None,
        actor=actor,
        parties=[(one.organisation_id, called[one.organisation_id]) for one in parties],
        duties=[(duty.pk, _words(duty)) for duty in duties_left(agreement, since=actor.today)],
        initial={"due": longest_reply(actor.today)},
    )
    context = {
        **frame(request, agreement),
        "heading": pgettext("việc làm", "Đề nghị chấm dứt trước hạn"),
        "action": _("Gửi các bên"),
        "back": _page(agreement),
        "tone": "danger",
        "consequences": [
            _("Các bên được thông báo và có việc “Trả lời đề nghị chấm dứt trước hạn”."),
            _("Văn bản chỉ chấm dứt khi mọi bên đồng ý; im lặng không phải là đồng ý."),
            _("Việc đã quá hạn trước ngày chấm dứt vẫn phải làm; phụ lục đang làm dở bị rút."),
        ],
    }
    return answer_form(
        request,
        form,
        lambda values: api.propose_ending(
            actor=actor,
            agreement=agreement,
            proposer=by_id[values["proposer"]],
            data=form.as_data(),
            on=actor.today,
            at=clock.now(),
        ),
        context,
        said=_("Đã gửi đề nghị chấm dứt đến các bên."),
        done=_page(agreement),
        field={EndsOutside: "wanted_on", DeadlinePassed: "due"},
    )


def _asked(request: ActorRequest, pk: int) -> Ending:
    """:raises NotFound: when nothing is being asked (any more)"""
    ending = open_ending(load(request, pk))
    if ending is None or ending.state != EndingState.ASKED:
        raise NotFound
    return ending


@needs(policies.MANAGE)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Consent for a party, or refuse with a reason."""
    ending = _asked(request, pk)
    actor = request.actor
    parties = parties_to_answer(actor, ending)
    if not parties:
        raise NotAllowed
    party = next((p for p in parties if p.organisation_id == actor.organisation_id), parties[0])
    day = f"{ending.wanted_on:%d/%m/%Y}"
    kept = [_words(duty) for duty in _kept(ending)]
    context: dict[str, Any] = {
        **frame(request, ending.agreement),
        "heading": _("Trả lời đề nghị chấm dứt trước hạn ({label})").format(label=party.label),
        "action": _("Gửi trả lời"),
        "about": _("Lý do đề nghị: {reason}").format(reason=ending.reason),
        "consequences": [
            _("Khi mọi bên đồng ý, văn bản chấm dứt từ ngày {day}.").format(day=day),
            _("Vẫn làm xong: {duties}.").format(duties="; ".join(kept))
            if kept
            else _("Nhiệm vụ chưa đến hạn ngày đó thôi, không phải làm nữa."),
            _("Một bên không đồng ý thì đề nghị khép lại và văn bản tiếp tục."),
        ],
        "back": _page(ending.agreement),
    }
    return answer_form(
        request,
        Answer(request.POST or None, actor=actor),
        lambda values: api.answer_ending(
            actor=actor,
            ending=ending,
            party=party,
            answer=values["answer"],
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        context,
        said=_("Đã gửi trả lời của đơn vị."),
        done=_page(ending.agreement),
        field="reason",
    )


@needs(policies.MANAGE)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the proposal back before all have consented."""
    ending = _asked(request, pk)
    actor = request.actor
    if not actor.may(policies.MANAGE, on=ending.proposer):
        raise NotAllowed
    return answer_form(
        request,
        Reason(request.POST or None, actor=actor),
        lambda values: api.withdraw_ending(
            actor=actor,
            ending=ending,
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        {
            **frame(request, ending.agreement),
            "heading": _("Rút đề nghị chấm dứt"),
            "action": _("Rút đề nghị"),
            "back": _page(ending.agreement),
            "consequences": [_("Các bên được báo; câu trả lời đã có vẫn được giữ.")],
        },
        said=_("Đã rút đề nghị chấm dứt."),
        done=_page(ending.agreement),
        field="reason",
    )
