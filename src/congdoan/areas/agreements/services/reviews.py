"""Writing, closing and handing over the yearly and the final review."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.agreements.enums import ProposalState, ReviewKind, ReviewState
from congdoan.areas.agreements.models import Review
from congdoan.areas.agreements.rules import reviews as rules
from congdoan.areas.agreements.rules import rota
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.areas.agreements.selectors.reviews import (
    agreed_scores,
    content_names,
    contents_of,
)
from congdoan.areas.agreements.services.reviews_planning import (
    close_if_over,
    sync_review_work,
)
from congdoan.areas.agreements.services.reviews_steps import (
    held_review,
    record_review,
    tell_of_review,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import ChangedMeanwhile
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class ReviewData:
    """What a review says; ``held_on`` may be empty while it is being prepared."""

    held_on: date | None = None
    place: str = ""
    chair: str = ""
    secretary: str = ""
    attendance: str = ""
    results: str = ""
    strengths: str = ""
    weaknesses: str = ""
    difficulties: str = ""
    shortcomings: str = ""
    causes: str = ""
    lessons: str = ""
    recommendations: str = ""
    next_plan: str = ""


#: A refusal names this many contents; the page shows all.
_NAMED = 3
_TEXTS = (
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
_LINES = ("place", "chair", "secretary")


@transaction.atomic
def write_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    data: ReviewData,
    on: date,
    at: datetime,
    revision: int | None = None,
) -> Review:
    """
    Write for a party (usually the host) what the review says; closing is ``hold_review``.

    ``revision`` is the one the writer saw; another one means somebody saved meanwhile.

    :raises ReviewHeld: a closed review is opened again first
    :raises ChangedMeanwhile: nothing is overwritten
    """
    review = held_review(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    if revision is not None and revision != review.revision:
        raise ChangedMeanwhile
    _check_day(review, data.held_on, on=on)
    _write(review, data, by=actor.name, at=at)
    record_review(actor, review, organisation, "review_written", {"revision": review.revision})
    return review


@transaction.atomic
def hold_review(
    *, actor: Actor, review: Review, organisation: Organisation, on: date, at: datetime
) -> Review:
    """
    Close a review: it was held and this is what came of it. A final one closes the agreement.

    :raises ResultsMissing, HeldOnWrong, ScoresMissing, ProposalsPending: what must be written first
    """
    review = held_review(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    if not review.results:
        raise rota.ResultsMissing
    if review.held_on is None:
        raise rota.HeldOnWrong(first=f"{running_days(review.agreement)[0]:%d/%m/%Y}")
    _demand_conclusions(review)
    review.state = ReviewState.HELD
    review.save(update_fields=["state"])
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    tell_of_review(actor, review, "review_held", on=on, at=at, once=f"{review.revision}")
    record_review(
        actor, review, organisation, "review_held", {"held_on": review.held_on.isoformat()}
    )
    if review.kind == ReviewKind.FINAL:
        close_if_over(actor=actor, agreement=review.agreement, on=on, at=at)
    return review


@transaction.atomic
def reopen_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    reason: str,
    on: date,
    at: datetime,
) -> Review:
    """Open a closed yearly review again, with the reason."""
    review = held_review(actor, review, organisation)
    if review.state != ReviewState.HELD or review.kind == ReviewKind.FINAL:
        raise rota.ReviewNotHeld
    words = nfc(reason).strip()
    if not words:
        raise rota.HostReasonNeeded
    review.state = ReviewState.PLANNED
    review.revision += 1
    review.save(update_fields=["state", "revision"])
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    record_review(actor, review, organisation, "review_reopened", {}, reason=words)
    return review


def _demand_conclusions(review: Review) -> None:
    """:raises ScoresMissing, ProposalsPending: what the conference has not concluded yet"""
    left = rules.unscored(contents_of(review.agreement), agreed_scores(review))
    if left:
        called = content_names(review.agreement)
        names = "; ".join(called[code] for code in left[:_NAMED])
        raise rules.ScoresMissing(
            count=len(left), names=names if len(left) <= _NAMED else f"{names}; …"
        )
    pending = review.proposals.filter(state=ProposalState.PENDING).count()
    if pending:
        raise rules.ProposalsPending(count=pending)


def _check_day(review: Review, held_on: date | None, *, on: date) -> None:
    first, _last = running_days(review.agreement)
    if held_on is not None and not first <= held_on <= on:
        raise rota.HeldOnWrong(first=f"{first:%d/%m/%Y}")


def _write(review: Review, data: ReviewData, *, by: str, at: datetime) -> None:
    for name, text in asdict(data).items():
        if name in _TEXTS:
            setattr(review, name, nfc(text).strip())
        elif name in _LINES:
            setattr(review, name, tidy(text)[:160])
    review.held_on = data.held_on
    review.revision += 1
    review.changed_at, review.changed_by_name = at, by
    review.save(
        update_fields=[
            *_TEXTS,
            *_LINES,
            "held_on",
            "revision",
            "changed_at",
            "changed_by_name",
        ]
    )
