"""Scoring the contents of an agreement at a review: each party, then the conference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from congdoan.areas.agreements.models import Party, Review, ReviewScore
from congdoan.areas.agreements.rules import reviews as rules
from congdoan.areas.agreements.selectors.reviews import content_names
from congdoan.areas.agreements.services.reviews_planning import sync_review_work
from congdoan.areas.agreements.services.reviews_steps import (
    open_review,
    party_of,
    record_review,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Score:
    """What one content is given; no score takes an earlier one back."""

    score: Decimal | None
    remark: str = ""


@transaction.atomic
def score_review(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    scores: Mapping[str, Score],
    on: date,
    at: datetime,
) -> Review:
    """
    Give the scores of one party, content by content; scoring again replaces them.

    :raises ReviewHeld: a closed review is opened again first
    :raises ScoreOutOfScale, ContentUnknown: when a score cannot stand
    """
    review = open_review(actor, review, organisation)
    party = party_of(review, organisation)
    changed = _write(actor, review, party, scores, at=at)
    sync_review_work(actor=actor, agreement=review.agreement, on=on, at=at)
    record_review(actor, review, organisation, "review_scored", changed)
    return review


@transaction.atomic
def agree_scores(
    *,
    actor: Actor,
    review: Review,
    organisation: Organisation,
    scores: Mapping[str, Score],
    on: date,
    at: datetime,
) -> Review:
    """
    Write the scores the conference agreed on (by the party that keeps the minutes).

    :raises ReviewHeld: a closed review is opened again first
    :raises ScoreOutOfScale, ContentUnknown: when a score cannot stand
    """
    review = open_review(actor, review, organisation)
    changed = _write(actor, review, None, scores, at=at)
    record_review(actor, review, organisation, "review_agreed", {**changed, "on": on.isoformat()})
    return review


def _write(
    actor: Actor, review: Review, party: Party | None, scores: Mapping[str, Score], *, at: datetime
) -> dict[str, object]:
    """Write the scores and return what changed, for the trail."""
    called = content_names(review.agreement)
    _check(scores, called)
    before = {one.content_code: one for one in review.scores.filter(party=party)}
    given = {
        code: (one.score, tidy(one.remark)[:500])
        for code, one in scores.items()
        if one.score is not None
    }
    review.scores.filter(party=party, content_code__in=set(scores) - set(given)).delete()
    ReviewScore.objects.bulk_create(
        [
            ReviewScore(
                review=review,
                content_code=code,
                party=party,
                score=score,
                remark=remark,
                at=at,
                by_name=actor.name,
            )
            for code, (score, remark) in given.items()
            if code not in before
        ]
    )
    again = [before[code] for code in given if code in before]
    for row in again:
        row.score, row.remark = given[row.content_code]
        row.at, row.by_name = at, actor.name
    ReviewScore.objects.bulk_update(again, ["score", "remark", "at", "by_name"])
    return {"scores": {code: str(score) for code, (score, _remark) in given.items()}}


def _check(scores: Mapping[str, Score], called: Mapping[str, str]) -> None:
    for code, one in scores.items():
        if code not in called:
            raise rules.ContentUnknown
        if one.score is not None and not 0 <= one.score <= rules.MOST:
            raise rules.ScoreOutOfScale(most=rules.MOST, name=called[code])
