"""Yearly and final reviews: who hosts which year, what was said, closing."""

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import ReviewKind, ReviewState, State, TurnState
from congdoan.areas.agreements.forms import duties as duty_forms
from congdoan.areas.agreements.forms import reviews as forms
from congdoan.areas.agreements.models import Agreement, Review
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.duties import acting_party
from congdoan.areas.agreements.selectors.progress import LABELS, progress_of
from congdoan.areas.agreements.selectors.reviews import (
    agreed_proposals,
    cautions,
    find_review,
    held_years,
    reviews_of,
    score_lines,
    title_of,
    years_lines,
)
from congdoan.areas.agreements.selectors.reviews_facts import suggested
from congdoan.areas.agreements.selectors.turns import answerer, change_awaits, changes_of
from congdoan.areas.agreements.views.amending import proposing_parties
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.models import Organisation

_NAMES = [one.name for one in fields(api.ReviewData)]
_TEXTS = (
    "chair",
    "secretary",
    "attendance",
    "results",
    "strengths",
    "weaknesses",
    "difficulties",
    "shortcomings",
    "causes",
    "lessons",
    "recommendations",
    "next_plan",
)


def _state(review: Review, today: Any) -> Any:
    if review.state == ReviewState.HELD:
        return badge(_("Đã tổ chức"), "good")
    if review.window_through < today:
        return badge(_("Quá hạn"), "bad")
    if review.window_from <= today:
        return badge(_("Đến kỳ tổ chức"), "warn")
    return badge(_("Chưa đến kỳ"), "neutral")


def review_page(review: Review) -> str:
    return reverse("agreements:review", args=[review.agreement_id, review.pk])


def writing_party(
    request: ActorRequest, agreement: Agreement, host: int = 0
) -> Organisation | None:
    """Return the party the actor writes for: the host where they may, else their own."""
    ids = [party.organisation_id for party in parties_of(agreement)]
    return acting_party(request.actor, policies.REVIEW, [host]) or acting_party(
        request.actor, policies.REVIEW, ids
    )


