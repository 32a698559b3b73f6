"""What is done around a review: inviting, scoring, proposing, concluding, printing."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms import reviews as forms
from congdoan.areas.agreements.letters.reviews import INVITATION, MINUTES, Paper
from congdoan.areas.agreements.models import Review, ReviewProposal, ReviewScore
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.duties import acting_party
from congdoan.areas.agreements.selectors.reviews import (
    agreed_scores,
    content_names,
    find_proposal,
    find_review,
    party_scores,
    title_of,
)
from congdoan.areas.agreements.selectors.text import outline_of
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import load
from congdoan.areas.agreements.views.papers import paper
from congdoan.areas.agreements.views.reviews import loaded_review, review_context, review_page
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.support.rendering.api import Letter


@needs(policies.REVIEW)
def call(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Invite the parties to the conference."""
    one, own = loaded_review(request, pk, review_pk)
    start = {name: getattr(one, name) for name in ("session_on", "session_time", "agenda")} | {
        "place": one.session_place,
        "words": one.invitation,
    }
    if one.invited_on is None:
        start["agenda"] = _agenda()
    told = [_("Các bên được mời qua thông báo và thấy việc chấm điểm trước ngày họp.")]
    if one.invited_on is not None:
        told = [_("Các bên được báo lại ngày giờ, địa điểm mới.")]
    return answer_form(
        request,
        forms.CallReview(sent(request), actor=request.actor, initial=start),
        lambda values: api.invite_to_review(
            actor=request.actor,
            review=one,
            organisation=own,
            on=request.actor.today,
            at=clock.now(),
            **values,
        ),
        review_context(request, one, _("Mời họp"), consequences=told),
        said=_("Đã mời các bên. Giấy mời in được ở trang này."),
        done=review_page(one),
        field="session_on",
    )


def _agenda() -> str:
    return "\n".join(
        [
            _("Báo cáo tình hình thực hiện các nội dung phối hợp"),
            _("Ý kiến của các bên, chấm điểm từng nội dung"),
            _("Kiến nghị sửa đổi, bổ sung"),
            _("Bàn kế hoạch, giải pháp thời gian tới"),
            _("Thông qua biên bản"),
        ]
    )


def _scoring(
    request: ActorRequest,
    one: Review,
    given: Mapping[str, ReviewScore],
    do: Callable[[dict[str, api.Score]], Any],
    *,
    heading: str,
    consequence: str,
    said: str,
) -> HttpResponse:
    form = forms.ScoreContents(
        sent(request),
        actor=request.actor,
        contents=content_names(one.agreement),
        given=given,
    )
    return answer_form(
        request,
        form,
        lambda _values: do(
            {code: api.Score(score, remark) for code, (score, remark) in form.given().items()}
        ),
        review_context(request, one, heading, consequences=[consequence]),
        said=said,
        done=review_page(one),
        template="agreements/review_scores.html",
    )


