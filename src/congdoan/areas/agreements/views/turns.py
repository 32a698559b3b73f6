"""Changing who hosts one review: the proposal, the answers, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms import reviews as forms
from congdoan.areas.agreements.rules.rota import HostReasonNeeded
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.reviews import find_review
from congdoan.areas.agreements.selectors.turns import answerer, asked_change
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import load
from congdoan.areas.agreements.views.reviews import loaded_review, review_context, review_page
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of


@needs(policies.REVIEW)
def propose(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Propose another host for one review."""
    one, own = loaded_review(request, pk, review_pk)
    parties = [party for party in parties_of(one.agreement) if party.left_on is None]
    called = party_names(parties, on=request.actor.as_of)
    by_pk = {str(party.organisation_id): party.organisation for party in parties}
    form = forms.ChangeHost(
        sent(request),
        actor=request.actor,
        hosts=[
            (str(party.organisation_id), f"{party.label}: {called[party.organisation_id]}")
            for party in parties
            if party.organisation_id != one.host_id
        ],
    )
    return answer_form(
        request,
        form,
        lambda values: api.propose_host(
            actor=request.actor,
            review=one,
            organisation=own,
            host=by_pk[values["host"]],
            reason=values["reason"],
            on=request.actor.today,
            at=clock.now(),
        ),
        review_context(
            request,
            one,
            _("Đề nghị đổi bên chủ trì"),
            action=_("Gửi đề nghị"),
            consequences=[
                _("Bên đang đến lượt và bên nhận lượt đều đồng ý thì mới đổi; các bên được báo."),
                _("Chỉ kỳ này đổi; lượt của các năm sau giữ nguyên."),
            ],
        ),
        said=_("Đã gửi đề nghị đổi bên chủ trì."),
        done=review_page(one),
    )


@needs(policies.REVIEW)
def answer(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Agree to another host, or refuse with a reason."""
    one = find_review(load(request, pk), review_pk)
    change = asked_change(one)
    if change is None:
        raise NotFound
    own = answerer(request.actor, change)
    if own is None:
        raise NotAllowed
    day = request.actor.as_of
    return answer_form(
        request,
        forms.AnswerHost(sent(request), actor=request.actor),
        lambda values: api.answer_host(
            actor=request.actor,
            change=change,
            organisation=own,
            agree=values["answer"] == "AGREE",
            reason=values["reason"],
            on=request.actor.today,
            at=clock.now(),
        ),
        review_context(
            request,
            one,
            _("Trả lời đề nghị đổi bên chủ trì"),
            action=_("Gửi trả lời"),
            about=_("{before} → {host}. Lý do: {reason}").format(
                before=name_of(change.before, on=day),
                host=name_of(change.host, on=day),
                reason=change.reason,
            ),
        ),
        said=_("Đã gửi trả lời."),
        done=review_page(one),
        field={HostReasonNeeded: "reason"},
    )


@needs(policies.REVIEW)
@require_POST
def withdraw(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    one = find_review(load(request, pk), review_pk)
    change = asked_change(one)
    if change is None:
        raise NotFound
    try:
        api.withdraw_host(
            actor=request.actor, change=change, on=request.actor.today, at=clock.now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã rút đề nghị."))
    return redirect(review_page(one))
