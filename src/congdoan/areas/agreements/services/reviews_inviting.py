"""Calling the conference, and what the parties propose to change."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from congdoan.areas.agreements.enums import ProposalState
from congdoan.areas.agreements.models import Review, ReviewProposal
from congdoan.areas.agreements.rules import reviews as rules
from congdoan.areas.agreements.selectors.text import outline_of
from congdoan.areas.agreements.services.reviews_planning import sync_review_work
from congdoan.areas.agreements.services.reviews_steps import (
    open_review,
    party_of,
    record_review,
    tell_of_review,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@transaction.atomic
def invite_to_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    session_on: date,
    place: str,
    on: date,
    at: datetime,
    session_time: time | None = None,
    agenda: str = "",
    words: str = "",
) -> Review:
    """
    Call the conference for the host: all parties are told, and asked for their scores before it.

    Calling again (another day or place) tells everybody again.

    :raises NotTheHost: only whose turn it is calls
    :raises SessionWrong: for a day that is over
    """
    review = open_review(actor, review, organisation)
    if organisation.pk != review.host_id:
        raise rules.NotTheHost
    if session_on < on:
        raise rules.SessionWrong(day=f"{on:%d/%m/%Y}")
    review.session_on, review.session_time = session_on, session_time
    review.session_place = tidy(place)[:160]
    review.agenda, review.invitation = nfc(agenda).strip(), nfc(words).strip()
    review.invited_on, review.invited_by_name = on, actor.name
    review.save(
        update_fields=[
            "session_on",
            "session_time",
            "session_place",
            "agenda",
            "invitation",
            "invited_on",
            "invited_by_name",
        ]
    )
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    tell_of_review(
        actor,
        review,
        "review_called",
        on=on,
        at=at,
        once=f"call.{at:%Y%m%d%H%M%S}",
        host=name_of(review.host, on=on),
        day=f"{session_on:%d/%m/%Y}",
        place=review.session_place,
        message=review.invitation,
    )
    record_review(actor, review, organisation, "review_called", {"on": session_on.isoformat()})
    return review


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    wording: str,
    at: datetime,
    clause: UUID | None = None,
    reason: str = "",
) -> ReviewProposal:
    """
    Propose for a party to change a clause, or to add something (no clause).

    :raises WordingMissing: when nothing is proposed
    :raises ReviewHeld: after the review was closed
    """
    review = open_review(actor, review, organisation)
    words = nfc(wording).strip()
    if not words:
        raise rules.WordingMissing
    places = {line.item.stable_id: line.path for line in outline_of(review.agreement)}
    made = ReviewProposal.objects.create(
        review=review,
        party=party_of(review, organisation),
        clause=clause if clause in places else None,
        place=places.get(clause, "")[:120] if clause else "",
        wording=words,
        reason=nfc(reason).strip(),
        at=at,
        by_name=actor.name,
    )
    record_review(actor, review, organisation, "review_proposed", {"proposal": made.pk})
    return made


@transaction.atomic
def withdraw_proposal(
    *, actor: Actor, proposal: ReviewProposal, organisation: Organisation
) -> Review:
    """Take a party's own proposal back while nothing was concluded."""
    review = open_review(actor, proposal.review, organisation)
    found = review.proposals.filter(
        pk=proposal.pk, state=ProposalState.PENDING, party__organisation=organisation
    )
    if found.exists():
        wording = proposal.wording
        found.delete()
        record_review(actor, review, organisation, "review_unproposed", {"wording": wording})
    return review


@transaction.atomic
def conclude_proposal(
    *,
    actor: Actor,
    proposal: ReviewProposal,
    organisation: Organisation,
    state: str,
    conclusion: str,
) -> ReviewProposal:
    """
    Write what the conference concluded about a proposal.

    What is agreed waits for an amendment (``selectors.reviews.agreed_proposals``).

    :raises ProposalTaken: when an amendment has taken it up (the review was opened again)
    :raises ConclusionNeeded: a proposal is never turned down without a word
    :raises ReviewHeld: after the review was closed
    """
    review = open_review(actor, proposal.review, organisation)
    held = ReviewProposal.objects.select_for_update().get(pk=proposal.pk, review=review)
    if held.taken_on is not None:
        raise rules.ProposalTaken(day=f"{held.taken_on:%d/%m/%Y}")
    words = nfc(conclusion).strip()
    if state == ProposalState.REJECTED and not words:
        raise rules.ConclusionNeeded
    before = held.state
    held.state, held.conclusion = ProposalState(state), words
    held.save(update_fields=["state", "conclusion"])
    changes: dict[str, object] = {"proposal": held.pk, "state": [before, held.state]}
    record_review(actor, review, organisation, "review_concluded", changes, reason=words)
    return held