@needs(policies.VIEW)
def reviews(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every review of the whole time with its host."""
    agreement = load(request, pk)
    today = request.actor.today
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.as_of)
    labels = {party.organisation_id: party.label for party in parties}
    context = {
        **frame(request, agreement, "reviews"),
        "reviews": [
            {
                "review": review,
                "title": title_of(review),
                "host": called.get(review.host_id, ""),
                "label": labels.get(review.host_id, ""),
                "state": _state(review, today),
            }
            for review in reviews_of(agreement)
        ],
        "waiting": agreed_proposals(agreement),
        "rota": [(party.label, called[party.organisation_id]) for party in parties],
    }
    return render_page(request, "agreements/reviews.html", context)


@needs(policies.VIEW)
def review(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Show one review with the duties of its year."""
    agreement = load(request, pk)
    one = find_review(agreement, review_pk)
    today = request.actor.today
    own = writing_party(request, agreement, one.host_id)
    held = one.state == ReviewState.HELD
    parties = parties_of(agreement)
    called = party_names(parties, on=request.actor.as_of)
    counted = progress_of(agreement, on=min(today, one.held_on or today), year=one.period)
    lines = score_lines(one, parties)
    years = held_years(agreement) if one.kind == ReviewKind.FINAL else []
    context = {
        **frame(request, agreement, "reviews"),
        "review": one,
        "review_title": title_of(one),
        "review_state": _state(one, today),
        "host": called.get(one.host_id, ""),
        "texts": [
            (forms.WriteReview.base_fields[name].label, getattr(one, name)) for name in _TEXTS
        ],
        "heads": list(LABELS.values()),
        "contents": counted.contents,
        "lines": lines,
        "labels": [party.label for party in parties],
        "unscored": sum(line.agreed is None for line in lines),
        "years": years,
        "years_lines": years_lines(agreement, years) if years else [],
        "proposals": one.proposals.select_related("party").order_by("pk"),
        "own": own.pk if own else 0,
        "act": {
            **_acts(one, own, held=held),
            "amend": held and own is not None and _waits_for_amendment(request, one),
        },
        **_turns(request, one, called, held=held),
    }
    return render_page(request, "agreements/review.html", context)


def _waits_for_amendment(request: ActorRequest, one: Review) -> bool:
    """Return whether something agreed here waits, and the actor may begin the amendment."""
    agreement = one.agreement
    return (
        agreement.state == State.EFFECTIVE
        and agreed_proposals(agreement).filter(review=one).exists()
        and bool(proposing_parties(request.actor, agreement))
    )


def _acts(one: Review, own: Organisation | None, *, held: bool) -> dict[str, bool]:
    """Return what the actor may do with a review, given its state and whom they write for."""
    writes = own is not None and not held
    return {
        "write": writes,
        "hold": writes and bool(one.results) and one.held_on is not None,
        "host": writes,
        "call": writes and own is not None and own.pk == one.host_id,
        "reopen": own is not None and held and one.kind == ReviewKind.INTERIM,
    }


def _turns(
    request: ActorRequest, one: Review, called: dict[int, str], *, held: bool
) -> dict[str, Any]:
    """Return the changes of host proposed for a review, and what the actor may do with one."""
    rows = changes_of(one)
    for row in rows:
        row.review = one
    asked = next((row for row in rows if row.state == TurnState.ASKED and not held), None)
    return {
        "turns": [
            (row, called.get(row.proposer_id, ""), called.get(row.host_id, "")) for row in rows
        ],
        "turn_awaits": [called.get(pk, "") for pk in change_awaits(asked)] if asked else [],
        "turn_answer": asked is not None and answerer(request.actor, asked) is not None,
        "turn_withdraw": asked is not None
        and request.actor.may(policies.REVIEW, on=asked.proposer),
    }


def loaded_review(request: ActorRequest, pk: int, review_pk: int) -> tuple[Review, Organisation]:
    """:raises NotAllowed: when the actor writes for none of the parties"""
    one = find_review(load(request, pk), review_pk)
    own = writing_party(request, one.agreement, one.host_id)
    if own is None:
        raise NotAllowed
    return one, own


def review_context(request: ActorRequest, one: Review, heading: str, **more: Any) -> dict[str, Any]:
    return {
        **frame(request, one.agreement, "reviews"),
        "heading": f"{heading}: {title_of(one)}",
        "action": heading,
        **more,
    }


@needs(policies.REVIEW)
def write(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Write results, difficulties, causes, lessons, recommendations and the next plan."""
    one, own = loaded_review(request, pk, review_pk)
    start = {name: getattr(one, name) for name in (*_NAMES, "revision")}
    if one.revision == 0:
        # Facts of the time, so that nobody copies numbers by hand; the writer changes them freely.
        start |= suggested(one, on=request.actor.today)
    form = forms.WriteReview(sent(request), actor=request.actor, initial=start)

    def do(values: dict[str, Any]) -> Review:
        return api.write_review(
            actor=request.actor,
            review=one,
            organisation=own,
            data=api.ReviewData(**{name: values[name] for name in _NAMES}),
            revision=values["revision"],
            on=request.actor.today,
            at=clock.now(),
        )

    return answer_form(
        request,
        form,
        do,
        review_context(request, one, _("Ghi kết quả")),
        said=_("Đã lưu. Khi đủ nội dung, hãy chốt kết quả."),
        done=review_page(one),
    )


@needs(policies.REVIEW)
def hold(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Close a review."""
    one, own = loaded_review(request, pk, review_pk)
    told = [_("Các bên được báo; nội dung không sửa được nếu chưa mở lại.")]
    if one.kind == ReviewKind.FINAL:
        told = [_("Các bên được báo; văn bản chuyển sang “Đã tổng kết” khi hết hiệu lực.")]
    return answer_form(
        request,
        Form(sent(request), actor=request.actor),
        lambda _values: api.hold_review(
            actor=request.actor,
            review=one,
            organisation=own,
            on=request.actor.today,
            at=clock.now(),
        ),
        review_context(
            request,
            one,
            _("Chốt kết quả"),
            consequences=[*cautions(one, parties_of(one.agreement)), *told],
        ),
        said=_("Đã chốt kết quả."),
        done=review_page(one),
    )


@needs(policies.REVIEW)
def reopen(request: ActorRequest, pk: int, review_pk: int) -> HttpResponse:
    """Open a closed yearly review again."""
    one, own = loaded_review(request, pk, review_pk)
    return answer_form(
        request,
        duty_forms.Why(sent(request), actor=request.actor),
        lambda values: api.reopen_review(
            actor=request.actor,
            review=one,
            organisation=own,
            reason=values["reason"],
            on=request.actor.today,
            at=clock.now(),
        ),
        review_context(request, one, _("Mở lại để sửa")),
        said=_("Đã mở lại."),
        done=review_page(one),
    )