@needs(policies.REVIEW)
def score(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Score the contents for the own party (the chosen one, not the host's by preference)."""
    one = find_review(load(request, pk), review_pk)
    parties = parties_of(one.agreement)
    own = acting_party(request.actor, policies.REVIEW, [row.organisation_id for row in parties])
    if own is None:
        raise NotAllowed
    party = next(row for row in parties if row.organisation_id == own.pk)
    return _scoring(
        request,
        one,
        party_scores(one, party),
        lambda scores: api.score_review(
            actor=request.actor,
            review=one,
            organisation=own,
            scores=scores,
            on=request.actor.today,
            at=clock.now(),
        ),
        heading=_("Chấm điểm của {party}").format(party=party.label),
        consequence=_("Các bên thấy điểm của nhau để thảo luận; sửa được đến khi chốt kết quả."),
        said=_("Đã ghi điểm của đơn vị."),
    )


@needs(policies.REVIEW)
def agree(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Write the scores the conference agreed on."""
    one, own = loaded_review(request, pk, review_pk)
    return _scoring(
        request,
        one,
        agreed_scores(one),
        lambda scores: api.agree_scores(
            actor=request.actor,
            review=one,
            organisation=own,
            scores=scores,
            on=request.actor.today,
            at=clock.now(),
        ),
        heading=_("Ghi điểm thống nhất"),
        consequence=_("Đây là điểm hội nghị thống nhất; phải đủ mọi nội dung mới chốt được."),
        said=_("Đã ghi điểm thống nhất."),
    )


@needs(policies.REVIEW)
def propose(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Propose to change a clause or to add something."""
    one, own = loaded_review(request, pk, review_pk)
    places = [
        (str(line.item.stable_id), _short(f"{line.path}: {line.item.heading or line.item.text}"))
        for line in outline_of(one.agreement)
    ]

    def do(values: dict[str, Any]) -> ReviewProposal:
        return api.propose_change(
            actor=request.actor,
            review=one,
            organisation=own,
            clause=UUID(values["clause"]) if values["clause"] else None,
            wording=values["wording"],
            reason=values["reason"],
            at=clock.now(),
        )

    return answer_form(
        request,
        forms.Propose(sent(request), actor=request.actor, places=places),
        do,
        review_context(request, one, _("Kiến nghị sửa đổi")),
        said=_("Đã ghi kiến nghị; hội nghị sẽ kết luận."),
        done=review_page(one),
    )


def _short(text: str) -> str:
    words = text[:1].upper() + text[1:]
    return words if len(words) <= 110 else f"{words[:109]}…"


@needs(policies.REVIEW)
def conclude(request: ActorRequest, pk: int, review_pk: int, proposal_pk: int) -> HttpResponse:
    """Write what the conference concluded about a proposal."""
    one, own = loaded_review(request, pk, review_pk)
    proposal = find_proposal(one, proposal_pk)
    start = {"state": proposal.state, "conclusion": proposal.conclusion}
    return answer_form(
        request,
        forms.Conclude(sent(request), actor=request.actor, initial=start),
        lambda values: api.conclude_proposal(
            actor=request.actor, proposal=proposal, organisation=own, **values
        ),
        review_context(request, one, _("Kết luận kiến nghị"), consequences=[proposal.wording]),
        said=_("Đã ghi kết luận."),
        done=review_page(one),
    )


@needs(policies.REVIEW)
def unpropose(request: ActorRequest, pk: int, review_pk: int, proposal_pk: int) -> HttpResponse:
    """Take the own party's proposal back."""
    one, _host = loaded_review(request, pk, review_pk)
    proposal = find_proposal(one, proposal_pk)
    own = acting_party(request.actor, policies.REVIEW, [proposal.party.organisation_id])
    if own is None:
        raise NotAllowed
    return answer_form(
        request,
        Form(sent(request), actor=request.actor),
        lambda _values: api.withdraw_proposal(
            actor=request.actor, proposal=proposal, organisation=own
        ),
        review_context(request, one, _("Rút kiến nghị"), consequences=[proposal.wording]),
        said=_("Đã rút kiến nghị."),
        done=review_page(one),
    )


@needs(policies.VIEW)
def invitation(request: ActorRequest, pk: int, review_pk: int, form: str) -> HttpResponse:
    """Return the letter of invitation; there is none before the host has called."""
    one = find_review(load(request, pk), review_pk)
    if one.invited_on is None:
        raise NotFound
    return _printed(request, one, INVITATION, "giay-moi", form)


@needs(policies.VIEW)
def minutes(request: ActorRequest, pk: int, review_pk: int, form: str) -> HttpResponse:
    """Return the minutes; before closing they are marked as a draft."""
    return _printed(request, find_review(load(request, pk), review_pk), MINUTES, "bien-ban", form)


def _printed(
    request: ActorRequest, one: Review, letter: Letter[Paper], name: str, form: str
) -> HttpResponse:
    document = letter.build(Paper(one, request.actor.today))
    return paper(document, name=f"{name}-{title_of(one)}", form=form, at=clock.now())
