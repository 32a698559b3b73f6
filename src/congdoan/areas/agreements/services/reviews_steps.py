"""The common parts of what is done with a review: lock, guard, telling, audit."""

from datetime import date, datetime

from django.utils.functional import lazy
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ReviewState
from congdoan.areas.agreements.models import Party, Review
from congdoan.areas.agreements.rules import rota
from congdoan.areas.agreements.selectors.reviews import title_of
from congdoan.areas.agreements.services.telling import tell
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation

_NEWS_DAYS = 30


def held_review(actor: Actor, review: Review, organisation: Organisation) -> Review:
    """
    Return the review locked, when the actor may write for a party of its agreement.

    :raises HostNotAParty: when ``organisation`` is none
    """
    actor.require(policies.REVIEW, on=organisation)
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("agreement__drafting", "period", "host")
        .get(pk=review.pk)
    )
    party_of(review, organisation)
    return review


def open_review(actor: Actor, review: Review, organisation: Organisation) -> Review:
    """
    Return the held review while it can still be written.

    :raises ReviewHeld: when it is closed
    """
    review = held_review(actor, review, organisation)
    if review.state == ReviewState.HELD:
        raise rota.ReviewHeld
    return review


def party_of(review: Review, organisation: Organisation) -> Party:
    """:raises HostNotAParty: when ``organisation`` is no party"""
    party = review.agreement.parties.filter(organisation=organisation).first()
    if party is None:
        raise rota.HostNotAParty
    return party


def tell_of_review(
    actor: Actor, review: Review, kind: str, *, on: date, at: datetime, once: str, **words: object
) -> None:
    """Tell the parties, unless it is a review of the past that is being written down."""
    if (at.date() - on).days > _NEWS_DAYS:
        return
    tell(
        actor=actor,
        agreement=review.agreement,
        kind=kind,
        on=on,
        at=at,
        once=f"{review.pk}.{once}",
        part=f"so-ket/{review.pk}/",
        context={"review": lazy(title_of, str)(review), **words},
    )


def record_review(
    actor: Actor,
    review: Review,
    organisation: Organisation,
    verb: str,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    with override("vi"):
        label = title_of(review)
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=review,
        organisation_id=organisation.pk,
        changes={"agreement": review.agreement_id, **changes},
        reason=reason,
        label=f"{label}: {review.agreement.title}"[:200],
    )
